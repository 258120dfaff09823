"""同比: the period beside the like days of the year before. May import reports.reading, formats, clauses and parts."""

from collections.abc import Sequence

from reports.clauses import listed
from reports.formats import GROUPS, MOVES, named, period_text
from reports.parts import Block, Cell, Column, Estimate, Format, Paragraph, Table
from reports.reading import Facts, Row

_BASES = {"festival": "按农历春节对齐", "weekday": "按星期对齐", "calendar": "按公历对齐"}


def blocks(facts: Facts) -> list[Block]:
    """A table over the sources of both years, or one line that says why there is none; raises BriefError."""
    rows = facts.rows("year_on_year")
    if not rows:
        return []
    then = period_text(rows[0]["previous_start"], rows[0]["previous_end"])
    shown = [row for row in rows if row["verdict"] != "not_comparable" and row["previous_items"]]
    if not shown:
        why = rows[0]["note"] if rows[0]["sources"] else "没有两年都有数据的来源"
        return [Paragraph(f"同比：上年同期为{then}，{why}，不作比较。", "note")]
    return [_table(shown, then, facts)]


def _table(rows: Sequence[Row], then: str, facts: Facts) -> Table:
    columns = (
        Column("范围", Format.TEXT, 1),
        Column("信息", Format.COUNT),
        Column("上年同期", Format.COUNT),
        Column("负面", Format.COUNT),
        Column("上年负面", Format.COUNT),
        Column("倍数（95%区间）", Format.RATE),
        Column("判断", Format.TEXT),
    )
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            named(row["group"], GROUPS),
            row["items"],
            row["previous_items"],
            row["negative"],
            row["previous_negative"],
            Estimate(row["ratio"], row["ratio_low"], row["ratio_high"]),
            named(row["ratio_verdict"], MOVES),
        )
        for row in rows
    )
    title = f"同比：与{then}相比（{_BASES.get(rows[0]['basis'], '按公历对齐')}）"
    return Table("year_on_year", title, columns, cells, "year_on_year", note=_note(rows[0], facts))


def _note(row: Row, facts: Facts) -> str:
    titles = {source["source"]: source["title"] for source in facts.rows("coverage")}
    left = [titles[code] for code in sorted(titles) if code not in row["sources"]]
    said = ["倍数：媒体与网络按负面条数算，群众诉求按件数算"]
    said += [f"只计两年都有的来源，不计{listed(left)}"] if left else ["两年来源相同"]
    said += [row["note"]] if row["note"] else []
    return "；".join(said) + "。"
