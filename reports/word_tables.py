"""Tables of the working copy: columns as wide as what they hold, intervals small, facts in pairs. May import word_look."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from docx.shared import Mm, Pt

from reports.word_look import GREY, LINE_WIDTH, RIGHT, keep_whole, narrow_margins, repeat_head, rules, shade

SIZE, SMALL = 8.5, 7.0
MILLIMETRES = 25.4 / 72
# What stands left and right of a cell's text, with a little room for fonts that are wider.
_PADDING = 3.2
# A column of text that shares what is left of the line is no narrower.
_LEAST = 20.0
_FACT_NAME = 17.0
# A head of three characters is not broken.
_WORD = 10.0

Cells = Sequence[Sequence[Mapping[str, str]]]


def grid(document: Any, columns: Sequence[Mapping[str, Any]], rows: Cells) -> None:
    """A table whose head is shown on every page; cells are main and bounds, columns title, width (a share) and number."""
    drawn = document.add_table(1 + len(rows), len(columns))
    rules(drawn)
    narrow_margins(drawn)
    drawn.autofit = False
    widths = column_widths(columns, rows)
    head = [{"main": column["title"], "bounds": ""} for column in columns]
    # Row by row: asking a large table for each cell by place takes minutes.
    for place, (row, cells) in enumerate(zip(drawn.rows, [head, *rows], strict=True)):
        keep_whole(row)
        for cell, content, width, column in zip(row.cells, cells, widths, columns, strict=True):
            cell.width = Mm(width)
            _fill(cell, content, column["number"], place == 0)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Mm(width)
    repeat_head(drawn.rows[0])
    gap(document)


def facts(document: Any, pairs: Sequence[Sequence[str]], across: int) -> None:
    """Names and texts in a table without lines, `across` of them beside each other."""
    lines = [pairs[n : n + across] for n in range(0, len(pairs), across)]
    drawn = document.add_table(len(lines), 2 * across)
    rules(drawn, inside=False, outside="none")
    narrow_margins(drawn)
    drawn.autofit = False
    widths = [_FACT_NAME, LINE_WIDTH / across - _FACT_NAME] * across
    for row, line in zip(drawn.rows, lines, strict=True):
        keep_whole(row)
        texts = [text for pair in line for text in pair]
        for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(texts[place] if place < len(texts) else "")
            run.font.size = Pt(SIZE + 0.5)
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            if place % 2 == 0:
                run.font.color.rgb = GREY
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Mm(width)
    gap(document)


def gap(document: Any) -> None:
    """A little room below a table, which in a word processor only a paragraph can give."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(5)


def column_widths(columns: Sequence[Mapping[str, Any]], rows: Cells) -> list[float]:
    """Millimetres for each column, so that the line is filled: its widest cell, or its share of what is left."""
    held = [max((_cell_width(row[n]) for row in rows), default=0.0) for n in range(len(columns))]
    # A head may take two lines where the line is full.
    for part in (1.0, 0.5):
        whole = [_width(column["title"], SIZE) for column in columns]
        heads = [max(part * width, min(width, _WORD)) for width in whole]
        wanted = [max(pair) + _PADDING for pair in zip(held, heads, strict=True)]
        shares = [column["width"] for column in columns]
        left = LINE_WIDTH - sum(w for w, share in zip(wanted, shares, strict=True) if not share)
        if any(shares) and left >= _LEAST * sum(1 for share in shares if share):
            return [left * share / sum(shares) if share else w for w, share in zip(wanted, shares, strict=True)]
    return [LINE_WIDTH * w / sum(wanted) for w in wanted]


def _cell_width(cell: Mapping[str, str]) -> float:
    return _width(cell["main"], SIZE) + _width(cell["bounds"], SMALL)


def _width(text: str, size: float) -> float:
    """Millimetres of a text: a Chinese character is as wide as it is high, a plain one two thirds of it in wide fonts."""
    # Between a number and a Chinese word a word processor sets a quarter of a character.
    gaps = sum(a.isascii() != b.isascii() and (a + b).isalnum() for a, b in pairwise(text))
    return (sum(0.62 if ord(c) < 0x2000 else 1 for c in text) + 0.25 * gaps) * size * MILLIMETRES


def _fill(cell: Any, content: Mapping[str, str], number: bool, head: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(content["main"])
    run.font.size, run.font.bold = Pt(SIZE), head
    if content["bounds"]:
        bounds = paragraph.add_run(content["bounds"])
        bounds.font.size, bounds.font.color.rgb = Pt(SMALL), GREY
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    if number:
        paragraph.alignment = RIGHT
    if head:
        shade(cell, "F1F4F7")
