"""A Brief holds what the tables say, survives JSON, and names what is wrong."""

import json
from dataclasses import replace
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
    assert [figure.value for figure in front.figures] == ["119条", "67条", "58件", "91.9%"]
    assert front.figures[1].tone == "worse"
    assert front.figures[1].interval == "占56.3%（47.3–64.9）"
    assert front.figures[1].change == "同一批来源是上周的4.8倍"
    assert len(front.sentences) == 3
    assert (len(front.alerts), front.alerts_more) == (5, 0)
    assert sum(alert.overdue for alert in front.alerts) == 1


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
    rows["guidance"] = [rows["guidance"][1] | {"id": f"g{n}", "rule": f"R{n % 10}"} for n in range(30)]
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
    assert brief.front.sentences[0] == "本周没有任何信息入库，不能据此判断有没有舆情。"
    assert {figure.value for figure in brief.front.figures} == {"—"}
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


def test_alerts_on_one_story_are_one_line_and_an_answer_is_said() -> None:
    rows = tables()
    rows["alerts"][0] |= {"rule": "count", "story_id": "s0000001"}
    rows["alerts"][2] |= {"rule": "many_sources", "story_id": "s0000001", "response_at": "2026-11-18T10:30:00+08:00"}
    front = build_brief(rows, HEAD).front
    assert front is not None
    assert (len(front.alerts), front.alerts_more) == (4, 0)
    assert front.alerts[0].level == "重大"
    assert front.alerts[0].message.endswith("1.9倍（同一事件另有1条预警）")
    assert front.alerts[0].clock == "11月18日10:30已回应，超时"


def test_alerts_of_one_event_are_one_line_also_without_a_story() -> None:
    rows = tables()
    for row in rows["alerts"]:
        row |= {"event": "a1" if row["id"] in {"a1", "a4", "a5"} else row["id"], "rule": "count"}
    front = build_brief(rows, HEAD).front
    assert front is not None
    assert (len(front.alerts), front.alerts_more) == (3, 0)
    assert front.alerts[0].message.endswith("（同一事件另有2条预警）")


def test_the_full_table_of_alerts_has_one_line_an_event() -> None:
    rows = tables()
    for row in rows["alerts"]:
        row |= {"event": "a1" if row["id"] in {"a1", "a4", "a5"} else row["id"]}
    rows["alerts"][0] |= {"rule": "count"}
    rows["alerts"][3] |= {"message": "文" * 200}
    table = next(table for table in build_brief(rows, HEAD).tables() if table.key == "alerts")
    assert [row[0] for row in table.rows] == ["重大", "较大", "一般"]
    assert table.rows[0][1] == f"{'文' * 89}…（同一事件另有2条预警）"
    assert table.rows[0][3] == "11月27日18:00前，在时限内"
    assert not any("同一事件" in str(row[1]) for row in table.rows[1:])


def test_the_front_agrees_with_the_count_alarm() -> None:
    rows = tables()
    for row in rows["volume"]:
        row |= {"verdict": "no_change", "negative_verdict": "no_change"}
    calm = build_brief(rows, HEAD).front
    rows["alerts"][0] |= {"rule": "count", "series": "all/negative", "observed": 67}
    loud = build_brief(rows, HEAD).front
    assert calm is not None
    assert loud is not None
    assert (calm.figures[1].tone, loud.figures[1].tone) == ("plain", "worse")
    assert calm.sentences[1].startswith("未见异常")
    assert loud.sentences[1].startswith("确有异常：媒体与网络负面67条，按以往应约2.1条")
    assert calm.chart is not None
    assert loud.chart is not None
    assert (calm.chart.source, loud.chart.source) == ("trend[all].share", "trend[all].negative")


def test_a_long_period_says_when_a_matter_was_first_seen() -> None:
    rows = tables()
    rows["summary"][0]["kind"] = "quarter"
    brief = build_brief(rows, HEAD)
    assert brief.front is not None
    assert {alert.clock for alert in brief.front.alerts} == {"首见11月17日20:30"}
    assert not any(alert.overdue for alert in brief.front.alerts)
    alerts = next(table for table in brief.tables() if table.key == "alerts")
    assert [column.title for column in alerts.columns] == ["等级", "内容", "首发"]


@pytest.mark.parametrize(
    ("key", "measures"),
    [
        ("media", ("volume",)),
        ("views", ("frames", "issues", "drivers", "phrases")),
        ("effects", ("rebound", "outreach", "changes")),
        ("public", ("complaint_issues", "complaint_places", "handling")),
    ],
)
def test_an_empty_part_is_one_line(key: str, measures: tuple[str, ...]) -> None:
    rows = tables()
    for measure in measures:
        rows[measure] = []
    assert [block.kind for block in section(build_brief(rows, HEAD), key)] == ["paragraph"]


def test_no_times_of_handling_are_said_and_not_counted() -> None:
    rows = tables()
    for row in rows["handling"]:
        row |= {name: None for name in row if "share" in name or name in {"closed", "on_time", "median_days"}}
        row |= {"untimed": row["received"]}
    brief = build_brief(rows, HEAD)
    assert brief.front is not None
    assert (brief.front.figures[3].value, brief.front.figures[3].change) == ("—", "没有办理时间，不计算")
    table = next(table for table in brief.tables() if table.key == "handling")
    assert table.note.startswith("12345热线和网民留言有58件没有办理时间")


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["no_change"] * 8, "各类诉求都在平常范围之内"),
        (["no_change"] * 4 + ["not_enough_data"] * 4, "没有发现明显多于平常的诉求，有的事项数据不足"),
        (["not_comparable"] * 8, "各类诉求可比的往期数据不足，不作异常判断"),
        (["worse"] + ["not_enough_data"] * 7, "占道经营明显多于平常"),
    ],
)
def test_the_title_of_the_issues_claims_no_more_than_is_known(verdicts: list[str], title: str) -> None:
    rows = tables()
    for row, verdict in zip(rows["complaint_issues"], verdicts, strict=True):
        row["verdict"] = verdict
    assert next(chart.title for chart in build_brief(rows, HEAD).charts() if chart.key == "issue_pairs") == title


def test_where_nobody_else_speaks_the_front_shows_the_complaints() -> None:
    rows = tables()
    rows["trend"] = [
        row | ({} if row["group"] == "complaint" else {"items": 0, "share": None}) for row in rows["trend"]
    ]
    front = build_brief(rows, HEAD).front
    assert front is not None
    assert front.chart is not None
    assert front.chart.key == "front_complaints"


def test_a_period_into_which_nothing_came_is_a_gap_in_every_course() -> None:
    empty = tables() | {"summary": without_posts()["summary"]}
    known, gone = build_brief(tables(), HEAD).charts(), build_brief(empty, HEAD).charts()
    courses = [chart for chart in gone if chart.gaps]
    assert len(courses) == sum(bool(chart.gaps) for chart in known) > 1
    for chart in courses:
        assert chart.gaps[-1] == "没有入库任何信息"
        assert {series.values[-1] for series in chart.series} == {None}
        assert "0条" not in chart.title


@pytest.mark.parametrize(
    ("newest", "made_at", "words"),
    [
        ("2026-11-22T18:00:00+08:00", "2026-11-23T08:00:00+08:00", ""),
        ("2026-11-21T18:00:00+08:00", "2026-11-23T08:00:00+08:00", ""),
        ("2026-11-19T18:00:00+08:00", "2026-11-23T08:00:00+08:00", "数据只到11月19日，此后3天没有入库任何信息"),
        # A week that is not over.
        ("2026-11-19T18:00:00+08:00", "2026-11-20T17:00:00+08:00", ""),
    ],
)
def test_days_without_anything_at_the_end_are_on_page_one(newest: str, made_at: str, words: str) -> None:
    seen = [row | {"newest_post": newest} for row in tables()["coverage"]]
    front = build_brief(tables() | {"coverage": seen}, replace(HEAD, made_at=made_at)).front
    assert front is not None
    said = [notice for notice in front.notices if "数据只到" in notice]
    assert [notice.startswith(words) for notice in said] == ([True] if words else [])
