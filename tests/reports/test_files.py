"""Workbook, web page and working copy hold the Brief's numbers and no formula of others."""

from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from reports.backing import Backing
from reports.brief import Brief, build_brief
from reports.excel import write_excel
from reports.formats import cut
from reports.pages import table_data
from reports.parts import Proposal, Story
from reports.sheet_look import LINE, text_width
from reports.web import write_web
from reports.word import write_word
from tests.reports.demo_week import demo_backing, demo_brief
from tests.reports.sample import HEAD, tables, without_posts
from tests.reports.test_pdf import BAD_TITLES

FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "https://a.example", "0012"]


@pytest.fixture(scope="module")
def brief() -> Brief:
    rows = tables()
    for item, text in zip(rows["negative_items"][2:], FORMULAS, strict=False):
        item |= {"title": text, "district": ""}
    rows["phrases"] = [row | {"phrase": text} for row, text in zip(rows["phrases"], FORMULAS, strict=False)]
    rows["drivers"][0]["label"] = "<script>alert(1)</script>👍"
    return build_brief(rows, HEAD)


def test_a_workbook_has_typed_tables(brief: Brief, tmp_path: Path) -> None:
    write_excel(brief, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    assert len(book.sheetnames) == len(brief.tables()) + 1
    sheet = next(s for s in book if "信息量" in s.title)
    assert [cell.value for cell in sheet[2]][:3] == ["范围", "信息", "负面"]
    assert [cell.value for cell in sheet[5]][:3] == ["媒体与网络合计", 119, 67]
    assert sheet["F5"].value == pytest.approx(67 / 119)
    assert sheet["F5"].number_format == "0.0%"
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref == "A2:O6"


def test_a_sheet_names_other_sheets_as_they_are_called_and_nothing_by_its_code(tmp_path: Path) -> None:
    brief = build_brief(tables(), HEAD)
    write_excel(brief, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    told = {sheet.title: sheet.cell(sheet.max_row, 1).value or "" for sheet in book.worksheets[1:]}
    names = {name.split(".", 1)[1]: name for name in told}
    items = next(name for title, name in names.items() if title.startswith("本期负面信息"))
    assert told[names["中央和省级媒体负面信息"]] == f"摘自“{items}”。"
    codes = {table.source for table in brief.tables()} | {table.source.split("[")[0] for table in brief.tables()}
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert [(code, text) for code in codes for text in cells if code in text] == []


def test_a_sheet_can_be_read_and_printed_as_it_is(tmp_path: Path) -> None:
    write_excel(demo_brief(), tmp_path / "a.xlsx", demo_backing())
    for sheet in load_workbook(tmp_path / "a.xlsx"):
        page = sheet.page_setup
        assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert demo_brief().head.title in (sheet.oddHeader.left.text or "")
        assert "共&N页" in (sheet.oddFooter.right.text or "")
        assert (sheet.print_title_rows is None) == (sheet.title == "说明")
    for sheet in load_workbook(tmp_path / "a.xlsx").worksheets[1:-2]:
        # Neighbours of one width are kept as one.
        widths = {n: d.width for d in sheet.column_dimensions.values() for n in range(d.min, d.max + 1)}
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                if isinstance(cell.value, str) and cell.coordinate not in sheet.merged_cells:
                    lines = (sheet.row_dimensions[cell.row].height or LINE) // LINE
                    assert text_width(cell.value) <= lines * widths[cell.column]


def test_texts_of_others_are_never_formulas(brief: Brief, tmp_path: Path) -> None:
    write_excel(brief, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value in FORMULAS]
    assert {cell.value for cell in cells} >= set(FORMULAS[:5])
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_workbook_lists_the_posts_with_dates_and_links(tmp_path: Path) -> None:
    evil = replace(demo_backing().posts[0], title=FORMULAS[0], text=FORMULAS[1], url="javascript:alert(1)")
    backing = Backing(1, "r", (*demo_backing().posts, evil))
    write_excel(demo_brief(), tmp_path / "a.xlsx", backing)
    sheet = load_workbook(tmp_path / "a.xlsx")["信息清单"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.max_row == len(backing.posts) + 1
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
    for line, post in enumerate(backing.posts, 2):
        assert sheet[f"{heads['时间']}{line}"].value.isoformat(timespec="minutes") == post.at
        assert (sheet[f"{heads['编号']}{line}"].value, sheet[f"{heads['编号']}{line}"].data_type) == (post.id, "s")
        told = sheet[f"{heads['原网页']}{line}"].hyperlink
        assert (told.target if told else "") == (post.url if post.url.startswith("http") else "")
    last = sheet.max_row
    assert {sheet[f"{heads[name]}{last}"].data_type for name in ("标题", "内容（已脱敏）", "原网页")} == {"s"}


def test_every_form_repeats_byte_for_byte(brief: Brief, tmp_path: Path) -> None:
    for name, write in (("xlsx", write_excel), ("html", write_web), ("docx", write_word)):
        for place in ("a", "b"):
            write(brief, tmp_path / f"{place}.{name}")
        assert (tmp_path / f"a.{name}").read_bytes() == (tmp_path / f"b.{name}").read_bytes()


def test_a_page_needs_nothing_else(brief: Brief, tmp_path: Path) -> None:
    write_web(brief, tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert text.count("<script") == 3
    assert "<script>alert" not in text
    assert 'src="http' not in text
    assert "虚构示例" in text
    assert text.split("<script", maxsplit=1)[0].count("<img ") == len(brief.charts())
    for table in brief.tables():
        for row in table_data(table)["rows"]:
            assert all(f"{cell['main']}" in text or "'" in cell["main"] for cell in row)


def test_a_working_copy_has_headings_tables_and_pictures(brief: Brief, tmp_path: Path) -> None:
    write_word(brief, tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert len(headings) == len(brief.sections)
    assert all(h.endswith(section.title) for h, section in zip(headings, brief.sections, strict=True))
    assert headings[0].startswith("一、")
    filled = [table for table in brief.tables() if table.rows]
    # Beside the Brief's tables: the box for the leader, the four figures, the alerts, the end, and facts of stories and orders.
    told = [b for section in brief.sections for b in section.blocks if isinstance(b, Story | Proposal)]
    assert len(document.tables) == len(filled) + len(told) + 4
    captions = [p for p in document.paragraphs if "SEQ" in p._p.xml]
    assert len(captions) == len(filled) + len(brief.charts()) - 2
    assert len(document.inline_shapes) == len(brief.charts())
    heads = {tuple(column.title for column in table.columns) for table in filled}
    grids = [t for t in document.tables if tuple(cell.text for cell in t.rows[0].cells) in heads]
    assert len(grids) == len(filled)
    assert all("w:tblHeader" in table._tbl.xml for table in grids)
    assert "虚构示例" in document.sections[0].header.paragraphs[0].text
    assert "NUMPAGES" in document.sections[0].footer.paragraphs[0]._p.xml
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert "38.7%（23.7–56.2）" in cells
    assert any(text.startswith("签发：") for text in cells)


def test_bad_texts_give_files_that_open(tmp_path: Path) -> None:
    rows = tables()
    item = rows["negative_items"][2]
    rows["negative_items"] = [item | {"post_id": f"{n:016d}", "title": t} for n, t in enumerate(BAD_TITLES)]
    rows["stories"][0]["title"], rows["stories"][0]["quotes"][0]["text"] = BAD_TITLES[0], BAD_TITLES[-2]
    brief = build_brief(rows, HEAD)
    write_excel(brief, tmp_path / "a.xlsx")
    cells = [cell for sheet in load_workbook(tmp_path / "a.xlsx") for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    write_word(brief, tmp_path / "a.docx")
    assert len(Document(str(tmp_path / "a.docx")).inline_shapes) == len(brief.charts())
    write_web(brief, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "\x00" not in page
    for title in filter(str.isprintable, BAD_TITLES):
        kept = cut(title, 12).rstrip("…")
        assert any(kept in str(cell.value) for cell in cells), title
        assert escape(kept) in page, title


def test_no_posts_give_files(tmp_path: Path) -> None:
    brief = build_brief(without_posts(), HEAD)
    write_excel(brief, tmp_path / "a.xlsx")
    write_web(brief, tmp_path / "a.html")
    write_word(brief, tmp_path / "a.docx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.html", "a.xlsx"]
