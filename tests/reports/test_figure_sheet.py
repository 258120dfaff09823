"""The workbook leads from each figure to the posts that `chengyu rows` gives for it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from reports import figure_sheet
from reports.backing import Backing, build_backing, picked
from reports.brief import build_special
from reports.excel import FIRST_ROW, write_excel
from reports.lookup import Lookup
from reports.queries import figures
from tests.reports.demo_week import demo_backing, demo_brief, demo_tables
from tests.reports.sample import HEAD

SHEET, NAME, TOTAL, TEXT, POST, HOLDER = figure_sheet.NAME, 1, 2, 7, 8, 9
EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return written(demo_backing(), tmp_path_factory.mktemp("book"))


def written(backing: Backing, folder: Path) -> Workbook:
    write_excel(demo_brief(), folder / "a.xlsx", backing)
    return load_workbook(folder / "a.xlsx")


def target(book: Workbook, cell: Any) -> Any:
    """The cell that an internal link leads to."""
    sheet, place = cell.hyperlink.location.rsplit("!", 1)
    return book[sheet.strip("'")][place]


def listed(first: Any) -> list[Any]:
    """The cells with the links of one figure's posts, from the first line of it down."""
    sheet = first.parent
    lines = range(first.row, sheet.max_row + 1)
    return [sheet.cell(n, POST) for n in lines if sheet.cell(n, NAME).value == first.value]


def test_a_figure_leads_to_its_posts_and_each_of_them_to_the_list(book: Workbook) -> None:
    table = next(sheet for sheet in book if "负面信息的类型" in sheet.title)
    row = next(row for row in table.iter_rows(min_row=FIRST_ROW + 1) if row[0].value == "执法行为")
    first = target(book, row[1])
    assert (first.parent.title, first.value) == (SHEET, "kinds.执法行为.条数")
    assert first.parent.cell(first.row, HOLDER).value == table.title
    wanted = picked(demo_backing().posts, figures(demo_brief())[first.value])
    cells = listed(first)
    assert row[1].value == first.parent.cell(first.row, TOTAL).value == len(cells) == len(wanted) > 1
    heads = {cell.value: cell.column for cell in book["信息清单"][1]}
    lines = [target(book, cell) for cell in cells]
    assert [cell.value for cell in cells] == [post.id for post in wanted]
    assert [cell.parent.cell(cell.row, heads["编号"]).value for cell in lines] == [post.id for post in wanted]


def test_every_figure_that_opens_is_listed_with_the_count_of_its_query(book: Workbook) -> None:
    posts = demo_backing().posts
    wanted = {name: len(picked(posts, query)) for name, query in figures(demo_brief()).items()}
    rows = list(book[SHEET].iter_rows(min_row=figure_sheet.FIRST_ROW + 1, values_only=True))
    assert {row[NAME - 1]: row[TOTAL - 1] for row in rows} == {name: n for name, n in wanted.items() if n}
    assert Counter(row[NAME - 1] for row in rows) == Counter(wanted)
    opening = [cell for sheet in book for line in sheet.iter_rows() for cell in line if leads(cell, SHEET)]
    assert len({target(book, cell).value for cell in opening}) == len(opening) > 100
    assert {target(book, cell).value for cell in book["说明"]["B"] if cell.hyperlink} >= {"front.negative"}


def leads(cell: Any, sheet: str) -> bool:
    return bool(cell.hyperlink) and str(cell.hyperlink.location).startswith(f"'{sheet}'")


def test_the_numbers_in_the_sentences_on_a_story_are_listed(tmp_path: Path) -> None:
    story = demo_tables()["stories"][0]
    brief = build_special(demo_tables(), HEAD, story["story_id"])
    write_excel(brief, tmp_path / "a.xlsx", build_backing(demo_tables(), HEAD.run_id, story["story_id"]))
    sheet = load_workbook(tmp_path / "a.xlsx")[SHEET]
    told = {row[NAME - 1]: (row[TOTAL - 1], row[HOLDER - 1]) for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert told["text.negative"] == (story["negative"], "正文")


def test_cells_with_links_keep_their_types_and_sheets_their_heads(book: Workbook) -> None:
    table = next(sheet for sheet in book if "信息量" in sheet.title)
    linked = [cell for row in table.iter_rows() for cell in row if cell.hyperlink]
    assert {cell.data_type for cell in linked} == {"n"}
    assert {cell.number_format for cell in linked} == {"#,##0", "0.0%"}
    assert (book[SHEET].freeze_panes, book[SHEET].auto_filter.ref) == ("B3", f"A2:I{book[SHEET].max_row}")
    assert book[SHEET].cell(3, 4).is_date


def test_what_is_not_listed_is_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(figure_sheet, "MOST_OF_A_FIGURE", 5)
    monkeypatch.setattr(figure_sheet, "MOST_ROWS", 300)
    sheet = written(demo_backing(), tmp_path)[SHEET]
    name, total = sheet.cell(3, NAME).value, sheet.cell(3, TOTAL).value
    lines = [row for row in sheet.iter_rows(min_row=3) if row[NAME - 1].value == name]
    assert len(lines) == 6
    assert lines[-1][TEXT - 1].value == f"另有{total - 5}条没有列在这里，在“信息清单”里筛选可得"
    shown = {row[NAME - 1].value for row in sheet.iter_rows(min_row=3)}
    posts = demo_backing().posts
    opening = [name for name, query in figures(demo_brief()).items() if picked(posts, query)]
    assert sheet.max_row <= 302
    assert f"每个数字至多列5条；另有{len(opening) - len(shown)}个数字超出本表容量" in sheet["A1"].value


def test_a_formula_in_a_post_stays_a_text(tmp_path: Path) -> None:
    backing = demo_backing()
    evil = replace(backing, posts=tuple(replace(post, title=EVIL, source="+1+1") for post in backing.posts))
    cells = [cell for row in written(evil, tmp_path)[SHEET].iter_rows(min_row=3) for cell in row]
    assert {cell.data_type for cell in cells if cell.value in {EVIL, "+1+1"}} == {"s"}
    assert not any(cell.data_type == "f" for cell in cells)


def test_looking_up_gives_what_picking_gives() -> None:
    posts = demo_backing().posts
    lookup = Lookup(posts)
    for name, query in figures(demo_brief()).items():
        assert [posts[n] for n in sorted(lookup.places(query))] == picked(posts, query), name
    assert lookup.places({}) == frozenset(range(len(posts)))
