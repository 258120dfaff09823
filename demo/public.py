"""The forum, microblog search, message board and hot list of the demo city. Imports demo.page."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from demo.page import Item, Page, document, escape, moment, newest, paragraphs

THREADS_PER_PAGE = 20
POSTS_PER_PAGE = 10
CARDS_PER_PAGE = 10
# A search answers no more than this many pages, as the real one does, so that windows must be split.
SEARCH_PAGES = 20
# Texts of the demo are short; the cut stands where some are longer, as on the real interface at 140.
LONG_TEXT = 90


def forum_pages(items: Sequence[Item]) -> dict[str, Page]:
    """Thread lists and thread pages by path."""
    threads = sorted((i for i in items if i["source"] == "forum" and not i.get("parent")), key=moment, reverse=True)
    replies: dict[str, list[Item]] = defaultdict(list)
    for item in sorted((i for i in items if i["source"] == "forum" and i.get("parent")), key=moment):
        replies[item["parent"]].append(item)
    pages: dict[str, Page] = {}
    for thread in threads:
        pages |= _thread_pages(thread, replies[thread["id"]])
    return pages | _thread_lists(threads, replies)


def search(items: Sequence[Item], query: str) -> Page:
    """One page of the microblog search; `ok` is 0 past the last page, as on the real interface."""
    fields = {name: values[0] for name, values in parse_qs(query).items()}
    keyword = parse_qs(fields.get("containerid", "")).get("q", [""])[0]
    page = int(fields["page"]) if fields.get("page", "").isdigit() else 1
    start, end = _window(fields.get("timescope", ""))
    found = [i for i in items if i["source"] == "micro" and keyword in i["text"] and start <= moment(i) < end]
    found.sort(key=moment, reverse=True)
    shown = found[(page - 1) * CARDS_PER_PAGE : page * CARDS_PER_PAGE]
    if not shown or page > SEARCH_PAGES:
        return _json({"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}})
    return _json({"ok": 1, "data": {"cardlistInfo": {"total": len(found), "page": page}, "cards": _cards(shown)}})


def long_text(items: Sequence[Item], query: str) -> Page:
    """The whole text of one microblog post."""
    wanted = parse_qs(query).get("id", [""])[0]
    for item in items:
        if item["source"] == "micro" and native_number(item) == wanted:
            return _json({"ok": 1, "data": {"ok": 1, "longTextContent": _mblog_text(item)}})
    return _json({"ok": 0, "msg": "微言不存在"})


def board_list(items: Sequence[Item], form: str) -> Page:
    """One answer of the message board: newest first, below `lastItem`."""
    fields = {name: values[0] for name, values in parse_qs(form).items()}
    last = int(fields.get("lastItem", "0") or 0)
    size = int(fields.get("pageSize", "20") or 20)
    rows = sorted((_board_row(i) for i in items if i["source"] == "board"), key=lambda r: r["tid"], reverse=True)
    rows = [row for row in rows if last == 0 or row["tid"] < last][:size]
    return _json({"result": "success", "resultDesc": "", "responseData": rows})


def hot_list(items: Sequence[Item]) -> Page:
    """Every entry the hot list has shown, newest first."""
    entries = sorted((i for i in items if i["source"] == "hot"), key=moment, reverse=True)
    rows = [
        {"word": i["title"], "rank": i["rank"], "num": i["heat"], "onboard_time": i["published_at"]} for i in entries
    ]
    return _json({"ok": 1, "data": {"realtime": rows}})


def native_number(item: Item) -> str:
    """A made-up numeric id that grows with time, as such platforms give."""
    tail = int(hashlib.sha256(item["id"].encode()).hexdigest(), 16) % 10_000
    return f"{int(moment(item).timestamp())}{tail:04d}"


def _json(answer: Mapping[str, Any]) -> Page:
    return Page(json.dumps(answer, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _thread_pages(thread: Item, replies: Sequence[Item]) -> dict[str, Page]:
    posts = [thread, *replies]
    number = native_number(thread)
    count = (len(posts) - 1) // POSTS_PER_PAGE + 1
    pages = {}
    for page in range(1, count + 1):
        shown = posts[(page - 1) * POSTS_PER_PAGE : page * POSTS_PER_PAGE]
        floors = "".join(_floor(post, (page - 1) * POSTS_PER_PAGE + offset) for offset, post in enumerate(shown, 1))
        more = f'<a class="nxt" href="/forum/thread-{number}-{page + 1}-1.html">下一页</a>' if page < count else ""
        body = f'<h1 id="thread_subject">{escape(thread["title"])}</h1>{floors}<div class="pg">{more}</div>'
        text = document(f"{thread['title']} - 澜城论坛", "", body)
        pages[f"/forum/thread-{number}-{page}-1.html"] = Page(text.encode(), modified=moment(posts[-1]))
    return pages


def _floor(post: Item, floor: int) -> str:
    number = native_number(post)
    return (
        f'<div class="post" id="post_{number}"><div class="authi">'
        f'<a class="xw1">{escape(post.get("author") or "匿名用户")}</a> '
        f'<em id="authorposton{number}">发表于 {moment(post):%Y-%m-%d %H:%M:%S}</em> <span>{floor}#</span></div>'
        f'<div class="t_f" id="postmessage_{number}">{paragraphs(post["text"], "div")}</div></div>'
    )


def _thread_lists(threads: Sequence[Item], replies: Mapping[str, Sequence[Item]]) -> dict[str, Page]:
    count = max((len(threads) - 1) // THREADS_PER_PAGE + 1, 1)
    pages = {}
    for page in range(1, count + 1):
        shown = threads[(page - 1) * THREADS_PER_PAGE : page * THREADS_PER_PAGE]
        listed = [*shown, *(reply for thread in shown for reply in replies[thread["id"]])]
        rows = "".join(
            f'<tbody id="normalthread_{native_number(t)}"><tr><th><a class="s xst" '
            f'href="/forum/thread-{native_number(t)}-1-1.html">{escape(t["title"])}</a></th>'
            f'<td class="num"><a class="xi2">{len(replies[t["id"]])}</a></td>'
            f'<td class="by">{moment(t):%Y-%m-%d}</td></tr></tbody>'
            for t in shown
        )
        more = f'<a class="nxt" href="/forum/forum-1-{page + 1}.html">下一页</a>' if page < count else ""
        body = f'<h1>澜城论坛 · 城事</h1><table id="threadlisttableid">{rows}</table><div class="pg">{more}</div>'
        pages[f"/forum/forum-1-{page}.html"] = Page(document("澜城论坛", "", body).encode(), modified=newest(listed))
    return pages


def _window(scope: str) -> tuple[datetime, datetime]:
    zone = ZoneInfo("Asia/Shanghai")
    parts = scope.removeprefix("custom:").split(":")
    if len(parts) != 2:
        return datetime(1970, 1, 1, tzinfo=zone), datetime(2100, 1, 1, tzinfo=zone)
    start, end = (datetime.strptime(p, "%Y-%m-%d-%H").replace(tzinfo=zone) for p in parts)
    return start, end + timedelta(hours=1)


def _cards(found: Sequence[Item]) -> list[dict[str, Any]]:
    cards = [{"card_type": 9, "mblog": _mblog(item)} for item in found]
    # Real answers nest some posts in groups and mix in cards that hold none.
    return [{"card_type": 4, "desc": "相关搜索"}, {"card_type": 11, "card_group": cards[:2]}, *cards[2:]]


def _mblog_text(item: Item) -> str:
    return "<br />".join(escape(line) for line in item["text"].split("\n"))


def _mblog(item: Item) -> dict[str, Any]:
    number = native_number(item)
    long = len(item["text"]) > LONG_TEXT
    text = escape(item["text"][:LONG_TEXT]) + f'...<a href="/status/{number}">全文</a>' if long else _mblog_text(item)
    verified = bool(item.get("verified"))
    name = item.get("account") or item.get("author") or "微言用户"
    return {
        "id": number,
        "mid": number,
        "bid": item["id"].replace("-", ""),
        "created_at": f"{moment(item):%a %b %d %H:%M:%S %z %Y}",
        "text": text,
        "isLongText": long,
        "source": "微言网页版",
        "region_name": "发布于 澜海",
        "reposts_count": item.get("reposts", 0),
        "comments_count": item.get("comments", 0),
        "attitudes_count": item.get("likes", 0),
        "user": {
            "id": int(hashlib.sha256(name.encode()).hexdigest()[:8], 16),
            "screen_name": name,
            "verified": verified,
            "verified_type": 1 if verified else -1,
            "gender": "m",
            "followers_count": "1.2万",
        },
    }


def _board_row(item: Item) -> dict[str, Any]:
    replied = datetime.fromisoformat(item["replied_at"]) if item.get("replied_at") else None
    return {
        "tid": int(native_number(item)),
        "subject": item["title"],
        "content": item["text"],
        "nickName": item.get("author") or "匿名网友",
        "ip": "10.0.*.*",
        "domainName": "城建",
        "typeName": "投诉/求助",
        "stateInfo": item.get("state") or "待回复",
        "dateline": f"{moment(item):%Y-%m-%d %H:%M:%S}",
        "threadsCheckTime": int(moment(item).timestamp()) + 3600,
        "answerContent": item.get("reply") or "",
        "answerOrganization": item.get("unit") or "",
        "answerDateline": int(replied.timestamp()) if replied else None,
    }
