"""A Brief holds what the tables say, survives JSON, and names what is wrong."""

import json
from typing import Any

import pytest

from reports.brief import Brief, BriefError, build_annex, build_brief
from reports.parts import Proposal, Story, Table
from tests.reports.sample import HEAD, tables, without_posts

BRIEF = build_brief(tables(), HEAD)


def section(brief: Brief, key: str) -> tuple[Any, ...]:
    return next(part.blocks for part in brief.sections if part.key == key)


def test_a_brief_survives_json() -> None:
    text = BRIEF.to_json()
    assert Brief.from_json(text) == BRIEF
    assert Brief.from_json(text).to_json() == text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema": 2}', "null"])
def test_what_is_no_brief_is_refused(text: str) -> None:
    with pytest.raises(BriefError):
        Brief.from_json(text)


def test_a_brief_of_another_schema_is_refused() -> None:
    raw = json.loads(BRIEF.to_json()) | {"schema": 9}
    with pytest.raises(BriefError, match="schema=9"):
        Brief.from_json(json.dumps(raw))


def test_the_front_page_says_what_counts() -> None:
    front = BRIEF.front
    assert front is not None
    assert [figure.value for figure in front.figures] == ["119条", "56.3%", "58件", "91.9%"]
    assert front.figures[1].tone == "worse"
    assert front.figures[1].interval == "95%区间 47.3–64.9%"
    assert len(front.sentences) == 3
    assert (len(front.alerts), front.alerts_more) == (4, 1)
    assert [alert.overdue for alert in front.alerts] == [False, False, True, False]


def test_a_source_in_trouble_is_on_page_one() -> None:
    front = BRIEF.front
    assert front is not None
    assert front.notices[0].startswith("北桥融媒偏少：站点地图返回503")
    rows = tables()
    rows["coverage"][1] |= {"gap": True, "message": ""}
    dead = build_brief(rows, HEAD).front
    assert dead is not None
    assert dead.notices[0] == "望澜都市报本期缺数。"


def test_conduct_complaints_stand_in_the_annex_alone() -> None:
    conduct = "锦纺巷一摊主检查中受伤"
    table = next(block for block in section(BRIEF, "appendix") if isinstance(block, Table))
    assert not any(conduct in str(row) for row in table.rows)
    annex = build_annex(tables(), HEAD)
    assert annex.front is None
    assert conduct in annex.to_json()
    assert annex.head.report_to == "督察部门"


def test_complaint_channels_have_no_negative_share() -> None:
    table = next(block for block in section(BRIEF, "media") if isinstance(block, Table) and block.key == "sources")
    assert "12345热线导出表" not in {row[0] for row in table.rows}


def test_stories_and_proposals_carry_their_facts() -> None:
    stories = [block for block in section(BRIEF, "media") if isinstance(block, Story)]
    assert dict(stories[0].facts)["规模"] == "58条，5个来源"
    assert dict(stories[2].facts)["回应"] == "尚未见官方回应"
    proposals = [block for block in section(BRIEF, "proposals") if isinstance(block, Proposal)]
    assert dict(proposals[0].facts)["佐证"] == "4条，见附件第1、2、3条"


def test_what_a_paper_leaves_out_is_in_the_brief() -> None:
    rows = tables()
    rows["guidance"] = [rows["guidance"][1] | {"id": f"g{n}"} for n in range(30)]
    rest = next(
        block
        for block in section(build_brief(rows, HEAD), "proposals")
        if getattr(block, "key", "") == "more_proposals"
    )
    assert (len(rest.rows), rest.shown) == (22, 15)


def test_a_period_without_posts_is_no_good_news() -> None:
    brief = build_brief(without_posts(), HEAD)
    assert brief.front is not None
    assert brief.front.notices == ("本期没有入库任何信息：请先核实采集是否正常，不能理解为“没有舆情”。",)
    assert brief.front.sentences[0] == "本周媒体和网络上没有监测到涉及城市管理的信息；没有收到群众诉求。"
    assert brief.charts() == ()


def test_periods_before_the_first_record_are_not_drawn() -> None:
    rows = tables()
    for row in rows["trend"]:
        if row["start"] < "2026-10-01":
            row |= {"items": 0, "share": None, "low": None, "high": None, "gap": False}
    chart = next(chart for chart in build_brief(rows, HEAD).charts() if chart.key == "complaints")
    assert chart.labels[0] == "10.5"


@pytest.mark.parametrize(
    ("measure", "field"), [("volume", "verdict"), ("stories", "sources"), ("summary", "complaints")]
)
def test_a_missing_field_is_named(measure: str, field: str) -> None:
    rows = tables()
    for row in rows[measure]:
        del row[field]
    with pytest.raises(BriefError, match=f"{measure}.{field}"):
        build_brief(rows, HEAD)


def test_a_missing_summary_is_named() -> None:
    with pytest.raises(BriefError, match="summary"):
        build_brief({}, HEAD)


def test_numbers_that_are_none_are_said_as_none() -> None:
    rows = tables()
    rows["volume"][2] |= {"share": float("nan"), "low": float("nan"), "high": float("nan")}
    front = build_brief(rows, HEAD).front
    assert front is not None
    assert front.figures[1].value == "—"
