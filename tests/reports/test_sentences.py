"""The three sentences of page one say what the numbers say, in Chinese that can be read aloud, at any numbers."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.comparison import Verdict
from reports.reading import Row
from reports.sentences import Told, judgement, what_happened, what_to_do, worse_than_noise
from tests.reports.sample_sentences import NOW, WEEK, alarm, issue, proposal, summary, volume

SHARE = "负面占比25.0%（95%区间14.0–40.0）"
STORY = Row("stories", {"title": "“静夜”行动", "items": 9, "sources": 4})


def told(whole: Row | None = None, **fields: Any) -> Told:
    groups = {} if whole is None else {"all": whole}
    return Told(**({"groups": groups, "summary": summary(), "words": WEEK} | fields))


@pytest.mark.parametrize(
    ("row", "alarms", "text"),
    [
        (
            volume(),
            [],
            (
                f"未见异常：媒体与网络负面10条，比上周增加20.0%，在正常波动以内；{SHARE}，"
                "比上周上升10.0个百分点，占比的变化在正常波动以内。"
            ),
        ),
        (
            volume(),
            [alarm()],
            (
                "确有异常：媒体与网络负面10条，按以往应约3.1条（8条起预警），明显超出正常波动；"
                f"{SHARE}，比上周上升10.0个百分点，占比的变化在正常波动以内。"
            ),
        ),
        (
            volume(),
            [alarm(expected=0.03, threshold=4)],
            (
                "确有异常：媒体与网络负面10条，以往几乎没有（4条起预警），明显超出正常波动；"
                f"{SHARE}，比上周上升10.0个百分点，占比的变化在正常波动以内。"
            ),
        ),
        (
            volume(negative=30),
            [alarm(), alarm()],
            (
                "确有异常：媒体与网络负面30条，其中2个时段明显超出正常波动，最多一段10条；"
                f"{SHARE}，比上周上升10.0个百分点，占比的变化在正常波动以内。"
            ),
        ),
        (
            volume(verdict="worse"),
            [],
            (
                "确有异常：媒体与网络负面10条，比上周增加20.0%，在正常波动以内；"
                f"{SHARE}，比上周上升10.0个百分点，超出正常波动，确有上升。"
            ),
        ),
        (
            volume(difference=None, verdict="not_enough_data", negative_ratio=None, negative_verdict="not_enough_data"),
            [],
            f"尚难判断：媒体与网络负面10条，没有触发数量预警；{SHARE}，可比数据不足，尚不能判断比上周变好还是变差。",
        ),
        (
            volume(verdict="not_comparable", negative_verdict="worse", negative_ratio=2.5, sources_left_out=["metro"]),
            [],
            (
                "确有异常：媒体与网络负面10条，同一批来源是上周的2.5倍，超出正常波动；"
                f"{SHARE}，信息来源与上周不一致，两期不可直接比较。"
            ),
        ),
        (volume(relevant=3), [], "本周涉城管信息只有3条，数量太少，不作负面占比的好坏判断。"),
        (volume(relevant=0, share=None), [], "没有可以计算负面占比的信息，不作好坏判断。"),
        (None, [], "没有可以计算负面占比的信息，不作好坏判断。"),
    ],
)
def test_worse_than_noise_or_not(row: Row | None, alarms: list[Row], text: str) -> None:
    assert worse_than_noise(told(row, alarms=alarms)) == text


def test_the_year_before_is_said_where_it_says_something() -> None:
    yearly = Row("year_on_year", {"previous_items": 9, "previous_negative": 4, "ratio_verdict": "worse"})
    assert worse_than_noise(told(volume(), yearly=yearly)).endswith("；上年同期负面4条，同比明显增多。")
    unknown = Row("year_on_year", {"previous_items": 9, "previous_negative": 4, "ratio_verdict": "not_enough_data"})
    nothing = Row("year_on_year", {"previous_items": 0, "previous_negative": 0, "ratio_verdict": "worse"})
    for row in (unknown, nothing):
        assert "同比" not in worse_than_noise(told(volume(), yearly=row))


@pytest.mark.parametrize(
    ("issues", "text"),
    [
        (
            [
                issue("parking", 115, 75.0, "worse"),
                issue("demolition", 108, 74.5, "worse"),
                issue("dogs", 3, 2.5, "no_change"),
            ],
            "诉求有异常：群众诉求中车辆停放（115件，平常75件）和征收拆迁（108件，平常74件）明显多于平常；",
        ),
        ([issue("dogs", 3, 2.5, "no_change")], "群众诉求没有明显多于平常的事项；"),
        ([issue("dogs", 3, 2.5, "not_enough_data")], ""),
    ],
)
def test_where_nobody_else_speaks_the_complaints_are_judged(issues: list[Row], text: str) -> None:
    assert worse_than_noise(told(issues=issues)) == f"{text}没有可以计算负面占比的信息，不作好坏判断。"


def test_complaints_far_above_their_usual_are_told_beside_the_press() -> None:
    near, far = issue("dogs", 12, 8.0, "worse"), issue("parking", 98, 4.6, "worse", low=3.3)
    assert worse_than_noise(told(volume(), issues=[near])).startswith("未见异常：")
    said = worse_than_noise(told(volume(), issues=[near, far]))
    assert said.startswith("媒体与网络未见异常：负面10条，")
    assert said.endswith("；群众诉求中车辆停放（98件，平常4.6件）明显多于平常。")


@pytest.mark.parametrize(
    ("share", "number", "alarms", "judged"),
    [
        ("no_change", "no_change", [], "no_change"),
        ("better", "no_change", [], "better"),
        ("better", "worse", [], "worse"),
        ("no_change", "better", [alarm()], "worse"),
        ("not_enough_data", "not_enough_data", [], "not_enough_data"),
    ],
)
def test_a_rise_is_not_outweighed(share: str, number: str, alarms: list[Row], judged: str) -> None:
    assert judgement(volume(verdict=share, negative_verdict=number), alarms) == judged


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            told(volume(negative=0), summary=summary(0, 4)),
            "本周监测到涉城管信息40条（网络社区40条），没有负面信息；没有收到群众诉求（上周4件）。",
        ),
        (
            told(volume(), summary=summary(3, 2), stories=[STORY]),
            (
                "本周最受关注的是“‘静夜’行动”（9条，4个来源）。全周监测到涉城管信息40条（网络社区40条），"
                "其中负面10条；另收到群众诉求3件，比上周增加1件。"
            ),
        ),
        (
            told(volume(), stories=[STORY | {"items": 4}]),
            "本周监测到涉城管信息40条（网络社区40条），其中负面10条；另收到群众诉求4件，与上周持平。",
        ),
        (told(summary=summary(0, 0)), "本周媒体和网络上没有监测到涉及城市管理的信息；没有收到群众诉求。"),
        (
            told(heard=False, summary=summary(937, 898), issues=[issue("facilities", 276, 279.5, "no_change")]),
            "本周只接入了群众诉求渠道：共收到群众诉求937件，比上周增加39件（4.3%），最多的是市政设施（276件）。",
        ),
    ],
)
def test_what_happened_leaves_out_what_was_not(facts: Told, text: str) -> None:
    groups = facts.groups | ({"press": volume(relevant=0), "social": volume()} if facts.groups else {})
    assert what_happened(Told(**{name: getattr(facts, name) for name in facts.__slots__} | {"groups": groups})) == text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "建议由甲、乙于11月27日前整改：某事。"),
        ({"unit": "甲，会同乙、丙"}, "建议由甲会同乙、丙于11月27日前整改：某事。"),
        ({"deadline": "2026-11-18T20:30:00"}, "建议由甲、乙立即（时限11月18日，已超时）整改：某事。"),
        ({"deadline": "2025-11-18T20:30:00"}, "建议由甲、乙整改：某事。"),
        ({"deadline": ""}, "建议由甲、乙整改：某事。"),
        (
            {"action": "先核实", "matter": "暴力执法指称：某视频"},
            "建议由甲、乙于11月27日前先行核实：暴力执法指称——某视频。",
        ),
        ({"action": "解释"}, "建议由甲、乙于11月27日前作出解释说明：某事。"),
    ],
)
def test_what_to_do_knows_when_time_is_up(changes: dict[str, Any], text: str) -> None:
    assert what_to_do(told(), [proposal(**changes)], NOW) == text


def test_a_week_without_data_is_not_a_quiet_week() -> None:
    nothing = told(summary=summary(0, 49, posts=0))
    assert what_happened(nothing) == "本周没有任何信息入库，不能据此判断有没有舆情。"
    assert what_to_do(nothing, [], NOW) == "建议先核实采集和入库是否正常，再使用本期数字。"


def test_where_most_could_not_be_judged_nothing_is_judged() -> None:
    failed = told(volume(), summary=summary(failed_scores=180, relevant=40))
    assert worse_than_noise(failed) == "本周有180条信息未能判读，多于已判读的涉城管信息，不作好坏判断。"


COUNTS = st.integers(0, 10**7)
SHARES = st.floats(0, 1)
VERDICTS = st.sampled_from([str(verdict) for verdict in Verdict])
WHOLES = st.builds(
    lambda relevant, part, share, ratio, difference, verdicts: volume(
        items=relevant, relevant=relevant, negative=int(relevant * part), share=share if relevant else None, low=share / 2,
        high=(1 + share) / 2, negative_ratio=ratio, difference=difference, verdict=verdicts[0], negative_verdict=verdicts[1],
    ),
    COUNTS, SHARES, SHARES, st.none() | st.floats(0, 10**5), st.none() | st.floats(-1, 1), st.tuples(VERDICTS, VERDICTS),
)  # fmt: skip
ALARMS = st.builds(lambda n, e: alarm(observed=n, expected=e, threshold=n), st.integers(1, 10**6), st.floats(0, 10**5))
ISSUES = st.builds(
    issue, st.sampled_from(["dogs", "parking", "vending"]), st.integers(1, 10**6), st.floats(0, 10**5), VERDICTS,
    st.floats(0, 9),
)  # fmt: skip
YEARS = st.builds(
    lambda n, more, v: Row(
        "year_on_year", {"previous_items": n + more, "previous_negative": n, "ratio_verdict": v}
    ),
    COUNTS, COUNTS, VERDICTS,
)  # fmt: skip
FACTS = st.builds(
    lambda whole, complaints, alarms, issues, yearly, heard: told(
        whole, summary=summary(*complaints), alarms=alarms, issues=issues, yearly=yearly, heard=heard
    ),
    st.none() | WHOLES, st.tuples(COUNTS, COUNTS), st.lists(ALARMS, max_size=3), st.lists(ISSUES, max_size=3),
    st.none() | YEARS, st.booleans(),
)  # fmt: skip
# What nobody would read aloud: signs, names of values, empty clauses, doubled marks, a noun without its number.
UNSAID = re.compile(
    r"-|−|nan|inf|None|[，；。：、]{2}|（）|(?<![\d,.])0[条件](?!起)|[增减][加少]0|[升降]0\.0|^[，；：]"
)
# A number of things carries its measure word; a rate, a multiple and a date carry theirs.
NUMBERS = re.compile(r"\d(?![\d,.]*(?:条|件|个|倍|%|–|）|月|日|类|项))")


@given(FACTS)
def test_any_numbers_make_sentences_that_can_be_read_aloud(facts: Told) -> None:
    for text in (what_happened(facts), worse_than_noise(facts)):
        assert UNSAID.search(text) is None, text
        assert NUMBERS.search(text) is None, text
        assert text.endswith("。")
        assert text.count("（") == text.count("）")
        assert len(text) < 260


@given(
    st.lists(st.builds(proposal, matter=st.text(max_size=200), deadline=st.sampled_from(["", "2026-11-27", NOW[:16]])))
)
def test_any_matter_makes_one_sentence(proposals: list[Row]) -> None:
    text = what_to_do(told(), proposals, NOW)
    assert text.endswith("。")
    assert "\n" not in text
    assert len(text) < 160
