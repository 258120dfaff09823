"""The demo site over HTTP: every source's pages, encodings, caching, paging, windows and failures."""

import http.client
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlencode, urlsplit

import pytest

from demo.public import LONG_TEXT
from demo.server import serve
from tests.demo.shared import load_items

ITEMS = load_items()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> dict:  # type: ignore[type-arg] - a JSON object of any shape
        value = json.loads(self.body)
        assert isinstance(value, dict)
        return value


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serve(ITEMS) as address:
        yield address


def fetch(base: str, path: str, headers: dict[str, str] | None = None, form: dict[str, object] | None = None) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
    try:
        body = urlencode(form) if form is not None else None
        connection.request("POST" if form is not None else "GET", path, body, headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def of(source: str) -> list[dict]:  # type: ignore[type-arg] - an item of the demo city
    return [i for i in ITEMS if i["source"] == source]


def ids(source: str) -> set[str]:
    return {i["id"] for i in of(source)}


def test_daily_lists_reach_every_article(base: str) -> None:
    path, found = "/daily/list/1.html", list[str]()
    while path:
        page = fetch(base, path).text
        found += re.findall(r'<li><a href="(/daily/\d{4}/[^"]+)">', page)
        more = re.search(r'<a class="next" href="([^"]+)">', page)
        path = more.group(1) if more else ""
    assert {p.rsplit("/", 1)[1].removesuffix(".html") for p in found} == ids("daily")
    assert len(found) == len(of("daily"))


def test_metro_is_gbk_and_says_gb2312(base: str) -> None:
    first = fetch(base, "/metro/list_1.html")
    assert first.headers["Content-Type"] == "text/html"
    numbers = set(re.findall(r'<a href="(/metro/list_\d+\.html)">', first.body.decode("gbk")))
    pages = [fetch(base, number).body.decode("gbk") for number in numbers]
    found = [p for page in pages for p in re.findall(r'href="(/metro/content/[^"]+)"', page)]
    assert {p.rsplit("/", 1)[1].removesuffix(".htm") for p in found} == ids("metro")
    article = fetch(base, found[0]).body
    assert b'charset="gb2312"' in article
    assert "望澜都市报" in article.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        article.decode("utf-8")


@pytest.mark.parametrize("item", of("metro")[::15], ids=lambda i: i["id"])
def test_metro_articles_hold_their_text(base: str, item: dict) -> None:  # type: ignore[type-arg]
    month = item["published_at"][:7].replace("-", "")
    page = fetch(base, f"/metro/content/{month}/{item['id']}.htm").body.decode("gbk")
    assert _plain(item["text"]) in _plain(page)


def _plain(text: str) -> str:
    import html

    return re.sub(r"\s", "", html.unescape(re.sub(r"<[^>]+>", "", text)))


def test_bureau_loads_more(base: str) -> None:
    rows, page = list[dict[str, str]](), 1
    while batch := fetch(base, f"/bureau/api/list.json?page={page}&size=20").json["list"]:
        rows, page = rows + batch, page + 1
    assert [r["DOCRELPUBTIME"] for r in rows] == sorted((r["DOCRELPUBTIME"] for r in rows), reverse=True)
    assert {r["URL"].rsplit("_", 1)[1].removesuffix(".html") for r in rows} == ids("bureau")
    article = fetch(base, rows[0]["URL"]).text
    assert '<meta name="PubDate"' in article
    assert _plain(next(i for i in of("bureau") if i["title"] == rows[0]["TITLE"])["title"]) in _plain(article)


def test_portal_feed(base: str) -> None:
    entries = ET.fromstring(fetch(base, "/portal/feed.xml").body).findall("channel/item")  # noqa: S314 - our own page
    assert {e.findtext("guid") for e in entries} == ids("portal")
    times = [parsedate_to_datetime(e.findtext("pubDate") or "") for e in entries]
    assert times == sorted(times, reverse=True)
    link = urlsplit(entries[0].findtext("link") or "").path
    assert "application/ld+json" in fetch(base, link).text


def test_media_sitemaps(base: str) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ET.fromstring(fetch(base, "/media/sitemap.xml").body)  # noqa: S314 - our own page
    maps = [urlsplit(e.text or "").path for e in index.iter(f"{space}loc")]
    pages = [ET.fromstring(fetch(base, path).body) for path in maps]  # noqa: S314 - our own page
    found = [urlsplit(e.text or "").path for page in pages for e in page.iter(f"{space}loc")]
    assert {p.rsplit("/", 1)[1].removesuffix(".html") for p in found} == ids("media")
    assert fetch(base, found[0]).status == 200


def test_forum_threads_hold_every_post_once(base: str) -> None:
    threads, path = list[str](), "/forum/forum-1-1.html"
    while path:
        page = fetch(base, path).text
        threads += re.findall(r'class="s xst" href="([^"]+)"', page)
        path = _next(page)
    floors = 0
    for thread in threads:
        path = thread
        while path:
            page = fetch(base, path).text
            floors += len(re.findall(r'<div class="post" id="post_', page))
            path = _next(page)
    assert floors == len(of("forum"))


def _next(page: str) -> str:
    more = re.search(r'<a class="nxt" href="([^"]+)">', page)
    return more.group(1) if more else ""


def search(base: str, word: str, page: int = 1, scope: str = "") -> Answer:
    query = f"containerid={quote(f'100103type=61&q={word}', safe='')}&page_type=searchall&page={page}"
    return fetch(base, f"/micro/api/container/getIndex?{query}" + (f"&timescope=custom:{scope}" if scope else ""))


def blogs(answer: Answer) -> list[dict]:  # type: ignore[type-arg]
    cards = answer.json["data"]["cards"]
    return [c["mblog"] for card in cards for c in [card, *card.get("card_group", [])] if "mblog" in c]


def test_search_finds_what_holds_the_word_page_by_page(base: str) -> None:
    found, page = list[str](), 1
    while (answer := search(base, "锦纺巷", page)).json["ok"]:
        found += [b["bid"] for b in blogs(answer)]
        page += 1
    assert sorted(found) == sorted(i["id"].replace("-", "") for i in of("micro") if "锦纺巷" in i["text"])


def test_search_windows_cut_by_the_hour(base: str) -> None:
    bids = {b["bid"] for b in blogs(search(base, "锦纺巷", scope="2026-11-17-20:2026-11-17-20"))}
    wanted = [i for i in of("micro") if "锦纺巷" in i["text"] and i["published_at"][:13] == "2026-11-17T20"]
    assert wanted
    assert bids == {i["id"].replace("-", "") for i in wanted}


def test_search_stops_after_twenty_pages() -> None:
    many = [
        {
            **of("micro")[0],
            "id": f"micro-{n}",
            "text": f"城管 {n}",
            "published_at": f"2026-01-01T00:{n // 60:02d}:{n % 60:02d}+08:00",
        }
        for n in range(230)
    ]
    with serve(many) as base:
        assert len(blogs(search(base, "城管", 20))) == 10
        assert search(base, "城管", 21).json["ok"] == 0


def test_long_posts_are_cut_and_open_by_id(base: str) -> None:
    item = next(i for i in of("micro") if len(i["text"]) > LONG_TEXT)
    day = item["published_at"][:10]
    shown = blogs(search(base, item["text"][:6], scope=f"{day}-0:{day}-23"))
    blog = next(b for b in shown if b["bid"] == item["id"].replace("-", ""))
    assert blog["isLongText"]
    assert "全文" in blog["text"]
    whole = fetch(base, f"/micro/statuses/extend?id={blog['id']}").json["data"]["longTextContent"]
    assert _plain(whole) == _plain(item["text"])
    assert fetch(base, "/micro/statuses/extend?id=1").json["ok"] == 0


def test_board_pages_by_the_last_item(base: str) -> None:
    rows, last = list[dict[str, object]](), 0
    while batch := fetch(
        base, "/board/threads/queryThreadsList", form={"fid": 1, "lastItem": last, "pageSize": 50, "state": 1}
    ).json["responseData"]:
        rows, last = rows + batch, batch[-1]["tid"]
    assert len(rows) == len({r["tid"] for r in rows}) == len(of("board"))
    assert [r["dateline"] for r in rows] == sorted((str(r["dateline"]) for r in rows), reverse=True)
    assert {r["stateInfo"] for r in rows} == {i["state"] for i in of("board")}


def test_hot_list(base: str) -> None:
    rows = fetch(base, "/hot/list.json").json["data"]["realtime"]
    assert [r["word"] for r in rows] == [i["title"] for i in reversed(of("hot"))]


@pytest.mark.parametrize("path", ["/portal/feed.xml", "/daily/list/1.html", "/media/sitemap.xml", "/hot/list.json"])
def test_an_unchanged_page_is_304(base: str, path: str) -> None:
    first = fetch(base, path)
    again = fetch(base, path, {"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    assert fetch(base, path, {"If-None-Match": '"other"'}).status == 200


@pytest.mark.parametrize(
    "path",
    ["/portal/feed.xml", "/daily/list/1.html", "/media/sitemap.xml", "/metro/list_1.html", "/forum/forum-1-1.html"],
)
def test_a_dated_page_is_304_by_its_date(base: str, path: str) -> None:
    modified = fetch(base, path).headers["Last-Modified"]
    assert fetch(base, path, {"If-Modified-Since": modified}).status == 304


def test_robots(base: str) -> None:
    assert "Disallow: /private/" in fetch(base, "/robots.txt").text
    assert fetch(base, "/private/secret.html").status == 200


def test_failures_that_pass() -> None:
    with serve(ITEMS[:1]) as base:
        busy = [fetch(base, "/fail/429") for _ in range(3)]
        assert [a.status for a in busy] == [429, 429, 200]
        assert busy[0].headers["Retry-After"] == "1"
        assert [fetch(base, "/fail/503-once").status for _ in range(2)] == [503, 200]
        assert [fetch(base, "/fail/503").status for _ in range(3)] == [503, 503, 503]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fail/404", 404),
        ("/fail/loop", 302),
        ("/fail/login", 302),
        ("/fail/empty", 200),
        ("/nothing", 404),
        ("/login", 200),
    ],
)
def test_fixed_failures(base: str, path: str, status: int) -> None:
    assert fetch(base, path).status == status


def test_a_page_that_is_cut_off(base: str) -> None:
    with pytest.raises(http.client.IncompleteRead):
        fetch(base, "/fail/cut")


def test_large_and_packed_pages(base: str) -> None:
    assert len(fetch(base, "/fail/huge?mb=2").body) > 1_900_000
    bomb = fetch(base, "/fail/bomb?mb=4")
    assert bomb.headers["Content-Encoding"] == "gzip"
    assert len(bomb.body) < 10_000


def test_a_visitor_may_leave_early(base: str, capfd: pytest.CaptureFixture[str]) -> None:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)
    connection.request("GET", "/fail/huge?mb=30")
    connection.getresponse().read(1000)
    connection.close()
    assert fetch(base, "/robots.txt").status == 200
    assert "Traceback" not in capfd.readouterr().err


def test_pages_that_lie_about_their_encoding(base: str) -> None:
    assert "故意" in fetch(base, "/fail/utf8-as-gb2312").body.decode("utf-8")
    assert "故意" in fetch(base, "/fail/gb18030-undeclared").body.decode("gb18030")
    assert fetch(base, "/fail/page.pdf").headers["Content-Type"] == "application/pdf"


def test_a_slow_page_waits(base: str) -> None:
    assert fetch(base, "/fail/slow?s=0.1").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/fail/huge?mb=x",
        "/fail/slow?s=x",
        "/fail/bomb?mb=-1",
        "/micro/api/container/getIndex?page=x&timescope=custom:x:y",
        "/bureau/api/list.json?page=-1&size=x",
    ],
)
def test_a_wrong_query_is_answered(base: str, path: str) -> None:
    assert fetch(base, path).status in {200, 400}


def test_a_wrong_form_is_answered(base: str) -> None:
    assert fetch(base, "/board/threads/queryThreadsList", form={"lastItem": "x", "pageSize": "-3"}).status in {200, 400}


def test_many_readers_at_once(base: str) -> None:
    paths = ["/daily/list/1.html", "/hot/list.json", "/portal/feed.xml"] * 8
    with ThreadPoolExecutor(8) as pool:
        assert {a.status for a in pool.map(lambda p: fetch(base, p), paths)} == {200}


def test_every_page_says_it_is_fictional(base: str) -> None:
    for path in ("/daily/list/1.html", "/forum/forum-1-1.html", "/fail/list.html"):
        assert "虚构" in fetch(base, path).text
