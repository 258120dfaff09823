"""Days, weeks, months and quarters as half-open date ranges. Imports nothing of ours."""

import re
from collections.abc import Callable
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
        """The period of the same kind just before this one."""
        return containing(self.kind, self.start - timedelta(days=1))


def parse_period(kind: PeriodKind, text: str) -> Period:
    """Read 2026-11-17, 2026-W47, 2026-11 or 2026-Q4; raises PeriodError."""
    try:
        return _READERS[kind](text.strip())
    except (ValueError, AttributeError, OverflowError) as error:
        raise PeriodError(text) from error


def containing(kind: PeriodKind, day: date) -> Period:
    """The period of a kind that holds `day`."""
    if kind is PeriodKind.DAY:
        return Period(day, day + timedelta(days=1), kind, day.isoformat())
    if kind is PeriodKind.WEEK:
        year, week, weekday = day.isocalendar()
        start = day - timedelta(days=weekday - 1)
        return Period(start, start + timedelta(days=7), kind, f"{year}-W{week:02d}")
    if kind is PeriodKind.MONTH:
        start = day.replace(day=1)
        return Period(start, _add_months(start, 1), kind, f"{day:%Y-%m}")
    quarter = (day.month - 1) // 3
    start = date(day.year, quarter * 3 + 1, 1)
    return Period(start, _add_months(start, 3), kind, f"{day.year}-Q{quarter + 1}")


def newest_full(kind: PeriodKind, today: date) -> Period:
    """The last period of a kind that ended before or on the morning of `today`."""
    return containing(kind, today).previous


def last_periods(period: Period, count: int) -> tuple[Period, ...]:
    """`count` periods that end with `period`, oldest first."""
    periods = [period]
    while len(periods) < count:
        periods.append(periods[-1].previous)
    return tuple(reversed(periods))


def _add_months(start: date, months: int) -> date:
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)


def _read_day(text: str) -> Period:
    return containing(PeriodKind.DAY, date.fromisoformat(text))


def _read_week(text: str) -> Period:
    year, week = _groups(r"(\d{4})-W(\d{2})", text)
    return containing(PeriodKind.WEEK, date.fromisocalendar(year, week, 1))


def _read_month(text: str) -> Period:
    year, month = _groups(r"(\d{4})-(\d{2})", text)
    return containing(PeriodKind.MONTH, date(year, month, 1))


def _read_quarter(text: str) -> Period:
    year, quarter = _groups(r"(\d{4})-Q([1-4])", text)
    return containing(PeriodKind.QUARTER, date(year, quarter * 3, 1))


def _groups(pattern: str, text: str) -> tuple[int, ...]:
    found = re.fullmatch(pattern, text)
    if found is None:
        raise PeriodError(text)
    return tuple(int(g) for g in found.groups())


_READERS: dict[PeriodKind, Callable[[str], Period]] = {
    PeriodKind.DAY: _read_day,
    PeriodKind.WEEK: _read_week,
    PeriodKind.MONTH: _read_month,
    PeriodKind.QUARTER: _read_quarter,
}
