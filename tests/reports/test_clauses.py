"""Clauses and chart titles say what the numbers say, in good Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.clauses import change, count_message, listed, points, times, trend_message
from reports.reading import Row
from tests.reports.sample_sentences import WEEK, volume


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (25, 20, "比上周增加5条（25.0%）"),
        (15, 20, "比上周减少5条（25.0%）"),
        (20, 20, "与上周持平"),
        (0, 0, "与上周持平"),
        (5, 0, "上周没有"),
        (0, 5, "上周有5条"),
        (119, 44, "是上周44条的2.7倍"),
        (2, 1, "比上周增加1条"),
        (1, 9, "比上周减少8条"),
        (1_000_000, 10, "是上周10条的100,000倍"),
        (5, None, "上周无可比数据"),
    ],
)
def test_change_of_a_count(now: int, before: int | None, text: str) -> None:
    assert change(now, before, "条", WEEK) == text


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_change_is_ever_negative(now: int, before: int) -> None:
    assert "-" not in change(now, before, "条", WEEK)
    assert "-" not in points((now - before) / 10**6, WEEK)


@pytest.mark.parametrize(
    ("ratio", "left_out", "text"),
    [
        (2.4, [], "是上周的2.4倍"),
        (1.2, [], "比上周增加20.0%"),
        (0.4, ["metro"], "同一批来源比上周减少60.0%"),
        (1.0, [], "与上周持平"),
        (1.001, [], "与上周持平"),
        (None, [], ""),
        (0.0, [], ""),
    ],
)
def test_a_multiple_is_said_from_two_times_on(ratio: float | None, left_out: list[str], text: str) -> None:
    assert times(volume(negative_ratio=ratio, sources_left_out=left_out), WEEK) == text


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["甲"], "甲"), (["甲", "乙"], "甲和乙"), (["甲", "乙", "丙"], "甲、乙和丙")]
)
def test_names_are_listed(names: list[str], text: str) -> None:
    assert listed(names) == text


def period(share: float | None, items: int = 20, gap: bool = False, half: float = 0.05) -> Row:
    low, high = (None, None) if share is None else (share - half, share + half)
    return Row("trend", {"share": share, "low": low, "high": high, "gap": gap, "items": items})


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ([0.2, 0.3, 0.5], "负面占比为50.0%，为近3周最高"),
        ([0.2, 0.3, 0.32], "负面占比为32.0%，为近3周最高，但条数少，差别可能出于偶然"),
        ([0.2, 0.3, 0.1], "负面占比为10.0%，为近3周最低"),
        ([0.2, 0.3, 0.18], "负面占比为18.0%，为近3周最低，但条数少，差别可能出于偶然"),
        ([0.2, None, 0.5], "负面占比为50.0%，为有数据的2周中最高"),
        ([0.2, 0.4, 0.3], "负面占比为30.0%，在前2周的范围之内（20.0–40.0%）"),
        ([0.2, 0.3, None], "负面占比：本周缺数，不能与前期相比"),
        ([0.3], "负面占比为30.0%，没有前期数据"),
    ],
)
def test_the_title_of_a_trend_is_its_message(shares: list[float | None], text: str) -> None:
    assert trend_message([period(s) for s in shares], "负面占比", WEEK) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([period(None, 10), period(None, 0, gap=True), period(None, 12)], "群众诉求本周12件，前1周平均10件"),
        ([period(None, 0), period(None, 1), period(None, 12)], "群众诉求本周12件，前2周平均0.5件"),
        ([period(None, 30), period(None, 41), period(None, 12)], "群众诉求本周12件，前2周平均36件"),
        ([period(None, 12)], "群众诉求本周12件"),
        ([period(None, 12), period(None, 0, gap=True)], "群众诉求：本周缺数"),
    ],
)
def test_gaps_are_no_zeros_in_a_mean(rows: list[Row], text: str) -> None:
    assert count_message(rows, "群众诉求", "件", WEEK) == text
