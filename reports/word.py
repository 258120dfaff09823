"""Brief → Word file to work on: real headings, tables and pictures. May import reports.brief, pages, charts, word_look."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Mm, Pt

from reports.brief import Brief
from reports.charts import png
from reports.pages import page_data
from reports.parts import Chart
from reports.word_look import (
    BLUE,
    CENTRE,
    GREY,
    HEADING,
    LINE_WIDTH,
    RED,
    RIGHT,
    keep_whole,
    page_number,
    repeat_head,
    repeatable,
    rule_below,
    rules,
    set_page,
    set_properties,
    shade,
)

NUMERALS = "一二三四五六七八九十"
# Widths of columns in characters of a table's small print: the least and the most that a column asks for.
LEAST, MOST = 4, 26
_TONES = {"worse": RED, "better": BLUE}


def write_word(brief: Brief, path: Path) -> None:
    """Write the working copy, whole or not at all, the same bytes for the same Brief. Raises OSError."""
    pictures: dict[str, Chart] = {}
    data = page_data(brief, lambda chart: pictures.setdefault(chart.key, chart).key)
    document = Document()
    set_page(document, brief.head.look)
    moment = datetime.fromisoformat(brief.head.made_at).replace(tzinfo=None)
    set_properties(document, brief.head.title, brief.head.office, moment)
    _head(document, data)
    if data["head"]["look"]["remarks"] and data["head"]["kind"] != "annex":
        _remarks(document)
    if data["front"]:
        _front(document, data["front"], pictures)
    for number, section in enumerate(data["sections"]):
        _section(document, section, number, pictures)
    if data["attachments"]:
        document.add_paragraph(f"附件：{'　'.join(data['attachments'])}")
    _tail(document, data["head"])
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(repeatable(document))
    draft.replace(path)


def _head(document: Any, data: dict[str, Any]) -> None:
    head, page = data["head"], document.sections[0]
    fiction = f"虚构示例：{head['city']}为虚构城市，人物、事件、数字均为编造" if head["fictional"] else ""
    page.header.paragraphs[0].text = "　".join(part for part in (head["marking"], fiction) if part)
    page_number(page.footer.paragraphs[0])
    if head["look"]["logo"]:
        logo = document.add_picture(BytesIO(b64decode(head["look"]["logo"])), height=Mm(13))
        logo._inline.docPr.set("descr", f"{head['office']}标志")  # noqa: SLF001  # as for a chart
    modern = head["look"]["template"] == "modern"
    document.add_heading(head["title"], 0).alignment = None if modern else CENTRE
    if head["number"]:
        document.add_paragraph(head["number"]).alignment = None if modern else CENTRE
    line = document.add_paragraph(f"{head['office']}\t{head['date']}")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(LINE_WIDTH), RIGHT)
    rule_below(line, head["look"]["colour"])
    document.add_paragraph(data["days"]).alignment = None if modern else CENTRE


def _remarks(document: Any) -> None:
    box = document.add_table(1, 1, style="Table Grid")
    box.cell(0, 0).text = "领导批示：\n\n"
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _front(document: Any, front: dict[str, Any], pictures: dict[str, Chart]) -> None:
    for text in front["sentences"]:
        _paragraph(document, {"text": text, "style": "body"}, pictures)
    for text in front["notices"]:
        document.add_paragraph(style="List Bullet").add_run(text).font.color.rgb = RED
    _figures(document, front["figures"])
    if front["chart"]:
        _chart(document, front["chart"], pictures)
    else:
        document.add_paragraph(front["chart_missing"])
    _table(document, front["kinds"], pictures)
    _alerts(document, front)


def _figures(document: Any, figures: Sequence[dict[str, Any]]) -> None:
    table = document.add_table(1, len(figures))
    rules(table, inside=False)
    for cell, figure in zip(table.rows[0].cells, figures, strict=True):
        shade(cell, "F1F4F7")
        cell.paragraphs[0].text = figure["label"]
        value = cell.add_paragraph().add_run(f"{figure['value']} {figure['arrow']}".strip())
        value.font.size, value.font.name = Pt(18), HEADING
        if figure["tone"] in _TONES:
            value.font.color.rgb = _TONES[figure["tone"]]
        for text in (figure["change"], figure["interval"]):
            _small(cell.add_paragraph(text))


def _alerts(document: Any, front: dict[str, Any]) -> None:
    document.add_paragraph("未了结的预警" if front["alerts"] else "没有未了结的预警。", style="Caption")
    if front["alerts"]:
        rows = [[alert["level"], alert["message"], alert["clock"]] for alert in front["alerts"]]
        _grid(document, ["等级", "内容", "处置时限"], rows, [False] * 3)
    if front["alerts_more"]:
        _small(document.add_paragraph(f"另有{front['alerts_more']}条，见后文。"))


def _section(document: Any, section: dict[str, Any], number: int, pictures: dict[str, Chart]) -> None:
    title = f"附件　{section['title']}" if section["appendix"] else f"{NUMERALS[number]}、{section['title']}"
    document.add_heading(title, 1).paragraph_format.page_break_before = section["appendix"]
    for block in section["blocks"]:
        _BLOCKS[block["kind"]](document, block, pictures)


def _table(document: Any, table: dict[str, Any], _: dict[str, Chart]) -> None:
    title = table["title"] if table["rows"] else f"{table['title']}：{table['empty']}"
    document.add_paragraph(title, style="Caption")
    if table["rows"]:
        rows = [[cell["main"] + cell["bounds"] for cell in row] for row in table["rows"]]
        _grid(document, [c["title"] for c in table["columns"]], rows, [c["number"] for c in table["columns"]])
    if table["note"]:
        _small(document.add_paragraph(table["note"]))


def _grid(document: Any, head: list[str], rows: list[list[str]], numbers: Sequence[bool]) -> None:
    drawn = document.add_table(1 + len(rows), len(head))
    rules(drawn)
    drawn.autofit = False
    widths = _widths([head, *rows])
    # Row by row: asking a large table for each cell by place takes minutes.
    for place, (row, texts) in enumerate(zip(drawn.rows, [head, *rows], strict=True)):
        keep_whole(row)
        for cell, text, width, number in zip(row.cells, texts, widths, numbers, strict=True):
            cell.width = Mm(width)
            _fill(cell, text, number, place == 0)
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Mm(width)
    repeat_head(drawn.rows[0])
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(cell: Any, text: str, number: bool, head: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(9), head
    paragraph.paragraph_format.space_after = Pt(1)
    if number:
        paragraph.alignment = RIGHT
    if head:
        shade(cell, "F1F4F7")


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """Millimetres for each column, by its longest text between two bounds, so that the line is filled."""
    wanted = [max(min(max(map(_length, column)), MOST), LEAST) for column in zip(*rows, strict=True)]
    return [LINE_WIDTH * part / sum(wanted) for part in wanted]


def _length(text: str) -> float:
    """Width in Chinese characters; a plain one is half as wide."""
    return sum(0.62 if ord(c) < 0x2000 else 1 for c in text) + 1.5


def _chart(document: Any, chart: dict[str, Any], pictures: dict[str, Chart]) -> None:
    document.add_paragraph(chart["title"], style="Caption")
    width = Mm(min(chart["width"], LINE_WIDTH))
    picture = document.add_picture(BytesIO(png(pictures[chart["picture"]])), width=width)
    picture._inline.docPr.set("descr", chart["alt"])  # noqa: SLF001  # python-docx has no other way to an alternative text
    if chart["note"]:
        _small(document.add_paragraph(chart["note"]))


def _paragraph(document: Any, block: dict[str, Any], _: dict[str, Chart]) -> None:
    if block["style"] == "item":
        document.add_paragraph(block["text"], style="List Bullet")
        return
    paragraph = document.add_paragraph(block["text"])
    if block["style"] == "notice":
        paragraph.runs[0].font.color.rgb = RED
        return
    if block["style"] == "note":
        _small(paragraph)
        return
    paragraph.paragraph_format.first_line_indent = Pt(22)
    paragraph.paragraph_format.keep_with_next = block["style"] == "lead"


def _subheading(document: Any, block: dict[str, Any], _: dict[str, Chart]) -> None:
    document.add_heading(block["text"], 2)


def _story(document: Any, story: dict[str, Any], _: dict[str, Chart]) -> None:
    document.add_heading("　".join(part for part in (story["title"], story["grade"]) if part), 2)
    document.add_paragraph("；".join(f"{name}：{text}" for name, text in story["facts"]) + "。")
    for quote in story["quotes"]:
        document.add_paragraph(f"“{quote['text']}”（{quote['source']}）", style="Quote")


def _proposal(document: Any, proposal: dict[str, Any], _: dict[str, Chart]) -> None:
    document.add_heading(f"{proposal['action']}　{proposal['matter']}", 2)
    for name, text in proposal["facts"]:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{name}：").font.bold = True
        paragraph.add_run(text)


def _tail(document: Any, head: dict[str, Any]) -> None:
    people = (("签发", head["signer"]), ("核稿", head["checker"]), ("编辑", head["editor"]))
    signed = "　　".join(f"{name}：{text}" for name, text in people)
    places = (("报", head["report_to"]), ("送", head["send_to"]), ("发", head["issue_to"]))
    lines = [signed, *(f"{name}：{text}" for name, text in places if text)]
    lines.append(f"{head['office']}　{head['date']}印发" + (f"　印{head['copies']}份" if head["copies"] else ""))
    document.add_paragraph()
    table = document.add_table(len(lines), 1)
    rules(table)
    for row, text in zip(table.rows, lines, strict=True):
        keep_whole(row)
        row.cells[0].text = text


def _small(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), GREY


_BLOCKS = {
    "table": _table,
    "chart": _chart,
    "paragraph": _paragraph,
    "subheading": _subheading,
    "story": _story,
    "proposal": _proposal,
}
