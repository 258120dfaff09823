"""The written templates read from TOML: rules, skeletons with labels, and places. Imports demo.grammar."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from demo.grammar import Choice, Grammar, parse


class TemplateError(ValueError):
    """A template file that lacks something; the message is the file and the skeleton."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One way to write an item of a family, with the labels it earns."""

    family: str
    sources: tuple[str, ...]
    titles: tuple[Choice, ...]
    texts: tuple[Choice, ...]
    sentiment: str
    tone: str
    issues: tuple[str, ...]
    frames: tuple[str, ...]
    kind: str
    relevant: bool = True
    place: str = "road"
    places: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    begin: datetime | None = None
    end: datetime | None = None
    weight: float = 1.0
    event: str = ""
    account: str = ""

    def fits(self, source: str, district: str, when: datetime) -> bool:
        """Whether it may be written there and then (`when` in city time, without offset)."""
        return (
            source in self.sources
            and (self.begin is None or self.begin <= when)
            and (self.end is None or when <= self.end)
            and (not self.months or when.month in self.months)
            and (not self.hours or when.hour in self.hours)
            and (not self.places or not district or district in self.places)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A named place of the city: its district, sub-district office and kind (road, estate, site, market, park)."""

    name: str
    district: str
    street: str
    kind: str


@dataclass(frozen=True, slots=True)
class Templates:
    """Everything that was written for the generator."""

    grammar: Grammar
    skeletons: Mapping[str, Sequence[Skeleton]]
    places: Sequence[Place]


def read_templates(folder: Path) -> Templates:
    """All template files of a folder; raises TemplateError, GrammarError."""
    rules: dict[str, Choice] = {}
    skeletons: dict[str, list[Skeleton]] = {}
    for path in sorted(folder.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        rules |= {name: parse("|".join(lines)) for name, lines in raw.get("rules", {}).items()}
        for entry in raw.get("skeleton", []):
            skeleton = _skeleton(path, entry)
            skeletons.setdefault(skeleton.family, []).append(skeleton)
    return Templates(Grammar(rules), skeletons, _places(folder))


def _places(folder: Path) -> list[Place]:
    raw = tomllib.loads((folder / "places.toml").read_text(encoding="utf-8"))
    return [
        Place(name, entry["district"], entry["street"], kind)
        for entry in raw["place"]
        for kind, names in entry.items()
        if kind not in {"district", "street"}
        for name in names
    ]


def _skeleton(path: Path, entry: Mapping[str, Any]) -> Skeleton:
    try:
        return Skeleton(
            family=entry.get("family", path.stem),
            sources=tuple(entry["sources"]),
            titles=tuple(parse(rule) for rule in entry.get("titles", [""])),
            texts=tuple(parse(rule) for rule in entry["texts"]),
            sentiment=entry["sentiment"],
            tone=entry.get("tone", entry["sentiment"]),
            issues=tuple(entry.get("issues", [path.stem])),
            frames=tuple(entry.get("frames", [])),
            kind=entry["kind"],
            **{name: _setting(name, value) for name, value in entry.items() if name in _OPTIONAL},
        )
    except KeyError as error:
        raise TemplateError(f"{path.name}: {error} in {entry}") from error


_OPTIONAL = {
    "relevant", "place", "places", "months", "hours", "begin", "end", "weight", "event", "account",
}  # fmt: skip


def _setting(name: str, value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time.min if name == "begin" else time.max)
    return tuple(value) if isinstance(value, list) else value
