"""Days, weeks, months and quarters as half-open date ranges. Imports nothing of ours."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodError(ValueError):
    """A period that cannot be read; the message is the text that was given."""


class PeriodKind(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to but not including `end`."""

    start: date
    end: date
    kind: PeriodKind
    label: str

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days

    @property
    def previous(self) -> "Period":
        """The period of the same kind just before this one; a week begins on the same day of the week."""
        return containing(self.kind, self.start - timedelta(days=1), self.start.weekday())

    @property
    def following(self) -> "Period":
        """The period of the same kind just after this one."""
        return containing(self.kind, self.end, self.start.weekday())


def parse_period(kind: PeriodKind, text: str, week_start: int = 0) -> Period:
    """Read 2026-11-17 (a day, or the week that holds it), 2026-W47, 2026-11 or 2026-Q4; raises PeriodError.

    `week_start` is the first day of the office's own week, 0 for Monday.
    """
    try:
        return containing(kind, _day_of(kind, text.strip()), week_start)
    except (ValueError, AttributeError, OverflowError) as error:
        raise PeriodError(text) from error


def containing(kind: PeriodKind, day: date, week_start: int = 0) -> Period:
    """The period of a kind that holds `day`.

    A week that does not begin on Monday bears the number of the ISO week in which most of it lies.
    """
    if kind is PeriodKind.DAY:
        return Period(day, day + timedelta(days=1), kind, day.isoformat())
    if kind is PeriodKind.WEEK:
        start = day - timedelta(days=(day.weekday() - week_start) % 7)
        year, week, _ = (start + timedelta(days=3)).isocalendar()
        return Period(start, start + timedelta(days=7), kind, f"{year}-W{week:02d}")
    if kind is PeriodKind.MONTH:
        start = day.replace(day=1)
        return Period(start, _add_months(start, 1), kind, f"{day:%Y-%m}")
    quarter = (day.month - 1) // 3
    start = date(day.year, quarter * 3 + 1, 1)
    return Period(start, _add_months(start, 3), kind, f"{day.year}-Q{quarter + 1}")


def newest_full(kind: PeriodKind, today: date, week_start: int = 0) -> Period:
    """The last period of a kind that ended before or on the morning of `today`."""
    return containing(kind, today, week_start).previous


def last_periods(period: Period, count: int) -> tuple[Period, ...]:
    """`count` periods that end with `period`, oldest first."""
    periods = [period]
    while len(periods) < count:
        periods.append(periods[-1].previous)
    return tuple(reversed(periods))


def _add_months(start: date, months: int) -> date:
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)


def _day_of(kind: PeriodKind, text: str) -> date:
    """A day inside the period that a text names."""
    if kind is PeriodKind.DAY or (kind is PeriodKind.WEEK and "W" not in text):
        return date.fromisoformat(text)
    if kind is PeriodKind.WEEK:
        # A week lies mostly in the ISO week whose Thursday it holds.
        return date.fromisocalendar(*_groups(r"(\d{4})-W(\d{2})", text), 4)
    if kind is PeriodKind.MONTH:
        return date(*_groups(r"(\d{4})-(\d{2})", text), 1)
    year, quarter = _groups(r"(\d{4})-Q([1-4])", text)
    return date(year, quarter * 3, 1)


def _groups(pattern: str, text: str) -> tuple[int, int]:
    found = re.fullmatch(pattern, text)
    if found is None:
        raise PeriodError(text)
    return int(found.group(1)), int(found.group(2))
