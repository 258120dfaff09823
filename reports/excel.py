"""Brief → workbook of all tables with types, filters, frozen heads and ways to posts. May import reports, no form of file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.backing import Backing
from reports.brief import Brief
from reports.figure_sheet import Traces, traced, write_traces
from reports.formats import number_text
from reports.parts import Cell, Column, Estimate, Format, Table
from reports.post_sheet import NAME as POSTS
from reports.post_sheet import write_posts
from reports.queries import cell_name, plain_title, row_names
from reports.sheet_look import COVER, LINE, column_width, height, set_page, sheet_name

NUMBER_FORMATS = {
    Format.SHARE: "0.0%",
    Format.POINTS: "+0.0%;-0.0%",
    Format.RATE: "#,##0.0",
    Format.SMALL_RATE: "#,##0.000",
    Format.COUNT: "#,##0",
}
LINKED = {"font_color": "#0563C1", "underline": 1}
FIRST_ROW = 2
# The table that lists every row of a measure of which others show some; single posts are all on their own sheet.
LISTS = {"negative_items": "items"}


def write_excel(brief: Brief, path: Path, backing: Backing | None = None) -> None:
    """Write one sheet a table, one of posts and one of the posts of each figure, to which the figures link.

    Whole or not at all; the same bytes for the same data. Raises OSError.
    """
    draft = path.with_name(path.name + ".part")
    # Texts of others are data: none of them becomes a formula, a link or a number.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(draft), options) as book:
        book.set_properties({"title": brief.head.title, "company": brief.head.office, "created": _made(brief)})
        posts = backing.posts if backing else ()
        traces = traced(brief, posts)
        _cover(book, brief, traces)
        names = [sheet_name(number, table.title) for number, table in enumerate(brief.tables(), 1)]
        origins = _origins(brief, names, bool(posts))
        for name, table in zip(names, brief.tables(), strict=True):
            _sheet(book, name, table, traces, origins.get(table.key, ""))
        write_traces(book, traces, posts)
        write_posts(book, posts)
        for sheet in book.worksheets():
            set_page(sheet, brief.head, brief.days)
    draft.replace(path)


def _made(brief: Brief) -> datetime:
    return datetime.fromisoformat(brief.head.made_at).replace(tzinfo=None)


def _cover(book: Workbook, brief: Brief, traces: Traces) -> None:
    sheet = book.add_worksheet(COVER)
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
        sheet.set_row(line, height([text], [90]))
    for line, figure in enumerate(brief.front.figures if brief.front else (), len(lines)):
        sheet.write_string(line, 0, figure.label, wrap)
        told = f"{figure.value}　{figure.arrow}{figure.change}".rstrip()
        if door := traces.door(f"front.{figure.key}"):
            sheet.write_url(line, 1, door, None, told)
        else:
            sheet.write_string(line, 1, told)


def _origins(brief: Brief, names: Sequence[str], listed: bool) -> dict[str, str]:
    """By the key of a table that shows some of what another sheet lists in full: that sheet, in words."""
    sheets = {table.key: name for table, name in zip(brief.tables(), names, strict=True)}
    found = {measure: sheets[key] for measure, key in LISTS.items() if key in sheets} | (
        {"posts": POSTS} if listed else {}
    )
    measures = {table.key: table.source.split("[")[0] for table in brief.tables()}
    return {
        key: f"摘自“{found[measure]}”。"
        for key, measure in measures.items()
        if measure in found and found[measure] != sheets[key]
    }


def _sheet(book: Workbook, name: str, table: Table, traces: Traces, origin: str) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    title, wrap = (
        book.add_format({"bold": True, "font_size": 13}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    sheet.set_row(0, 1.4 * LINE)
    sheet.write_string(0, 0, table.title if table.rows else f"{table.title}：{table.empty}", title)
    columns = spread(table)
    widths = _widths(table, columns)
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.write_string(FIRST_ROW - 1, place, column.title, bold)
        sheet.set_column(place, place, width)
    sheet.set_row(FIRST_ROW - 1, 2.2 * LINE)
    looks = {(form, linked): _look(book, form, linked) for form in Format for linked in (False, True)}
    for line, (row, row_name) in enumerate(zip(table.rows, row_names(table), strict=True), FIRST_ROW):
        doors = [traces.door(cell_name(table, row_name, place)) for place in range(len(row))]
        for place, (column, (value, door)) in enumerate(zip(columns, _values(row, doors), strict=True)):
            _write(sheet, (line, place), value, door, looks[column.format, bool(door)])
        sheet.set_row(line, height(_texts(row, columns), widths))
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.repeat_rows(FIRST_ROW - 1)
    if table.rows:
        sheet.autofilter(FIRST_ROW - 1, 0, FIRST_ROW + len(table.rows) - 1, len(columns) - 1)
    _note(sheet, FIRST_ROW + len(table.rows) + 1, f"{origin}{table.note}", widths, wrap)


def _note(sheet: Worksheet, line: int, text: str, widths: Sequence[int], wrap: Any) -> None:
    """A text under a table, as wide as it; nothing where there is none."""
    if not text:
        return
    if len(widths) > 1:
        sheet.merge_range(line, 0, line, len(widths) - 1, "", wrap)
    sheet.write_string(line, 0, text, wrap)
    sheet.set_row(line, height([text], [sum(widths)]))


def _widths(table: Table, columns: Sequence[Column]) -> list[int]:
    rows = [_texts(row, columns) for row in table.rows]
    return [column_width(column.title, (row[place] for row in rows)) for place, column in enumerate(columns)]


def _texts(row: Sequence[Cell], columns: Sequence[Column]) -> list[str]:
    """The cells of a row as they are shown."""
    values = (value for value, _ in _values(row, [""] * len(row)))
    return [v if isinstance(v, str) else number_text(v or 0, c.format) for v, c in zip(values, columns, strict=True)]


def spread(table: Table) -> list[Column]:
    """The columns of the sheet: an estimate takes three, for its value and its two bounds."""
    columns: list[Column] = []
    for place, column in enumerate(table.columns):
        columns.append(column)
        if any(isinstance(row[place], Estimate) for row in table.rows):
            columns += [Column(f"{plain_title(column.title)}·{end}", column.format) for end in ("下限", "上限")]
    return columns


def _look(book: Workbook, form: Format, linked: bool) -> Any:
    shape = {"num_format": NUMBER_FORMATS[form]} if form in NUMBER_FORMATS else {"text_wrap": True}
    return book.add_format({"valign": "top"} | shape | (LINKED if linked else {}))


def _values(row: Sequence[Cell], doors: Sequence[str]) -> Iterator[tuple[str | float | None, str]]:
    """The values of a row, each with its link; the bounds of an estimate have none."""
    for cell, door in zip(row, doors, strict=True):
        if isinstance(cell, Estimate):
            yield from ((cell.value, door), (cell.low, ""), (cell.high, ""))
        else:
            yield cell, door


def _write(sheet: Worksheet, place: tuple[int, int], value: str | float | None, door: str, look: Any) -> None:
    if door:
        sheet.write_url(*place, door, look, str(value))
    # Also over a link, which by itself would leave a text where a number is meant.
    if isinstance(value, str):
        sheet.write_string(*place, value, look)
    elif value is not None:
        sheet.write_number(*place, value, look)
