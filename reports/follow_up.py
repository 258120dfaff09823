"""What a paper says of earlier ones: orders and where they stand, and what a correction corrects. May import reports.brief."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from reports.brief import Brief
from reports.formats import day_text
from reports.parts import Block, Cell, Column, Format, Paragraph, Section, Table

TITLE = "上期事项办理情况"
# A table whose every row changed would fill the notice; the first few tables are named, the rest counted.
TABLES_NAMED = 3
_PLACE = "proposals"
_NOTICE = "notice"
_CORRECTS = "本件更正已发布的"


def with_follow_up(brief: Brief, orders: Sequence[Mapping[str, Any]], since: date) -> Brief:
    """The paper with a table of orders (id, matter, unit, deadline, ordered_at, closed_at, result) before its proposals.

    Listed are orders given before the paper was made that are open or were closed on or after `since`, the first day of
    its period; those closed earlier stood in the paper before.
    """
    made = datetime.fromisoformat(brief.head.made_at).replace(tzinfo=None)
    given = [row for row in orders if row["ordered_at"] < made]
    listed = [row for row in given if row["closed_at"] is None or row["closed_at"].date() >= since]
    if not listed:
        return brief
    table = follow_up_table(listed, made.date())
    return replace(brief, sections=tuple(_opened(section, table) for section in brief.sections))


def follow_up_table(orders: Sequence[Mapping[str, Any]], today: date) -> Table:
    """The orders and where they stand on a day."""
    columns = (
        Column("编号", Format.TEXT),
        Column("事项", Format.TEXT, 1.4),
        Column("承办单位", Format.TEXT, 0.8),
        Column("时限", Format.TEXT),
        Column("进展", Format.TEXT),
        Column("结果", Format.TEXT, 1),
    )
    rows = tuple(_row(order, today) for order in orders)
    done = sum(1 for order in orders if order["closed_at"])
    late = sum(1 for row in rows if row[4] == "已超期")
    note = f"共{len(rows)}项，办结{done}项" + (f"，超期{late}项" if late else "") + "。"
    return Table("follow_up", TITLE, columns, rows, "actions", note=note)


def with_correction(brief: Brief, number: str, changes: str) -> Brief:
    """The paper as a correction of an earlier one, which says so on page one; `number` is the earlier one's."""
    notice = f"{_CORRECTS}{number}，以本件为准。更正内容：{changes}"
    if brief.front is not None:
        return replace(brief, front=replace(brief.front, notices=(notice, *brief.front.notices)))
    first, *rest = brief.sections
    return replace(brief, sections=(replace(first, blocks=(Paragraph(notice, _NOTICE), *first.blocks)), *rest))


def without_correction(brief: Brief) -> Brief:
    """The paper without the words of an earlier correction."""
    front = brief.front
    if front is not None:
        front = replace(front, notices=tuple(text for text in front.notices if not text.startswith(_CORRECTS)))
    sections = (replace(s, blocks=tuple(b for b in s.blocks if not _is_notice(b))) for s in brief.sections)
    return replace(brief, front=front, sections=tuple(sections))


def changes_between(old: Brief, new: Brief) -> str:
    """What a reader would see to differ, in words; "" where nothing does."""
    said = _changed_figures(old, new)
    if old.front and new.front and old.front.sentences != new.front.sentences:
        said.append("要览文字有改动")
    before = {table.key: table for table in old.tables()}
    changed = [table.title for table in new.tables() if table.key not in before or before[table.key].rows != table.rows]
    if changed:
        rest = f"等{len(changed)}张表" if len(changed) > TABLES_NAMED else ""
        said.append("、".join(f"“{title}”" for title in changed[:TABLES_NAMED]) + f"{rest}有改动")
    if not said and _substance(old) != _substance(new):
        said.append("文字或图有改动")
    return "；".join(said) + "。" if said else ""


def _substance(brief: Brief) -> tuple[Any, ...]:
    """All that a reader sees but notices and the head, which a correction changes of itself."""
    front = replace(brief.front, notices=()) if brief.front else None
    method = "method"  # names the run and the time of making
    sections = tuple(s for s in without_correction(brief).sections if s.key != method)
    return (brief.days, front, sections)


def _is_notice(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == _NOTICE


def _changed_figures(old: Brief, new: Brief) -> list[str]:
    before = {figure.key: figure for figure in (old.front.figures if old.front else ())}
    return [
        f"{figure.label}由{before[figure.key].value}改为{figure.value}"
        for figure in (new.front.figures if new.front else ())
        if figure.key in before and before[figure.key].value != figure.value
    ]


def _opened(section: Section, table: Table) -> Section:
    return replace(section, blocks=(table, *section.blocks)) if section.key == _PLACE else section


def _row(order: Mapping[str, Any], today: date) -> tuple[Cell, ...]:
    deadline = order["deadline"]
    limit = day_text(deadline.isoformat()) if deadline else "长期"
    return (str(order["id"]), order["matter"], order["unit"], limit, state_of(order, today), order["result"] or "")


def state_of(order: Mapping[str, Any], today: date) -> str:
    """办结, 已超期 or 办理中."""
    if order["closed_at"]:
        return "办结"
    return "已超期" if order["deadline"] and order["deadline"] < today else "办理中"
