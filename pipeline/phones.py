"""Mobile numbers and landlines in free text. Imports pipeline.cuts."""

import re

from pipeline.cuts import DIGITS, END, LONG_NUMBER, before, is_case_number, rule

_PERSONAL = re.compile(
    r"(?:电话|手机|号码|联系|致电|拨打|打给|来电|回电|短信|热线|座机|传真|[Tt][Ee][Ll])[^,，。;；\n]{0,8}$"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s一-鿿]*$")
_MOBILE = re.compile(
    rf"(?:(?<![0-9])[(（]\+?86[)）][ -]?|(?<![0-9])(?:\+|00)?86[ -]?|(?<![0-9])(?<![0-9][.]))"
    rf"1[3-9][0-9](?:[- .·－—–_/]?(?:[0-9*×]{{4}}|[xX]{{4}})){{2}}{END}"
    r"(?![.]\d|元|万|亿|号(?!码))"
)
_MOBILE_OTHER_GROUPS = re.compile(
    rf"(?<![0-9])(?<![0-9][ .-])(?=1(?:[ -]?[0-9]){{10}}(?![ -]?[0-9]))1[3-9][0-9]{{1,4}}(?:[ -][0-9]{{2,6}}){{1,3}}{END}(?![元万亿])"
)
# Each digit apart.
_MOBILE_SPELT = re.compile(
    r"(?<![0-9])(?<![0-9][ .-])1(?: [3-9](?: \d){9}|-[3-9](?:-\d){9}|\.[3-9](?:\.\d){9})(?![ .-]?\d)"
)
_DIGIT_ZH = "零〇一二三四五六七八九幺两洞拐壹贰叁肆伍陆柒捌玖0-9"
_MOBILE_ZH = re.compile(
    rf"(?<![{_DIGIT_ZH}十])(?=[0-9]{{0,10}}[零〇一二三四五六七八九幺壹])[一幺壹1][ -]?"
    rf"[三四五六七八九叁肆伍陆柒捌玖3-9](?:[ -]?[{_DIGIT_ZH}]){{9}}(?![{_DIGIT_ZH}十百千万年])"
)
# Letters that look like a zero, against machines that read along.
_MOBILE_LETTERS = re.compile(r"(?<![A-Za-z0-9])1[3-9][0-9](?=[0-9]*[oO])[0-9oO]{8}(?![A-Za-z0-9])")
_ABROAD = r"(?:(?:\+|00)86[ -]?)"
_AREA = (
    r"(?:[(（](?:\+?86[ -]?)?0?[1-9][0-9]{1,2}[)）][ -]?"
    rf"|{_ABROAD}?0[1-9][0-9]{{1,2}}[-－—–/ ]{{0,2}}|{_ABROAD}[1-9][0-9]{{1,2}}[ -]?)"
)
_EXTENSION = r"(?:\s?[-－—转,，#*]\s?(?:分机)?\s?[0-9]{1,5}|\s?分机号?\s?[0-9]{1,5})"
# In whichever groups: 7 or 8 digits.
_LOCAL = r"(?=[0-9](?:[- ]?[0-9]){6,7}(?![0-9]))[2-8](?:[0-9]{2,3}[- ]?[0-9]{4}|[0-9]{1,3}(?:[- ][0-9]{2,4}){1,3})"
_LANDLINE = re.compile(rf"(?<![0-9]){_AREA}{_LOCAL}{_EXTENSION}?{END}")
_LOCAL_LINE = re.compile(
    r"((?:电话|座机|致电|拨打|打给|打|拨|来电|回电|联系方式|联系|固话|小灵通|传真|[Tt][Ee][Ll])(?:号码|号|[换改]成|改为)?"
    r"(?:[(（][^()（）\n]{1,4}[)）])?(?:是|为|:|：|\s){0,3})"
    # A day or two years that follow one another.
    rf"(?!20[0-9]{{2}}[01][0-9][0-3][0-9]|(?:19|20)[0-9]{{2}}[- ](?:19|20)){_LOCAL}{END}(?![元平票年]|学年)"
)


def _is_no_phone(found: re.Match[str]) -> bool:
    ahead = before(found)
    if _ADDRESS.search(ahead):
        return True
    return is_case_number(found) and _PERSONAL.search(ahead) is None


MOBILES = (
    rule(LONG_NUMBER, _MOBILE, "[手机号]", _is_no_phone),
    rule(LONG_NUMBER, _MOBILE_OTHER_GROUPS, "[手机号]", _is_no_phone),
    rule(LONG_NUMBER, _MOBILE_SPELT, "[手机号]", _is_no_phone),
    rule("零〇一二三四五六七八九幺壹", _MOBILE_ZH, "[手机号]", _is_no_phone),
    rule("oO", _MOBILE_LETTERS, "[手机号]", _is_no_phone),
)
LANDLINES = (
    rule(LONG_NUMBER, _LANDLINE, "[电话]", _is_no_phone),
    rule(DIGITS, _LOCAL_LINE, "[电话]"),
)
