"""A period that an inspection divides from the one before: said, and compared with the like. May import reports.reading, formats, parts."""

from reports.formats import MOVES, named, period_text
from reports.parts import Block, Paragraph
from reports.reading import Facts, Row


def divided(facts: Facts) -> str:
    """Why the period before is no measure, as a clause; nothing where it is one. Raises BriefError."""
    rows = facts.rows("inspections")
    if not rows:
        return ""
    now, before, words = rows[0]["inspection"], rows[0]["before"], facts.words
    if not now:
        return f"{words.last}处于检查期（{before}）"
    return f"{words.this}处于检查期（{now}）" + (f"，{words.last}处于检查期（{before}）" if before else "")


def blocks(facts: Facts) -> list[Block]:
    """One paragraph, or nothing; raises BriefError."""
    rows = {row["group"]: row for row in facts.rows("inspections")}
    if not rows:
        return []
    first = rows["all"]
    kind = f"同样处于检查期（{first['inspection']}）" if first["inspection"] else "没有检查"
    head = f"{divided(facts)}，不与{facts.words.last}比较，只与{kind}的时段比"
    if first["previous_start"] is None:
        return [Paragraph(f"{head}；此前没有这样的时段，不作好坏判断。", "lead")]
    then = period_text(first["previous_start"], first["previous_end"])
    said = [_said(rows["all"], "媒体与网络负面", "条", "negative"), _said(rows["complaint"], "群众诉求", "件", "items")]
    return [Paragraph(f"{head}：上一次是{then}，{'；'.join(said)}。只计两次都有的来源。", "lead")]


def _said(row: Row, name: str, unit: str, field: str) -> str:
    judged = named(row["ratio_verdict"], MOVES)
    return f"{name}{row[field]:,}{unit}，当时{row[f'previous_{field}']:,}{unit}（{judged}）"
