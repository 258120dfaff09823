"""Number plates in free text. Imports pipeline.cuts."""

import re

from pipeline.cuts import rule

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_DOT = "·•・"
_SIGN = "[A-HJ-NP-Z0-9]"
# 领 is the first character of 领导 and 领取 as well.
_KIND = r"(?:[学警港澳临]|领(?![取导先着了证到走补回养])|挂(?![着了在有个牌]))?"
_PLATE = re.compile(
    # 澜 stands for the fictional province of the demo city.
    rf"(?<![A-Za-z0-9])[{_PROVINCES}澜][\s{_DOT}]?(?:"
    rf"[A-HJ-Z][ {_DOT}.-]{{0,2}}(?=[A-HJ-NP-Z]{{0,4}}[0-9*×])[A-HJ-NP-Z0-9*×](?:[{_DOT}-]?[A-HJ-NP-Z0-9*×]){{3,5}}"
    # Each sign apart.
    rf"|[A-HJ-Z](?=[ A-Z]*[0-9])(?: {_SIGN}){{5,6}}"
    rf"){_KIND}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_EMBASSY = re.compile(
    rf"(?<![A-Za-z0-9])(?:(?:使[{_DOT} ]?|(?<=牌)使)[0-9]{{3}}[{_DOT}][0-9]{{3}}|(?<=牌)使[0-9]{{6}}"
    rf"|[{_PROVINCES}][{_DOT} ]?[0-9]{{3}}[{_DOT} ]?[0-9]{{2}}\s?领(?![取导先着了证到走补回养]))(?![A-Za-z0-9])"
)
_ARMY = re.compile(rf"[军空海][A-Z][{_DOT} ]?[0-9]{{5}}(?![A-Za-z0-9])")
_POLICE = re.compile(
    rf"(?<![A-Za-z0-9])WJ[{_DOT}\s]?(?:[{_PROVINCES}]|[0-9]{{2}})[ {_DOT}-]{{0,2}}[0-9A-Z][0-9]{{3}}[0-9A-Z]?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# Without its province it looks like the code of a product: it must be said to be one.
_PLATE_NAMED = re.compile(
    rf"((?:车牌|牌照|牌号|号牌|车号)(?:号码?|照)?(?:是|为|[:：\s“\"「]){{0,3}})"
    rf"(?=(?:[{_DOT} -]?[A-Z]){{0,5}}[{_DOT} -]?[0-9])[A-Z][{_DOT} -]?{_SIGN}{{4,6}}{_KIND}(?![A-Za-z0-9])",
    re.IGNORECASE,
)

PLATES = (
    rule(_PROVINCES + "澜", _PLATE, "[车牌号]"),
    rule("使领", _EMBASSY, "[车牌号]"),
    rule("军空海", _ARMY, "[车牌号]"),
    rule("Ww", _POLICE, "[车牌号]"),
    rule("牌车", _PLATE_NAMED, "[车牌号]"),
)
