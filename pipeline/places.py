"""Tells the district, street and road that a text names, or abstains. Imports pipeline.city, elsewhere and gazetteer."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from pipeline.city import City, District
from pipeline.elsewhere import is_among_cities, is_for_a_seat, is_under_another, may_be_a_wish, names_only_others
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
    # Settings made for a city need not say its short name; without it 福州仓山区 reads as another city's 仓山区.
    own = {city.name, city.name.removesuffix("市"), *city.aliases, city.province, city.province.removesuffix("省")}
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
    if not in_title.road:
        return told
    return replace(told, road=in_title.road) if told.district else in_title


def _told(atlas: Atlas, text: str) -> Place:
    here = [hit for hit in _hits(atlas, text) if not _is_elsewhere(atlas, text, hit)]
    hits = [hit for hit in here if not _is_a_wish(atlas, text, hit, here)]
    for level in Level:
        found = {hit.name.district for hit in hits if hit.name.level is level and not hit.shared}
        if len(found) == 1:
            return _placed(atlas, text, hits, found.pop(), level)
        if found:
            return NOWHERE
    road = _road(text, hits)
    return Place("", "", road, _SURE[Level.ROAD]) if road else NOWHERE


def _placed(atlas: Atlas, text: str, hits: Sequence[_Hit], district: str, level: Level) -> Place:
    hits_inside = [hit for hit in hits if district in hit.districts or (hit.shared and not any(hit.districts))]
    inside = [hit.name for hit in hits_inside]
    street = _only({name.whole for name in inside if name.level is Level.STREET})
    road = _road(text, hits_inside) or _landmark(inside)
    told_by = [name for name in inside if name.level is level]
    sure = _SURE_SHORT if all(name.short for name in told_by) else _SURE[level]
    if level is Level.DISTRICT and _is_shared_and_bare(atlas, text, district):
        sure = _SURE_SHARED
    return Place(district, street, road, sure)


def _road(text: str, hits: Sequence[_Hit]) -> str:
    """The road or river named most often, or first; "" where several are listed alike: 白马河、晋安河和东西河."""
    roads = [hit for hit in hits if hit.name.level is Level.ROAD]
    listed = {hit.name.whole for hit in roads if _is_listed(text, hit)}
    apart = [hit for hit in roads if not _is_listed(text, hit)]
    ranked = Counter(hit.name.whole for hit in apart).most_common(3)
    alike = [name for name, times in ranked if times == ranked[0][1]]
    if len(alike) > 2 or (len(alike) == 2 and (listed.issuperset(alike) or _are_listed(text, apart))):
        return ""
    return alike[0] if alike else ""


def _are_listed(text: str, roads: Sequence[_Hit]) -> bool:
    """Whether two roads are named one after the other, and not for the place where they meet."""
    ends = [hit.start + len(hit.name.whole) for hit in roads]
    return any(
        _LISTED.fullmatch(text, end, after.start) and not _MEETING.match(text, ends[n + 1])
        for n, (end, after) in enumerate(zip(ends, roads[1:], strict=False))
    )


def _is_listed(text: str, hit: _Hit) -> bool:
    """Whether a road stands in a list or for others, which the record need not know: 白马河等3条内河."""
    end = hit.start + len(hit.name.whole)
    if _MEETING.match(text, end):
        return False
    return (
        _LIST_BEFORE.search(text, max(0, hit.start - 12), hit.start) is not None
        or _LIST_AFTER.match(text, end) is not None
    )


_WAYS = "[河溪江湖渠港浦路街巷道]"
_LIST_BEFORE = re.compile(rf"{_WAYS}(?:[（(][^）)]{{0,8}}[）)])?、$")
_SEVERAL = r"(?:等|在内的?)\s?(?:\d{1,3}|[一二两三四五六七八九十多数几]{1,3})\s?(?:条|段|处)"
_LIST_AFTER = re.compile(rf"(?:[（(][^）)]{{0,8}}[）)])?(?:、[一-鿿]{{1,6}}?(?:{_WAYS}|片区|水系)|{_SEVERAL})")
_LISTED = re.compile(r"\s?(?:[、，,/和与及]|以及)\s?")
_MEETING = re.compile(r"[^，。；\n]{0,3}(?:交叉|交汇|交界|相交|路口|之间|拐角|转角|方向)")


def _landmark(names: Sequence[_Name]) -> str:
    return next((name.whole for name in names if name.level is Level.LANDMARK), "")


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
    """Whether the name stands under another city's, among other cities, or for a seat: 徐州鼓楼区, 宁德9件、平潭0件, 台江区的代表."""
    before = text[max(0, hit.start - 12) : hit.start]
    if hit.name.level is not Level.DISTRICT:
        return is_under_another(atlas.city, atlas.own, before)
    if is_among_cities(atlas.own, text, hit.start) or is_for_a_seat(text, hit.start + len(hit.name.whole)):
        return True
    if any(before.endswith(name) for name in atlas.own):
        return False
    if any(before.endswith(name) for name in city_names()):
        return True
    return hit.name.whole in shared_districts() and names_only_others(atlas.own, text)


def _is_a_wish(atlas: Atlas, text: str, hit: _Hit, hits: Sequence[_Hit]) -> bool:
    """Whether a short name may be a wish, and nothing else in the text says that the place is meant."""
    if not hit.name.short or any(not other.name.short for other in hits) or any(name in text for name in atlas.own):
        return False
    return may_be_a_wish(hit.name.whole[:-1], text, hit.start)


def _is_shared_and_bare(atlas: Atlas, text: str, district: str) -> bool:
    return district in shared_districts() and not any(name in text for name in atlas.own)


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
