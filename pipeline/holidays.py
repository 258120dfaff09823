"""Public holidays and working weekends, from a table that an office keeps up to date. May import pipeline.taxonomy.

In the mapping True is a day off and False a weekend day that is worked; a year without a day in it is not known.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.taxonomy import TaxonomyError, load_table, require


def read_holidays(path: Path) -> dict[date, bool]:
    """Read the table, one [[year]] a year. Raises TaxonomyError with path and place."""
    years = require(load_table(path), "year", list, path)
    off = {day: True for year in years for day in _off(year, path)}
    work = {day: False for year in years for day in require(year, "work", list, path)}
    return off | work


def read_festivals(path: Path) -> tuple[date, ...]:
    """The first days of the lunar years, oldest first. Raises TaxonomyError with path and place."""
    days = require(load_table(path), "spring_festival", list, path)
    if wrong := [day for day in days if type(day) is not date]:
        raise TaxonomyError(path, f"spring_festival {wrong[0]}")
    return tuple(sorted(days))


def working_days(holidays: Mapping[date, bool], start: date, end: date) -> int:
    """Days worked from `start` up to but not including `end`: weekdays, without holidays, with weekends worked instead."""
    return sum(not holidays.get(day, day.weekday() >= 5) for day in _days(start, end))


def days_off(holidays: Mapping[date, bool], start: date, end: date) -> int:
    """Number of holidays from `start` up to but not including `end`; ordinary weekends are none."""
    return sum(holidays.get(day, False) for day in _days(start, end))


def knows(holidays: Mapping[date, bool], start: date, end: date) -> bool:
    """Whether the table holds the years of all days from `start` up to but not including `end`."""
    years = {day.year for day in holidays}
    return set(range(start.year, (end - timedelta(days=1)).year + 1)) <= years


def holiday_gap(holidays: Mapping[date, bool], end: date) -> str:
    """A Chinese sentence where the table ends before `end` (exclusive), else ''."""
    if not holidays:
        return "没有节假日表，未计节假日影响"
    last = max(holidays).year
    return "" if end - timedelta(days=1) <= date(last, 12, 31) else f"节假日表到{last}年底为止，之后未计节假日影响"


def _off(year: Mapping[str, Any], path: Path) -> Iterator[date]:
    for span in require(year, "off", list, path):
        last = require(span, "last", date, path)
        yield from _days(require(span, "first", date, path), last + timedelta(days=1))


def _days(start: date, end: date) -> Iterator[date]:
    for number in range((end - start).days):
        yield start + timedelta(days=number)
