from calendar import isleap
from datetime import date, timedelta
from pathlib import Path

import pytest
from chinese_calendar import is_workday

from pipeline.holidays import days_off, holiday_gap, knows, read_holidays, working_days
from pipeline.taxonomy import TaxonomyError
from tests.pipeline.tables import HOLIDAYS


@pytest.mark.parametrize(
    ("start", "end", "number"),
    [
        (date(2025, 10, 1), date(2025, 10, 9), 8),
        (date(2026, 2, 15), date(2026, 2, 24), 9),
        (date(2026, 1, 1), date(2027, 1, 1), 3 + 9 + 3 + 5 + 3 + 3 + 7),
        (date(2026, 11, 16), date(2026, 11, 23), 0),
        # The longer holiday of 2020 and the one of 2019 that was changed later.
        (date(2020, 1, 24), date(2020, 2, 3), 10),
        (date(2019, 5, 1), date(2019, 5, 6), 4),
    ],
)
def test_days_off(start: date, end: date, number: int) -> None:
    assert days_off(HOLIDAYS, start, end) == number


def test_weekends_that_are_worked_are_no_days_off() -> None:
    assert HOLIDAYS[date(2026, 2, 14)] is False
    assert days_off(HOLIDAYS, date(2026, 2, 14), date(2026, 2, 15)) == 0


@pytest.mark.parametrize("year", range(2016, 2027))
def test_a_day_is_worked_where_the_notices_say_so(year: int) -> None:
    # Held against a table that others keep by the same notices (chinesecalendar, MIT).
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365 + isleap(year))]
    ours = [day for day in days if working_days(HOLIDAYS, day, day + timedelta(days=1))]
    assert ours == [day for day in days if is_workday(day)]


def test_past_its_end_the_table_says_so() -> None:
    assert holiday_gap(HOLIDAYS, date(2027, 1, 1)) == ""
    assert "2026年底" in holiday_gap(HOLIDAYS, date(2027, 1, 4))
    assert "没有节假日表" in holiday_gap({}, date(2026, 1, 4))
    assert knows(HOLIDAYS, date(2025, 1, 1), date(2027, 1, 1))
    assert not knows(HOLIDAYS, date(2026, 12, 28), date(2027, 1, 4))


@pytest.mark.parametrize(
    "text", ["year = 5", "[[year]]\noff = []", "[[year]]\noff = [{name='x'}]\nwork = []", "not toml"]
)
def test_a_wrong_table_is_refused_with_its_place(tmp_path: Path, text: str) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=r"holidays\.toml"):
        read_holidays(path)
