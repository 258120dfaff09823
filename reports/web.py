"""Brief → one HTML file that needs nothing else. May import reports.brief, pages and charts."""

import base64
from html import escape
from pathlib import Path
from typing import Any

from reports.brief import Brief
from reports.charts import svg
from reports.pages import page_data

TEMPLATES = Path(__file__).parent / "templates"


def write_web(brief: Brief, path: Path) -> None:
    """Write the page, whole or not at all, the same bytes for the same Brief. Raises OSError."""
    data = page_data(brief, _picture)
    draft = path.with_name(path.name + ".part")
    draft.write_text(_page(data), encoding="utf-8", newline="\n")
    draft.replace(path)


def _page(data: dict[str, Any]) -> str:
    head = data["head"]
    title = escape(head["title"])
    style = (TEMPLATES / "web.css").read_text(encoding="utf-8")
    fiction = f"虚构示例：{escape(head['city'])}为虚构城市，人物、事件、数字均为编造" if head["fictional"] else ""
    number = f"第{escape(head['number'])}期　" if head["number"] else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head><body>'
        f'<header><p class="mark">{escape(head["marking"])}　<b>{fiction}</b></p><h1>{title}</h1>'
        f"<p>{number}{escape(head['office'])}　{escape(data['days'])}　{head['date']}</p></header><main>"
        f"{_front(data['front'])}{''.join(_section(s) for s in data['sections'])}</main>"
        f"<footer>{title}　{escape(data['days'])}　{fiction}</footer></body></html>\n"
    )


def _front(front: dict[str, Any] | None) -> str:
    if front is None:
        return ""
    sentences = "".join(f"<p>{escape(s)}</p>" for s in front["sentences"])
    notices = "".join(f"<li>{escape(n)}</li>" for n in front["notices"])
    figures = "".join(_figure(f) for f in front["figures"])
    rows = "".join(
        f"<tr><td>{escape(a['level'])}<td>{escape(a['message'])}<td>{escape(a['clock'])}" for a in front["alerts"]
    )
    chart = _block(front["chart"]) if front["chart"] else f"<p>{escape(front['chart_missing'])}</p>"
    alerts = (
        f"<table><caption>未了结的预警</caption><tbody>{rows}</tbody></table>" if rows else "<p>没有未了结的预警。</p>"
    )
    return (
        f'<section class="lead">{sentences}</section>'
        + (f'<ul class="notices">{notices}</ul>' if notices else "")
        + f'<div class="figures">{figures}</div>{chart}{_block(front["kinds"])}{alerts}'
    )


def _figure(figure: dict[str, Any]) -> str:
    lines = (figure["label"], f"{figure['value']} {figure['arrow']}", figure["change"], figure["interval"])
    return (
        f'<div class="{escape(figure["tone"])}">' + "".join(f"<span>{escape(line)}</span>" for line in lines) + "</div>"
    )


def _section(section: dict[str, Any]) -> str:
    return f"<section><h2>{escape(section['title'])}</h2>{''.join(_block(b) for b in section['blocks'])}</section>"


def _block(block: dict[str, Any]) -> str:
    return _BLOCKS[block["kind"]](block)


def _table(table: dict[str, Any]) -> str:
    if not table["rows"]:
        return f"<p><b>{escape(table['title'])}</b>　{escape(table['empty'])}</p>"
    head = "".join(f"<th>{escape(c['title'])}" for c in table["columns"])
    kinds = ["n" if c["number"] else "t" for c in table["columns"]]
    rows = "".join(
        "<tr>" + "".join(_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)) for row in table["rows"]
    )
    note = f"<p class=note>{escape(table['note'])}</p>" if table["note"] else ""
    caption = f"<caption>{escape(table['title'])}</caption>"
    return f"<div class=wide><table>{caption}<thead><tr>{head}</thead><tbody>{rows}</tbody></table></div>{note}"


def _cell(cell: dict[str, str], kind: str) -> str:
    bounds = f" <small>{escape(cell['bounds'])}</small>" if cell["bounds"] else ""
    return f"<td class={kind}>{escape(cell['main'])}{bounds}"


def _chart(chart: dict[str, Any]) -> str:
    caption = f"<figcaption>{escape(chart['title'])}</figcaption>"
    return (
        f'<figure>{caption}<img src="{chart["picture"]}" alt="{escape(chart["alt"])}">{_note(chart["note"])}</figure>'
    )


def _note(text: str) -> str:
    return f"<p class=note>{escape(text)}</p>" if text else ""


def _paragraph(block: dict[str, Any]) -> str:
    return _note(block["text"]) if block["style"] in {"note", "lead"} else f"<p>{escape(block['text'])}</p>"


def _story(story: dict[str, Any]) -> str:
    grade = f"　{escape(story['grade'])}" if story["grade"] else ""
    quotes = "".join(
        f"<blockquote>{escape(q['text'])}<cite>{escape(q['source'])}</cite></blockquote>" for q in story["quotes"]
    )
    return f"<article><h3>{escape(story['title'])}{grade}</h3>{_facts(story['facts'])}{quotes}</article>"


def _proposal(proposal: dict[str, Any]) -> str:
    return f"<article><h3>{escape(proposal['action'])}　{escape(proposal['matter'])}</h3>{_facts(proposal['facts'])}</article>"


def _facts(facts: list[list[str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}<dd>{escape(text)}" for name, text in facts) + "</dl>"


def _picture(chart: Any) -> str:
    """The chart as an address that holds the picture itself; ids of several charts then cannot meet."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(chart).encode()).decode()


_BLOCKS = {
    "table": _table,
    "chart": _chart,
    "paragraph": _paragraph,
    "subheading": lambda block: f"<h3>{escape(block['text'])}</h3>",
    "story": _story,
    "proposal": _proposal,
}
