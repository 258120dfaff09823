from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from pipeline.holidays import read_festivals
from pipeline.look_ahead import look_ahead_rows, read_calendar
from pipeline.periods import PeriodKind, containing
from pipeline.taxonomy import TaxonomyError
from tests.pipeline.planted_posts import posts_of, scattered
from tests.pipeline.tables import CALENDAR, TAXONOMY

FESTIVALS = read_festivals(TAXONOMY / "holidays.toml")

RISK = '[[risk]]\nid = "r"\nname = "雪"\nissue = "sanitation"\nbasis = "冬季"\nfirst = "12-01"\nlast = "02-28"\n'


@pytest.mark.parametrize(
    ("day", "kind", "word"),
    [
        (date(2026, 8, 20), PeriodKind.WEEK, "开学"),
        (date(2026, 5, 25), PeriodKind.WEEK, "中高考"),
        (date(2026, 2, 2), PeriodKind.WEEK, "烟花爆竹"),
        (date(2026, 12, 28), PeriodKind.WEEK, "扫雪"),
        (date(2026, 4, 15), PeriodKind.QUARTER, "汛期"),
        (date(2026, 11, 16), PeriodKind.WEEK, "落叶"),
    ],
)
def test_the_calendar_names_what_comes(day: date, kind: PeriodKind, word: str) -> None:
    rows = look_ahead_rows(containing(kind, day), CALENDAR, posts_of([]), FESTIVALS)
    assert any(word in row["risk"] for row in rows)
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)


@pytest.mark.parametrize("year", [2018, 2020, 2023, 2026, 2029])
def test_what_follows_the_moon_is_found_in_any_year_of_the_table(year: int) -> None:
    first = next(day for day in FESTIVALS if day.year == year)
    rows = look_ahead_rows(containing(PeriodKind.QUARTER, date(year - 1, 12, 1)), CALENDAR, posts_of([]), FESTIVALS)
    spans = [(row["start"], row["end"]) for row in rows if "烟花爆竹" in row["risk"]]
    assert spans == [((first - timedelta(days=7)).isoformat(), (first + timedelta(days=14)).isoformat())]


def test_a_span_over_new_year_holds_on_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(RISK, encoding="utf-8")
    risks = read_calendar(path)
    for day in (date(2026, 12, 7), date(2027, 2, 8)):
        rows = look_ahead_rows(containing(PeriodKind.WEEK, day), risks, posts_of([]))
        assert [(row["start"], row["end"]) for row in rows] == [("2026-12-01", "2027-02-28")]
    assert look_ahead_rows(containing(PeriodKind.WEEK, date(2026, 6, 1)), risks, posts_of([])) == []


def test_what_rose_at_this_time_last_year_is_named() -> None:
    # Weeks from 2025-06-02; the week a year before 2026-09-21 has the index 16.
    weekly = [3] * 16 + [30] + [3] * 50
    rows = scattered(np.random.default_rng(1), date(2025, 6, 2), weekly, issues=["noise_fume"])
    rows += scattered(np.random.default_rng(2), date(2025, 6, 2), [10] * 67, issues=["dogs"])
    period = containing(PeriodKind.WEEK, date(2026, 9, 16))
    risen = [row for row in look_ahead_rows(period, (), posts_of(rows)) if "去年同期" in row["risk"]]
    assert [(row["issue"], row["start"], row["end"]) for row in risen] == [("noise_fume", "2026-09-21", "2026-09-27")]
    later = posts_of([row for row in rows if row["at"].date() >= date(2025, 9, 1)])
    assert look_ahead_rows(period, (), later) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"12-01"', '"12-32"', "r.first 12-32"),
        ('"02-28"', '"02-29"', "r.last 02-29"),
        ('"sanitation"', '"snow"', "r.issue snow"),
        ("basis", "reason", "r.reason"),
        ('last = "02-28"\n', "", "r.last"),
        ('first = "12-01"', "first_day = -7", "r.last_day"),
    ],
)
def test_a_wrong_risk_is_refused_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(RISK.replace(old, new), encoding="utf-8")
    with pytest.raises(TaxonomyError) as error:
        read_calendar(path)
    assert place in str(error.value)
