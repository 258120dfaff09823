"""Pieces of a text that are to be hidden, as cuts, and rules that find them. Imports nothing of ours."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# Start, end, and the mark in its place.
Cut = tuple[int, int, str]


class Rule(NamedTuple):
    """What a text must hold one of for the rule to be worth trying (none: any text is), and what it finds, from left to right."""

    signs: frozenset[str]
    cuts: Callable[[str], Iterator[Cut]]


DIGITS = frozenset("0123456789")
DASHES = frozenset("-－")
# Few texts hold ten digits and more, near one another, or six letters and digits in a row; half of the rules need one of them.
# A character that no text holds stands for each.
LONG_NUMBER, LATIN_RUN = frozenset("\x00"), frozenset("\x01")
_LONG_NUMBER = re.compile(r"[0-9](?:[- .·－—–_/()（）]{0,2}[0-9*×xX]){9}")
_LATIN_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{5}")

END = r"(?![0-9])"
START = r"(?<![0-9])(?<![0-9][.])"
# A number of an order, a case or a decree may look like any personal number; its name stands just before it.
_CASE_NUMBER = re.compile(
    r"(?:订单|单号|工单|编号|案号|文号|流水|受理号|运单|快递|票号|发票|许可证?号?|备案|登记号|批号|序列|型号|合同|执照|信用代码|标段|"
    r"项目|条码|店铺ID|商品|设备|井盖|灯杆|路灯|车次|航班|期号|彩票|单据|凭证|查询码|回执|案件)[^,，。;；\n]{0,8}$"
)


def signs_of(text: str) -> frozenset[str]:
    """What rules may ask for: the characters of a text, and LONG_NUMBER and LATIN_RUN where it holds one."""
    signs = frozenset(text)
    if _LONG_NUMBER.search(text):
        signs |= LONG_NUMBER
    return signs | LATIN_RUN if _LATIN_RUN.search(text) else signs


def rule(
    signs: frozenset[str] | str,
    pattern: re.Pattern[str],
    mark: str,
    stays: Callable[[re.Match[str]], bool] | None = None,
) -> Rule:
    """What a pattern finds is cut, but its first group, if it has one: that only leads to it."""
    leads = pattern.groups

    def cuts(text: str) -> Iterator[Cut]:
        for found in pattern.finditer(text):
            if stays is None or not stays(found):
                yield found.end(1) if leads else found.start(), found.end(), mark

    return Rule(frozenset(signs), cuts)


def before(found: re.Match[str]) -> str:
    """The 60 characters before it."""
    return found.string[max(0, found.start() - 60) : found.start()]


def is_case_number(found: re.Match[str]) -> bool:
    """Whether what stands before says that it is the number of an order, a case or a decree."""
    return _CASE_NUMBER.search(before(found)) is not None
