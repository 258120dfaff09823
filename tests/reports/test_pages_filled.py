"""Where figures and the end of a paper stand: each numbered once and in order, no end alone on a page."""

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from reports.brief import Brief, build_annex, build_brief
from reports.parts import Block, Chart, Column, Form, Format, Paragraph, Section, Series, Subheading, Table
from reports.pdf import render_pdf
from tests.reports.sample import HEAD, tables
from tests.reports.test_pdf import pages

WEEK = build_brief(tables(), HEAD)


def some_table(random: Random, name: str) -> Table:
    columns = (Column("名称", width=1), Column("条数", Format.COUNT), Column("说明", width=random.choice([0, 1])))
    rows = tuple((f"行{n}", n, "文" * random.randrange(40)) for n in range(random.randrange(1, 16)))
    return Table(name, f"名为{name}", columns, rows, "made", note="注" * random.randrange(90))


def some_chart(random: Random, name: str) -> Chart:
    labels = tuple(f"第{n}" for n in range(5))
    series = (Series("数", tuple(float(random.randrange(50)) for _ in labels)),)
    height = random.choice([30.0, 55.0, 70.0])
    return Chart(name, Form.COLUMNS, f"名为{name}", "图", labels, series, Format.COUNT, "made", height=height)


def some_block(random: Random, name: str) -> Block:
    made = random.choice(["table", "chart", "chart", "text", "lead", "heading"])
    if made == "table":
        return some_table(random, name)
    if made == "chart":
        return some_chart(random, name)
    if made == "heading":
        return Subheading(f"题{name}")
    return Paragraph("话" * random.randrange(1, 200), "lead" if made == "lead" else "body")


def some_paper(seed: int) -> Brief:
    random = Random(seed)
    sections = [
        Section(f"s{n}", f"部分{n}", tuple(some_block(random, f"{n}{chr(97 + k)}x") for k in range(8)))
        for n in range(3)
    ]
    # A heading with nothing after it would be no paper of ours.
    return replace(WEEK, sections=tuple(replace(s, blocks=(*s.blocks, Paragraph("完。"))) for s in sections))


@pytest.mark.parametrize("seed", range(8))
def test_figures_are_numbered_once_and_in_the_order_of_the_pages(seed: int, tmp_path: Path) -> None:
    brief = some_paper(seed)
    found = pages(render_pdf(brief, tmp_path / "paper.pdf").path)
    text = "".join(found[1:])
    for word, blocks in (("表", brief.tables()[1:]), ("图", brief.charts()[1:])):
        places = sorted(text.index(block.title) for block in blocks)
        assert all(text[:place].endswith(f"{word}{n}") for n, place in enumerate(places, 1))
    assert all(f"第{n}页共{len(found)}页" in page for n, page in enumerate(found, 1))


@pytest.mark.parametrize("rows", range(46, 54))
def test_the_end_of_a_paper_never_stands_alone(rows: int, tmp_path: Path) -> None:
    given = tables()
    item = next(row for row in given["negative_items"] if row["conduct"])
    given["negative_items"] = [item | {"post_id": f"p{n}", "title": f"第{n}件"} for n in range(rows)]
    found = pages(render_pdf(build_annex(given, HEAD), tmp_path / "annex.pdf").path)
    assert f"第{rows - 1}件" in found[-1]
    assert "签发" in found[-1]
    assert "签发" not in "".join(found[:-1])
