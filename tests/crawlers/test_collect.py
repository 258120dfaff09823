"""What goes wrong on the way, each to its named outcome; and what a kill leaves behind."""

import os
import random
import signal
import socket
import time
import zlib
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawlers.addresses import is_public
from crawlers.collect import ContactMissingError, CrawlSettings, collect
from crawlers.coverage import Coverage, Verdict, read_coverage
from crawlers.imports import CollectBusyError, collecting
from crawlers.outcomes import Outcome
from crawlers.post import CITY_TIME
from crawlers.sources import load_sources
from demo.server import serve
from tests.crawlers.sites import Answer, Crawl, as_json, newest_coverages, page, posts_of, small_site, tell

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
TEXT = "城管队员在夜市巡查时提醒摊主把灶台往里挪，留出两米宽的盲道；摊主们说只要有地方摆，谁也不愿意占道。"
HEAD = """
[{name}]
label = "试验来源"
kind = "{kind}"
channel = "press"
tier = "city"
owner = "independent"
local = {local}
start = [{start}]
"""
LISTING = """
[{name}.listing]
entry = "ul.list > li"
date = "span"
more = "a.next"
"""


def declared(name: str, kind: str, *start: str, local: bool = True, more: str = "") -> str:
    addresses = ", ".join(f'"{address}"' for address in start)
    head = HEAD.format(name=name, kind=kind, local=str(local).lower(), start=addresses)
    return head + (LISTING.format(name=name) if kind == "listing" else "") + more


def sources_file(folder: Path, *tables: str) -> Path:
    path = folder / "sources.toml"
    path.write_text("\n".join(tables), encoding="utf-8")
    return path


def article(number: int, day: str = "2026-11-18") -> Answer:
    meta = f'<meta property="article:published_time" content="{day}T09:00:00+08:00">'
    body = f"<h1>第{number}篇稿件的题目</h1><p>{day} 09:00 来源：试验报</p><div><p>{TEXT}</p><p>第{number}次巡查。{TEXT}</p></div>"
    return page(
        f"<html><head><title>第{number}篇稿件的题目</title>{meta}</head><body>{body}</body></html>", ETag=f'"{number}"'
    )


def list_page(numbers: range, more: str = "", day: str = "2026-11-18") -> Answer:
    rows = "".join(f'<li><a href="/a/{n}.html">第{n}篇</a><span>{day}</span></li>' for n in numbers)
    return page(f'<ul class="list">{rows}</ul>{more}')


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Coverage]:
    home = tmp_path_factory.mktemp("failed")
    path = sources_file(
        home, declared("failing", "listing", "{base}/fail/list.html", more='pattern = "/fail/(?!slow)|/private/"\n')
    )
    with serve([]) as base:
        # What is slow is another test's: here a machine under load is not to make a timeout of a page that is not.
        return Crawl(home, base, path, timeout=30.0, max_page_bytes=1_000_000).run()


def test_each_failure_ends_by_its_name(failed: dict[str, Coverage]) -> None:
    coverage = failed["failing"]
    assert coverage.outcomes == {
        Outcome.LISTED: 1,
        Outcome.STORED: 4,  # 429 and 503-once after a wait, utf8-as-gb2312, gb18030-undeclared
        Outcome.HTTP_5XX: 1,
        Outcome.CUT_OFF: 1,
        Outcome.TOO_LARGE: 2,  # huge, and a bomb of gzip
        Outcome.REDIRECT_LOOP: 1,
        Outcome.LOGIN_REQUIRED: 1,
        Outcome.HTTP_404: 1,
        Outcome.NO_BODY: 1,
        Outcome.NOT_HTML: 1,
        Outcome.ROBOTS: 1,
    }
    assert sum(coverage.outcomes.values()) == 15
    assert coverage.verdict is Verdict.OK


def test_a_page_that_does_not_come_in_time(tmp_path: Path) -> None:
    more = 'pattern = "/fail/slow"\n'
    path = sources_file(tmp_path, declared("slow", "listing", "{base}/fail/list.html", more=more))
    with serve([]) as base:
        coverage = Crawl(tmp_path, base, path, timeout=1.5).run()["slow"]
    assert coverage.outcomes == {Outcome.LISTED: 1, Outcome.TIMEOUT: 1}


def test_what_failed_in_passing_is_asked_for_again(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("flaky", "listing", "{base}/list.html"))
    answers = {"/list.html": list_page(range(3)), "/a/0.html": article(0), "/a/1.html": article(1)}
    with small_site(answers | {"/a/2.html": (503, {}, b"")}) as (base, _):
        assert Crawl(tmp_path, base, path).run()["flaky"].outcomes == {
            Outcome.LISTED: 1,
            Outcome.STORED: 2,
            Outcome.HTTP_5XX: 1,
        }
    with small_site({"/list.html": list_page(range(2)), "/a/2.html": article(2)}) as (base, site):
        assert Crawl(tmp_path, base, path).run()["flaky"].posts == 1
        assert "GET /a/0.html" not in site.log


def test_a_fault_of_ours_is_counted_and_made_good(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("faulty", "listing", "{base}/list.html"))
    with small_site({"/list.html": list_page(range(3))} | {f"/a/{n}.html": article(n) for n in range(3)}) as (base, _):
        coverage = Crawl(tmp_path, base, path, fault_at=2).run()["faulty"]
        assert coverage.outcomes == {Outcome.LISTED: 1, Outcome.STORED: 2, Outcome.FAILED: 1}
        assert "程序出错：RuntimeError" in coverage.message
        assert Crawl(tmp_path, base, path).run()["faulty"].posts == 1


def test_pages_that_do_not_change_are_not_sent_again(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("calm", "listing", "{base}/list.html"))
    listing = list_page(range(2))
    answers = {"/list.html": (200, dict(listing[1]) | {"ETag": '"x"'}, listing[2])}
    with small_site(answers | {f"/a/{n}.html": article(n) for n in range(2)}) as (base, _):
        Crawl(tmp_path, base, path).run()
    with small_site({"/list.html": (304, {"ETag": '"x"'}, b"")}) as (base, site):
        coverage = Crawl(tmp_path, base, path).run()["calm"]
        assert site.log == ["GET /robots.txt", "GET /list.html"]
    assert (coverage.outcomes, coverage.verdict) == ({Outcome.UNCHANGED: 1}, Verdict.OK)


def test_pages_outside_the_window_are_counted_and_fetched_when_it_grows(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("dated", "listing", "{base}/list.html"))
    answers = {"/list.html": list_page(range(2)), "/a/0.html": article(0), "/a/1.html": article(1, "2026-01-05")}
    with small_site(answers) as (base, _):
        assert Crawl(tmp_path, base, path, since="2026-11-01").run()["dated"].outcomes == {
            Outcome.LISTED: 1,
            Outcome.STORED: 1,
            Outcome.OFF_WINDOW: 1,
        }
        assert Crawl(tmp_path, base, path, since="2026-11-01").run()["dated"].outcomes == {
            Outcome.LISTED: 1,
            Outcome.UNCHANGED: 1,
            Outcome.OFF_WINDOW: 1,
        }
        assert Crawl(tmp_path, base, path).run()["dated"].outcomes == {
            Outcome.LISTED: 1,
            Outcome.UNCHANGED: 1,
            Outcome.STORED: 1,
        }


REFUSED_SEARCH = """
[{name}.search]
keywords = ["城管"]
"""
BOARD = """
[{name}.board]
fids = ["1"]
"""


def search(name: str, path: str) -> str:
    return declared(name, "weibo_search", "{base}" + path, more=REFUSED_SEARCH.format(name=name))


def board(name: str, path: str) -> str:
    return declared(name, "message_board", "{base}" + path, more=BOARD.format(name=name))


def test_sources_that_refuse_say_so(tmp_path: Path) -> None:
    passport = {"ok": -100, "url": "https://passport.example.cn/sso/signin"}
    answers = {
        "/a": as_json(passport),
        "/b": (432, {}, b""),
        "/c": as_json({"code": "SN0006", "msg": "x"}),
        "/d": (200, {}, b""),
        "/e": page("<html>not json</html>"),
        "/f": page("<rss><channel></channel></rss>"),
        "/g": as_json({"ok": 0, "data": {"cards": []}}),
    }
    path = sources_file(
        tmp_path,
        search("asks_login", "/a"),
        search("answers_432", "/b"),
        board("wants_signature", "/c"),
        board("says_too_fast", "/d"),
        board("not_json", "/e"),
        declared("empty_feed", "feed", "{base}/f"),
        declared("gone", "feed", "{base}/none.xml"),
        search("nothing", "/g"),
        declared("dead", "feed", "http://127.0.0.1:9/feed.xml"),
    )
    with small_site(answers) as (base, site):
        found = Crawl(tmp_path, base, path).run()
    assert {name: (c.verdict, dict(c.outcomes)) for name, c in found.items()} == {
        "asks_login": (Verdict.LOGIN_REQUIRED, {Outcome.LOGIN_REQUIRED: 1}),
        "answers_432": (Verdict.LOGIN_REQUIRED, {Outcome.LOGIN_REQUIRED: 1}),
        "wants_signature": (Verdict.EMPTY, {Outcome.REFUSED: 1}),
        "says_too_fast": (Verdict.EMPTY, {Outcome.HTTP_429: 1}),
        "not_json": (Verdict.EMPTY, {Outcome.BAD_JSON: 1}),
        "empty_feed": (Verdict.EMPTY, {Outcome.LISTED: 1}),
        "gone": (Verdict.DEAD, {Outcome.HTTP_404: 1}),
        "nothing": (Verdict.EMPTY, {Outcome.LISTED: 1}),
        "dead": (Verdict.DEAD, {Outcome.CONNECTION_FAILED: 1}),
    }
    assert "导出表" in found["asks_login"].message
    assert not any("Cookie" in line for line in site.log)


def test_no_crawl_where_robots_cannot_be_read(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("closed", "listing", "{base}/list.html"))
    with small_site({"/robots.txt": (503, {}, b""), "/list.html": list_page(range(2))}) as (base, site):
        coverage = Crawl(tmp_path, base, path).run()["closed"]
    assert (coverage.outcomes, coverage.verdict) == ({Outcome.HTTP_5XX: 1}, Verdict.DEAD)
    assert set(site.log) == {"GET /robots.txt"}


def test_a_real_source_never_reaches_this_machine(tmp_path: Path) -> None:
    hosts = {"literal": "127.0.0.1", "named": "localhost", "odd": "2130706433", "hexadecimal": "0x7f.1"}
    own_name = socket.gethostname()
    if not is_public(socket.gethostbyname(own_name)):
        hosts["resolved"] = own_name
    with small_site({"/list.html": list_page(range(2))}) as (base, site):
        tables = [
            declared(name, "listing", base.replace("127.0.0.1", host) + "/list.html", local=False)
            for name, host in hosts.items()
        ]
        agent = "chengyu-test (+https://example.cn/about)"
        found = Crawl(tmp_path, base, sources_file(tmp_path, *tables), user_agent=agent).run()
    assert {name: list(c.outcomes) for name, c in found.items()} == {name: [Outcome.PRIVATE_ADDRESS] for name in hosts}
    assert site.log == []


def test_a_redirect_inside_is_refused_too(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("outside", "listing", "{base}/list.html"))
    away = (302, {"Location": "http://10.0.0.7/a/1.html"}, b"")
    with small_site({"/list.html": list_page(range(2)), "/a/0.html": article(0), "/a/1.html": away}) as (base, _):
        coverage = Crawl(tmp_path, base, path).run()["outside"]
    assert coverage.outcomes == {Outcome.LISTED: 1, Outcome.STORED: 1, Outcome.PRIVATE_ADDRESS: 1}


def test_the_real_web_needs_a_contact(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("real", "feed", "https://news.example.cn/feed.xml", local=False))
    with pytest.raises(ContactMissingError, match="chengyu"):
        collect(load_sources(path), tmp_path / "home", NOW, CrawlSettings("chengyu", since=date(2026, 1, 1)))
    assert not (tmp_path / "home").exists()


def test_a_declared_file_is_read_and_a_missing_one_is_a_gap(tmp_path: Path) -> None:
    head = HEAD.replace("start = [{start}]", "")
    tables = [
        head.format(name=name, kind="file", local="false")
        + f'[{name}.table]\npath = "{name}.csv"\nlayout = "fuzhou_news"\n'
        for name in ("there", "away")
    ]
    (tmp_path / "there.csv").write_text(f"biaoti,time,link,article\n题目,2026-05-03,,{TEXT}\n", encoding="utf-8")
    sources = load_sources(sources_file(tmp_path, *tables))
    there, away = collect(sources, tmp_path / "home", NOW, CrawlSettings("chengyu"))
    assert (there.posts, there.verdict) == (1, Verdict.OK)
    assert (away.posts, away.verdict) == (0, Verdict.DEAD)
    assert "away.csv" in away.message


def test_one_collect_at_a_time(tmp_path: Path) -> None:
    with collecting(tmp_path), pytest.raises(CollectBusyError), collecting(tmp_path):
        pass


def many(count: int) -> dict[str, Answer]:
    return {"/list.html": list_page(range(count))} | {f"/a/{n}.html": article(n) for n in range(count)}


@pytest.mark.parametrize(
    ("die_at", "die_count"), [("archived", 7), ("written", 1), ("written", 12), ("committed", 1), ("committed", 2)]
)
def test_a_kill_loses_nothing_and_repeats_nothing(tmp_path: Path, die_at: str, die_count: int) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    with small_site(many(25)) as (base, _):
        Crawl(tmp_path, base, path, die_at=die_at, die_count=die_count).run()
        assert not list(tmp_path.glob("raw/killed/*.coverage.json"))
        Crawl(tmp_path, base, path).run()
    posts = posts_of(tmp_path, "killed")
    killed, finished = (read_coverage(path) for path in sorted(tmp_path.glob("raw/killed/*.coverage.json")))
    assert (killed.verdict, finished.verdict) == (Verdict.DEAD, Verdict.OK)
    assert killed.posts + finished.posts == len(posts) == 25
    assert {post.title for post in posts} == {f"第{n}篇稿件的题目" for n in range(25)}


def test_a_stop_by_hand_is_told_and_made_good(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    with small_site(many(300)) as (base, _):
        process = Crawl(tmp_path, base, path).start()
        while len(posts_raw(tmp_path)) < 5:
            time.sleep(0.005)
        os.kill(process, signal.SIGINT)
        assert os.waitstatus_to_exitcode(tell(f"wait {process}")) == 1
        (stopped,) = newest_coverages(tmp_path).values()
        assert (stopped.verdict, stopped.posts) == (Verdict.DEAD, len(posts_raw(tmp_path)))
        assert Crawl(tmp_path, base, path).run()["killed"].posts == 300 - stopped.posts


@pytest.mark.slow
def test_kills_at_ten_moments_of_chance(tmp_path: Path) -> None:
    dice = random.Random(20261123)
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    with small_site(many(300)) as (base, _):
        for posts in sorted(dice.sample(range(1, 290), 10)):
            process = Crawl(tmp_path, base, path).start()
            while len(posts_raw(tmp_path)) < posts:
                time.sleep(0.002)
            time.sleep(dice.uniform(0, 0.02))  # anywhere between archive, Post and state
            os.kill(process, signal.SIGKILL)
            assert tell(f"wait {process}") == signal.SIGKILL
        Crawl(tmp_path, base, path).run()
        assert Crawl(tmp_path, base, path).run()["killed"].posts == 0
    found = posts_of(tmp_path, "killed")
    assert len(found) == len({post.id for post in found}) == 300
    assert {post.archive for post in found} <= archived(tmp_path / "archive" / "killed")


def archived(folder: Path) -> set[str]:
    """The names of all pages that can be read back from the archive files of a source."""
    names = set()
    for path in folder.glob("*.warc.gz"):
        # A kill can leave half a record at the end of a file.
        with path.open("rb") as file, suppress(ArchiveLoadFailed, EOFError, zlib.error):
            for record in ArchiveIterator(file):
                if record.rec_type == "response" and record.content_stream().read():
                    names.add(f"{path.name}#{record.rec_headers.get_header('WARC-Record-ID').strip('<>')}")
    return names


def posts_raw(home: Path) -> list[bytes]:
    return [line for path in home.glob("raw/killed/*.jsonl") for line in path.read_bytes().split(b"\n")[:-1]]
