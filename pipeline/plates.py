"""Number plates in free text. Imports pipeline.cuts."""

import re

from pipeline.cuts import rule

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_PLATE = re.compile(
    # 澜 stands for the fictional province of the demo city.
    rf"(?<![A-Za-z0-9])[{_PROVINCES}澜]\s?[A-HJ-Z][ ·•・.-]{{0,2}}(?=[A-HJ-NP-Z]{{0,4}}[0-9*×])"
    r"[A-HJ-NP-Z0-9*×](?:[·•・-]?[A-HJ-NP-Z0-9*×]){3,5}(?:[学警港澳临]|挂(?![着了在有个牌]))?(?![A-Za-z0-9])",
    re.IGNORECASE,
)

PLATES = (rule(_PROVINCES + "澜", _PLATE, "[车牌号]"),)
