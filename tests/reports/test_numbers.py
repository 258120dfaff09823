"""The numbers of a Brief, taken back out of each file that was made of it, are the Brief's."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from openpyxl import load_workbook

from reports.brief import Brief
from reports.excel import spread, write_excel
from reports.pages import table_data
from reports.parts import Estimate, Table
from reports.pdf import render_pdf
from reports.web import write_web
from reports.word import write_word
from tests.reports.demo_week import demo_brief

Rows = list[list[str]]


class Tables(HTMLParser):
    """The cells of every table of a page, by the table's id."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Rows] = {}
        self.name = ""
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "table":
            self.name = (told.get("id") or "").removeprefix("t-")
            self.tables[self.name] = []
        elif tag == "tr" and self.name:
            self.tables[self.name].append([])
        elif tag == "td" and self.name:
            self.tables[self.name][-1].append("")
        self.inside = tag in {"td", "button", "small"} or (self.inside and tag != "th")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.name = ""
        self.inside = self.inside and tag not in {"td", "tr", "table"}

    def handle_data(self, data: str) -> None:
        if self.name and self.inside and self.tables[self.name] and self.tables[self.name][-1]:
            self.tables[self.name][-1][-1] += data


@pytest.fixture(scope="module")
def brief() -> Brief:
    return demo_brief()


def filled(brief: Brief) -> Iterator[Table]:
    return (table for table in brief.tables() if table.rows)


def shown(table: Table) -> Rows:
    return [[cell["main"] + cell["bounds"] for cell in row] for row in table_data(table)["rows"]]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\ufffe", "").replace("\xad", "")


def test_the_page_has_every_cell(brief: Brief, tmp_path: Path) -> None:
    write_web(brief, tmp_path / "a.html")
    reader = Tables()
    reader.feed((tmp_path / "a.html").read_text(encoding="utf-8").split("<script")[0])
    for table in filled(brief):
        found = [[squeezed(cell) for cell in row] for row in reader.tables[table.key] if row]
        assert found[: len(shown(table))] == [[squeezed(cell) for cell in row] for row in shown(table)], table.key
        assert len(found) == len(table.rows)


def test_the_working_copy_has_every_cell(brief: Brief, tmp_path: Path) -> None:
    write_word(brief, tmp_path / "a.docx")
    found = [[[c.text for c in row.cells] for row in t.rows] for t in Document(str(tmp_path / "a.docx")).tables]
    for table in filled(brief):
        head = [column.title for column in table.columns]
        assert [head, *shown(table)] in found, table.key


def test_the_workbook_has_every_value(brief: Brief, tmp_path: Path) -> None:
    write_excel(brief, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    for number, table in enumerate(brief.tables(), 1):
        sheet = next(s for s in book if s.title.startswith(f"{number}."))
        width = len(spread(table))
        read = [[cell.value for cell in row[:width]] for row in sheet.iter_rows(min_row=3, max_row=2 + len(table.rows))]
        for row, cells in zip(table.rows, read if table.rows else [], strict=True):
            wanted = [
                v
                for cell in row
                for v in ((cell.value, cell.low, cell.high) if isinstance(cell, Estimate) else (cell,))
            ]
            assert without_gaps(cells) == without_gaps(wanted), table.key


def without_gaps(values: Sequence[object]) -> list[object]:
    """What is there, numbers to the digits that a workbook keeps for certain."""
    return [float(f"{v:.12g}") if isinstance(v, int | float) else v for v in values if v is not None and v != ""]


def test_the_paper_has_every_cell_and_large_figure(brief: Brief, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(render_pdf(brief, tmp_path / "a.pdf").path)
    try:
        text = squeezed("".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()
    assert brief.front is not None
    wanted = [figure.value for figure in brief.front.figures]
    wanted += [cell for table in filled(brief) for row in shown(table) for cell in row if re.search(r"\d", cell)]
    parts = [part for cell in wanted for part in re.findall(r"[+-]?\d[\d,.]*%?", unicodedata.normalize("NFKC", cell))]
    assert len(parts) > 300
    assert [part for part in parts if part not in text] == []
