"""The five press sites of the demo city, each with its own layout. Imports demo.page."""

import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from urllib.parse import parse_qs
from xml.sax.saxutils import escape as xml_escape

from demo.page import Item, Page, document, escape, moment, newest, paragraphs, related

PER_PAGE = 20


def article_path(item: Item) -> str:
    """The address of a press article below the site's root."""
    return _PATHS[item["source"]](item)


def press_pages(items: Sequence[Item], base: str) -> dict[str, Page]:
    """All static pages of the press sites by path; items in any order, `base` the site's root address."""
    pages: dict[str, Page] = {}
    for source, render in _RENDERERS.items():
        newest_first = sorted((i for i in items if i["source"] == source), key=moment, reverse=True)
        pages |= {article_path(i): render(i, newest_first) for i in newest_first}
        pages |= _INDEXES[source](newest_first, base)
    return pages


def bureau_list(items: Sequence[Item], query: str) -> Page:
    """One answer of the bureau's "load more" list; a wrong page number gives an empty list."""
    fields = parse_qs(query)
    page, size = (_positive(fields.get(name, ["1"])[0]) for name in ("page", "size"))
    newest_first = sorted((i for i in items if i["source"] == "bureau"), key=moment, reverse=True)
    rows = [
        {"TITLE": i["title"], "URL": article_path(i), "DOCRELPUBTIME": f"{moment(i):%Y-%m-%d %H:%M:%S}"}
        for i in newest_first[(page - 1) * size : page * size]
    ]
    answer = {"code": 200, "total": len(newest_first), "list": rows}
    return Page(json.dumps(answer, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _positive(text: str) -> int:
    return max(int(text), 1) if text.isdigit() else 1


def _daily_path(item: Item) -> str:
    return f"/daily/{moment(item):%Y/%m/%d}/{item['id']}.html"


def _metro_path(item: Item) -> str:
    return f"/metro/content/{moment(item):%Y%m}/{item['id']}.htm"


def _bureau_path(item: Item) -> str:
    when = moment(item)
    return f"/bureau/art/{when.year}/{when.month}/{when.day}/art_21_{item['id']}.html"


def _links(item: Item, others: Sequence[Item], tag: str = "li") -> str:
    return "".join(
        f'<{tag}><a href="{article_path(o)}">{escape(o["title"])}</a><span>{moment(o):%m-%d}</span></{tag}>'
        for o in related(item, others)
    )


def _daily(item: Item, others: Sequence[Item]) -> Page:
    when, outlet = moment(item), item.get("outlet") or "望澜日报"
    head = f'<meta name="publishdate" content="{when:%Y-%m-%d}">'
    body = f"""<div class="top"><a href="/daily/list/1.html">望澜日报</a> <a href="/daily/list/1.html">要闻</a></div>
<div class="crumb">首页 &gt; 本地新闻 &gt; 正文</div>
<div class="article"><h1>{escape(item["title"])}</h1>
<div class="info"><span>{when:%Y-%m-%d %H:%M}</span> <span>来源：{escape(outlet)}</span>
<span>作者：{escape(item.get("author") or "本报记者")}</span><a>分享到</a></div>
<div class="content">
{paragraphs(item["text"])}
</div><div class="editor">（责任编辑：{_editor(item)}）</div></div>
<div class="more"><h3>相关阅读</h3><ul>{_links(item, others)}</ul></div>"""
    return _utf8(document(f"{item['title']}_望澜日报", head, body), item)


def _metro(item: Item, others: Sequence[Item]) -> Page:
    when, outlet = moment(item), item.get("outlet") or "望澜都市报"
    body = f"""<table width="960" align="center"><tr><td><a href="/metro/list_1.html">望澜都市报</a> - 街谈巷议</td></tr></table>
<div id="main"><h2 class="title">{escape(item["title"])}</h2>
<p class="source">{when.year}年{when.month:02d}月{when.day:02d}日{when:%H:%M}　来源:{escape(outlet)}　　　字号：大 中 小</p>
<div id="zoom">
{paragraphs(item["text"])}
<p>(编辑：{_editor(item)})</p>
</div><p>声明：本报所载内容未经许可不得转载。</p>
<div class="hot"><b>热点推荐</b><ul>{_links(item, others)}</ul></div></div>"""
    text = document(f"{item['title']} - 望澜都市报", "", body, charset="gb2312")
    return Page(text.encode("gbk", errors="xmlcharrefreplace"), "text/html", modified=when)


def _bureau(item: Item, others: Sequence[Item]) -> Page:
    when = moment(item)
    metas = {
        "SiteName": "望澜市城市管理局",
        "ColumnName": "工作动态",
        "ArticleTitle": item["title"],
        "PubDate": f"{when:%Y-%m-%d %H:%M}",
        "ContentSource": item.get("outlet") or "望澜市城市管理局",
    }
    head = "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in metas.items())
    body = f"""<div class="header">望澜市城市管理局（综合行政执法局）</div>
<div class="position">当前位置：首页 &gt;&gt; 政务公开 &gt;&gt; 工作动态</div>
<div class="bt_title">{escape(item["title"])}</div>
<div class="bt_info">发布时间：{when:%Y-%m-%d %H:%M}　信息来源：{escape(metas["ContentSource"])}　浏览次数：<span id="hits"></span></div>
<div id="UCAP-CONTENT" class="TRS_Editor">
{paragraphs(item["text"])}
</div>
<div class="tools">【打印本页】【关闭窗口】</div><div class="xgwz">相关文章<ul>{_links(item, others)}</ul></div>"""
    return _utf8(document(f"{item['title']}-望澜市城市管理局", head, body), item)


def _portal(item: Item, others: Sequence[Item]) -> Page:
    when = moment(item)
    ld = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item["title"],
        "datePublished": item["published_at"],
        "author": {"@type": "Person", "name": item.get("author") or "澜海在线"},
    }
    safe = json.dumps(ld, ensure_ascii=False).replace("<", "\\u003c")
    head = f"""<meta property="og:title" content="{escape(item["title"])}">
<meta property="article:published_time" content="{item["published_at"]}">
<script type="application/ld+json">{safe}</script>"""
    body = f"""<header><nav><a href="/portal/feed.xml">订阅</a><a>澜海在线</a><a>地方</a></nav></header>
<article><h1>{escape(item["title"])}</h1>
<p class="meta"><time datetime="{item["published_at"]}">{when:%Y-%m-%d %H:%M:%S}</time>
<span class="src">来源：{escape(item.get("outlet") or "澜海在线")}</span></p>
<section class="body">
{paragraphs(item["text"])}
</section><p class="edit">责编：{_editor(item)}</p><p class="app">打开澜海在线客户端，阅读更多内容</p></article>
<aside><h4>推荐阅读</h4><ul>{_links(item, others)}</ul></aside>"""
    return _utf8(document(f"{item['title']}|澜海在线", head, body), item)


def _media(item: Item, others: Sequence[Item]) -> Page:
    when = moment(item)
    body = f"""<div class="wrap"><div class="logo">北桥融媒</div><div class="nr"><h1 class="nr-title">{escape(item["title"])}</h1>
<div class="nr-info"><em>{escape(item.get("outlet") or "北桥融媒")}</em> | <em>{when:%Y/%m/%d %H:%M}</em> | <em>阅读 1024</em></div>
<div class="nr-body">
{paragraphs(item["text"])}
</div><div class="nr-end">记者：{escape(item.get("author") or "北桥融媒记者")}　编辑：{_editor(item)}　审核：值班主任</div></div>
<div class="side">大家都在看<ul>{_links(item, others)}</ul></div></div>"""
    return _utf8(document(f"{item['title']} 北桥融媒", "", body), item)


def _editor(item: Item) -> str:
    return ("夏苇", "江砚", "白芷", "黎洲")[len(item["title"]) % 4]


def _utf8(text: str, item: Item) -> Page:
    return Page(text.encode(), modified=moment(item))


def _chunks(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + PER_PAGE] for start in range(0, len(items), PER_PAGE)] or [[]]


def _rows(items: Sequence[Item]) -> str:
    return "".join(
        f'<li><a href="{article_path(i)}">{escape(i["title"])}</a><span>{moment(i):%Y-%m-%d}</span></li>' for i in items
    )


def _daily_index(items: Sequence[Item], _base: str) -> dict[str, Page]:
    chunks = _chunks(items)
    pages = {}
    for number, chunk in enumerate(chunks, 1):
        more = f'<a class="next" href="/daily/list/{number + 1}.html">下一页</a>' if number < len(chunks) else ""
        body = f'<h1>望澜日报 · 城市</h1><ul class="list">{_rows(chunk)}</ul><div class="page">{more}</div>'
        pages[f"/daily/list/{number}.html"] = Page(document("望澜日报", "", body).encode(), modified=newest(chunk))
    return pages


def _metro_index(items: Sequence[Item], _base: str) -> dict[str, Page]:
    chunks = _chunks(items)
    numbers = "".join(f'<a href="/metro/list_{n}.html">{n}</a> ' for n in range(1, len(chunks) + 1))
    pages = {}
    for number, chunk in enumerate(chunks, 1):
        body = f'<ul class="newslist">{_rows(chunk)}</ul><div class="pages">{numbers}</div>'
        text = document("望澜都市报", "", body, charset="gb2312")
        body_bytes = text.encode("gbk", errors="xmlcharrefreplace")
        pages[f"/metro/list_{number}.html"] = Page(body_bytes, "text/html", modified=newest(chunk))
    return pages


def _no_index(_items: Sequence[Item], _base: str) -> dict[str, Page]:
    return {}


def _portal_index(items: Sequence[Item], base: str) -> dict[str, Page]:
    entries = "".join(
        f"<item><title>{xml_escape(i['title'])}</title><link>{base}{article_path(i)}</link>"
        f"<guid isPermaLink='false'>{i['id']}</guid><pubDate>{format_datetime(moment(i))}</pubDate></item>"
        for i in items
    )
    text = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>澜海在线 望澜频道</title>'
        f"<link>{base}/portal/</link><description>演示</description>{entries}</channel></rss>"
    )
    return {"/portal/feed.xml": Page(text.encode(), "application/rss+xml; charset=utf-8", modified=newest(items))}


def _media_index(items: Sequence[Item], base: str) -> dict[str, Page]:
    months = sorted({f"{moment(i):%Y-%m}" for i in items})
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = "".join(f"<sitemap><loc>{base}/media/sitemap-{m}.xml</loc></sitemap>" for m in months)
    pages = {"/media/sitemap.xml": _xml(f"<sitemapindex {space}>{index}</sitemapindex>", items)}
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    for month in months:
        listed = [i for i in items if f"{moment(i):%Y-%m}" == month]
        urls = "".join(_sitemap_entry(i, base) for i in listed)
        pages[f"/media/sitemap-{month}.xml"] = _xml(f"<urlset {space} {news}>{urls}</urlset>", listed)
    return pages


def _sitemap_entry(item: Item, base: str) -> str:
    when = item["published_at"]
    title = xml_escape(item["title"])
    return (
        f"<url><loc>{base}{article_path(item)}</loc><lastmod>{when}</lastmod><news:news><news:publication_date>{when}"
        f"</news:publication_date><news:title>{title}</news:title></news:news></url>"
    )


def _xml(text: str, listed: Sequence[Item]) -> Page:
    declared = f'<?xml version="1.0" encoding="utf-8"?>{text}'
    return Page(declared.encode(), "application/xml; charset=utf-8", modified=newest(listed))


_PATHS: dict[str, Callable[[Item], str]] = {
    "daily": _daily_path,
    "metro": _metro_path,
    "bureau": _bureau_path,
    "portal": lambda item: f"/portal/news/{item['id']}.shtml",
    "media": lambda item: f"/media/p/{item['id']}.html",
}
_RENDERERS: dict[str, Callable[[Item, Sequence[Item]], Page]] = {
    "daily": _daily,
    "metro": _metro,
    "bureau": _bureau,
    "portal": _portal,
    "media": _media,
}
_INDEXES: dict[str, Callable[[Sequence[Item], str], dict[str, Page]]] = {
    "daily": _daily_index,
    "metro": _metro_index,
    "bureau": _no_index,
    "portal": _portal_index,
    "media": _media_index,
}
