"""A week under inspection is compared with the last such week, and an ordinary one never with it."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.alerts import alert_rows
from pipeline.complaints import complaint_issues
from pipeline.context import OutreachRecord
from pipeline.inspection_table import inspection_rows
from pipeline.inspections import Inspection
from pipeline.outreach import outreach_rows
from pipeline.periods import Period, PeriodKind, last_periods, parse_period
from pipeline.presence import presence
from pipeline.topics import frames, issues
from pipeline.voices import prepared
from pipeline.volume import trend, volume
from pipeline.year_on_year import Calendar, year_on_year
from tests.pipeline.planted_posts import posts_of, scattered
from tests.pipeline.small_posts import MONDAY, frame, weekly
from tests.pipeline.tables import HOLIDAYS, LEVELS

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
PERIODS = last_periods(WEEK, 21)


def weeks_ago(number: int) -> Inspection:
    monday = MONDAY.date() - timedelta(weeks=number)
    return Inspection("创文", monday, monday + timedelta(days=6))


NOW_AND_THEN = (weeks_ago(0), weeks_ago(6))
LAST_WEEK = (weeks_ago(1),)


@pytest.fixture(scope="module")
def posts() -> pd.DataFrame:
    """Ordinary weeks have 4 negative of 20 and 10 complaints, those under inspection 14 of 20 and 40."""
    rows: list[dict[str, Any]] = []
    for ago in range(10):
        bad, told = (14, 40) if ago in {0, 6} else (4, 10)
        rows += weekly(bad, ago, 1000 * ago, sentiment="negative")
        rows += weekly(20 - bad, ago, 1000 * ago + 100)
        rows += weekly(told, ago, 1000 * ago + 200, source="hotline", channel="hotline", sentiment="negative")
    return prepared(frame(rows))


def compared(posts: pd.DataFrame, spans: tuple[Inspection, ...]) -> dict[str, dict[str, Any]]:
    return {row["group"]: row for row in inspection_rows(posts, WEEK, spans)}


def test_an_inspected_week_is_compared_with_the_last_inspected_one(posts: pd.DataFrame) -> None:
    found = compared(posts, NOW_AND_THEN)
    press, told = found["press"], found["complaint"]
    assert (press["inspection"], press["before"], press["previous_start"]) == ("创文", "", "2026-10-05")
    assert (press["negative"], press["previous_negative"], press["ratio"]) == (14, 14, 1.0)
    assert (told["items"], told["previous_items"], told["verdict"]) == (40, 40, "no_change")


def test_the_week_after_is_compared_with_the_last_ordinary_one(posts: pd.DataFrame) -> None:
    found = compared(posts, LAST_WEEK)
    assert (found["all"]["inspection"], found["all"]["before"]) == ("", "创文")
    assert found["all"]["previous_start"] == "2026-11-02"
    assert found["complaint"]["verdict"] == "worse"


def test_the_first_inspected_week_has_no_like(posts: pd.DataFrame) -> None:
    found = compared(posts, NOW_AND_THEN[:1])
    assert {row["verdict"] for row in found.values()} == {"not_comparable"}
    assert (found["all"]["previous_start"], found["all"]["negative"]) == (None, 14)


def test_weeks_that_are_alike_need_no_other_comparison(posts: pd.DataFrame) -> None:
    assert compared(posts, ()) == {}
    assert compared(posts, (Inspection("创文", date(2026, 11, 9), date(2026, 11, 22)),)) == {}


@pytest.mark.parametrize("spans", [(), NOW_AND_THEN, LAST_WEEK])
def test_no_verdict_leads_over_the_bounds_of_an_inspection(posts: pd.DataFrame, spans: tuple[Inspection, ...]) -> None:
    seen, same = presence(posts, PERIODS), not spans
    press = volume(posts, WEEK, seen, None, spans)[0]
    assert (press["verdict"] == "worse", press["negative_verdict"] == "worse") == (same, same)
    assert (press["difference"] is not None, press["sources_left_out"]) == (same, [])
    assert (issues(posts, WEEK, seen, spans)[0]["verdict"] == "worse") == same
    assert frames(posts, WEEK, seen, spans) == []
    assert trend(posts, PERIODS, seen, spans)[-4]["inspection"] == ("创文" if spans == NOW_AND_THEN else "")


def test_what_is_usual_is_the_usual_of_the_like(posts: pd.DataFrame) -> None:
    seen = presence(posts, PERIODS)
    assert complaint_issues(posts, WEEK, seen, NOW_AND_THEN)[0]["usual"] == 40
    assert complaint_issues(posts, WEEK, seen, (weeks_ago(6),))[0]["usual"] == 10
    first = complaint_issues(posts, WEEK, seen, (weeks_ago(0),))[0]
    assert (first["usual"], first["verdict"]) == (None, "not_comparable")


def test_a_year_with_an_inspection_is_none_without(posts: pd.DataFrame) -> None:
    rows = year_on_year(posts, WEEK, Calendar(HOLIDAYS, (), (weeks_ago(0),)))
    assert {row["note"] for row in rows} == {"检查验收只在其中一年，两年不可比"}


def test_an_alert_expects_of_an_inspected_week_what_such_weeks_had() -> None:
    start, spans = date(2025, 11, 24), tuple(weeks_ago(number) for number in (0, 10, 20, 30))
    counts = [60 if (51 - week) in {0, 10, 20, 30} else 20 for week in range(52)]
    known = posts_of(scattered(np.random.default_rng(1), start, counts, issues=["vending"]))
    assert told(known, spans) == []
    assert told(known, ()) != []
    # Without an earlier one there is nothing to expect it from: the alert says what week it is.
    first = told(posts_of(scattered(np.random.default_rng(1), start, [20] * 51 + [60], issues=["vending"])), spans[:1])
    assert first
    assert all("处于检查期（创文）" in message for message in first)


def told(posts: pd.DataFrame, spans: tuple[Inspection, ...]) -> list[str]:
    now = datetime.fromisoformat("2026-11-23T08:00")
    rows = alert_rows(posts, WEEK, LEVELS, HOLIDAYS, now, {}, spans)
    return [row["message"] for row in rows if row["rule"] == "count"]


def test_weeks_under_inspection_stay_out_of_what_outreach_is_judged_by() -> None:
    # Complaints double under inspection, right after the work began; without those weeks it helped.
    record = OutreachRecord("r", "行动", date(2026, 7, 6), None, "dogs", "", "公益广告")
    period = Period(date(2026, 9, 22), date(2026, 9, 29), PeriodKind.WEEK, "")
    counts = [12] * 26 + [60] * 4 + [4] * 8
    rows = scattered(np.random.default_rng(1), date(2026, 1, 5), counts, issues=["dogs"])
    rows += scattered(np.random.default_rng(2), date(2026, 1, 5), [30] * 38, issues=["sanitation"])
    spans = (Inspection("国卫", date(2026, 7, 6), date(2026, 8, 2)),)
    verdicts = [outreach_rows(posts_of(rows), (record,), period, chosen)[0]["verdict"] for chosen in ((), spans)]
    assert verdicts[0] != "helped"
    assert verdicts[1] == "helped"
