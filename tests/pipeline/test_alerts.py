from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.alert_levels import Level, clock, read_levels
from pipeline.alerts import adjusted, alert_rows
from pipeline.context import Rows
from pipeline.periods import PeriodKind, containing
from pipeline.taxonomy import TaxonomyError
from tests.pipeline.demo_posts import demo_posts
from tests.pipeline.planted_posts import posts_of, scattered
from tests.pipeline.tables import HOLIDAYS, LEVELS, TAXONOMY

WEEK = containing(PeriodKind.WEEK, date(2026, 11, 16))
NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
TUESDAY = datetime.fromisoformat("2026-11-17T20:00:00")
PUBLIC = {"channel": "social", "source": "micro", "tier": "self_media", "kind": "opinion", "issues": ["enforcement"]}


def _alerts(rows: Sequence[dict[str, Any]], period: Any = WEEK, now: datetime = NOW) -> Rows:
    return alert_rows(posts_of(rows), period, LEVELS, HOLIDAYS, now, {})


def _said(hours: float, **fields: Any) -> dict[str, Any]:
    return {**PUBLIC, "at": TUESDAY + timedelta(hours=hours), "story_id": "s"} | fields


def _rules(rows: Rows) -> list[str]:
    return [row["rule"] for row in rows]


def test_nothing_gives_nothing() -> None:
    assert _alerts([]) == []


def test_a_burst_of_complaints_is_told_with_its_numbers() -> None:
    rng = np.random.default_rng(1)
    weekly = [*rng.poisson(20, 52), 55]
    start = WEEK.start - timedelta(weeks=52)
    rows = _alerts(scattered(rng, start, weekly, issues=["dogs"]))
    dogs = next(row for row in rows if row["series"] == "complaint/dogs")
    assert (dogs["rule"], dogs["group"], dogs["level"], dogs["observed"]) == ("count", "complaint", "一般", 55)
    assert dogs["expected"] == pytest.approx(20, abs=3)
    assert dogs["expected"] < dogs["threshold"] < 55
    assert dogs["p_value"] <= dogs["adjusted_p"] <= LEVELS.false_discovery
    assert len(dogs["post_ids"]) == 50
    assert "养犬管理投诉" in dogs["message"]


def test_an_alert_bears_the_title_of_its_story() -> None:
    row = _said(0, frames=["officer_violence"], clean_text="视频里他把人推倒在地")
    (alert,) = alert_rows(posts_of([row]), WEEK, LEVELS, HOLIDAYS, NOW, {"s": "锦纺巷冲突"})
    assert "：锦纺巷冲突（1条）" in alert["message"]
    assert alert["answer"] == ""


def test_copies_and_own_words_raise_no_count() -> None:
    rng = np.random.default_rng(1)
    rows = scattered(rng, WEEK.start - timedelta(weeks=30), [3] * 31, **PUBLIC)
    first = {**PUBLIC, "at": TUESDAY, "id": "first"}
    copies = [{**PUBLIC, "at": TUESDAY, "duplicate_of": "first"} for _ in range(30)]
    own = [{**PUBLIC, "at": TUESDAY, "owner": "own"} for _ in range(30)]
    assert "count" not in _rules(_alerts([*rows, first, *copies, *own]))


def test_past_the_holiday_table_the_message_says_so() -> None:
    period = containing(PeriodKind.WEEK, date(2027, 3, 1))
    rng = np.random.default_rng(1)
    rows = scattered(rng, period.start - timedelta(weeks=30), [10] * 30 + [60], issues=["dogs"])
    assert all("2026年底" in row["message"] for row in _alerts(rows, period) if row["rule"] == "count")


@pytest.mark.parametrize(
    ("frame", "text", "sentiment", "told"),
    [
        ("officer_violence", "视频里他把人推倒在地", "negative", "officer_violence"),
        ("officer_violence", "大爷手臂受伤送医", "negative", "officer_violence"),
        ("officer_violence", "太野蛮了", "negative", None),
        ("officer_violence", "视频查清了，是谣言", "positive", None),
        ("violence_against_officers", "两名队员受伤", "neutral", "violence_against_officers"),
        ("misconduct", "城管天天来白拿，吃拿卡要", "negative", "misconduct"),
        ("misconduct", "给队长塞了两条烟才没收车", "negative", "misconduct"),
        ("misconduct", "业主委员会吃拿卡要，城管不管", "negative", None),
        ("misconduct", "城管不管物业收好处费", "negative", None),
        ("misconduct", "深夜施工扰民，睡不着", "negative", None),
        ("misconduct", "天天通宵施工，城管是不是收了人家红包？", "negative", None),
        ("harsh", "城管吃拿卡要", "negative", None),
        ("misconduct", "态度很差，骂人", "negative", None),
    ],
)
def test_rules_that_one_post_is_enough_for(frame: str, text: str, sentiment: str, told: str | None) -> None:
    rows = _alerts([_said(0, frames=[frame], clean_text=text, sentiment=sentiment)])
    assert _rules(rows) == ([told] if told else [])


@pytest.mark.parametrize(
    ("sources", "hours", "told"),
    [(["a", "b", "c", "d"], 5, True), (["a", "b", "c"], 5, False), (["a", "b", "c", "d"], 9, False)],
)
def test_many_sources_within_a_day(sources: list[str], hours: float, told: bool) -> None:
    rows = _alerts([_said(number * hours, source=source) for number, source in enumerate(sources)])
    assert ("many_sources" in _rules(rows)) is told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"tier": "central"}, ["central_medium"]),
        ({"tier": "provincial"}, ["provincial_medium"]),
        ({"tier": "city"}, []),
        ({"tier": "central", "owner": "own"}, []),
        ({"tier": "central", "sentiment": "neutral"}, []),
        ({"tier": "central", "channel": "social"}, []),
    ],
)
def test_a_medium_of_standing(fields: dict[str, str], told: list[str]) -> None:
    assert _rules(_alerts([_said(0, **({"channel": "press"} | fields))])) == told


@pytest.mark.parametrize(
    ("hours", "told"),
    # Three within a day and none before; three a day for two days do not rise; two are too few.
    [([0, 1, 2], True), ([0, 1, 2, 24.5, 25.5, 26.5], True), ([0, 1], False), ([0, 30, 60], False)],
)
def test_a_claim_that_rises(hours: list[float], told: bool) -> None:
    rows = _alerts([_said(hour, frames=["rumour"]) for hour in hours])
    assert ("claim_rising" in _rules(rows)) is told


def test_a_claim_names_its_denial_and_a_cleared_one_does_not_rise() -> None:
    claims = [_said(hour, frames=["rumour"]) for hour in (0, 1, 2)]
    denial = _said(
        30, owner="own", channel="press", frames=["rumour"], sentiment="positive", id="denial", clean_text="网传不实"
    )
    found = [row for row in _alerts([*claims, denial]) if row["rule"] == "claim_rising"]
    assert [row["denial_ids"] for row in found] == [["denial"]]
    assert _alerts([row | {"sentiment": "positive"} for row in claims]) == []


def test_complaints_that_come_back_to_one_place() -> None:
    def told(days: int, **fields: Any) -> dict[str, Any]:
        return {
            "at": TUESDAY - timedelta(days=days),
            "road": "文庙街",
            "district": "东区",
            "issues": ["vending"],
        } | fields

    assert _rules(_alerts([told(0), told(10), told(20)])) == ["repeat_place"]
    assert _alerts([told(0), told(10), told(40)]) == []
    assert _alerts([told(10), told(11), told(12)]) == []
    assert _alerts([told(0), told(10), told(20, issues=["dogs"])]) == []
    assert _alerts([told(0, road=""), told(10, road=""), told(20, road="")]) == []


LEVEL = Level("较大", 24, "", "", "")
START = datetime.fromisoformat("2026-11-17T20:00:00")


@pytest.mark.parametrize(
    ("hours", "answered", "state"),
    [(10, None, "on_time"), (19, None, "due"), (25, None, "overdue"), (99, 14, "on_time"), (99, 25, "overdue")],
)
def test_clocks(hours: float, answered: float | None, state: str) -> None:
    at = None if answered is None else START + timedelta(hours=answered)
    found = clock(LEVEL, START, at, START + timedelta(hours=hours))
    assert (found.deadline, found.state) == (START + timedelta(hours=24), state)


def test_a_level_without_hours_has_no_clock() -> None:
    found = clock(Level("关注", 0, "", "", ""), START, None, START)
    assert (found.deadline, found.state) == (None, "on_time")


def test_both_clocks_stand_in_the_row() -> None:
    late = TUESDAY + timedelta(hours=40)
    said = [_said(0, frames=["officer_violence"], clean_text="视频", collected_at=late)]
    row = _alerts([*said, _said(14, owner="own", channel="press", sentiment="neutral")])[0]
    assert (row["first_post_at"], row["detected_at"]) == ("2026-11-17T20:00:00", "2026-11-19T12:00:00")
    assert (row["response_at"], row["clock"], row["level"]) == ("2026-11-18T10:00:00", "on_time", "一般")
    assert row["deadline_at"] == "2026-11-19T20:00:00"
    assert row["deadline_from_detection_at"] == "2026-11-21T12:00:00"
    assert _alerts(said)[0]["clock"] == "overdue"


@pytest.mark.parametrize(
    ("rule", "size", "level"),
    [
        ("count", 1.5, "关注"),
        ("count", 4, "较大"),
        ("officer_violence", 20, "重大"),
        ("central_medium", 1, "较大"),
        ("unknown", 9, None),
    ],
)
def test_levels_of_the_table_that_ships(rule: str, size: float, level: str | None) -> None:
    found = LEVELS.level_of(rule, size)
    assert (found.name if found else None) == level


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('rule = "count"', 'rule = "counts"', "counts"),
        ('level = "较大"', 'level = "特大"', "特大"),
        ("minimum_items = 5", "minimum_items = true", "minimum_items"),
        ("place_days = 30", "place_day = 30", "place_day"),
        ("hours = 48", 'hours = "48"', "hours"),
        ("at_least = 0", 'at_least = "0"', "at_least"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    path = tmp_path / "alert_levels.toml"
    path.write_text((TAXONOMY / path.name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TaxonomyError) as error:
        read_levels(path)
    assert place in str(error.value)


def test_benjamini_and_hochberg() -> None:
    assert adjusted([]) == []
    assert adjusted([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])


def test_quiet_series_together_raise_few_alerts() -> None:
    rng = np.random.default_rng(8)
    rows = [
        row
        for issue, rate in (("dogs", 9), ("vending", 9), ("parking", 5), ("sanitation", 15), ("facilities", 3))
        for row in scattered(rng, WEEK.start - timedelta(weeks=64), rng.poisson(rate, 65), issues=[issue])
    ]
    posts = posts_of(rows)
    quarter = containing(PeriodKind.QUARTER, date(2026, 8, 1))
    known = posts[posts["day"] < pd.Timestamp(quarter.end)]
    found = alert_rows(known, quarter, LEVELS, HOLIDAYS, NOW, {})
    assert len(found) <= 1


@pytest.mark.parametrize(
    ("day", "story", "rules"),
    [
        (date(2026, 11, 16), "conflict", {"officer_violence", "many_sources", "count"}),
        (date(2026, 6, 8), "rumour", {"claim_rising", "count"}),
    ],
)
def test_the_demo_city_raises_alerts_in_the_weeks_of_its_events(day: date, story: str, rules: set[str]) -> None:
    period = containing(PeriodKind.WEEK, day)
    posts = demo_posts()
    known = posts[posts["day"] < pd.Timestamp(period.end)]
    now = datetime.combine(period.end, NOW.time(), NOW.tzinfo)
    found = alert_rows(known, period, LEVELS, HOLIDAYS, now, {})
    assert rules <= {row["rule"] for row in found if row["story_id"] == story}
    again = alert_rows(known, period, LEVELS, HOLIDAYS, now, {})
    assert found == again


def test_a_quiet_week_of_the_demo_city_raises_no_count() -> None:
    period = containing(PeriodKind.WEEK, date(2026, 10, 12))
    posts = demo_posts()
    known = posts[posts["day"] < pd.Timestamp(period.end)]
    assert "count" not in _rules(alert_rows(known, period, LEVELS, HOLIDAYS, NOW, {}))
