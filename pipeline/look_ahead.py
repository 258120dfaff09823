"""What the next period may bring: the calendar's risks, and what rose at this time last year. May import models.labels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.labels import ISSUE_ZH, Issue
from pipeline.binning import first_day, labelled
from pipeline.context import Row, Rows
from pipeline.intervals import ratio_interval
from pipeline.periods import Period
from pipeline.taxonomy import TaxonomyError, load_table, refuse_unknown, require
from pipeline.voices import complaints, in_days

if TYPE_CHECKING:
    import pandas as pd

# 52 weeks: the same weekdays of last year.
LAST_YEAR = timedelta(days=364)
# The days before the same days of last year that these are held against.
BACKGROUND = timedelta(days=56)
# A rise last year is told from this size on, and from this many items.
SMALLEST_RISE, FEWEST_ITEMS = 1.25, 5


@dataclass(frozen=True, slots=True)
class Risk:
    """One entry of the calendar: every year from month-day to month-day, by days around 正月初一, or on listed dates."""

    id: str
    name: str
    issue: str
    basis: str
    yearly: tuple[str, str] | None
    around: tuple[int, int] | None
    dates: tuple[tuple[date, date], ...]

    def spans(self, start: date, end: date, festivals: Sequence[date]) -> Iterator[tuple[date, date]]:
        """The spans (first and last day) that touch the days from `start` up to but not including `end`."""
        return ((first, last) for first, last in self._listed(start, end, festivals) if first < end and last >= start)

    def _listed(self, start: date, end: date, festivals: Sequence[date]) -> Iterable[tuple[date, date]]:
        if self.yearly is not None:
            return _yearly(*self.yearly, start.year, end.year)
        if self.around is not None:
            before, after = (timedelta(days=days) for days in self.around)
            return ((festival + before, festival + after) for festival in festivals)
        return self.dates


def read_calendar(path: Path) -> tuple[Risk, ...]:
    """Read [[risk]] tables; raises TaxonomyError with path and place."""
    table = load_table(path)
    refuse_unknown(table, frozenset({"risk"}), path)
    return tuple(_risk(item, path) for item in require(table, "risk", list, path))


def look_ahead_rows(
    period: Period, calendar: tuple[Risk, ...], posts: "pd.DataFrame", festivals: Sequence[date] = ()
) -> Rows:
    """Risks of the period that follows, by start: those of the calendar, then series that rose a year ago.

    `festivals` are the first days of the lunar years; `posts` as voices.prepared gives them. Without a full year of posts only the calendar speaks.
    """
    after = period.following
    listed = [
        {
            "start": first.isoformat(),
            "end": last.isoformat(),
            "risk": risk.name,
            "basis": risk.basis,
            "issue": risk.issue,
        }
        for risk in calendar
        for first, last in risk.spans(after.start, after.end, festivals)
    ]
    return sorted(listed, key=lambda row: (row["start"], row["risk"])) + _risen(after, posts)


def _risen(after: Period, posts: "pd.DataFrame") -> Rows:
    begin = first_day(posts)
    start, end = after.start - LAST_YEAR, after.end - LAST_YEAR
    if begin is None or begin > start - BACKGROUND:
        return []
    told = complaints(posts[in_days(posts, start - BACKGROUND, end)])
    rows = (_risen_row(labelled(told, "issues", issue), issue, start, end, after) for issue in Issue)
    return [row for row in rows if row is not None]


def _risen_row(told: "pd.DataFrame", issue: Issue, start: date, end: date, after: Period) -> Row | None:
    now = int(in_days(told, start, end).sum())
    before = int(in_days(told, start - BACKGROUND, start).sum())
    low, _ = ratio_interval(float(now), float(before), BACKGROUND.days / (end - start).days)
    if now < FEWEST_ITEMS or low < SMALLEST_RISE:
        return None
    usual = before * (end - start).days / BACKGROUND.days
    return {
        "start": after.start.isoformat(),
        "end": (after.end - timedelta(days=1)).isoformat(),
        "risk": f"{ISSUE_ZH[issue]}投诉去年同期上升",
        "basis": f"{start.isoformat()}起同样天数内{now}件，此前八周平均{usual:.1f}件",
        "issue": issue.value,
    }


def _yearly(first: str, last: str, start_year: int, end_year: int) -> Iterator[tuple[date, date]]:
    """The span of each year; one that ends before it begins runs over New Year."""
    for year in range(start_year - 1, end_year + 1):
        yield date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year + (last < first)}-{last}")


_KEYS = frozenset({"id", "name", "issue", "basis", "first", "last", "first_day", "last_day", "dates"})


def _risk(table: Mapping[str, Any], path: Path) -> Risk:
    refuse_unknown(table, _KEYS, path)
    words = {name: require(table, name, str, path) for name in ("id", "name", "issue", "basis")}
    if words["issue"] not in set(Issue):
        raise TaxonomyError(path, f"{words['id']}.issue {words['issue']}")
    if "dates" in table:
        spans = require(table, "dates", list, path)
        dates = tuple((require(s, "first", date, path), require(s, "last", date, path)) for s in spans)
        return Risk(**words, yearly=None, around=None, dates=dates)
    if "first_day" in table:
        around = (require(table, "first_day", int, path), require(table, "last_day", int, path))
        return Risk(**words, yearly=None, around=around, dates=())
    yearly = (_month_day(table, "first", path), _month_day(table, "last", path))
    return Risk(**words, yearly=yearly, around=None, dates=())


def _month_day(table: Mapping[str, Any], key: str, path: Path) -> str:
    """MM-DD of every year, so never 02-29."""
    text = require(table, key, str, path)
    try:
        date.fromisoformat(f"2001-{text}")
    except ValueError as error:
        raise TaxonomyError(path, f"{table.get('id')}.{key} {text}") from error
    return text
