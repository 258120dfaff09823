"""Sentences say what the numbers say, in good Chinese."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.reading import Row, Words
from reports.sentences import (
    change,
    count_message,
    judgement,
    points,
    trend_message,
    what_happened,
    what_to_do,
    worse_than_noise,
)

WEEK = Words("本周", "上周", "下周", "周")
NOW = "2026-11-23T08:00:00+08:00"


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
        (5, None, "上周无可比数据"),
    ],
)
def test_change_of_a_count(now: int, before: int | None, text: str) -> None:
    assert change(now, before, "条", WEEK) == text


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_no_change_is_ever_negative(now: int, before: int) -> None:
    assert "-" not in change(now, before, "条", WEEK)
    assert "-" not in points((now - before) / 10**6, WEEK)


def volume(**fields: Any) -> Row:
    row = {
        "items": 40,
        "relevant": 40,
        "negative": 10,
        "share": 0.25,
        "low": 0.14,
        "high": 0.4,
        "difference": 0.1,
        "verdict": "no_change",
        "negative_ratio": 1.2,
        "negative_verdict": "no_change",
        "sources_left_out": [],
    }
    return Row("volume", row | fields)


ALARM = Row("alerts", {"observed": 10, "expected": 3.1, "threshold": 8})
SHARE = "负面占比25.0%（95%区间14.0–40.0）"


@pytest.mark.parametrize(
    ("row", "alarms", "text"),
    [
        (
            volume(),
            [],
            f"未见异常：媒体与网络负面10条，是上周的1.2倍，在正常波动以内；{SHARE}，比上周上升10.0个百分点，占比的变化在正常波动以内。",
        ),
        (
            volume(),
            [ALARM],
            (
                "确有异常：媒体与网络负面10条，按以往应约3.1条（8条起预警），明显超出正常波动；"
                f"{SHARE}，比上周上升10.0个百分点，占比的变化在正常波动以内。"
            ),
        ),
        (
            volume(negative=30),
            [ALARM, ALARM],
            (
                "确有异常：媒体与网络负面30条，其中2个时段明显超出正常波动，最多一段10条；"
                f"{SHARE}，比上周上升10.0个百分点，占比的变化在正常波动以内。"
            ),
        ),
        (
            volume(verdict="worse"),
            [],
            (
                "确有异常：媒体与网络负面10条，是上周的1.2倍，在正常波动以内；"
                f"{SHARE}，比上周上升10.0个百分点，超出正常波动，确有上升。"
            ),
        ),
        (
            volume(difference=None, verdict="not_enough_data", negative_ratio=None, negative_verdict="not_enough_data"),
            [],
            f"尚难判断：媒体与网络负面10条，没有触发数量预警；{SHARE}，占比的可比数据不足，尚不能判断比上周变好还是变差。",
        ),
        (
            volume(verdict="not_comparable", negative_verdict="worse", sources_left_out=["metro"]),
            [],
            (
                "确有异常：媒体与网络负面10条，同一批来源是上周的1.2倍，超出正常波动；"
                f"{SHARE}，信息来源与上周不一致，两期不可直接比较。"
            ),
        ),
        (volume(relevant=3), [], "本周相关信息只有3条，数量太少，不作负面占比的好坏判断。"),
        (volume(relevant=0, share=None), [], "本周没有可以计算负面占比的信息，不作好坏判断。"),
        (None, [], "本周没有可以计算负面占比的信息，不作好坏判断。"),
    ],
)
def test_worse_than_noise_or_not(row: Row | None, alarms: list[Row], text: str) -> None:
    assert worse_than_noise(row, alarms, WEEK) == text


@pytest.mark.parametrize(
    ("share", "number", "alarms", "judged"),
    [
        ("no_change", "no_change", [], "no_change"),
        ("better", "no_change", [], "better"),
        ("better", "worse", [], "worse"),
        ("no_change", "better", [ALARM], "worse"),
        ("not_enough_data", "not_enough_data", [], "not_enough_data"),
    ],
)
def test_a_rise_is_not_outweighed(share: str, number: str, alarms: list[Row], judged: str) -> None:
    assert judgement(volume(verdict=share, negative_verdict=number), alarms) == judged


def test_what_happened_leaves_out_what_was_not() -> None:
    summary = Row("summary", {"complaints": 0, "complaints_previous": 4})
    groups = {"all": volume(negative=0), "press": volume(relevant=0), "social": volume()}
    assert (
        what_happened(groups, summary, [], WEEK)
        == "本周监测到涉城管信息40条（网络社区40条），没有负面；没有收到群众诉求。"
    )


def test_what_happened_tells_collected_from_relevant() -> None:
    summary = Row("summary", {"complaints": 3, "complaints_previous": 2})
    story = Row("stories", {"title": "“静夜”行动", "items": 9, "sources": 4})
    said = what_happened({"all": volume(items=45), "press": volume()}, summary, [story], WEEK)
    assert said.startswith(
        "本周监测到媒体与网络信息45条，涉及城管的40条（新闻媒体40条），其中负面10条；另收群众诉求3件，"
    )
    assert said.endswith("最受关注的是“‘静夜’行动”（9条，4个来源）。")


@pytest.mark.parametrize(
    ("deadline", "text"),
    [
        ("2026-11-27", "建议由甲、乙于11月27日前整改：某事。"),
        ("2026-11-18T20:30:00", "建议由甲、乙立即（时限11月18日，已超时）整改：某事。"),
        ("2025-11-18T20:30:00", "建议由甲、乙整改：某事。"),
        ("", "建议由甲、乙整改：某事。"),
    ],
)
def test_what_to_do_knows_when_time_is_up(deadline: str, text: str) -> None:
    row = Row("guidance", {"unit": "甲，乙", "deadline": deadline, "matter": "某事", "action": "整改"})
    assert what_to_do([row], NOW, WEEK) == text


def period(share: float | None, items: int = 20, gap: bool = False) -> Row:
    return Row("trend", {"share": share, "gap": gap, "items": items})


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ([0.2, 0.3, 0.5], "负面占比为50.0%，为近3周最高"),
        ([0.2, 0.3, 0.1], "负面占比为10.0%，为近3周最低"),
        ([0.2, 0.4, 0.3], "负面占比为30.0%，在前2周的范围之内（20.0–40.0%）"),
        ([0.2, 0.3, None], "负面占比：本周缺数，不能与前期相比"),
        ([0.3], "负面占比为30.0%，没有前期数据"),
    ],
)
def test_the_title_of_a_trend_is_its_message(shares: list[float | None], text: str) -> None:
    assert trend_message([period(s) for s in shares], "负面占比", WEEK) == text


def test_gaps_are_no_zeros_in_a_mean() -> None:
    rows = [period(None, 10), period(None, 0, gap=True), period(None, 12)]
    assert count_message(rows, "群众诉求", "件", WEEK) == "群众诉求本周12件，前1周平均10件"
