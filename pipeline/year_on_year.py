"""同比: a period against the one a year before, aligned on the Chinese calendar. May import pipeline.holidays, volume."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from pipeline.comparison import Verdict, compare_shares, compare_voices
from pipeline.context import Row, Rows
from pipeline.holidays import knows, working_days
from pipeline.inspections import Inspection, alike
from pipeline.periods import Period, PeriodKind, containing
from pipeline.voices import GROUPS, complaints, in_days, last_day, within
from pipeline.volume import negative_share

# Days around 正月初一 in which life follows the lunar calendar: from the year's last fair to the lantern festival.
NEAR = timedelta(days=28)
# The same weekday a year before, and a week to either side where a holiday moved.
_BACK = (364, 357, 371)
# The holiday itself; a month that holds most of it has no like in a month that does not.
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=15)
_MOVED = 0.2
# A source that spoke within four weeks of both ends of a period was there in it; one that began half-way was not.
_THERE = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Calendar:
    """True for a day off, False for a weekend worked; the first days of the lunar years, oldest first; inspections."""

    holidays: Mapping[date, bool]
    festivals: Sequence[date]
    inspections: Sequence[Inspection] = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """The days a year before; `basis` is festival, weekday or calendar, `note` a Chinese sentence or ""."""

    period: Period
    basis: str
    comparable: bool
    note: str


def year_on_year(posts: pd.DataFrame, period: Period, calendar: Calendar) -> Rows:
    """A row for press, social, all and complaint over the sources that spoke in both years.

    The rows are those of `compared`, behind what the alignment says.
    """
    then = aligned(period, calendar)
    head = _head(period, then, calendar)
    return [head | row for row in compared(posts, period, then.period, then.comparable)]


def compared(posts: pd.DataFrame, period: Period, then: Period | None, comparable: bool = True) -> Rows:
    """A row for press, social, all and complaint of two periods, over the sources (`sources`) that spoke in both.

    Of press and public `negative` and `share` are compared, of complaints `items`. `ratio` is of negative posts or of
    complaints. Without a period to compare with nothing is judged.
    """
    both = _there(posts, period) & _there(posts, then) if then else set()
    now, before = within(posts, period), within(posts, then) if then else posts.iloc[:0]
    if then:
        now, before = (chosen[chosen["source"].isin(both)] for chosen in (now, before))
    judged = comparable and bool(both)
    rows = [_public_row(group, now, before, judged) for group in ("press", "social", "all")]
    return [{"sources": sorted(both)} | row for row in [*rows, _complaint_row(now, before, judged)]]


def aligned(period: Period, calendar: Calendar) -> Aligned:
    """The days a year before that are most like the period's; an inspection in one of the years alone bars a comparison."""
    found = _by_calendar(period, calendar)
    if not found.comparable or alike(calendar.inspections, period, found.period):
        return found
    return replace(found, comparable=False, note="检查验收只在其中一年，两年不可比")


def _by_calendar(period: Period, calendar: Calendar) -> Aligned:
    if period.kind in (PeriodKind.MONTH, PeriodKind.QUARTER):
        return _same_months(period, calendar)
    middle = period.start + (period.end - period.start) / 2
    near = next((day for day in calendar.festivals if abs(middle - day) <= NEAR), None)
    if near is not None:
        return _by_festival(period, near, calendar)
    return _by_weekday(period, calendar)


def _by_festival(period: Period, festival: date, calendar: Calendar) -> Aligned:
    earlier = [day for day in calendar.festivals if day < festival]
    if not earlier or festival - earlier[-1] > timedelta(days=400):
        return _by_weekday(period, calendar)
    return Aligned(_moved(period, festival - earlier[-1]), "festival", True, "按农历春节对齐")


def _by_weekday(period: Period, calendar: Calendar) -> Aligned:
    tried = [_moved(period, timedelta(days=days)) for days in _BACK]
    if not all(knows(calendar.holidays, p.start, p.end) for p in (period, tried[0])):
        return Aligned(tried[0], "weekday", True, "节假日表没有相应年份，只按星期对齐")
    worked = working_days(calendar.holidays, period.start, period.end)
    chosen = min(tried, key=lambda p: abs(working_days(calendar.holidays, p.start, p.end) - worked))
    then = working_days(calendar.holidays, chosen.start, chosen.end)
    note = "" if then == worked else f"本期工作日{worked}天，上年同期{then}天"
    return Aligned(chosen, "weekday", True, note)


def _same_months(period: Period, calendar: Calendar) -> Aligned:
    then = containing(period.kind, period.start.replace(year=period.start.year - 1))
    moved = abs(_festive(period, calendar) - _festive(then, calendar)) / period.days
    note = "春节不在同一个月，两年不可比" if moved > _MOVED else ""
    return Aligned(then, "calendar", moved <= _MOVED, note)


def _festive(period: Period, calendar: Calendar) -> int:
    """Days of the period that belong to a spring festival."""
    spans = ((max(period.start, day - _BEFORE), min(period.end, day + _AFTER)) for day in calendar.festivals)
    return sum(max(0, (end - start).days) for start, end in spans)


def _moved(period: Period, back: timedelta) -> Period:
    return Period(period.start - back, period.end - back, period.kind, "")


def _there(posts: pd.DataFrame, period: Period) -> set[str]:
    return _near(posts, period.start) & _near(posts, period.end)


def _near(posts: pd.DataFrame, day: date) -> set[str]:
    return set(posts.loc[in_days(posts, day - _THERE, day + _THERE) & posts["dated"], "source"])


def _head(period: Period, then: Aligned, calendar: Calendar) -> Row:
    spans = {"": period, "previous_": then.period}
    known = all(knows(calendar.holidays, p.start, p.end) for p in spans.values())
    days = {f"{name}working_days": working_days(calendar.holidays, p.start, p.end) for name, p in spans.items()}
    return {
        "previous_start": then.period.start.isoformat(),
        "previous_end": last_day(then.period),
        "basis": then.basis,
        "note": then.note,
        **(days if known else dict.fromkeys(days)),
    }


def _public_row(group: str, now: pd.DataFrame, before: pd.DataFrame, comparable: bool) -> Row:
    said, earlier = (posts[posts["voice"].isin(GROUPS[group])] for posts in (now, before))
    share, past = negative_share(said), negative_share(earlier)
    change = compare_shares(share, past)
    return {
        "group": group,
        "items": share.texts,
        "negative": share.hits,
        "share": share.value,
        "previous_items": past.texts,
        "previous_negative": past.hits,
        "previous_share": past.value,
        "difference": change.value,
        "difference_low": change.low,
        "difference_high": change.high,
        "verdict": change.verdict if comparable else Verdict.NOT_COMPARABLE,
        **_ratio(said[said["negative"]], earlier[earlier["negative"]], comparable),
    }


def _complaint_row(now: pd.DataFrame, before: pd.DataFrame, comparable: bool) -> Row:
    told, earlier = complaints(now), complaints(before)
    found = _ratio(told, earlier, comparable)
    nothing = (
        "negative",
        "share",
        "previous_negative",
        "previous_share",
        "difference",
        "difference_low",
        "difference_high",
    )
    return (
        {"group": "complaint", "items": len(told), "previous_items": len(earlier), "verdict": found["ratio_verdict"]}
        | dict.fromkeys(nothing)
        | found
    )


def _ratio(now: pd.DataFrame, before: pd.DataFrame, comparable: bool) -> Row:
    change = compare_voices(now["speaker"], before["speaker"], comparable)
    return {"ratio": change.value, "ratio_low": change.low, "ratio_high": change.high, "ratio_verdict": change.verdict}
