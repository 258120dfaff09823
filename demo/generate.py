"""Writes the demo city: `python -m demo.generate` reads the written texts and templates. Imports demo."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from demo.calendar import DEAD_METRO, DISTRICTS, SERIES, VOICES, WEEKS, Series, weekly_rate
from demo.chance import Chance
from demo.composing import Composer, Demand
from demo.dressing import dressed
from demo.handling import CALL_CHANNELS, REQUEST_TYPES, handled
from demo.planting import SHARE, plant
from demo.reprints import reprints
from demo.spreadsheet import write_hotline
from demo.templates import Place, read_templates
from demo.truth import truth

SEED = "望澜市 2026"
FOLDER = Path(__file__).parent.parent / "data" / "demo"
# Variance over mean of a week's count is 1 + rate / SPREAD.
SPREAD = 120.0
ZONE = ZoneInfo("Asia/Shanghai")

_NIGHT = (5, 4, 2, 1, 0, 0, 2, 4, 6, 6, 4, 3, 2, 2, 3, 3, 3, 3, 4, 6, 9, 12, 13, 9)
_DAY = (1, 0, 0, 0, 0, 1, 3, 6, 10, 11, 9, 6, 4, 4, 7, 8, 8, 6, 4, 4, 4, 3, 2, 1)
_EVENING = (2, 1, 0, 0, 0, 0, 2, 5, 6, 5, 4, 4, 5, 4, 3, 3, 3, 4, 7, 9, 10, 10, 9, 5)
_OFFICE = (0, 0, 0, 0, 0, 0, 0, 0, 4, 9, 9, 5, 0, 1, 6, 8, 9, 5, 1, 0, 0, 0, 0, 0)
_PRESS = (0, 0, 0, 0, 0, 2, 12, 5, 3, 3, 2, 2, 1, 1, 2, 2, 2, 2, 1, 0, 0, 0, 0, 0)
_HOURS = {
    "night_market": _NIGHT, "construction": _NIGHT, "dogs": _EVENING, "micro": _EVENING, "forum": _EVENING,
    "bureau": _OFFICE, "account": _OFFICE, "daily": _PRESS, "metro": _PRESS, "portal": _OFFICE, "media": _OFFICE,
}  # fmt: skip
_WEEKDAYS = {"night_market": (8, 8, 8, 9, 12, 13, 12), "bureau": (10, 10, 10, 10, 10, 1, 1)}
_COMMON_WEEKDAYS = (11, 11, 10, 10, 10, 8, 8)


def read_written(folder: Path) -> list[dict[str, Any]]:
    """The hand-written items, with what a reply takes over from its thread filled in."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    items = {item["id"]: item for item in map(json.loads, filter(None, lines))}
    return [_filled(item, items.get(item.get("parent", ""), {})) for item in items.values()]


def _filled(item: dict[str, Any], parent: Mapping[str, Any]) -> dict[str, Any]:
    empty = dict.fromkeys(("title", "author", "outlet", "reprint_of", "parent"), "")
    inherited = {key: parent.get(key, "") for key in ("event", "district", "place")}
    return {**empty, **inherited, **item, "origin": "written"}


def demands(written: Sequence[Mapping[str, Any]], chance: Chance) -> Iterator[Demand]:
    """What templates must add to the written items, week by week."""
    held = Counter(_slot(item) for item in written)
    for monday in WEEKS:
        for series in (*SERIES, *VOICES):
            for _ in range(_count(series, monday, chance) - held[_name(series), monday]):
                yield from _demand(series, monday, chance)


def _count(series: Series, monday: date, chance: Chance) -> int:
    return chance.pick(series.steady) if series.steady else chance.overdispersed(weekly_rate(series, monday), SPREAD)


def _name(series: Series) -> str:
    return next(iter(series.sources)) if series.steady else series.family


def _slot(item: Mapping[str, Any]) -> tuple[str, date]:
    """The series and week that a written item counts in."""
    day = datetime.fromisoformat(item["published_at"]).date()
    monday = day - timedelta(days=day.weekday())
    if item["source"] not in {"hotline", "board"}:
        return item["source"], monday
    issue = (item["issues"] or ["off_topic"])[0]
    family = {"construction_site": "construction", "enforcement": "other", "demolition": "other"}.get(issue, issue)
    return ("night_market" if family == "vending" and item["district"] == "澜东区" else family), monday


def _demand(series: Series, monday: date, chance: Chance) -> Iterator[Demand]:
    source = chance.weighted(tuple(series.sources), tuple(series.sources.values()))
    weekdays = _WEEKDAYS.get(series.family) or _WEEKDAYS.get(source) or _COMMON_WEEKDAYS
    hours = _HOURS.get(series.family) or _HOURS.get(source) or _DAY
    day = monday + timedelta(days=chance.weighted(range(7), weekdays))
    hour = chance.weighted(range(24), hours)
    clock = time(hour, chance.below(60), chance.below(60), tzinfo=ZONE)
    when = datetime.combine(day, clock)
    district = chance.weighted(DISTRICTS, series.districts)
    silent = source == "metro" and DEAD_METRO[0] <= day <= DEAD_METRO[1]
    if not silent and series.runs(when):
        yield Demand(source, series.family, district, when)


def build(folder: Path) -> list[dict[str, Any]]:
    """All items of the city, by time."""
    written = read_written(folder / "written")
    templates = read_templates(folder / "templates")
    composer = Composer(templates, Chance(f"{SEED} texts"))
    for item in written:
        composer.novelty.add(item["text"])
    wanted = sorted(demands(written, Chance(f"{SEED} weeks")), key=lambda d: (d.when, d.source, d.family))
    made = [{**composer.compose(demand), "origin": "template"} for demand in wanted]
    made = dressed(made, written, composer)
    made += reprints(made, composer)
    _plant(made, Chance(f"{SEED} planted"))
    _number(made)
    items = sorted((*written, *made), key=lambda i: (i["published_at"], i["id"]))
    _complete(items, templates.places, Chance(f"{SEED} handling"))
    return [_ordered(item) for item in items]


def _number(made: Sequence[dict[str, Any]]) -> None:
    """Ids of template-made items: source, t, number by time."""
    counts: Counter[str] = Counter()
    for item in sorted(made, key=lambda i: i["published_at"]):
        counts[item["source"]] += 1
        item["id"] = f"{item['source']}-t{counts[item['source']]:04d}"
    numbers = {id(item): item["id"] for item in made}
    for item in made:
        if "first" in item:
            item["reprint_of"] = numbers[id(item.pop("first"))]


def _plant(made: Sequence[dict[str, Any]], chance: Chance) -> None:
    for item in made:
        if item["source"] in {"hotline", "board"} and item["kind"] == "complaint" and chance.unit() < SHARE:
            planted = plant(chance)
            item["text"] += planted.sentence
            item["planted"] = list(planted.strings)


def _complete(items: Sequence[dict[str, Any]], places: Sequence[Place], chance: Chance) -> None:
    """Give every hotline item its order number, channel, type, street and handling."""
    streets = {place.name: place.street for place in places}
    for number, item in enumerate((i for i in items if i["source"] == "hotline"), 1):
        item["number"] = f"WL{item['published_at'][:10].replace('-', '')}{number:05d}"
        item["call_channel"] = chance.weighted(CALL_CHANNELS, (74, 14, 5, 7))
        item["request_type"] = REQUEST_TYPES[item["kind"]]
        item["street"] = (item.get("street") or streets.get(item["place"], "")) if item["district"] else ""
        item["handling"] = handled(item, chance)


_FIRST = (
    "id", "source", "published_at", "title", "text", "author", "outlet", "event", "reprint_of", "parent", "district",
    "place", "relevant", "sentiment", "tone", "issues", "frames", "kind",
)  # fmt: skip
_INNER = frozenset({"family"})


def _ordered(item: Mapping[str, Any]) -> dict[str, Any]:
    rest = {k: v for k, v in item.items() if k not in _FIRST and k not in _INNER and not (k == "account" and not v)}
    return {key: item[key] for key in _FIRST} | rest


def write(folder: Path, items: Sequence[Mapping[str, Any]]) -> None:
    """Write items.jsonl, truth.json and hotline.xlsx."""
    (folder / "items.jsonl").write_text(items_text(items), encoding="utf-8")
    (folder / "truth.json").write_text(truth_text(items), encoding="utf-8")
    write_hotline(items, folder / "hotline.xlsx")


def items_text(items: Sequence[Mapping[str, Any]]) -> str:
    """The items as JSON Lines."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def truth_text(items: Sequence[Mapping[str, Any]]) -> str:
    """The truth file."""
    return json.dumps(truth(items), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    write(FOLDER, build(FOLDER))
