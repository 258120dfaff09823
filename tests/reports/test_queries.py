"""Every count of a paper is the number of posts that its query gives."""

import re
from html import unescape

import pytest

from pipeline.context import Rows
from reports.backing import Backing, PostLine, build_backing, picked, query_text
from reports.brief import build_brief, build_special
from reports.formats import GROUPS
from reports.markup import Doors, block_html
from reports.parts import Chart, Format, Proposal, Story, Table
from reports.queries import (
    cell_name,
    cell_queries,
    chart_query,
    figure_query,
    figures,
    plain_title,
    proposal_query,
    row_names,
    story_query,
)
from reports.reading import BriefError, Facts
from reports.sections.proposals import written_out
from tests.reports.demo_week import demo_backing, demo_brief, demo_tables
from tests.reports.sample import HEAD, tables

# Counts that are of other things than posts of this period or the one before.
COUNTED = {
    "volume", "tiers", "sources", "kinds", "complaint_issues", "districts", "frames", "issues", "handling", "repeats",
    "not_ours", "year_on_year", "views", "press_sides",
}  # fmt: skip
WITHOUT_POSTS = {"常住人口", "超30天未结", "已答复", "回升过半", "平常", "上年同期", "上年负面"}


def test_every_count_in_a_table_opens_to_as_many_posts() -> None:
    posts, wrong, checked = demo_backing().posts, [], 0
    for table in demo_brief().tables():
        for name, row in zip(row_names(table), table.rows, strict=True):
            for column, (cell, query) in enumerate(zip(row, cell_queries(table, row), strict=True)):
                if query is not None and isinstance(cell, int):
                    checked += 1
                    found = len(picked(posts, query))
                    wrong += [(cell_name(table, name, column), cell, found)] if found != cell else []
    assert wrong == []
    assert checked > 100


def test_every_mark_of_a_chart_that_opens_has_as_many_posts() -> None:
    posts, checked = demo_backing().posts, 0
    for chart in demo_brief().charts():
        for number, series in enumerate(chart.series):
            for place, value in enumerate(series.values):
                query = chart_query(chart, number, place)
                if query is not None and chart.format is Format.COUNT:
                    checked += 1
                    assert _counted(picked(posts, query), chart) == value, (chart.key, number, place)
    assert checked > 20


def _counted(found: list[PostLine], chart: Chart) -> int:
    """What a mark should show: a bar that takes a change apart, the posts of the period less those of the one before."""
    before = sum(post.when == "上期" for post in found)
    return len(found) - 2 * before if chart.key.startswith("drivers_") else len(found)


def test_the_change_of_the_week_opens_by_story_and_by_issue() -> None:
    opening = {name.split(".")[0] for name in figures(demo_brief())}
    assert opening >= {"图drivers_story", "图drivers_issue"}


def test_the_numbers_in_the_sentences_on_a_story_open_to_as_many_posts() -> None:
    story = demo_tables()["stories"][0]
    brief = build_special(demo_tables(), HEAD, story["story_id"])
    posts = build_backing(demo_tables(), HEAD.run_id, story["story_id"]).posts
    counts = {name: len(picked(posts, query)) for name, query in figures(brief).items() if name.startswith("text.")}
    assert counts == {f"text.{name}": story[name] for name in ("items", "voices", "negative")}
    page = block_html(brief.sections[0].blocks[0], Doors(posts, lambda _: ""))
    for words in (f"监测到{story['items']}条", f"去重后{story['voices']}条", f"负面{story['negative']}条"):
        assert f">{words}</button>" in page
    assert unescape(re.sub("<[^>]+>", "", page)) == getattr(brief.sections[0].blocks[0], "text", "")


def test_the_large_figures_and_the_stories_open() -> None:
    brief, posts = demo_brief(), demo_backing().posts
    assert brief.front is not None
    counts = {figure.key: len(picked(posts, figure_query(figure))) for figure in brief.front.figures}
    by_key = {figure.key: figure for figure in brief.front.figures}
    assert by_key["volume"].value == f"{counts['volume']}条"
    assert by_key["complaints"].value == f"{counts['complaints']}件"
    for story in (block for section in brief.sections for block in section.blocks if isinstance(block, Story)):
        assert dict(story.facts)["规模"].startswith(f"{len(picked(posts, story_query(story)))}条")


def test_proposals_and_alerts_open_to_their_evidence() -> None:
    posts, known = demo_backing().posts, {post.id for post in demo_backing().posts}
    proposals = [b for section in demo_brief().sections for b in section.blocks if isinstance(b, Proposal)]
    for proposal, row in zip(proposals, written_out(Facts(demo_tables()).rows("guidance")), strict=True):
        assert {post.id for post in picked(posts, proposal_query(proposal))} >= known & set(row["evidence"])
    told = {name: query for name, query in figures(demo_brief()).items() if name.startswith("alerts.")}
    events: dict[str, set[str]] = {}
    for alert in demo_tables()["alerts"]:
        events.setdefault(alert["event"], set()).update(alert["post_ids"])
    assert len(demo_tables()["alerts"]) > len(events) > 1
    recent = {post.id for post in posts if post.when != "更早"}
    opened = [{post.id for post in picked(posts, query)} for query in told.values()]
    assert sorted(map(sorted, opened)) == sorted(sorted(ids & recent) for ids in events.values())


def test_no_column_of_counts_is_forgotten() -> None:
    opening: set[tuple[str, str]] = set()
    counted: set[tuple[str, str]] = set()
    for table in (table for table in demo_brief().tables() if table.key.split("-")[0] in COUNTED):
        for row in table.rows:
            for column, cell, query in zip(table.columns, row, cell_queries(table, row), strict=True):
                if column.format is Format.COUNT and cell:
                    (counted if query is None else opening).add((table.key, plain_title(column.title)))
    assert {title for _, title in counted - opening} <= WITHOUT_POSTS


def test_the_tables_that_look_further_open_too() -> None:
    opened = {name.split(".")[0].split("-")[0] for name in figures(demo_brief())}
    told = {table.key.split("-")[0] for table in demo_brief().tables() if table.rows}
    assert {"repeats", "year_on_year", "views", "handling", "press_sides", "front"} <= opened
    assert "not_ours" in opened or "not_ours" not in told


def test_what_is_older_than_the_period_before_is_told_apart() -> None:
    posts = demo_backing().posts
    assert {post.when for post in posts} == {"本期", "上期", "更早"}
    again = next(table for table in demo_brief().tables() if table.key == "repeats")
    longest = max(again.rows, key=lambda row: int(str(row[2])))
    query = cell_queries(again, longest)[2]
    assert query is not None
    assert len(picked(posts, query)) == longest[2]


def test_names_are_unique_and_say_where_the_figure_stands() -> None:
    names = list(figures(demo_brief()))
    assert len(names) == len(set(names))
    assert {"front.volume", f"volume.{GROUPS['all']}.负面", "kinds.执法行为.条数"} <= set(names)
    assert query_text(figures(demo_brief())["front.negative"]) == "tone=负面 voice=新闻媒体,网络社区 when=本期"


def test_complaints_about_conduct_are_counted_without_their_words() -> None:
    rows: Rows = [dict(row) for row in demo_tables()["posts"]]
    rows[0] |= {"withheld": True, "title": "不应出现", "text": "不应出现", "url": "http://a.example"}
    text = build_backing({"posts": rows}, "r").to_json()
    assert "不应出现" not in text
    assert "另册呈送" in text


def test_posts_survive_their_file() -> None:
    backing = demo_backing()
    assert Backing.from_json(backing.to_json()) == backing
    assert build_backing({}, "r").posts == ()
    with pytest.raises(BriefError, match="posts"):
        Backing.from_json('{"schema":1,"run_id":"r"}')


def test_a_table_that_is_not_known_opens_to_nothing() -> None:
    table: Table = build_brief(tables(), HEAD).tables()[-1]
    assert cell_queries(table, table.rows[0]).count(None) < len(table.columns)
    other = Table("other", "其他", table.columns, table.rows, "other")
    assert cell_queries(other, other.rows[0]) == [None] * len(other.columns)


def test_the_report_on_a_story_opens_to_its_own_items() -> None:
    given = demo_tables()
    story = max(given["stories"], key=lambda row: row["items"])["story_id"]
    special, backing = build_special(given, HEAD, story), build_backing(given, "r", story)
    items = [r for r in given["negative_items"] if r["story_id"] == story and not r["conduct"]]
    whole = [r for r in given["negative_items"] if not r["conduct"]]
    assert 1 < len(items) < len(whole)
    known = figures(special)
    for number, item in enumerate(items, 1):
        (found,) = picked(backing.posts, known[f"items.{number}.标题或内容"])
        assert found.id == item["post_id"]


def test_every_figure_of_the_report_on_a_story_opens_to_as_many_posts() -> None:
    given = demo_tables()
    story = max(given["stories"], key=lambda row: row["items"])["story_id"]
    special, backing = build_special(given, HEAD, story), build_backing(given, "r", story)
    parts = {table.key: table for table in special.tables()}
    for key in ("timeline", "questions", "measures"):
        assert parts[key].rows, key
        for row in parts[key].rows:
            found = [picked(backing.posts, query) for query in cell_queries(parts[key], row) if query is not None]
            (posts,) = found
            assert posts, (key, row)
            assert all(post.story == story for post in posts)
            if key == "questions":
                assert len(posts) == row[1]
    (days,) = special.charts()
    opened = 0
    for number, series in enumerate(days.series):
        for place, value in enumerate(series.values):
            query = chart_query(days, number, place)
            assert (query is None) == (value == 0)
            opened += len(picked(backing.posts, query)) if query is not None else 0
            assert query is None or len(picked(backing.posts, query)) == value
    assert opened == sum(value or 0 for series in days.series for value in series.values) > 10
