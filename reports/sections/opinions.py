"""网民观点: what citizens say on the largest stories, in groups, from a random sample. May import reports.reading, parts."""

from collections.abc import Mapping, Sequence

from reports.formats import NOTHING, cut, quoted, view_label
from reports.parts import Block, Column, Estimate, Format, Paragraph, Table
from reports.reading import Facts, Row

STORIES_SHOWN = 2
EXAMPLE_LENGTH = 44
LEAST_SAID = 12
# The sample is drawn from a story with as many voices; pipeline.views says why.
FEWEST = 40


def blocks(facts: Facts) -> list[Block]:
    """A table for each of the largest stories with enough voices, else one line; raises BriefError."""
    rows = facts.rows("views")
    if not rows:
        return [Paragraph(f"网民观点：没有一个事件有{FEWEST}名以上网民发言，样本太小，不作归类。", "note")]
    stories = list(dict.fromkeys(row["story_id"] for row in rows))[:STORIES_SHOWN]
    texts = {post["post_id"]: post["text"] or post["title"] for post in facts.rows("posts")}
    return [_table([row for row in rows if row["story_id"] == story], texts) for story in stories]


def _table(rows: Sequence[Row], texts: Mapping[str, str]) -> Table:
    columns = (
        Column("观点", Format.TEXT, 1),
        Column("例句", Format.TEXT, 1.5),
        Column("条数", Format.COUNT),
        Column("占样本（95%区间）", Format.SHARE),
    )
    cells = tuple(
        (
            view_label(row),
            _example(row, texts) or NOTHING,
            row["items"],
            Estimate(row["share"], row["low"], row["high"]),
        )
        for row in rows
    )
    first = rows[0]
    waiting = "以常用词代称的，待分析员看过原文后命名。" if any(not row["name"] for row in rows) else ""
    title = f"网民观点：{quoted(cut(first['title'], 30))}（样本{first['sample']:,}条）"
    return Table(f"views-{first['story_id']}", title, columns, cells, "views", note=f"{first['note']}。{waiting}")


def _example(row: Row, texts: Mapping[str, str]) -> str:
    """The shortest of the examples that is still a sentence; they are masked like every text."""
    said = sorted((texts[post] for post in row["examples"] if texts.get(post)), key=len)
    return cut(next((text for text in said if len(text) >= LEAST_SAID), said[-1] if said else ""), EXAMPLE_LENGTH)
