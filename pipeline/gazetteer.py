"""China's cities, districts and streets, read from data/gazetteer. Imports pipeline.city."""

import gzip
from functools import cache
from pathlib import Path

from pipeline.city import City, District

_TABLE = Path(__file__).parent.parent / "data" / "gazetteer" / "divisions.tsv.gz"
# Their trunk without the suffix is said as often as the whole name.
_SHORTENED = ("县", "市")
# Trunks of districts that are words, or things that many places have: they would be guessed at.
_WORDS = frozenset({
    "新区", "开发", "城区", "郊区", "市中", "城中", "城关", "河东", "河西", "河南", "河北", "江南", "江北", "江东", "江西", "湖滨",
    "海港", "和平", "朝阳", "长安", "永安", "太平", "南山", "北山", "东山", "西山", "中山", "龙门", "鼓楼", "钟楼", "新华", "解放",
    "建设", "胜利", "友谊", "前进", "红旗", "东风", "向阳", "新城", "老城", "东城", "西城", "南城", "北城", "东方", "宝山", "金山",
    "青山", "红山", "桥东", "桥西", "路南", "路北", "东湖", "西湖", "南湖", "马尾", "双桥", "高港", "临江", "经济", "矿区", "山城",
    "江岸", "江宁", "光明", "普陀", "龙岗", "大渡", "平桥", "平川", "自流", "大安", "市南", "市北", "港口", "港北", "港南",
})  # fmt: skip


class UnknownCityError(ValueError):
    """A province and city that the gazetteer does not hold; the message is both names."""


def city_from_gazetteer(province: str, city: str) -> City:
    """A city by name, with or without 省 and 市: its districts with their streets; raises UnknownCityError.

    The province may be "": no two cities share a name.
    """
    rows = [row for row in divisions() if (not province or _same(row[0], province)) and _same(row[1], city)]
    if not rows:
        raise UnknownCityError(f"{province} {city}")
    name = rows[0][1]
    districts = tuple(District(name=row[2], aliases=_aliases(row[2]), streets=row[3]) for row in rows)
    return City(name=name, province=rows[0][0], bureau=f"{name}城市管理局", districts=districts, aliases=_short(name))


@cache
def divisions() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """Province, city, district and streets of each district of China."""
    text = gzip.decompress(_TABLE.read_bytes()).decode("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return tuple((province, city, district, tuple(streets.split())) for province, city, district, streets in rows)


@cache
def city_names() -> dict[str, str]:
    """Every name by which a province or city of China is called, with its full name."""
    whole = {name: name for row in divisions() for name in row[:2]}
    short = {alias: name for name in whole for alias in _short(name) + _province_short(name)}
    return short | whole


@cache
def shared_districts() -> frozenset[str]:
    """Names of districts that more than one city has (鼓楼区, 城关区)."""
    seen: dict[str, set[str]] = {}
    for _, city, district, _ in divisions():
        seen.setdefault(district, set()).add(city)
    return frozenset(name for name, cities in seen.items() if len(cities) > 1)


def _same(name: str, asked: str) -> bool:
    return asked in {name, name.removesuffix("省"), name.removesuffix("市")}


def _aliases(district: str) -> tuple[str, ...]:
    """Short names that can mean nothing else: 仓山 of 仓山区, since no other city has a 仓山区."""
    trunk = district[:-1]
    if not district.endswith("区") or len(trunk) != 2:
        return _short(district)
    return () if trunk in _WORDS or district in shared_districts() or trunk in city_names() else (trunk,)


def _short(name: str) -> tuple[str, ...]:
    return (name[:-1],) if name.endswith(_SHORTENED) and len(name) > 2 else ()


def _province_short(name: str) -> tuple[str, ...]:
    return (name[:-1],) if name.endswith("省") else ()
