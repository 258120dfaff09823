"""How complaints were handled, what came again, and what is another body's. May import reports.reading, formats, parts."""

from collections.abc import Sequence

from reports.clauses import FEWEST_FOR_A_SHARE, listed
from reports.formats import (
    CHANNELS,
    day_text,
    matter_label,
    named,
    number_text,
    repeat_label,
)
from reports.parts import Block, Cell, Column, Estimate, Format, Paragraph, Table
from reports.reading import Facts, Row

REPEATS_SHOWN = 8
FEW_COLUMNS = 7
OTHERS_SHOWN = 8
NOT_OURS = "非本局"
# Title, field and format of each column; a column without a single number is left out.
_COLUMNS = (
    ("受理", "received", Format.COUNT),
    ("已答复", "answered", Format.COUNT),
    ("签收率", "signed", Format.SHARE),
    ("退单率", "returned", Format.SHARE),
    ("办结率", "closed", Format.SHARE),
    ("本期到期", "due", Format.COUNT),
    ("按期办结率", "on_time", Format.SHARE),
    ("满意率", "satisfied", Format.SHARE),
    ("重办率", "reopened", Format.SHARE),
    ("中位天数", "median_days", Format.RATE),
    ("超30天未结", "open_over_30_days", Format.COUNT),
)
_NOTES = {
    "按期办结率": "按期办结率只算期限落在本期的诉求",
    "满意率": "满意率只算有回访的诉求",
    "签收率": "签收、退单按工单状态里的用词认定",
    "中位天数": "中位天数指办结所需天数，未办结的也计算在内（Kaplan–Meier法）",
}


def blocks(facts: Facts) -> list[Block]:
    """The table of handling by channel, only with the columns that some channel fills; raises BriefError."""
    rows = facts.rows("handling")
    if not rows:
        return [Paragraph("本期的诉求没有附带办理记录，不计算签收率、办结率和满意率。", "note")]
    kept = [c for c in _COLUMNS if any(_filled(_cell(row, c[1], c[2])) for row in rows)]
    # A table of few columns fills the line by its first, one of many has no room to give.
    columns = (Column("渠道", width=float(len(kept) <= FEW_COLUMNS)), *(Column(title, form) for title, _, form in kept))
    cells = tuple(
        (named(row["channel"], CHANNELS), *(_cell(row, field, form) for _, field, form in kept)) for row in rows
    )
    said = [text for title, text in _NOTES.items() if any(title == column.title for column in columns)]
    note = "；".join([*_untimed(rows), *said])
    return [Table("handling", "办理情况", columns, cells, "handling", note=f"{note}。" if note else "")]


def repeated(facts: Facts) -> list[Block]:
    """Complaints that came again at one place, with the share of them; one line where nothing did."""
    shares = facts.rows("repeat_share")
    if not shares:
        return []
    rows, text = facts.rows("repeats"), _share_text(shares[0], facts)
    if not rows:
        return [Paragraph(text, "note")]
    columns = (
        Column("地点和事项", Format.TEXT, 1),
        Column("本期", Format.COUNT),
        Column("60天内", Format.COUNT),
        Column("最早一件", Format.TEXT),
        Column("最近一件", Format.TEXT),
    )
    cells = tuple(
        (repeat_label(row), row["items"], row["in_60_days"], day_text(row["first_at"]), day_text(row["last_at"]))
        for row in rows
    )
    title = f"同一地点重复投诉：{repeat_label(rows[0])}60天内{rows[0]['in_60_days']:,}件，为最多"
    return [Table("repeats", title, columns, cells, "repeats", note=text, shown=REPEATS_SHOWN)]


def not_ours(facts: Facts) -> list[Block]:
    """What by the city's table of powers is another body's and is passed on; one line where nothing is."""
    matters = facts.rows("matters")
    rows = [row for row in matters if row["responsibility"] == NOT_OURS]
    if not rows:
        return [Paragraph("按权责清单，本期没有发现应转交其他部门的事项。", "note")] if matters else []
    columns = (
        Column("事项", Format.TEXT, 1),
        Column("诉求", Format.COUNT),
        Column("媒体与网络", Format.COUNT),
        Column("承办单位", Format.TEXT, 1),
    )
    cells = tuple(
        (matter_label(row["issue"], row["part"]), row["complaints"], row["items"] - row["complaints"], row["unit"])
        for row in rows
    )
    told = sum(row["complaints"] for row in rows)
    counts = {"件诉求": told, "条媒体和网络信息": sum(row["items"] for row in rows) - told}
    said = "、".join(f"{number:,}{unit}" for unit, number in counts.items() if number)
    title = f"不属本局职责、应转交其他部门的事项（{said}）"
    note = "按本市权责清单认定。其中媒体和网络信息不计入本局的负面占比；诉求照常计数，转交并告知来件人去向。"
    return [Table("not_ours", title, columns, cells, "matters", note=note, shown=OTHERS_SHOWN)]


def _cell(row: Row, field: str, form: Format) -> Cell:
    if form is Format.SHARE:
        return Estimate(row[f"{field}_share"], row[f"{field}_share_low"], row[f"{field}_share_high"])
    value: Cell = row[field]
    # Where no deadline is known none falls into the period, and a nought would say the contrary.
    return None if field == "due" and row["on_time"] is None else value


def _filled(cell: Cell) -> bool:
    return (cell.value if isinstance(cell, Estimate) else cell) is not None


def _untimed(rows: Sequence[Row]) -> list[str]:
    untimed = [named(row["channel"], CHANNELS) for row in rows if row["untimed"]]
    number = sum(row["untimed"] for row in rows)
    return [f"{listed(untimed)}有{number:,}件没有办理时间，不计入与时间有关的比率"] if untimed else []


def _share_text(row: Row, facts: Facts) -> str:
    """How many of the complaints with a place repeat an earlier one within 60 days."""
    if not row["items"]:
        return "本期没有写明地点的诉求，不计算重复投诉。"
    head = f"写明地点的诉求{row['items']:,}件中，{row['repeats']:,}件与60天内同一地点、同一事项的诉求重复"
    if row["items"] < FEWEST_FOR_A_SHARE:
        return f"{head}；件数少，不计算比例。"
    share = f"{head}，占{number_text(row['share'], Format.SHARE)}"
    before = row["previous_share"]
    if before is None or row["previous_items"] < FEWEST_FOR_A_SHARE:
        return f"{share}。"
    return f"{share}，{facts.words.last}为{number_text(before, Format.SHARE)}。"
