"""A Brief as plain data for the page templates: every number already text. May import reports.brief, formats, charts."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from reports.brief import Brief
from reports.formats import cell_text, full_day_text, interval_text, number_text
from reports.parts import Block, Cell, Chart, Column, Estimate, Format, Front, Head, Table

# So few rows more are printed rather than counted.
FEW_LEFT = 2


def page_data(brief: Brief, picture: Callable[[Chart], str]) -> dict[str, Any]:
    """The Brief as a template takes it; `picture` turns a chart into what the template can show."""
    return {
        "head": head_data(brief.head),
        "days": brief.days,
        "attachments": attachments(brief),
        "front": front_data(brief.front, picture) if brief.front else None,
        "sections": [
            {"title": s.title, "appendix": s.appendix, "blocks": [block_data(b, picture) for b in s.blocks]}
            for s in brief.sections
        ],
    }


def attachments(brief: Brief) -> list[str]:
    """What is attached to the paper, numbered where there is more than one part."""
    titles = [section.title for section in brief.sections if section.appendix]
    return [f"{n}.{title}" for n, title in enumerate(titles, 1)] if len(titles) > 1 else titles


def head_data(head: Head) -> dict[str, Any]:
    """The head with its date in words."""
    return asdict(head) | {
        "date": full_day_text(head.made_at),
        "copies": "" if head.copies is None else str(head.copies),
    }


def front_data(front: Front, picture: Callable[[Chart], str]) -> dict[str, Any]:
    """The front page with its table as text and its chart as a picture."""
    return asdict(front) | {
        "kinds": table_data(front.kinds),
        "chart": chart_data(front.chart, picture) if front.chart else None,
    }


def block_data(block: Block, picture: Callable[[Chart], str]) -> dict[str, Any]:
    """One block of a section."""
    if isinstance(block, Table):
        return table_data(block)
    if isinstance(block, Chart):
        return chart_data(block, picture)
    return asdict(block)


def chart_data(chart: Chart, picture: Callable[[Chart], str]) -> dict[str, Any]:
    """A chart's words and its picture; gaps are named in the note."""
    return {
        "kind": "chart",
        "key": chart.key,
        "title": chart.title,
        "alt": chart.alt,
        "note": chart_note(chart),
        "width": chart.width,
        "picture": picture(chart),
    }


def chart_note(chart: Chart) -> str:
    """What stands under a chart: its own note, which periods lack numbers and why, and which were under inspection."""
    gaps, inspections = _by_reason(chart.labels, chart.gaps), _by_reason(chart.labels, chart.inspected)
    parts = [chart.note] if chart.note else []
    parts += [f"{labels}起的各期缺数（{reason}）" for reason, labels in gaps]
    parts += [f"{labels}起的各期处于检查期（{kinds}）" for kinds, labels in inspections]
    return "；".join(parts)


def _by_reason(labels: Sequence[str], reasons: Sequence[str]) -> list[tuple[str, str]]:
    """Each reason with the periods that it holds for, in their order."""
    told: dict[str, list[str]] = {}
    for label, reason in zip(labels, reasons, strict=bool(reasons)):
        if reason:
            told.setdefault(reason, []).append(label)
    return [(reason, "、".join(periods)) for reason, periods in told.items()]


def table_data(table: Table) -> dict[str, Any]:
    """A table with its cells as text; an estimate is split into value and bounds."""
    columns = [
        {"title": c.title, "width": c.width, "number": c.format not in {Format.TEXT, Format.LINK}}
        for c in table.columns
    ]
    rows = [
        [cell_data(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in printed(table)
    ]
    return {
        "kind": "table",
        "key": table.key,
        "title": table.title,
        "columns": columns,
        "rows": rows,
        "note": table.note + rest_note(table),
        "empty": table.empty,
    }


def printed(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """The rows that a paper prints; a line that counts one or two left out would be as long as they are."""
    return table.rows[: table.shown] if 0 < table.shown < len(table.rows) - FEW_LEFT else table.rows


def rest_note(table: Table) -> str:
    """How many rows a paper leaves to the workbook, or nothing."""
    rest = len(table.rows) - len(printed(table))
    return f"共{len(table.rows):,}项，此处列出前{table.shown}项，其余{rest:,}项见数据表。" if rest else ""


def cell_data(cell: Cell, column: Column) -> dict[str, str]:
    """Main text and bounds of a cell."""
    if isinstance(cell, Estimate) and cell.value is not None:
        bounds = interval_text(cell.low, cell.high, column.format)
        return {"main": number_text(cell.value, column.format), "bounds": f"（{bounds}）" if bounds else ""}
    return {"main": cell_text(cell, column.format), "bounds": ""}
