"""Brief → workbook of all tables with types, filters and frozen heads. May import reports.brief, parts, backing."""

from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.backing import Backing
from reports.brief import Brief
from reports.parts import Cell, Column, Estimate, Format, Table
from reports.post_sheet import write_posts

NUMBER_FORMATS = {Format.SHARE: "0.0%", Format.POINTS: "+0.0%;-0.0%", Format.RATE: "#,##0.0", Format.COUNT: "#,##0"}
FIRST_ROW = 2
# A sheet's name may have 31 characters and none of these.
NAME_LENGTH = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "·"))


def write_excel(brief: Brief, path: Path, backing: Backing | None = None) -> None:
    """Write one sheet a table and one of posts, whole or not at all; the same bytes for the same data. Raises OSError."""
    draft = path.with_name(path.name + ".part")
    # Texts of others are data: none of them becomes a formula, a link or a number.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(draft), options) as book:
        book.set_properties({"title": brief.head.title, "company": brief.head.office, "created": _made(brief)})
        _cover(book, brief)
        for number, table in enumerate(brief.tables(), 1):
            _sheet(book, number, table)
        write_posts(book, backing.posts if backing else ())
    draft.replace(path)


def _made(brief: Brief) -> datetime:
    return datetime.fromisoformat(brief.head.made_at).replace(tzinfo=None)


def _cover(book: Workbook, brief: Brief) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    head = brief.head
    lines = [
        ("名称", head.title),
        ("期号", head.number),
        ("编制单位", head.office),
        ("时段", brief.days),
        ("密级标志", head.marking),
    ]
    lines += [("虚构示例", f"{head.city}为虚构城市，人物、事件、数字均为编造")] if head.fictional else []
    lines += [("要览", sentence) for sentence in (brief.front.sentences if brief.front else ())]
    lines += [("读数须知", notice) for notice in (brief.front.notices if brief.front else ())]
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for line, (name, text) in enumerate(lines):
        sheet.write_string(line, 0, name, wrap)
        sheet.write_string(line, 1, text, wrap)


def _sheet(book: Workbook, number: int, table: Table) -> None:
    sheet = book.add_worksheet(f"{number}.{table.title}".translate(FORBIDDEN)[:NAME_LENGTH])
    sheet.write_string(0, 0, table.title if table.rows else f"{table.title}：{table.empty}")
    columns = spread(table)
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(columns):
        sheet.write_string(FIRST_ROW - 1, place, column.title, bold)
        sheet.set_column(place, place, 40 if column.width >= 1 else 16)
    formats = {form: book.add_format({"num_format": text}) for form, text in NUMBER_FORMATS.items()}
    for line, row in enumerate(table.rows, FIRST_ROW):
        _write_row(sheet, line, row, columns, formats)
    sheet.freeze_panes(FIRST_ROW, 1)
    if table.rows:
        sheet.autofilter(FIRST_ROW - 1, 0, FIRST_ROW + len(table.rows) - 1, len(columns) - 1)
    sheet.write_string(FIRST_ROW + len(table.rows) + 1, 0, f"来源：{table.source}。{table.note}")


def spread(table: Table) -> list[Column]:
    """The columns of the sheet: an estimate takes three, for its value and its two bounds."""
    columns: list[Column] = []
    for place, column in enumerate(table.columns):
        columns.append(column)
        if any(isinstance(row[place], Estimate) for row in table.rows):
            columns += [Column(f"{column.title}·{end}", column.format) for end in ("下限", "上限")]
    return columns


def _write_row(
    sheet: Worksheet, line: int, row: tuple[Cell, ...], columns: list[Column], formats: dict[Format, Any]
) -> None:
    values: list[str | float | None] = []
    for cell in row:
        values += [cell.value, cell.low, cell.high] if isinstance(cell, Estimate) else [cell]
    for place, (value, column) in enumerate(zip(values, columns, strict=True)):
        if isinstance(value, str):
            sheet.write_string(line, place, value)
        elif value is not None:
            sheet.write_number(line, place, value, formats.get(column.format))
