"""The parts that look further say what their tables hold, and one line where these hold too little."""

from typing import Any

import pytest

from reports.brief import build_brief
from reports.formats import cell_text
from reports.parts import Block, Chart, Estimate, Paragraph, Table
from reports.reading import Facts
from reports.sections import (
    figures,
    front,
    handling,
    inspections,
    lasting,
    media,
    opinions,
    proposals,
    public,
    stories,
    views,
    year,
)
from reports.sections.trends import is_dense, trend_rows
from tests.reports.sample import HEAD, tables


def facts(**changes: Any) -> Facts:
    return Facts({**tables(), **changes})


def table(blocks: list[Block], key: str) -> Table:
    return next(block for block in blocks if isinstance(block, Table) and block.key.startswith(key))


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_every_course_in_time_tells_the_periods_under_inspection() -> None:
    weeks = [row | {"inspection": "创文" if row["start"] == "2026-11-02" else ""} for row in tables()["trend"]]
    drawn = build_brief(tables() | {"trend": weeks}, HEAD).charts()
    marked = {chart.key: chart.labels[chart.inspected.index("创文")] for chart in drawn if chart.inspected}
    assert marked == dict.fromkeys(("front_trend", "counts", "press_trend", "social_trend", "complaints"), "11.2")
    assert not any(chart.inspected for chart in build_brief(tables(), HEAD).charts())


@pytest.mark.parametrize("domains", [0, 16])
def test_the_note_on_shares_says_where_the_interval_allows_for_a_city_that_was_not_seen(domains: int) -> None:
    (row,) = tables()["model"]
    found = table(list(media.build(facts(model=[row | {"errors_domains": domains}])).blocks), "volume")
    assert ("没见过的城市误判率可能不同，区间已为此放宽" in found.note) is bool(domains)


def test_the_year_before_stands_beside_the_period_with_its_days() -> None:
    (found,) = year.blocks(facts())
    assert isinstance(found, Table)
    assert found.title == "同比：与2025年11月17日至11月23日相比（按星期对齐）"
    assert found.rows[2] == ("媒体与网络合计", 101, 50, 60, 18, Estimate(60 / 18, 1.9, 5.8), "增多")
    assert [found.rows[3][0], found.rows[3][3]] == ["群众诉求", None]
    assert "不计望澜市城市管理局网站、澜海热榜、北桥融媒和澜海在线" in found.note


def inspected(now: str, before: str, start: str | None) -> list[dict[str, Any]]:
    head = {"inspection": now, "before": before, "previous_start": start, "previous_end": start and "2026-06-14"}
    return [row | head for row in tables()["year_on_year"]]


@pytest.mark.parametrize(
    ("now", "before", "start", "text"),
    [
        ("", "", None, []),
        ("创文", "", "2026-06-08", [(
            "本周处于检查期（创文），不与上周比较，只与同样处于检查期（创文）的时段比：上一次是2026年6月8日至6月14日，"
            "媒体与网络负面60条，当时18条（增多）；群众诉求58件，当时47件（正常波动）。只计两次都有的来源。"
        )]),
        ("", "国卫", "2026-06-08", [(
            "上周处于检查期（国卫），不与上周比较，只与没有检查的时段比：上一次是2026年6月8日至6月14日，"
            "媒体与网络负面60条，当时18条（增多）；群众诉求58件，当时47件（正常波动）。只计两次都有的来源。"
        )]),
        ("创文、国卫", "创文", None, [(
            "本周处于检查期（创文、国卫），上周处于检查期（创文），不与上周比较，只与同样处于检查期（创文、国卫）的时段比；"
            "此前没有这样的时段，不作好坏判断。"
        )]),
    ],
)  # fmt: skip
def test_a_week_under_inspection_is_told_beside_the_like(
    now: str, before: str, start: str | None, text: list[str]
) -> None:
    told = facts(inspections=inspected(now, before, start) if text else [])
    assert texts(inspections.blocks(told)) == text
    arrows = [figure.arrow for figure in figures.figures(told) if figure.key != "handled"]
    assert any(arrows) != bool(text)
    sentences = front.build(told, HEAD).sentences
    assert ("两期不可直接比较" in sentences[1]) == bool(text)
    assert ("件，比上周" in sentences[0] or "件，是上周" in sentences[0]) != bool(text)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sources": []}, "没有两年都有数据的来源"),
        ({"note": "春节不在同一个月，两年不可比"}, "春节不在同一个月，两年不可比"),
    ],
)
def test_years_that_cannot_be_compared_are_one_line(changes: dict[str, Any], why: str) -> None:
    rows = [row | {"verdict": "not_comparable"} | changes for row in tables()["year_on_year"]]
    assert texts(year.blocks(facts(year_on_year=rows))) == [
        f"同比：上年同期为2025年11月17日至11月23日，{why}，不作比较。"
    ]


def test_the_net_rating_stands_beside_the_survey_and_is_no_survey() -> None:
    said = next(text for text in texts(list(media.build(facts()).blocks)) if "净值" in text)
    assert said.startswith("网络评价净值（正面占比减负面占比）为-44.5个百分点")
    assert "12345热线回访26件，73.1%" in said
    few = [row | {"satisfied": 2, "dissatisfied": 1} for row in tables()["handling"]]
    assert not any("满意率" in text for text in texts(list(media.build(facts(handling=few)).blocks)))


def test_the_press_is_told_of_by_what_it_cites() -> None:
    found = table(list(media.build(facts()).blocks), "press_sides")
    assert [row[0] for row in found.rows] == ["全部", "其中负面"]
    assert found.rows[1][1:2] + found.rows[1][3:] == (9, 1.7, 4)
    none = [row | {"articles": 0} for row in tables()["press_sides"]]
    blocks = media.build(facts(press_sides=none)).blocks
    assert all(getattr(block, "key", "") != "press_sides" for block in blocks)


def test_views_carry_their_sample_and_what_nobody_has_named() -> None:
    found = table(opinions.blocks(facts()), "views")
    assert found.title.endswith("（样本44条）")
    assert [row[0] for row in found.rows] == ["1. 问责只到临时工", "2. 同情摊主", "3. 常用词：通报、视频、公开"]
    assert found.rows[0][3].value == 0.5  # type: ignore[union-attr]  # a cell of that column is an estimate
    assert "不代表全体市民" in found.note
    assert "待分析员" in found.note
    (line,) = texts(opinions.blocks(facts(views=[])))
    assert "样本太小" in line


def test_lasting_moves_name_the_work_near_them() -> None:
    found = table(lasting.changes(facts()), "changes")
    assert found.title == "近两年的持久变化：最近一次是工地施工投诉，2026年8月17日起每周由11.2件降到3.3件"
    assert found.rows[0][-1] == "「静夜」行动"
    assert found.rows[1][-1] == "没有登记"
    fresh = [row | {"start": "2026-10-26"} for row in tables()["changes"]]
    assert "只是一时的起落" in table(lasting.changes(facts(changes=fresh)), "changes").note
    assert texts(lasting.changes(facts(changes=[]))) == ["近两年各项指标没有发现持久的升降（变点）。"]


def test_two_ways_of_working_stand_side_by_side_and_one_alone_is_a_line() -> None:
    found = table(lasting.work_modes(facts()), "work_modes")
    assert [row[0] for row in found.rows] == ["日常管理", "集中整治"]
    assert found.rows[0][-2:] == (None, None)
    campaign = tables()["work_modes"][1:]
    assert texts(lasting.work_modes(facts(work_modes=campaign))) == [
        "集中整治登记2次，合并后诉求减少10.0%，在偶然波动范围之内，其中2次已经反弹。没有登记日常管理的工作，两种做法无从比较。"
    ]
    sure = [campaign[0] | {"effect": -0.38, "low": -0.62, "high": -0.01, "rebounded": 0}]
    assert "诉求减少38.0%（95%区间1.0–62.0）" in texts(lasting.work_modes(facts(work_modes=sure)))[0]


def test_what_came_again_is_told_with_its_share() -> None:
    found = table(handling.repeated(facts()), "repeats")
    assert found.rows[0][:3] == ("澜东区文庙街占道经营", 6, 31)
    assert found.note.endswith("占28.0%，上周为25.0%。")
    few = [tables()["repeat_share"][0] | {"items": 4, "repeats": 1}]
    assert texts(handling.repeated(facts(repeats=[], repeat_share=few)))[0].endswith("件数少，不计算比例。")
    none = [tables()["repeat_share"][0] | {"items": 0, "repeats": 0}]
    assert "没有写明地点的诉求" in texts(handling.repeated(facts(repeats=[], repeat_share=none)))[0]


def test_what_is_not_ours_is_passed_on_by_name() -> None:
    found = table(handling.not_ours(facts()), "not_ours")
    assert found.rows == (("市政设施·供水供气", 2, 1, "供水、燃气公司"), ("征收拆迁", 1, 0, "区征收办"))
    ours = tables()["matters"][:1]
    assert "没有发现应转交" in texts(handling.not_ours(facts(matters=ours)))[0]
    assert handling.not_ours(facts(matters=[])) == []


def test_handling_shows_the_columns_that_are_filled() -> None:
    titles = [column.title for column in table(handling.blocks(facts()), "handling").columns]
    assert "退单率" in titles
    assert "签收率" not in titles
    bare = [
        row | {name: None for name in row if "share" in name or name in {"median_days", "on_time", "open_over_30_days"}}
        for row in tables()["handling"]
    ]
    found = table(handling.blocks(facts(handling=bare)), "handling")
    assert [column.title for column in found.columns] == ["渠道", "受理", "已答复"]


def test_few_complaints_are_not_drawn() -> None:
    few = [row | {"items": 1, "usual": 0.5, "verdict": "not_enough_data"} for row in tables()["complaint_issues"]]
    places = [{"district": "澜东区", "issue": "dogs", "items": 3}]
    blocks = public.build(facts(complaint_issues=few, complaint_places=places)).blocks
    assert {block.key for block in blocks if isinstance(block, Chart)} & {"issue_pairs", "places"} == set()
    assert {row[5].value for row in table(list(blocks), "complaint_issues").rows} == {None}  # type: ignore[union-attr]


def test_complaints_are_told_for_every_ten_thousand_residents_or_a_gap_with_its_reason() -> None:
    found = table(list(public.build(facts()).blocks), "complaint_issues")
    place = [column.title for column in found.columns].index("每万人")
    assert [cell_text(row[place], found.columns[place].format) for row in found.rows][:3] == ["0.079", "0.046", "0.038"]
    assert found.note == "“每万人”是本期件数按全市每1万常住人口计。"
    unknown = [row | {"per_10k": None} for row in tables()["complaint_issues"]]
    bare = table(list(public.build(facts(complaint_issues=unknown)).blocks), "complaint_issues")
    assert {row[place] for row in bare.rows} == {None}
    assert bare.note == "设置里没有写全各区的常住人口，“每万人”不计算，列为“—”。"


def test_a_district_is_told_with_its_largest_issue_where_that_points_to_nobody() -> None:
    found = table(list(public.build(facts()).blocks), "districts")
    formats = [column.format for column in found.columns[-2:]]
    told = {row[0]: [cell_text(cell, form) for cell, form in zip(row[-2:], formats, strict=True)] for row in found.rows}
    assert told["澜西区"] == ["占道经营", "0.155"]
    assert told["砚湖区"] == ["—", "—"]
    assert "不足5件的不列" in found.note


def test_media_are_told_with_the_stories_that_they_were_the_first_to_tell() -> None:
    blocks = list(media.build(facts()).blocks)
    tiers, sources = (table(blocks, key) for key in ("tiers", "sources"))
    firsts = [[column.title for column in one.columns].index("首发事件") for one in (tiers, sources)]
    assert {row[0]: row[firsts[0]] for row in tiers.rows}["自媒体"] == 1
    assert {row[0]: row[firsts[1]] for row in sources.rows}["澜城论坛"] == 1
    assert "最先说出" in tiers.note


def test_many_places_are_cut_and_counted() -> None:
    places = [{"district": f"第{n}区", "issue": "dogs", "items": 20 - n, "per_10k": None} for n in range(14)]
    chart = next(b for b in public.build(facts(complaint_places=places)).blocks if getattr(b, "key", "") == "places")
    assert isinstance(chart, Chart)
    assert len(chart.series) == 10
    assert chart.note == "其余4个区（县）共34件，图中从略"


def test_small_stories_and_small_moves_are_a_line() -> None:
    small = [row | {"items": 2, "grade": ""} for row in tables()["stories"]]
    (line,) = texts(stories.blocks(facts(stories=small)))
    assert line == "本期没有形成3条以上信息的事件，另有3件两条信息的小事，不单独列出。"
    calm = [row | {"contribution": 1} for row in tables()["drivers"]]
    assert any("不作增减分解" in text for text in texts(list(views.build(facts(drivers=calm)).blocks)))


def test_what_is_said_more_stands_first_and_more_praise_is_no_harm() -> None:
    (line, *_) = texts(list(views.build(facts()).blocks))
    assert line == "与上周相比，批评的说法中“暴力执法”、“回应失当”和“同情弱者”明显增多。"
    calm = [row | {"verdict": "no_change"} for row in tables()["frames"]]
    assert texts(list(views.build(facts(frames=calm)).blocks))[0].endswith("没有哪种批评的说法明显增多或减少。")
    praised = [row | {"verdict": "worse" if row["code"] == "service" else "no_change"} for row in tables()["frames"]]
    found = table(list(views.build(facts(frames=praised)).blocks), "frames")
    assert {row[0]: row[-1] for row in found.rows}["服务见效"] == "增多"
    assert texts(list(views.build(facts(frames=praised)).blocks))[0].endswith("没有哪种批评的说法明显增多或减少。")


def test_a_share_of_a_few_items_has_no_course() -> None:
    rows = [row | {"relevant": 4} for row in tables()["trend"]]
    assert is_dense(trend_rows(facts(), "press"))
    assert not is_dense(trend_rows(facts(trend=rows), "press"))


def test_many_proposals_by_one_rule_are_written_out_twice() -> None:
    many = [tables()["guidance"][0] | {"id": f"g{n}", "rule": "repeat_place" if n > 1 else f"r{n}"} for n in range(9)]
    found = facts(guidance=many)
    assert [row["id"] for row in proposals.written_out(found.rows("guidance"))] == ["g0", "g1", "g2", "g3"]
