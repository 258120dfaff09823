"""Mail addresses, numbers of identity cards and of bank accounts in free text. Imports pipeline.checksums and cuts."""

import re

from pipeline.checksums import id_checksum_holds, luhn_holds
from pipeline.cuts import END, LONG_NUMBER, START, is_case_number, rule

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# The sign and the dots are also written out, against machines that read along. A name has 64 characters at most, and is not
# looked for within a run of letters: a picture written as letters would take minutes.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}\s?(?:[@＠]|[(（\[【#]\s?(?:at|艾特)\s?[)）\]】#]|艾特|\sat\s)\s?[A-Za-z0-9-]+"
    r"(?:\s?(?:\.|点|[(（\[]dot[)）\]])\s?[A-Za-z0-9-]+)+",
    re.IGNORECASE,
)
_ID_18 = re.compile(rf"{START}(?<![0-9][ -])[1-9](?:[ -]?[0-9]){{16}}[ -]?[0-9Xx×*](?![ -]?[0-9])")
_ID_PART = re.compile(rf"{START}[1-9]\d{{5}}(?:19|20)?\d{{0,2}}[*×xX]{{4,10}}[0-9]{{0,4}}[0-9Xx]{END}")
# Stars anywhere, in a number as long as one of those.
_ID_STARS = re.compile(
    rf"{START}(?=(?:[0-9*×]{{17}}[0-9Xx*×]|[0-9*×]{{15}})(?![0-9*×Xx]))[1-9][0-9]{{1,13}}[*×]{{4,14}}[0-9]{{0,5}}[Xx]?{END}"
)
_ID_15 = re.compile(rf"((?:身份证|[老旧]证|证件)[^0-9\n]{{0,8}})[1-9]\d{{5}}\d\d{_DAY}\d{{3}}{END}")
_CARD = re.compile(rf"{START}(?:[3-6][0-9]{{3}}(?:[ -]?[0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?){END}")
_CARD_STARS = re.compile(
    rf"{START}[3-6][0-9]{{3}}(?:(?:[ -]?[*×xX]{{4}}){{2}}[ -]?[0-9]{{4}}|(?:[ -]?[*×xX]{{4}}){{3}}[ -]?[0-9]{{3}}){END}"
)
_CARD_NAMED = re.compile(
    rf"((?:银行卡|卡号|[账帐][号户]|存折|储蓄卡|信用卡|开户行|[工农建中交招邮]行|农商行|邮储|农信|[支分]行|[资保]卡|户头|户名|转账|转帐|汇款|打款|打钱|收款|[打转退汇]到|[这那][张个]卡|卡[:：])"
    r"(?:(?!身份|证件|证号)[^0-9\n]){0,10})"
    # Stars stand in the middle of a number that looks like an ID number otherwise.
    rf"(?:(?!(?:00)?861[3-9])[0-9](?:[ -]?[0-9]){{11,20}}|(?=[0-9*× -]{{15,26}}{END})[0-9]{{3,7}}[ -]?[*×](?:[ -]?[*×]){{3,12}}[ -]?[0-9]{{2,8}}){END}"
)


def _is_no_id(found: re.Match[str]) -> bool:
    number = re.sub(r"[ -]", "", found.group())
    wrong = not number[17].isdigit() and number[17] not in "xX"
    if re.fullmatch(rf"\d{{6}}(?:19|20)\d\d{_DAY}.{{4}}", number) is None:
        return True
    return is_case_number(found) and (wrong or not id_checksum_holds(number))


def _is_no_card(found: re.Match[str]) -> bool:
    return is_case_number(found) or not luhn_holds(re.sub(r"[ -]", "", found.group()))


MAILS = (rule("@＠[(（【#艾aA", _EMAIL, "[邮箱]"),)
# Longer numbers first.
CARDS_AND_IDS = (
    rule(LONG_NUMBER, _CARD_NAMED, "[银行卡号]"),
    rule("*×xX", _CARD_STARS, "[银行卡号]"),
    rule(LONG_NUMBER, _ID_18, "[身份证号]", _is_no_id),
    rule(LONG_NUMBER, _ID_PART, "[身份证号]"),
    rule("*×", _ID_STARS, "[身份证号]"),
    rule(LONG_NUMBER, _ID_15, "[身份证号]"),
    rule(LONG_NUMBER, _CARD, "[银行卡号]", _is_no_card),
)
