"""Items from skeletons: places, slots, and a check that no text comes out twice. Imports demo's grammar and templates."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.calendar import season
from demo.chance import Chance
from demo.grammar import Choice
from demo.templates import Place, Skeleton, Templates

GRAM = 5
# Tries per item: the first text this unlike all before it is taken, else the least alike of the tries.
TRIES = 30
ALIKE = 0.3
_ECHO = re.compile(r"([\u4e00-\u9fff]{2,4})、(?:\1|[\u4e00-\u9fff]{2,4}、\1)")
_TIDY = (
    (re.compile(r"，(?=[，。；！？：）])"), ""),
    (re.compile(r"([。！？：；])[，。]+"), r"\1"),
    (re.compile(r"^[，。]+"), ""),
    (re.compile(r"(?<=\n)[，。]+"), ""),
    (re.compile(r"，$"), ""),
)


class CompositionError(ValueError):
    """No skeleton or place fits a demand; the message says which."""


@dataclass(frozen=True, slots=True)
class Demand:
    """An item that is wanted: of which family, where and when."""

    source: str
    family: str
    district: str
    when: datetime


class Novelty:
    """How like the texts so far a text is, by character 5-grams."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._holders: dict[str, list[int]] = defaultdict(list)

    def likeness(self, text: str) -> float:
        """The greatest Jaccard index with any text so far."""
        mine = grams(text)
        shared = Counter(index for gram in mine for index in self._holders.get(gram, ()))
        return max((n / (len(mine) + self._sizes[i] - n) for i, n in shared.items()), default=0.0)

    def add(self, text: str) -> None:
        """Remember a text."""
        for gram in grams(text):
            self._holders[gram].append(len(self._sizes))
        self._sizes.append(len(grams(text)))


def grams(text: str) -> set[str]:
    """The character 5-grams of a text; the text itself where it is shorter."""
    return {text[i : i + GRAM] for i in range(max(len(text) - GRAM + 1, 1))}


def tidy(text: str) -> str:
    """Mend the punctuation that empty parts leave behind."""
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    return text


def stutters(text: str) -> int:
    """How often a text says five characters twice or lists a word beside itself: no one writes so."""
    runs = Counter(text[i : i + 5] for i in range(len(text) - 4))
    return sum(n - 1 for n in runs.values()) + len(_ECHO.findall(text))


@dataclass(slots=True)
class Composer:
    """Writes items from templates; one composer writes one city."""

    templates: Templates
    chance: Chance
    novelty: Novelty = field(default_factory=Novelty)

    def compose(self, demand: Demand) -> dict[str, Any]:
        """One item without id; raises CompositionError."""
        skeleton = self._skeleton(demand)
        place = self._place(skeleton, demand)
        moods = _moods(demand, place)
        title, text, marks = self._newest(skeleton, _slots(place, demand.when), moods)
        self.novelty.add(text)
        return {
            "source": demand.source,
            "published_at": demand.when.isoformat(),
            "title": "" if demand.source == "micro" else title,
            "text": text,
            "author": "",
            "outlet": "",
            "event": skeleton.event,
            "reprint_of": "",
            "parent": "",
            **_labels(skeleton, marks),
            **_whereabouts(place, text, demand.source),
            "family": skeleton.family,
            "street": place.street,
            "account": skeleton.account,
        }

    def phrase(self, rule: Choice, slots: Mapping[str, str], moods: Sequence[str] = ()) -> str:
        """A text grown from one rule."""
        return tidy(self.templates.grammar.grow(rule, slots, moods, self.chance)[0])

    def rule(self, name: str, slots: Mapping[str, str], moods: Sequence[str] = ()) -> str:
        """A text grown from the rule of that name."""
        return self.phrase(self.templates.grammar.rules[name], slots, moods)

    def _skeleton(self, demand: Demand) -> Skeleton:
        when = demand.when.replace(tzinfo=None)
        fitting = [
            s for s in self.templates.skeletons.get(demand.family, ()) if s.fits(demand.source, demand.district, when)
        ]
        if not fitting:
            raise CompositionError(f"{demand}")
        return self.chance.weighted(fitting, [s.weight for s in fitting])

    def _place(self, skeleton: Skeleton, demand: Demand) -> Place:
        if skeleton.place == "none":
            return Place("", demand.district if skeleton.relevant else "", "", "none")
        places = [p for p in self.templates.places if p.kind == skeleton.place and p.district == demand.district]
        if not places:
            raise CompositionError(f"{skeleton.place} {demand.district}")
        return self.chance.pick(places)

    def _newest(self, skeleton: Skeleton, slots: Mapping[str, str], moods: Sequence[str]) -> tuple[str, str, list[str]]:
        best: tuple[float, str, str, list[str]] = (2.0, "", "", [])
        for _ in range(TRIES):
            text, marks = self.templates.grammar.grow(self.chance.pick(skeleton.texts), slots, moods, self.chance)
            text = tidy(text)
            likeness = self.novelty.likeness(text) + stutters(text)
            if likeness < best[0]:
                best = (likeness, self.phrase(self.chance.pick(skeleton.titles), slots, moods), text, marks)
            if likeness < ALIKE:
                break
        return best[1], best[2], best[3]


def _slots(place: Place, when: datetime) -> dict[str, str]:
    days = {"yesterday": -1, "before": -2, "today": 0, "soon": 3, "later": 12}
    dates = {name: when + timedelta(days=distance) for name, distance in days.items()}
    return {"place": place.name, "district": place.district} | {n: f"{d.month}月{d.day}日" for n, d in dates.items()}


def _moods(demand: Demand, place: Place) -> tuple[str, ...]:
    hour = demand.when.hour
    part = "small" if hour < 6 else "evening" if hour >= 20 else "day"
    return (place.name, demand.source, part, f"m{demand.when.month}", season(demand.when.date()))


def _labels(skeleton: Skeleton, marks: Sequence[str]) -> dict[str, Any]:
    return {
        "relevant": skeleton.relevant,
        "sentiment": skeleton.sentiment,
        "tone": skeleton.tone,
        "issues": list(skeleton.issues),
        "frames": list(dict.fromkeys([*skeleton.frames, *marks])),
        "kind": skeleton.kind,
    }


def _whereabouts(place: Place, text: str, source: str) -> dict[str, Any]:
    """The place that the text names; a hotline asks for the district, so there it is known without."""
    named = bool(place.name) and place.name.removesuffix("工地") in text
    known = named or place.district in text or source == "hotline"
    return {"district": place.district if known else "", "place": place.name if named else ""}
