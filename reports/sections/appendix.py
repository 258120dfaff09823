"""Negative items one by one, and those on conduct apart. May import reports.reading, formats and parts."""

from collections.abc import Sequence

from reports.formats import cut, frame_name, issue_name, post_time
from reports.parts import Block, Column, Format, Paragraph, Section, Table
from reports.reading import Facts, Row

# A paper with every item of a bad quarter would be a book; the rest is counted and stands in the workbook.
ITEMS_SHOWN = 200


def build(facts: Facts) -> Section:
    """The appendix of negative items without those on conduct; raises BriefError on a missing field."""
    rows = facts.rows("negative_items")
    conduct = sum(1 for row in rows if row["conduct"])
    blocks: list[Block] = [table(listed(facts), "本期负面信息")]
    if conduct:
        text = f"另有{conduct:,}件涉及执法人员行为，按规定另册呈送督察部门，不列入本附件。"
        blocks.insert(0, Paragraph(text, "lead"))
    return Section("appendix", "负面信息目录", tuple(blocks), appendix=True)


def listed(facts: Facts) -> list[Row]:
    """The negative items of the appendix, in its order; item n has number n."""
    return [row for row in facts.rows("negative_items") if not row["conduct"]]


def table(rows: Sequence[Row], title: str) -> Table:
    """Items of the appendix under a title that counts them."""
    return _items(rows, f"{title}（{len(rows):,}条）", "negative_items[conduct=false]")


def build_conduct(facts: Facts) -> Section:
    """The annex for the inspectorate alone: items on the conduct of officers."""
    rows = [row for row in facts.rows("negative_items") if row["conduct"]]
    text = "本件只呈送督察部门。所列为公开信息和群众诉求中涉及执法人员行为的内容，均待核实，不作为认定依据。"
    return Section(
        "conduct",
        "涉执法人员行为的信息",
        (Paragraph(text, "lead"), _items(rows, f"共{len(rows):,}条", "negative_items[conduct=true]")),
    )


def _items(rows: Sequence[Row], title: str, source: str) -> Table:
    columns = (
        Column("编号", Format.TEXT),
        Column("时间", Format.TEXT),
        Column("来源", Format.TEXT),
        Column("标题或内容", Format.TEXT, 1),
        Column("事项与说法", Format.TEXT, 0.5),
    )
    cells = tuple(_item(number, row) for number, row in enumerate(rows, 1))
    return Table("items", title, columns, cells, source, shown=ITEMS_SHOWN)


def _item(number: int, row: Row) -> tuple[str | int, ...]:
    said = cut(row["title"] or row["text"], 80) + ("（转载）" if row["reprint"] else "")
    place = f"【{row['district']}】" if row["district"] else ""
    about = [issue_name(row["issue"])] if row["issue"] else []
    about += [frame_name(code) for code in row["frames"]]
    return (str(number), post_time(row["published_at"]), row["title_of_source"], place + said, "、".join(about))
