"""Brief → Word file to work on: real headings, tables and pictures. May import reports.brief, pages, charts, word_*."""

from base64 import b64decode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
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
    keep_whole,
    numbered,
    page_number,
    repeatable,
    rule_below,
    rules,
    set_page,
    set_properties,
    shade,
)
from reports.word_tables import facts, gap, grid

NUMERALS = "一二三四五六七八九十"
# What the three sentences answer.
QUESTIONS = ("发生了什么", "是否异常", "怎么办")
# So many alerts keep the page for the leader on one page.
ALERTS_SHOWN = 3
FRONT_WIDTH = 88
CENTRE_TAB, RIGHT_TAB = WD_TAB_ALIGNMENT.CENTER, WD_TAB_ALIGNMENT.RIGHT
_TONES = {"worse": RED, "better": BLUE}


@dataclass(frozen=True, slots=True)
class Shown:
    """The pictures by name, and how many tables and pictures a document has so far."""

    pictures: dict[str, Chart]
    count: Counter[str]

    def caption(self, document: Any, word: str, title: str) -> None:
        """The next caption of that word (表, 图)."""
        self.count[word] += 1
        numbered(document.add_paragraph(style="Caption"), word, self.count[word], title)


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
    count: Counter[str] = Counter()
    for number, section in enumerate(data["sections"]):
        broken = section["appendix"] or (number == 0 and data["front"] is not None)
        _section(document, section, number, broken, Shown(pictures, count))
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
    _small(page.header.paragraphs[0])
    page_number(page.footer.paragraphs[0])
    if head["look"]["logo"]:
        logo = document.add_picture(BytesIO(b64decode(head["look"]["logo"])), height=Mm(13))
        logo._inline.docPr.set("descr", f"{head['office']}标志")  # noqa: SLF001  # as for a chart
    modern = head["look"]["template"] == "modern"
    document.add_heading(head["title"], 0).alignment = None if modern else CENTRE
    if head["number"]:
        document.add_paragraph(head["number"]).alignment = None if modern else CENTRE
    line = document.add_paragraph(f"{head['office']}\t{data['days']}\t{head['date']}")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(LINE_WIDTH / 2), CENTRE_TAB)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(LINE_WIDTH), RIGHT_TAB)
    rule_below(line, head["look"]["colour"])


def _remarks(document: Any) -> None:
    box = document.add_table(1, 1, style="Table Grid")
    box.cell(0, 0).text = "领导批示：\n\n"
    gap(document)


def _front(document: Any, front: dict[str, Any], pictures: dict[str, Chart]) -> None:
    for name, text in zip(QUESTIONS, front["sentences"], strict=False):
        paragraph = document.add_paragraph()
        asked = paragraph.add_run(f"{name}　")
        asked.font.bold, asked.font.name, asked.font.color.rgb = True, HEADING, BLUE
        paragraph.add_run(text)
    for text in front["notices"]:
        document.add_paragraph(style="List Bullet").add_run(text).font.color.rgb = RED
    _figures(document, front["figures"])
    gap(document)
    if front["chart"]:
        document.add_paragraph(front["chart"]["title"], style="Caption")
        _picture(document, front["chart"] | {"width": FRONT_WIDTH}, pictures)
    else:
        document.add_paragraph(front["chart_missing"])
    _titled(document, front["kinds"], front["kinds"]["title"])
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
    document.add_paragraph("预警" if front["alerts"] else "本期没有预警。", style="Caption")
    shown = front["alerts"][:ALERTS_SHOWN]
    if shown:
        rows = [[{"main": alert[name], "bounds": ""} for name in ("level", "message", "clock")] for alert in shown]
        heads = (("等级", 0), ("内容", 1), ("处置情况", 0))
        grid(document, [{"title": title, "width": width, "number": False} for title, width in heads], rows)
    if more := front["alerts_more"] + len(front["alerts"]) - len(shown):
        _small(document.add_paragraph(f"另有{more}项预警，见后文。"))


def _section(document: Any, section: dict[str, Any], number: int, broken: bool, shown: Shown) -> None:
    title = f"附件　{section['title']}" if section["appendix"] else f"{NUMERALS[number]}、{section['title']}"
    document.add_heading(title, 1).paragraph_format.page_break_before = broken
    for block in section["blocks"]:
        _BLOCKS[block["kind"]](document, block, shown)


def _table(document: Any, table: dict[str, Any], shown: Shown) -> None:
    if table["rows"]:
        shown.caption(document, "表", table["title"])
        _titled(document, table, "")
    else:
        document.add_paragraph(f"{table['title']}：{table['empty']}", style="Caption")


def _titled(document: Any, table: dict[str, Any], title: str) -> None:
    """A table and its note, below a title where one is given."""
    if title:
        document.add_paragraph(title if table["rows"] else f"{title}：{table['empty']}", style="Caption")
    if table["rows"]:
        grid(document, table["columns"], table["rows"])
    if table["note"]:
        _small(document.add_paragraph(table["note"]))


def _chart(document: Any, chart: dict[str, Any], shown: Shown) -> None:
    shown.caption(document, "图", chart["title"])
    _picture(document, chart, shown.pictures)


def _picture(document: Any, chart: dict[str, Any], pictures: dict[str, Chart]) -> None:
    width = Mm(min(chart["width"], LINE_WIDTH))
    picture = document.add_picture(BytesIO(png(pictures[chart["picture"]])), width=width)
    # Without these some programs set the picture off from the margin.
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")  # noqa: SLF001  # as below
    picture._inline.docPr.set("descr", chart["alt"])  # noqa: SLF001  # python-docx has no other way to an alternative text
    if chart["note"]:
        _small(document.add_paragraph(chart["note"]))


def _paragraph(document: Any, block: dict[str, Any], _: Shown) -> None:
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


def _subheading(document: Any, block: dict[str, Any], _: Shown) -> None:
    document.add_heading(block["text"], 2)


def _story(document: Any, story: dict[str, Any], _: Shown) -> None:
    document.add_heading("　".join(part for part in (story["title"], story["grade"]) if part), 2)
    facts(document, story["facts"], across=3)
    for quote in story["quotes"]:
        document.add_paragraph(f"“{quote['text']}”（{quote['source']}）", style="Quote")


def _proposal(document: Any, proposal: dict[str, Any], _: Shown) -> None:
    document.add_heading(f"{proposal['action']}　{proposal['matter']}", 2)
    facts(document, proposal["facts"], across=2)


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
