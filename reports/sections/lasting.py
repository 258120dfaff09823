"""日常 against 集中 work, and where the level of a series moved for good. May import reports.reading, formats and parts."""

from collections.abc import Sequence
from datetime import date, timedelta

from reports.formats import cut, full_day_text, interval_text, number_text
from reports.parts import Block, Cell, Column, Estimate, Format, Paragraph, Table
from reports.reading import Facts, Row

SHOWN = 6
# A level that has lasted for less may be a burst that is not over.
FRESH = timedelta(weeks=8)
_MODES = {"daily": "日常管理", "campaign": "集中整治"}


def work_modes(facts: Facts) -> list[Block]:
    """日常 and 集中 side by side, or one line where only one of them is on record; raises BriefError."""
    rows = facts.rows("work_modes")
    if not rows:
        return []
    if len(rows) == 1:
        other = "日常管理" if rows[0]["mode"] == "campaign" else "集中整治"
        return [Paragraph(f"{_mode_text(rows[0])}。没有登记{other}的工作，两种做法无从比较。", "note")]
    columns = (
        Column("做法", Format.TEXT, 1),
        Column("登记", Format.COUNT),
        Column("可评估", Format.COUNT),
        Column("有效", Format.COUNT),
        Column("诉求净变化（95%区间）", Format.SHARE),
        Column("已反弹", Format.COUNT),
        Column("保持住", Format.COUNT),
    )
    cells = tuple(_mode_row(row) for row in rows)
    note = "各项行动的净变化按精度加权合并；反弹只对集中整治而言。"
    return [Table("work_modes", "日常管理与集中整治", columns, cells, "work_modes", note=note)]


def changes(facts: Facts) -> list[Block]:
    """The lasting moves of the last two years, newest first, or one line; raises BriefError."""
    rows = facts.rows("changes")
    if not rows:
        return [Paragraph("近两年各项指标没有发现持久的升降（变点）。", "note")]
    names = {row["id"]: row["name"] for row in facts.rows("outreach")}
    names |= {row["campaign_id"]: row["name"] for row in facts.rows("rebound")}
    columns = (
        Column("指标", Format.TEXT, 1),
        Column("从哪天起", Format.TEXT),
        Column("之前每周", Format.RATE),
        Column("之后每周", Format.RATE),
        Column("倍数", Format.RATE),
        Column("前后的工作", Format.TEXT, 1),
    )
    cells = tuple(_change_row(row, names) for row in rows)
    note = "变点是水平发生持久升降的日期。“前后的工作”只表示时间相近，不等于原因。"
    fresh = date.fromisoformat(facts.summary["end"]) - FRESH
    if date.fromisoformat(rows[0]["start"]) > fresh:
        note += f"{FRESH.days // 7}周以内的变点可能只是一时的起落，还要再看几期。"
    return [Table("changes", _changes_title(rows[0]), columns, cells, "changes", note=note, shown=SHOWN)]


def _changes_title(row: Row) -> str:
    verb, unit = "升到" if row["after"] > row["before"] else "降到", "件" if row["group"] == "complaint" else "条"
    levels = f"每周由{row['before']:.1f}{unit}{verb}{row['after']:.1f}{unit}"
    return f"近两年的持久变化：最近一次是{row['label']}，{full_day_text(row['start'])}起{levels}"


def _change_row(row: Row, names: dict[str, str]) -> tuple[Cell, ...]:
    work = "、".join(cut(names.get(code, code), 16) for code in row["work"]) or "没有登记"
    return (row["label"], full_day_text(row["start"]), row["before"], row["after"], row["ratio"], work)


def _mode_row(row: Row) -> tuple[Cell, ...]:
    after: Sequence[int | None] = (row["rebounded"], row["held"]) if row["mode"] == "campaign" else (None, None)
    effect = Estimate(row["effect"], row["low"], row["high"])
    return (_MODES[row["mode"]], row["records"], row["measured"], row["helped"], effect, *after)


def _mode_text(row: Row) -> str:
    said = [f"{_MODES[row['mode']]}登记{row['records']}次"]
    if row["effect"] is not None:
        said.append(f"合并后诉求{_effect_text(row)}")
    ends = ((row["rebounded"], "已经反弹"), (row["held"], "保持住了"))
    said += [f"其中{number}次{text}" for number, text in ends if number and row["mode"] == "campaign"]
    return "，".join(said)


def _effect_text(row: Row) -> str:
    """减少38.4%（95%区间0.5–61.9）; an interval over zero is said as such."""
    size = f"{'减少' if row['effect'] < 0 else '增加'}{number_text(abs(row['effect']), Format.SHARE)}"
    if row["low"] < 0 < row["high"]:
        return f"{size}，在偶然波动范围之内"
    least, most = sorted((abs(row["low"]), abs(row["high"])))
    return f"{size}（95%区间{interval_text(least, most, Format.SHARE)}）"
