"""Verdicts from counts and history."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from crawlers.coverage import Coverage, Verdict
from crawlers.outcomes import Outcome
from crawlers.post import CITY_TIME
from crawlers.verdicts import judge

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)


def earlier(*posts: int, gap: timedelta = timedelta(days=7)) -> list[Coverage]:
    """Runs with these numbers of posts, `gap` apart, the last one `gap` ago."""
    starts = [NOW - gap * (len(posts) - n) for n in range(len(posts))]
    return [
        Coverage("s", "", start.isoformat(), start.isoformat(), 1, 1, n, {}, None, {}, Verdict.OK, "")
        for start, n in zip(starts, posts, strict=True)
    ]


@pytest.mark.parametrize(
    ("pages", "outcomes", "history", "verdict"),
    [
        (20, {Outcome.STORED: 18}, earlier(), Verdict.OK),
        (0, {Outcome.TIMEOUT: 1}, earlier(20), Verdict.DEAD),
        (1, {}, earlier(), Verdict.EMPTY),
        (1, {}, earlier(20), Verdict.LAYOUT_CHANGED),
        (20, {Outcome.NO_BODY: 15, Outcome.STORED: 3}, earlier(20), Verdict.LAYOUT_CHANGED),
        (20, {Outcome.NO_BODY: 4}, earlier(20), Verdict.LAYOUT_CHANGED),
        (20, {Outcome.NO_DATE: 3, Outcome.STORED: 15}, earlier(20), Verdict.OK),
        (1, {Outcome.FAILED: 1}, earlier(), Verdict.DEAD),
        (2, {Outcome.FAILED: 1, Outcome.LISTED: 1, Outcome.STORED: 9}, earlier(), Verdict.OK),
        (1, {Outcome.LISTED: 1}, earlier(), Verdict.EMPTY),
        (1, {Outcome.LOGIN_REQUIRED: 1}, earlier(20), Verdict.LOGIN_REQUIRED),
        (9, {Outcome.LOGIN_REQUIRED: 1, Outcome.STORED: 5}, earlier(), Verdict.OK),
        (3, {Outcome.STORED: 3}, earlier(200, 20, 22, 18), Verdict.SHORT),
        (3, {Outcome.UNCHANGED: 20}, earlier(200, 20, 22, 18), Verdict.SHORT),
        (9, {Outcome.STORED: 9}, earlier(200, 20, 22, 18), Verdict.OK),
        (3, {Outcome.STORED: 3}, earlier(200, 20), Verdict.OK),
        (1, {Outcome.UNCHANGED: 1}, earlier(20, 20, 20, 20, gap=timedelta(hours=1)), Verdict.OK),
    ],
)
def test_verdicts(pages: int, outcomes: Mapping[Outcome, int], history: list[Coverage], verdict: Verdict) -> None:
    assert judge(pages, outcomes, history, NOW)[0] is verdict


def test_a_source_that_says_nothing_is_told_from_one_that_changed() -> None:
    assert judge(1, {}, earlier(20), NOW, says_nothing=True)[0] is Verdict.EMPTY
    assert judge(1, {}, earlier(20, gap=timedelta(hours=1)), NOW, says_nothing=True)[0] is Verdict.OK


def test_messages_say_what_failed() -> None:
    assert judge(0, {Outcome.TIMEOUT: 3, Outcome.ROBOTS: 5}, [], NOW)[1] == "没有读到任何页面：robots 不允许5，超时3"
    assert "约20条" in judge(3, {Outcome.STORED: 3}, earlier(200, 20, 22, 18), NOW)[1]


@pytest.mark.parametrize(
    ("pages", "outcome"),
    [(1, Outcome.LOGIN_REQUIRED), (0, Outcome.REFUSED), (1, Outcome.REFUSED), (0, Outcome.LOGIN_REQUIRED)],
)
@pytest.mark.parametrize("history", [earlier(), earlier(20)])
def test_who_refuses_is_read_from_exports(pages: int, outcome: Outcome, history: list[Coverage]) -> None:
    assert "chengyu collect --file 路径 --as 布局名" in judge(pages, {outcome: 1}, history, NOW)[1]
    assert "--file" not in judge(pages, {Outcome.TIMEOUT: 1}, history, NOW)[1]
