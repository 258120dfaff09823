"""The days a year before that are most like a period's, and what is compared over them."""

import itertools
from datetime import date, timedelta

import pytest

from pipeline.holidays import read_festivals, working_days
from pipeline.periods import PeriodKind, containing, parse_period
from pipeline.voices import prepared
from pipeline.year_on_year import Calendar, aligned, year_on_year
from tests.pipeline.small_posts import MONDAY, complaint, frame, row
from tests.pipeline.tables import HOLIDAYS, TAXONOMY

FESTIVALS = read_festivals(TAXONOMY / "holidays.toml")
CALENDAR = Calendar(HOLIDAYS, FESTIVALS)
WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


@pytest.mark.parametrize(
    ("kind", "text", "start", "basis", "comparable", "words"),
    [
        (PeriodKind.WEEK, "2026-W47", "2025-11-17", "weekday", True, ""),
        # The first week of the new year of 2026 against that of 2025.
        (PeriodKind.WEEK, "2026-W08", "2025-01-28", "festival", True, "按农历春节对齐"),
        (PeriodKind.DAY, "2026-02-17", "2025-01-29", "festival", True, "按农历春节对齐"),
        # 端午 lay on 19 to 21 June in 2026 and on 31 May to 2 June in 2025; a week to either side is no better.
        (PeriodKind.WEEK, "2026-W25", "2025-06-16", "weekday", True, "本期工作日4天，上年同期5天"),
        # The week before 国庆 with a Saturday or Sunday worked.
        (PeriodKind.WEEK, "2026-W38", "2025-09-22", "weekday", True, ""),
        (PeriodKind.WEEK, "2016-W30", "2015-07-27", "weekday", True, "节假日表没有相应年份"),
        (PeriodKind.MONTH, "2026-11", "2025-11-01", "calendar", True, ""),
        (PeriodKind.MONTH, "2026-02", "2025-02-01", "calendar", False, "春节不在同一个月"),
        (PeriodKind.QUARTER, "2026-Q1", "2025-01-01", "calendar", True, ""),
        (PeriodKind.MONTH, "2028-02", "2027-02-01", "calendar", False, "春节不在同一个月"),
    ],
)
def test_alignment(kind: PeriodKind, text: str, start: str, basis: str, comparable: bool, words: str) -> None:
    found = aligned(parse_period(kind, text), CALENDAR)
    assert (found.period.start.isoformat(), found.basis, found.comparable) == (start, basis, comparable)
    assert words in found.note
    assert bool(words) == bool(found.note)


def test_festivals_are_lunar_new_years() -> None:
    steps = {(later - earlier).days for earlier, later in itertools.pairwise(FESTIVALS)}
    # 12 or 13 moons of 29 or 30 days.
    assert steps <= {353, 354, 355, 383, 384, 385}
    assert all(day.month in (1, 2) for day in FESTIVALS)
    assert working_days(HOLIDAYS, date(2026, 2, 9), date(2026, 3, 2)) == 11


def test_only_sources_of_both_years_are_compared() -> None:
    ago = MONDAY - timedelta(days=364)
    rows = [
        *(row(n, MONDAY + timedelta(hours=n), sentiment="negative") for n in range(12)),
        *(row(100 + n, ago + timedelta(hours=n), sentiment="neutral") for n in range(12)),
        *(row(200 + n, MONDAY, source="new", sentiment="negative") for n in range(5)),
        *(complaint(300 + n, MONDAY + timedelta(hours=n)) for n in range(30)),
        *(complaint(400 + n, ago + timedelta(hours=n)) for n in range(10)),
    ]
    found = {r["group"]: r for r in year_on_year(prepared(frame(rows)), WEEK, CALENDAR)}
    press, told = found["press"], found["complaint"]
    assert (press["items"], press["negative"], press["previous_items"], press["verdict"]) == (12, 12, 12, "worse")
    assert (press["previous_start"], press["previous_end"]) == ("2025-11-17", "2025-11-23")
    assert (told["items"], told["previous_items"], told["ratio"], told["verdict"]) == (30, 10, 3.0, "worse")
    assert (told["working_days"], told["previous_working_days"]) == (5, 5)


def test_a_source_that_began_half_way_through_the_year_before_is_not_compared() -> None:
    quarter = containing(PeriodKind.QUARTER, date(2026, 8, 1))
    days = {"began": range(80, 92), "there": range(0, 92, 8)}
    rows = [
        row(
            n + 200 * (source == "there") + 100 * year,
            MONDAY.replace(2025 + year, 7, 1) + timedelta(days=n),
            source=source,
        )
        for source, told in days.items()
        for n in told
        for year in (0, 1)
    ]
    found = year_on_year(prepared(frame(rows)), quarter, CALENDAR)
    assert found[0]["sources"] == ["there"]


def test_a_first_year_has_nothing_to_compare_with() -> None:
    rows = year_on_year(prepared(frame([row(1), complaint(2)])), WEEK, CALENDAR)
    assert {r["verdict"] for r in rows} == {"not_comparable"}
    assert [r["group"] for r in year_on_year(prepared(frame([])), WEEK, CALENDAR)] == [
        "press",
        "social",
        "all",
        "complaint",
    ]


@pytest.mark.parametrize("week_start", range(7))
def test_an_own_week_is_numbered_once_and_read_again(week_start: int) -> None:
    weeks = [containing(PeriodKind.WEEK, date(2026, 12, 20), week_start)]
    for _ in range(60):
        weeks.append(weeks[-1].following)
    assert len({week.label for week in weeks}) == 61
    for week in weeks:
        assert (week.start.weekday(), week.days) == (week_start, 7)
        assert parse_period(PeriodKind.WEEK, week.label, week_start) == week
        assert parse_period(PeriodKind.WEEK, week.start.isoformat(), week_start) == week
        assert week.following.previous == week
