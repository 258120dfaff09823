"""How a sheet of a workbook looks on a screen and on paper: widths, heights of wrapped lines, page. May import formats, parts."""

from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

from xlsxwriter.worksheet import Worksheet

from reports.formats import cut
from reports.parts import Head

A4 = 9
# The sheet with the head, the sentences and the large figures of the paper.
COVER = "说明"
# A sheet's name may have 31 characters and none of these.
_NAME_LENGTH = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "·"))
# Points; a program that opens the workbook does not always find the height of wrapped lines by itself.
LINE = 15
NARROWEST, WIDEST = 8, 48
# What the button of the filter and the edges of a cell take, in characters.
_BUTTON, _EDGES = 4, 1


def sheet_name(number: int, title: str) -> str:
    """The name of the sheet that holds the table of that number and title."""
    return f"{number}.{title}".translate(_FORBIDDEN)[:_NAME_LENGTH]


def text_width(text: str) -> int:
    """The width of a text in plain characters, of which a Chinese one takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def column_width(title: str, cells: Iterable[str]) -> int:
    """Characters for a column: its widest cell, and its head on two lines."""
    head = ceil(text_width(title) / 2) + _BUTTON
    return min(WIDEST, max(NARROWEST, head, *(text_width(cell) + _EDGES for cell in cells), 0))


def height(texts: Iterable[str], widths: Iterable[int]) -> int:
    """Points for a row whose texts are wrapped in columns of these widths."""
    return LINE * max(ceil((text_width(text) + _EDGES) / width) or 1 for text, width in zip(texts, widths, strict=True))


def set_page(sheet: Worksheet, head: Head, days: str) -> None:
    """A printed sheet is as wide as a page, says whose it is and counts its pages."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    # In a header & begins a code, and 255 characters are the most.
    title = cut(f"{head.title}　{days}", 100).replace("&", "&&")
    sheet.set_header(f"&L{title}&R{head.marking}{'　虚构示例' if head.fictional else ''}")
    sheet.set_footer("&L&A&R第&P页，共&N页")
