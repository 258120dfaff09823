"""Tells that a name of the city means another place, or no place at all, by what stands beside it. Imports pipeline.gazetteer.

`own` are the names of the city and its province.
"""

import re
from collections.abc import Set
from functools import cache

from pipeline.city import City
from pipeline.gazetteer import city_names, divisions

_NEAR = 40
_SEPARATED = re.compile("[、；;]")
# Whoever speaks for a district in a council speaks of any.
_SEAT = re.compile(r"的?(?:[省市区县]|全国)?(?:人大代表|政协委员|代表团)")
# 山西路 is a road, 大连池 a lake, 大庆河 a river: what follows tells that no city is meant.
_CITY_AFTER = re.compile(r"[东西南北中]?(?:路|街|巷|道|池|桥|里|菜|菜馆|人|话|面)|[河溪](?![东西南北])")
# Names of provinces, cities and districts end so, and are no longer.
_ABOVE = re.compile(r"[省市区县旗盟州]$")
_LONGEST_ABOVE = 12
# Of these characters good wishes are made, and the names of shops and estates: 长乐未央, 永泰和谐.
_WISHES = frozenset("长永安泰和乐平宁康福吉昌兴顺隆祥瑞丰太")
# What follows a place: the end, a word that no name goes on with, or what a place has.
_AFTER_A_PLACE = re.compile(
    r"(?![一-鿿])|[的有又在被把与将是这那今昨要也都正]"
    r"|[一-鿿]{0,3}(?:[市县区城镇乡村站路街巷河]|大道|机场|高速|政府|[东南西北]部)"
)
_BEFORE_A_PLACE = re.compile(r"(?:[在到去往从至离回住]|来自|位于)$")


def is_among_cities(own: Set[str], text: str, start: int) -> bool:
    """Whether a list of the province's or the country's cities goes on with the name at `start`."""
    near = text[max(0, start - _NEAR) : start + _NEAR]
    return len({found.group() for found in _cities().finditer(near)} - own) > 1 and _SEPARATED.search(near) is not None


def is_for_a_seat(text: str, end: int) -> bool:
    """Whether the name that ends at `end` is whom somebody speaks for."""
    return _SEAT.match(text, end) is not None


def names_only_others(own: Set[str], text: str) -> bool:
    """Whether a text names cities, and not this one."""
    if any(name in text for name in own):
        return False
    return any(_CITY_AFTER.match(text, found.end()) is None for found in _cities().finditer(text))


def is_under_another(city: City, own: Set[str], before: str) -> bool:
    """Whether what stands before a street, road or landmark is another city or its district: 北京市朝阳区安泰街道."""
    above = before.rstrip()
    for district in city.districts:
        above = above.removesuffix(district.name).rstrip()
    if _ABOVE.search(above) is None or above.endswith(tuple(own)):
        return False
    others = _others_above(city.province, city.name)
    return any(above[-length:] in others for length in range(3, _LONGEST_ABOVE + 1))


def may_be_a_wish(name: str, text: str, start: int) -> bool:
    """Whether a short name at `start` is made of words of good wishes, with nothing beside it that a place would have."""
    if not _WISHES.issuperset(name) or not text.startswith(name, start):
        return False
    beside = _BEFORE_A_PLACE.search(text[max(0, start - 2) : start])
    return beside is None and _AFTER_A_PLACE.match(text, start + len(name)) is None


@cache
def _cities() -> re.Pattern[str]:
    names = sorted((name for name in city_names() if len(name) > 1), key=lambda name: (-len(name), name))
    return re.compile("|".join(names))


@cache
def _others_above(province: str, city: str) -> frozenset[str]:
    """The full names of all other provinces and cities and of their districts."""
    ours = {name for row in divisions() if row[1] == city for name in row[:3]} | {province}
    return frozenset(name for row in divisions() if row[1] != city for name in row[:3]) - ours
