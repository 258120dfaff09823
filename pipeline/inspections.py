"""Which periods were under inspection (创文, 国卫, 督察), so that each is compared only with the like. Imports pipeline.periods.

While inspectors are in town all is cleaned and much is closed, and complaints of that rise: neither is a trend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.periods import Period

# Two days of a week, eight of a month; fewer leave a period as it is.
LEAST_PART = 0.25


@dataclass(frozen=True, slots=True)
class Inspection:
    """Days on which the city was inspected, `first` to `last`; `kind` is 创文, 国卫, 督察 or the city's own word."""

    kind: str
    first: date
    last: date


def kinds_in(inspections: Sequence[Inspection], period: Period) -> tuple[str, ...]:
    """The kinds of inspection that take a quarter of a period or more, sorted; none in an ordinary period."""
    return kinds_between(inspections, period.start, period.end)


def kinds_between(inspections: Sequence[Inspection], start: date, end: date) -> tuple[str, ...]:
    """The same of the days from `start` up to but not including `end`."""
    kinds = sorted({inspection.kind for inspection in inspections})
    least = LEAST_PART * (end - start).days
    return tuple(kind for kind in kinds if days_of(inspections, kind, start, end) >= least)


def named(inspections: Sequence[Inspection], period: Period) -> str:
    """The kinds of inspection of a period in words, "" for none."""
    return "、".join(kinds_in(inspections, period))


def alike(inspections: Sequence[Inspection], one: Period, other: Period) -> bool:
    """Whether both periods are ordinary, or both under the same kinds of inspection."""
    return kinds_in(inspections, one) == kinds_in(inspections, other)


def days_of(inspections: Sequence[Inspection], kind: str, start: date, end: date) -> int:
    """Days from `start` up to but not including `end` on which an inspection of a kind ran."""
    spans = [(max(start, i.first), min(end, i.last + timedelta(days=1))) for i in inspections if i.kind == kind]
    return min((end - start).days, sum(max(0, (last - first).days) for first, last in spans))
