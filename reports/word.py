"""Brief → Word file to work on: real headings, tables and pictures. May import reports.brief, pages and charts."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.brief import Brief
from reports.charts import png
from reports.pages import page_data
from reports.parts import Chart

# Names of fonts that every Chinese office has; a working copy embeds none.
BODY, HEADING = "宋体", "黑体"
BLUE = RGBColor(0x1F, 0x4E, 0x79)


def write_word(brief: Brief, path: Path) -> None:
    """Write the working copy, whole or not at all. Raises OSError."""
    pictures: dict[str, Chart] = {}
    data = page_data(brief, lambda chart: pictures.setdefault(chart.key, chart).key)
    document = Document()
    _set_up(document, data, brief.head.made_at)
    if data["front"]:
        _front(document, data["front"], pictures)
    for section in data["sections"]:
        document.add_heading(section["title"], 1)
        for block in section["blocks"]:
            _BLOCKS[block["kind"]](document, block, pictures)
    _tail(document, data["head"])
    draft = path.with_name(path.name + ".part")
    document.save(str(draft))
    draft.replace(path)


def _set_up(document: Any, data: dict[str, Any], made_at: str) -> None:
    head, page = data["head"], document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    for name, font, size in (
        ("Normal", BODY, 10.5),
        ("Title", HEADING, 26),
        ("Heading 1", HEADING, 16),
        ("Heading 2", HEADING, 12),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    moment = datetime.fromisoformat(made_at).replace(tzinfo=None)
    core = document.core_properties
    core.title, core.author, core.created, core.modified = head["title"], head["office"], moment, moment
    fiction = f"虚构示例：{head['city']}为虚构城市，人物、事件、数字均为编造" if head["fictional"] else ""
    page.header.paragraphs[0].text = "　".join(part for part in (head["marking"], fiction) if part)
    document.add_heading(head["title"], 0)
    number = f"第{head['number']}期　" if head["number"] else ""
    document.add_paragraph(f"{number}{head['office']}　{data['days']}　{head['date']}")


def _front(document: Any, front: dict[str, Any], pictures: dict[str, Chart]) -> None:
    box = document.add_table(1, 1, style="Table Grid")
    box.cell(0, 0).text = "领导批示：\n\n\n"
    for text in (*front["sentences"], *front["notices"]):
        document.add_paragraph(text)
    figures = document.add_table(3, len(front["figures"]), style="Table Grid")
    for place, figure in enumerate(front["figures"]):
        lines = (figure["label"], f"{figure['value']} {figure['arrow']}", f"{figure['change']}\n{figure['interval']}")
        for row, text in enumerate(lines):
            figures.cell(row, place).text = text
    if front["chart"]:
        _chart(document, front["chart"], pictures)
    _table(document, front["kinds"], pictures)
    for alert in front["alerts"]:
        document.add_paragraph(f"【{alert['level']}】{alert['message']}　{alert['clock']}", style="List Bullet")


def _table(document: Any, table: dict[str, Any], _: dict[str, Chart]) -> None:
    title = table["title"] if table["rows"] else f"{table['title']}：{table['empty']}"
    document.add_paragraph(title, style="Caption")
    if table["rows"]:
        cells = [[c["title"] for c in table["columns"]]]
        cells += [[cell["main"] + cell["bounds"] for cell in row] for row in table["rows"]]
        drawn = document.add_table(len(cells), len(cells[0]), style="Table Grid")
        # Row by row: asking a large table for each cell by place takes minutes.
        for row, texts in zip(drawn.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if table["note"]:
        document.add_paragraph(table["note"])


def _chart(document: Any, chart: dict[str, Any], pictures: dict[str, Chart]) -> None:
    document.add_paragraph(chart["title"], style="Caption")
    picture = document.add_picture(BytesIO(png(pictures[chart["picture"]])), width=Mm(min(chart["width"], 170)))
    picture._inline.docPr.set("descr", chart["alt"])  # noqa: SLF001  # python-docx has no other way to an alternative text
    if chart["note"]:
        document.add_paragraph(chart["note"])


def _paragraph(document: Any, block: dict[str, Any], _: dict[str, Chart]) -> None:
    document.add_paragraph(block["text"], style="List Bullet" if block["style"] == "item" else None)


def _subheading(document: Any, block: dict[str, Any], _: dict[str, Chart]) -> None:
    document.add_heading(block["text"], 2)


def _story(document: Any, story: dict[str, Any], _: dict[str, Chart]) -> None:
    document.add_heading(" ".join(part for part in (story["title"], story["grade"]) if part), 2)
    document.add_paragraph("；".join(f"{name}：{text}" for name, text in story["facts"]))
    for quote in story["quotes"]:
        document.add_paragraph(f"“{quote['text']}”（{quote['source']}）", style="Quote")


def _proposal(document: Any, proposal: dict[str, Any], _: dict[str, Chart]) -> None:
    document.add_heading(f"{proposal['action']}　{proposal['matter']}", 2)
    for name, text in proposal["facts"]:
        document.add_paragraph(f"{name}：{text}", style="List Bullet")


def _tail(document: Any, head: dict[str, Any]) -> None:
    document.add_paragraph(f"签发：{head['signer']}　核稿：{head['checker']}　编辑：{head['editor']}")
    copies = f"　印{head['copies']}份" if head["copies"] else ""
    document.add_paragraph(f"报：{head['report_to']}　送：{head['send_to']}{copies}")


_BLOCKS = {
    "table": _table,
    "chart": _chart,
    "paragraph": _paragraph,
    "subheading": _subheading,
    "story": _story,
    "proposal": _proposal,
}
