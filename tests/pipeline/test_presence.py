"""A silent source is a gap; a seldom one is not."""

from datetime import timedelta

import pytest

from pipeline.periods import PeriodKind, last_periods, parse_period
from pipeline.presence import Presence, coverage, presence
from pipeline.voices import prepared
from tests.pipeline.small_posts import MONDAY, frame, row, weekly

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


def seen(counts: list[int], source: str = "metro") -> Presence:
    """Posts of one source in the weeks up to this one, oldest first."""
    rows = [r for ago, n in enumerate(reversed(counts)) for r in weekly(n, ago, ago * 1000, source=source)]
    return presence(prepared(frame(rows)), last_periods(WEEK, 21))


@pytest.mark.parametrize(
    ("counts", "gaps"),
    [
        ([5] * 10 + [0], [10]),
        ([5] * 10 + [0, 0], [10, 11]),
        ([2] * 10 + [0], []),
        ([2] * 10 + [0, 0, 0], [10, 11, 12]),
        ([3] * 10 + [0], []),
        ([3] * 10 + [0, 0], [10, 11]),
        ([5, 0, 0, 9, 1, 12, 0, 0, 8, 0], []),
        ([4, 6, 5, 0, 3, 3, 5, 3, 7, 0, 0], []),
        ([5, 5, 90, 5, 5, 6, 4, 0, 0], [7, 8]),
        ([40] * 10 + [6], [10]),
        ([40] * 10 + [20], []),
        ([5] * 3 + [0], []),
        ([5] * 10 + [0, 0, 5, 5], [10, 11]),
        ([5] * 8 + [0] * 10, list(range(8, 18))),
    ],
)
def test_gaps(counts: list[int], gaps: list[int]) -> None:
    found = list(seen(counts).gaps.loc["metro"])[-len(counts) :]
    assert [place for place, gap in enumerate(found) if gap] == gaps


def test_a_source_is_present_where_it_had_begun_and_spoke() -> None:
    rows = [r for ago in range(10) for r in weekly(5, ago, ago * 100, source="daily")]
    rows += [r for ago in range(1, 10) for r in weekly(5, ago, 5000 + ago * 100, source="metro")]
    rows += weekly(5, 0, 9000, source="new")
    found = presence(prepared(frame(rows)), last_periods(WEEK, 21))
    assert found.present(WEEK) == {"daily", "new"}
    assert found.present(WEEK, WEEK.previous) == {"daily"}
    assert found.known(WEEK.previous) == {"daily", "metro"}
    assert found.missing(WEEK, ["daily", "metro", "new"]) == ["metro"]


@pytest.mark.parametrize(("posts", "lacking"), [(1, []), (6, ["metro"])])
def test_over_days_a_small_source_leaves_no_gap(posts: int, lacking: list[str]) -> None:
    day = parse_period(PeriodKind.DAY, "2026-11-16")
    rows = [row(900 + days, MONDAY - timedelta(days=days), source="daily") for days in range(21)]
    rows += [
        row(2000 + days * 10 + n, MONDAY - timedelta(days=days), source="metro")
        for days in range(8, 21)
        for n in range(posts)
    ]
    found = presence(prepared(frame(rows)), last_periods(day, 21))
    assert found.missing(day, ["daily", "metro"]) == ["metro"]
    assert found.lacking(day, ["daily", "metro"]) == lacking


def test_a_stray_date_is_no_beginning() -> None:
    found = seen([1, 0, 0, 0, 2, 90, 100, 110])
    assert list(found.started.loc["metro"])[-8:] == [False] * 5 + [True] * 3
    assert not found.gaps.any(axis=None)


def test_coverage_names_gap_and_last_run() -> None:
    run = {
        "source": "metro", "raw_file": "metro/2.jsonl", "started_at": "2026-11-23", "verdict": "login_required",
        "message": "转到登录页",
    }  # fmt: skip
    older = run | {"raw_file": "metro/1.jsonl", "started_at": "2026-11-16", "verdict": "ok"}
    rows = [r for ago in range(1, 10) for r in weekly(5, ago, ago * 100, source="metro")]
    posts = prepared(frame(rows))
    only_run = run | {"source": "board"}
    table = coverage(posts, presence(posts, last_periods(WEEK, 21)), WEEK, [run, older, only_run], {"metro": "都市报"})
    board, metro = table
    assert (board["source"], board["posts"], board["usual"], board["channel"]) == ("board", 0, None, "")
    assert (metro["title"], metro["posts"], metro["usual"], metro["gap"]) == ("都市报", 0, 5.0, True)
    assert metro["newest_post"] == "2026-11-09T13:00:00"
    assert metro["message"] == "本期0条，往期一般5条；最近一次采集需要登录：转到登录页"


def test_no_posts_no_sources() -> None:
    posts = prepared(frame([]))
    found = presence(posts, last_periods(WEEK, 21))
    assert found.present(WEEK) == frozenset()
    assert coverage(posts, found, WEEK, [], {}) == []
