"""Brief → one HTML file that needs nothing else. May import reports.brief, backing, charts and markup."""

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from reports.backing import Backing, PostLine
from reports.brief import Brief
from reports.charts import svg
from reports.formats import full_day_text
from reports.markup import Doors, block_html, front_html
from reports.pages import attachments
from reports.parts import Chart, Head, Look, Typeface

TEMPLATES = Path(__file__).parent / "templates"
# A page with every post of a bad quarter would not open on a phone; what is left out is counted and told.
POSTS_SHOWN = 5000


def write_web(brief: Brief, path: Path, backing: Backing | None = None) -> None:
    """Write the page, whole or not at all, the same bytes for the same Brief and posts. Raises OSError."""
    # A Brief read from its file has decimals where one just made may have whole numbers; both give one page.
    brief = Brief.from_json(brief.to_json())
    draft = path.with_name(path.name + ".part")
    draft.write_text(_page(brief, backing.posts if backing else ()), encoding="utf-8", newline="\n")
    draft.replace(path)


def _page(brief: Brief, posts: Sequence[PostLine]) -> str:
    head, doors = brief.head, Doors(posts, _picture)
    front = front_html(brief.front, doors) if brief.front else ""
    sections = "".join(
        f'<section id="s-{escape(s.key)}"><h2>{escape(s.title)}</h2>{"".join(block_html(b, doors) for b in s.blocks)}</section>'
        for s in brief.sections
    )
    links = "".join(f'<li><a href="#s-{escape(s.key)}">{escape(s.title)}</a></li>' for s in brief.sections)
    scripts = ((TEMPLATES / "echarts.min.js").read_text(encoding="utf-8"), (TEMPLATES / "web.js").read_text("utf-8"))
    title = escape(head.title)
    fiction = f"虚构示例：{escape(head.city)}为虚构城市，人物、事件、数字均为编造" if head.fictional else ""
    number = f"{escape(head.number)}　" if head.number else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">{_policy(scripts)}<title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_style(head.look)}</style></head><body>"
        f'<header><p class="mark">{escape(head.marking)}　<b>{fiction}</b></p>{_logo(head)}<h1>{title}</h1>'
        f"<p>{number}{escape(head.office)}　{escape(brief.days)}　{full_day_text(head.made_at)}</p></header>"
        f'<nav aria-label="目录"><ul>{links}</ul></nav><main>{_remarks(head)}{front}{sections}</main>{_tail(brief)}{_DIALOG}'
        f'<script type="application/json" id="data">{_json(_payload(brief, doors))}</script>'
        + "".join(f"<script>{script}</script>" for script in scripts)
        + "</body></html>\n"
    )


def _style(look: Look) -> str:
    """The sheet in the office's colours, and in its fonts where the reader's machine has them."""
    sheet = (TEMPLATES / "web.css").read_text("utf-8")
    for usual, own in ((Look().colour, look.colour), (Look().accent, look.accent)):
        sheet = sheet.replace(usual, own)
    faces = (("body", look.body_font), ("h1,h2,h3", look.heading_font), ("h1", look.title_font))
    return sheet + "".join(f"{where}{{font-family:{_family(face)}}}" for where, face in faces if face)


def _family(face: Typeface) -> str:
    """Both names of a font as CSS takes them; no name can end the element it stands in."""
    return (
        ",".join(json.dumps(name.replace("<", ""), ensure_ascii=False) for name in (face.name, face.family))
        + ",sans-serif"
    )


def _logo(head: Head) -> str:
    if not head.look.logo:
        return ""
    kind = "png" if head.look.logo.startswith("iVBOR") else "jpeg"
    return f'<p><img src="data:image/{kind};base64,{escape(head.look.logo)}" alt="{escape(head.office)}标志" height="50"></p>'


def _remarks(head: Head) -> str:
    return '<p class="box note">领导批示</p>' if head.look.remarks and head.kind != "annex" else ""


def _policy(scripts: Sequence[str]) -> str:
    """Only these two scripts may run and nothing may be fetched, whatever the text of a post says."""
    allowed = " ".join(f"'sha256-{base64.b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts)
    rules = f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _tail(brief: Brief) -> str:
    head = brief.head
    signed = "　".join(
        f"{name}：{escape(text)}"
        for name, text in (("签发", head.signer), ("核稿", head.checker), ("编辑", head.editor))
        if text
    )
    sent = "　".join(
        f"{n}：{escape(t)}" for n, t in (("报", head.report_to), ("送", head.send_to), ("发", head.issue_to)) if t
    )
    made = f"{escape(head.office)}　{full_day_text(head.made_at)}印发" + (f"　印{head.copies}份" if head.copies else "")
    attached = "附件：" + "　".join(map(escape, titles)) if (titles := attachments(brief)) else ""
    lines = [
        line
        for line in (attached, signed, sent, made, f"分析批次 {escape(head.run_id)}" if head.run_id else "")
        if line
    ]
    return f"<footer>{''.join(f'<p>{line}</p>' for line in lines)}</footer>"


def _payload(brief: Brief, doors: Doors) -> dict[str, Any]:
    names = [field.name for field in fields(PostLine)]
    return {
        "period": brief.head.period,
        "charts": {key: asdict(chart) | {"q": places} for key, (chart, places) in doors.charts.items()},
        "queries": [
            [name, title, {f: list(v) for f, v in query.items()}, n] for name, title, query, n in doors.queries
        ],
        "fields": names,
        "posts": [[getattr(post, name) for name in names] for post in _carried(doors.posts)],
    }


def _carried(posts: Sequence[PostLine]) -> Sequence[PostLine]:
    """The posts that travel with the page: negative ones of the period first where there are too many."""
    ranked = sorted(posts, key=lambda post: (post.when != "本期", post.tone != "负面", post.at, post.id))
    kept = {post.id for post in ranked[:POSTS_SHOWN]}
    return [post for post in posts if post.id in kept]


def _json(data: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _picture(chart: Chart) -> str:
    """The chart as an address that holds the picture itself; ids of several charts then cannot meet."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(chart).encode()).decode()


_DIALOG = (
    '<dialog id="posts" aria-labelledby="posts-title"><form method="dialog"><h2 id="posts-title"></h2>'
    '<label>筛选 <input type="search"></label><output></output><button>关闭</button></form>'
    '<p class="note">文字已脱敏。<span class="command">同样的条目可用命令列出：<code></code></span></p><ol></ol></dialog>'
)
