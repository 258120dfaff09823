"""Tells the district, street and road that a text names, or abstains. Imports pipeline.city and pipeline.gazetteer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pipeline.city import City, District
from pipeline.gazetteer import city_from_gazetteer, city_names, shared_districts

__all__ = ["NOWHERE", "Atlas", "Place", "atlas_of", "city_from_gazetteer", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Names in the city's record, "" where none could be told; confidence 0 (nothing told) to 1.

    `road` is a road or river or, where the text names none, a landmark of the record. It may stand without a district:
    where it runs through several, or none is known.
    """

    district: str
    street: str
    road: str
    confidence: float


NOWHERE = Place("", "", "", 0.0)


class Level(IntEnum):
    """What kind of name was met, the surest first."""

    DISTRICT = 0
    STREET = 1
    ROAD = 2
    LANDMARK = 3


# How sure a district is when told by a name of that level; a short name is less sure than a whole one.
_SURE = {Level.DISTRICT: 0.95, Level.STREET: 0.9, Level.ROAD: 0.85, Level.LANDMARK: 0.8}
_SURE_SHARED = 0.7
_SURE_SHORT = 0.75


@dataclass(frozen=True, slots=True)
class _Name:
    level: Level
    whole: str
    district: str
    short: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    name: _Name
    start: int
    districts: tuple[str, ...]

    @property
    def shared(self) -> bool:
        """Whether the name tells no district: it stands in several, or nobody said in which."""
        return len(self.districts) > 1 or not any(self.districts)


@dataclass(frozen=True, slots=True)
class Atlas:
    """The names of a city, ready for looking up; made by atlas_of."""

    city: City
    own: frozenset[str]
    table: Mapping[str, Sequence[tuple[str, tuple[_Name, ...]]]]
    beginnings: re.Pattern[str]  # the first characters of all names


def atlas_of(city: City) -> Atlas:
    """Prepare a city's names."""
    names: dict[str, list[_Name]] = {}
    for text, name in _all_names(city):
        names.setdefault(text, []).append(name)
    table: dict[str, list[tuple[str, tuple[_Name, ...]]]] = {}
    for text in sorted(names, key=len, reverse=True):
        table.setdefault(text[:2], []).append((text, tuple(names[text])))
    own = {city.name, *city.aliases, city.province, city.province.removesuffix("省")}
    first = "".join(re.escape(character) for character in sorted({text[0] for text in table}))
    return Atlas(city, frozenset(name for name in own if name), table, re.compile(f"[{first}]" if first else "(?!)"))


def place_of(atlas: Atlas, title: str, text: str) -> Place:
    """The one place that a text is about; NOWHERE where it names none, or several alike."""
    if atlas.city.anonymised:
        return _coded_place(title, text)
    in_title = _told(atlas, title)
    if in_title.district:
        return in_title
    told = _told(atlas, f"{title}\n{text}")
    return told if told.district or not in_title.road else in_title


def _told(atlas: Atlas, text: str) -> Place:
    hits = [hit for hit in _hits(atlas, text) if not _is_elsewhere(atlas, text, hit)]
    for level in Level:
        found = {hit.name.district for hit in hits if hit.name.level is level and not hit.shared}
        if len(found) == 1:
            return _placed(atlas, text, hits, found.pop(), level)
        if found:
            return NOWHERE
    road = _first([hit.name for hit in hits], Level.ROAD)
    return Place("", "", road, _SURE[Level.ROAD]) if road else NOWHERE


def _placed(atlas: Atlas, text: str, hits: Sequence[_Hit], district: str, level: Level) -> Place:
    inside = [hit.name for hit in hits if district in hit.districts or (hit.shared and not any(hit.districts))]
    street = _only({name.whole for name in inside if name.level is Level.STREET})
    road = _first(inside, Level.ROAD) or _first(inside, Level.LANDMARK)
    told_by = [name for name in inside if name.level is level]
    sure = _SURE_SHORT if all(name.short for name in told_by) else _SURE[level]
    if level is Level.DISTRICT and _is_shared_and_bare(atlas, text, district):
        sure = _SURE_SHARED
    return Place(district, street, road, sure)


def _first(names: Sequence[_Name], level: Level) -> str:
    return next((name.whole for name in names if name.level is level), "")


def _only(names: set[str]) -> str:
    return names.pop() if len(names) == 1 else ""


def _all_names(city: City) -> Iterator[tuple[str, _Name]]:
    for district in city.districts:
        yield from _names_of(district)
    known = {road for district in city.districts for road in (*district.roads, *district.rivers)}
    classed = (road for _, roads in city.road_classes for road in roads)
    for road in sorted({*city.roads, *city.rivers, *classed} - known):
        yield road, _Name(Level.ROAD, road, "")


def _names_of(district: District) -> Iterator[tuple[str, _Name]]:
    yield district.name, _Name(Level.DISTRICT, district.name, district.name)
    for alias in district.aliases:
        yield alias, _Name(Level.DISTRICT, district.name, district.name, short=True)
    for level, names in (
        (Level.STREET, district.streets),
        (Level.ROAD, (*district.roads, *district.rivers)),
        (Level.LANDMARK, district.landmarks),
    ):
        for name in names:
            yield name, _Name(level, name, district.name)


def _hits(atlas: Atlas, text: str) -> Iterator[_Hit]:
    """Names from left to right, the longest at each place; none within another."""
    end = 0
    for beginning in atlas.beginnings.finditer(text):
        place = beginning.start()
        found = next((e for e in atlas.table.get(text[place : place + 2], ()) if text.startswith(e[0], place)), None)
        if found is None or place < end:
            continue
        written, names = found
        end = place + len(written)
        if not (names[0].short and _runs_on(text, place, len(written))):
            yield _Hit(names[0], place, tuple(dict.fromkeys(name.district for name in names)))


# 长乐路 is not 长乐, 连江南路 not 连江; 五大连池 not 大连.
_RUNS_ON = re.compile(
    r"[东西南北中一二三四五]?(?:路|街|巷|大道|里|弄|桥|河|江|湖|站|新村|花园|小区|大厦|广场|公园|小学|中学|大学|店|人|话)"
)


def _runs_on(text: str, start: int, length: int) -> bool:
    return _RUNS_ON.match(text, start + length) is not None


def _is_elsewhere(atlas: Atlas, text: str, hit: _Hit) -> bool:
    """Whether the name stands under another city's: 南京市鼓楼区, 徐州鼓楼区."""
    if hit.name.level is not Level.DISTRICT:
        return False
    before = text[max(0, hit.start - 12) : hit.start]
    if any(before.endswith(name) for name in atlas.own):
        return False
    if any(before.endswith(name) for name in city_names()):
        return True
    return hit.name.whole in shared_districts() and _names_only_others(atlas, text)


def _is_shared_and_bare(atlas: Atlas, text: str, district: str) -> bool:
    return district in shared_districts() and not any(name in text for name in atlas.own)


def _names_only_others(atlas: Atlas, text: str) -> bool:
    if any(name in text for name in atlas.own):
        return False
    return any(name in text and _CITY_AFTER.match(text, text.index(name) + len(name)) is None for name in city_names())


# 山西路 is a road, 大连池 a lake: what follows tells that no city is meant.
_CITY_AFTER = re.compile(r"[东西南北中]?(?:路|街|巷|道|池|桥|里|菜|菜馆|人|话|面)")
_CODED = re.compile(r"[A-Z]\d{0,2}(?:区|县)")


def _coded_place(title: str, text: str) -> Place:
    """Anonymised places: A3区 is a district by itself."""
    for part in (title, f"{title}\n{text}"):
        found = set(_CODED.findall(part))
        if len(found) == 1:
            return Place(found.pop(), "", "", _SURE[Level.DISTRICT])
        if found:
            return NOWHERE
    return NOWHERE
