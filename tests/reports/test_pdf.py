"""The paper has the Brief's numbers, repeats byte for byte, and stands bad input."""

import unicodedata
from collections.abc import Callable
from ctypes import create_string_buffer
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from reports.brief import Brief, build_annex, build_brief
from reports.pages import printed, table_data
from reports.pdf import render_pdf
from tests.reports.sample import HEAD, tables, without_posts


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without blanks, and with the plain characters that a reader of PDF gives for some that look the same."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\ufffe", "")


def pictures(page: pypdfium2.PdfPage) -> list[str]:
    """What a screen reader says of each picture of a page, "" where it has nothing to say."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    try:
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(raw.FPDF_StructTree_CountChildren(tree))]
        return [text for top in tops for text in _figures(top)]
    finally:
        raw.FPDF_StructTree_Close(tree)


def _figures(element: Any) -> list[str]:
    if not element:
        return []
    if _said(raw.FPDF_StructElement_GetType, element) == "Figure":
        return [_said(raw.FPDF_StructElement_GetAltText, element)]
    below = range(raw.FPDF_StructElement_CountChildren(element))
    return [text for n in below for text in _figures(raw.FPDF_StructElement_GetChildAtIndex(element, n))]


def _said(ask: Callable[..., int], element: Any) -> str:
    """A text of the library, which asks first for its length in bytes with two zeros at the end."""
    room = create_string_buffer(ask(element, None, 0))
    ask(element, room, len(room))
    return room.raw[:-2].decode("utf-16-le")


@pytest.fixture(scope="module")
def brief() -> Brief:
    return build_brief(tables(), HEAD)


@pytest.fixture(scope="module")
def paper(brief: Brief, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_pdf(brief, tmp_path_factory.mktemp("paper") / "week.pdf").path


def test_the_numbers_of_the_brief_are_in_the_paper(brief: Brief, paper: Path) -> None:
    text = "".join(pages(paper))
    assert brief.front is not None
    said = [*brief.front.sentences, *brief.front.notices, *(f.value for f in brief.front.figures)]
    said += [figure.interval for figure in brief.front.figures]
    for table in brief.tables():
        assert len(printed(table)) == len(table.rows)
        said += [part for row in table_data(table)["rows"] for cell in row for part in cell.values()]
    assert [part for part in map(squeezed, said) if part not in text] == []


def test_page_one_is_one_page_for_the_leader(paper: Path) -> None:
    first = pages(paper)[0]
    for words in ("领导批示", "发生了什么", "是否异常", "怎么办", "预警", "负面信息的类型", "第47期"):
        assert words in first
    assert "一、媒体与网络" not in first


def test_page_one_stays_one_page_when_all_is_long(tmp_path: Path) -> None:
    rows = tables()
    rows["stories"][0]["title"] = rows["guidance"][0]["matter"] = "长" * 200
    rows["alerts"] = [row | {"message": "长" * 200, "id": f"a{n}"} for n, row in enumerate(rows["alerts"] * 3)]
    found = pages(render_pdf(build_brief(rows, HEAD), tmp_path / "long.pdf").path)
    # As many as there is room for, at least one; the rest is counted.
    shown = found[0].count("已超时") + found[0].count("临近时限") + found[0].count("在时限内")
    assert 0 < shown < 15
    assert f"另有{15 - shown}项预警" in found[0]
    assert "一、媒体与网络" in found[1]


def test_every_page_says_that_the_city_is_fictional(paper: Path) -> None:
    assert all("虚构示例" in page for page in pages(paper))


def test_the_same_brief_gives_the_same_bytes(brief: Brief, paper: Path, tmp_path: Path) -> None:
    again = render_pdf(Brief.from_json(brief.to_json()), tmp_path / "again.pdf").path
    assert again.read_bytes() == paper.read_bytes()
    assert list(tmp_path.iterdir()) == [again]


def test_the_paper_keeps_to_its_standards(paper: Path) -> None:
    written = paper.read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part>" in written
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in written
    assert b"<pdfuaid:part>1</pdfuaid:part>" in written


def test_the_paper_has_bookmarks_a_title_and_a_text_for_every_picture(brief: Brief, paper: Path) -> None:
    document = pypdfium2.PdfDocument(paper)
    try:
        marks = [squeezed(mark.get_title()) for mark in document.get_toc() if mark.level == 0]
        assert HEAD.title in document.get_metadata_value("Title")
        told = [text for page in document for text in pictures(page)]
    finally:
        document.close()
    expected = [squeezed(HEAD.title), *(squeezed(s.title) for s in brief.sections)]
    assert len(marks) == len(expected)
    assert all(mark.endswith(title) for mark, title in zip(marks, expected, strict=True))
    assert sorted(told) == sorted(chart.alt for chart in brief.charts())


def test_the_annex_is_a_paper_of_its_own(tmp_path: Path) -> None:
    text = "".join(pages(render_pdf(build_annex(tables(), HEAD), tmp_path / "annex.pdf").path))
    assert "督察专件" in text
    assert "锦纺巷一摊主检查中受伤" in text


HUGE = "长" * 2000
MARKUP = '#import "x.typ" $x^2$ *粗* _斜_ `码` <标签> @引 = 题 \\ #panic() [ ] { } // 注'
BAD_TITLES = [
    HUGE,
    "https://a.example/" + "x" * 2000,
    MARKUP,
    "👍" * 30,
    "㐂𠮷",
    "שלום עולם",
    "=cmd|' /C calc'!A0",
    "\x00\x1b控制",
    "\u202e反向",
]


@pytest.mark.parametrize("title", BAD_TITLES, ids=range(len(BAD_TITLES)))
def test_bad_texts_give_a_paper(title: str, tmp_path: Path) -> None:
    rows = tables()
    rows["stories"][0]["title"] = title
    rows["stories"][0]["quotes"][0]["text"] = title
    rows["guidance"][0]["matter"] = title
    rows["alerts"][0]["message"] = title
    rows["drivers"][0]["label"] = title
    rows["negative_items"][2]["text"] = title
    rows["coverage"][3]["message"] = title[:120]
    done = render_pdf(build_brief(rows, HEAD), tmp_path / "bad.pdf")
    text = pages(done.path)
    assert "领导批示" in text[0]
    if title == MARKUP:
        assert "#panic()" in "".join(text)
    if title.startswith("👍"):
        assert done.replaced["👍"] > 100
        assert "没有可用的字形" in "".join(text)


def one_post() -> dict[str, list[dict[str, Any]]]:
    rows = tables()
    counts = {"items": 1, "relevant": 1, "negative": 1, "neutral": 0, "positive": 0, "share": 1.0, "low": 0.2, "high": 1.0, "previous_items": 0,
              "difference": None, "difference_low": None, "difference_high": None, "verdict": "not_enough_data"}  # fmt: skip
    kept = {"summary": [rows["summary"][0] | {"posts": 1, "complaints": 0, "complaints_previous": 0}]}
    return kept | {"volume": [row | counts for row in rows["volume"][:3]], "negative_items": rows["negative_items"][:1]}


def test_one_post_gives_a_paper_that_judges_nothing(tmp_path: Path) -> None:
    text = "".join(pages(render_pdf(build_brief(one_post(), HEAD), tmp_path / "one.pdf").path))
    assert "只有1条,数量太少" in text


def test_no_posts_give_a_paper_that_says_so(tmp_path: Path) -> None:
    text = pages(render_pdf(build_brief(without_posts(), HEAD), tmp_path / "none.pdf").path)
    assert "没有入库任何信息" in text[0]


def test_many_negative_items_are_counted_not_printed(tmp_path: Path) -> None:
    rows = tables()
    rows["negative_items"] = [rows["negative_items"][2] | {"post_id": str(n)} for n in range(100_000)]
    text = pages(render_pdf(build_brief(rows, HEAD), tmp_path / "many.pdf").path)
    assert "共100,000项,此处列出前200项" in "".join(text)
    assert len(text) < 30
