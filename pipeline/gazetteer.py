"""China's cities, districts and streets, read from data/gazetteer. Imports pipeline.city."""

import gzip
from functools import cache
from pathlib import Path

from pipeline.city import City, District

_TABLE = Path(__file__).parent.parent / "data" / "gazetteer" / "divisions.tsv.gz"
# Their trunk without the suffix is said as often as the whole name; a district's (鼓楼, 朝阳) may mean much else.
_SHORTENED = ("县", "市")


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
    districts = tuple(District(name=row[2], aliases=_short(row[2]), streets=row[3]) for row in rows)
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


def _short(name: str) -> tuple[str, ...]:
    return (name[:-1],) if name.endswith(_SHORTENED) and len(name) > 2 else ()


def _province_short(name: str) -> tuple[str, ...]:
    return (name[:-1],) if name.endswith("省") else ()
