"""Volume, shares, trend and tables by tier and source."""

from datetime import timedelta

import pytest

from pipeline.periods import PeriodKind, last_periods, parse_period
from pipeline.presence import presence
from pipeline.voices import prepared
from pipeline.volume import by_source, by_tier, trend, volume
from tests.pipeline.small_posts import MONDAY, complaint, frame, row, weekly

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
PERIODS = last_periods(WEEK, 21)


def table() -> "list[dict[str, object]]":
    rows = []
    for ago in range(10):
        bad = 12 if ago == 0 else 3
        rows += weekly(bad, ago, 1000 * ago, sentiment="negative")
        rows += weekly(15 - bad, ago, 1000 * ago + 100)
        rows += weekly(5, ago, 1000 * ago + 200, channel="forum", source="forum", sentiment="positive")
        rows += weekly(2, ago, 1000 * ago + 300, owner="own", source="bureau", sentiment="positive")
        if ago:
            rows += weekly(10, ago, 1000 * ago + 400, source="metro", sentiment="negative")
    return rows


def test_a_dead_source_is_no_better_press() -> None:
    posts = prepared(frame(table()))
    press, social, everyone, own = volume(posts, WEEK, presence(posts, PERIODS), None)
    assert (press["group"], press["items"], press["negative"], press["share"]) == ("press", 15, 12, 0.8)
    assert press["previous_items"] == 25
    assert press["previous_share"] == pytest.approx(13 / 25)
    assert press["difference"] == pytest.approx(12 / 15 - 3 / 15)
    assert (press["verdict"], press["sources_left_out"]) == ("worse", ["metro"])
    assert (social["verdict"], social["net"], social["sources_left_out"]) == ("not_enough_data", 1.0, [])
    assert (everyone["items"], everyone["negative"], everyone["net"]) == (20, 12, pytest.approx((5 - 12) / 20))
    assert (own["items"], own["share"]) == (2, 0.0)
    assert press["corrected_share"] is None


def test_the_trend_marks_the_gap_and_rates_no_complaints() -> None:
    posts = prepared(frame([*table(), complaint(9_999_999)]))
    rows = trend(posts, last_periods(WEEK, 13), presence(posts, PERIODS))
    assert len(rows) == 13 * 4
    last = {row["group"]: row for row in rows[-4:]}
    assert {group: row["missing"] for group, row in last.items()} == {
        "press": ["metro"], "social": [], "all": ["metro"], "complaint": [],
    }  # fmt: skip
    assert (last["complaint"]["items"], last["complaint"]["negative"], last["complaint"]["share"]) == (1, 1, None)
    assert rows[0] == {
        "period": "2026-W35", "start": "2026-08-24", "end": "2026-08-30", "group": "press", "items": 0, "relevant": 0, "negative": 0,
        "share": None, "low": None, "high": None, "gap": False, "missing": [], "known": False, "inspection": "",
    }  # fmt: skip


def test_a_small_source_that_is_silent_leaves_no_gap() -> None:
    rows = [r for ago in range(12) for r in weekly(60, ago, 1000 * ago)]
    rows += [r for ago in range(1, 12) for r in weekly(6, ago, 1000 * ago + 500, source="metro")]
    posts = prepared(frame(rows))
    last = trend(posts, last_periods(WEEK, 13), presence(posts, PERIODS))[-4]
    assert (last["group"], last["gap"], last["missing"]) == ("press", False, ["metro"])


def test_tiers_and_sources_count_originals_and_reprints() -> None:
    rows = [
        row(1, tier="provincial", source="portal", sentiment="negative"),
        row(2, tier="provincial", source="portal", duplicate_of=f"{1:016d}", sentiment="negative"),
        row(3, tier="provincial", source="portal", relevant=False),
        row(4, owner="own", source="portal"),
        complaint(5),
    ]
    posts = prepared(frame(rows))
    (tier,) = by_tier(posts, WEEK)
    wanted = {
        "tier": "provincial",
        "items": 3,
        "relevant": 2,
        "negative": 2,
        "originals": 1,
        "reprints": 1,
        "share": 1.0,
    }
    assert {name: tier[name] for name in wanted} == wanted
    sources = [(r["source"], r["title"], r["channel"], r["owner"], r["items"]) for r in by_source(posts, WEEK, {})]
    assert sources == [("portal", "portal", "press", "independent", 3), ("portal", "portal", "press", "own", 1)]


def test_who_told_a_story_first_is_counted_apart_from_what_is_no_copy() -> None:
    before = MONDAY - timedelta(days=3)
    rows = [
        # One story that a forum began last week, one of the press, and a post that nobody took up.
        row(1, before, channel="forum", source="forum", story_id="a"),
        row(2, story_id="a"),
        row(3, story_id="b", sentiment="negative"),
        row(
            4, MONDAY + timedelta(hours=1), source="metro", story_id="b", sentiment="negative", duplicate_of=f"{3:016d}"
        ),
        row(5, MONDAY + timedelta(hours=2), channel="forum", source="forum", story_id="b"),
        row(6, source="metro", story_id="c", sentiment="negative"),
    ]
    posts = prepared(frame(rows))
    assert {r["source"]: (r["firsts"], r["originals"]) for r in by_source(posts, WEEK, {})} == {
        "daily": (1, 2), "forum": (0, 1), "metro": (0, 1),
    }  # fmt: skip
    assert [(r["tier"], r["firsts"], r["reprints"]) for r in by_tier(posts, WEEK)] == [("city", 1, 1)]
    assert [r["first_ids"] for r in by_tier(posts, WEEK)] == [[f"{3:016d}"]]
    everyone = volume(posts, WEEK, presence(posts, PERIODS), None)[2]
    # Of story b two of three posts are negative, c is negative, a is not.
    assert (everyone["stories"], everyone["story_share"]) == (3, pytest.approx(2 / 3))
