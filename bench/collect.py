"""Collecting beside a bare Scrapy spider that calls trafilatura: pages a second in one run, and memory by pages. Imports all.

    CHENGYU_SHARED=... python -m bench.collect speed [5000]
    python -m bench.collect memory [1000 20000]

The site is served by a process of its own from memory. For speed its articles are the real pages of CHENGYU_SHARED in
turn; for memory a page that we wrote, small enough to see 20,000 of them. Ours archives every page and keeps its state;
the bare spider does neither. Seconds are the crawling process's own processor time: it is what both are bound by, and the
machine's other work stands outside; wall-clock time is printed beside it.
"""

import asyncio
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from crawlers.post import CITY_TIME

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
ON_A_LIST = 100
DECLARED = """
[bench]
label = "bench"
kind = "listing"
channel = "press"
tier = "city"
owner = "independent"
local = true
start = ["{base}/list/1.html"]
[bench.listing]
entry = "li"
date = "span"
more = "a.next"
max_pages = 1000
"""
Figures = dict[str, float]


def main() -> None:
    """Run the measurement named on the command line."""
    kind, *sizes = sys.argv[1:] or ["speed"]
    if kind == "speed":
        measure_speed(int(sizes[0]) if sizes else 5_000)
    else:
        measure_memory([int(size) for size in sizes] or [1_000, 20_000])


def measure_speed(count: int) -> None:
    """Both crawlers over the same site, one after the other, and their ratio."""
    pages = real_pages()
    size = sum(map(len, pages)) / len(pages)
    print(f"{count} pages of {size / 1000:.0f} KB on average ({len(pages)} real ones in turn)")
    with site(pages, count) as base:
        bare, ours = apart(crawl_bare, base), apart(crawl_ours, base)
    for name, found in (("bare Scrapy + trafilatura", bare), ("ours, with archive", ours)):
        print(
            f"{name}: {found['posts']:.0f} posts, {count / found['cpu']:.1f} pages/s of processor time "
            f"({count / found['wall']:.1f} by the clock), peak {found['peak']:.0f} MiB"
        )
    print(f"ratio: {bare['cpu'] / ours['cpu']:.2f} by processor time, {bare['wall'] / ours['wall']:.2f} by the clock")


def measure_memory(sizes: Sequence[int]) -> None:
    """Peak memory of our crawl by the number of pages."""
    pages = [(ROOT / "tests" / "pages" / "daily.html").read_bytes()]
    for count in sizes:
        with site(pages, count) as base:
            found = apart(crawl_ours, base)
        print(f"{count} pages: {found['posts']:.0f} posts, peak {found['peak']:.0f} MiB, {found['wall']:.0f} s")


def real_pages() -> list[bytes]:
    """The marked articles of CHENGYU_SHARED that both readers get a text from."""
    folder = Path(os.environ["CHENGYU_SHARED"]) / "pages"
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    marked = [row for row in map(json.loads, lines) if row["kind"] == "article" and row["expected"]]
    return [(folder / row["file"]).read_bytes() for row in marked]


# --- the site -------------------------------------------------------------------------------------


@contextmanager
def site(pages: Sequence[bytes], count: int) -> Iterator[str]:
    """Serve list pages and `count` articles from a process of its own, and give the base address."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(pages, count, there), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()


def serve(pages: Sequence[bytes], count: int, told: Any) -> None:
    """Answer until terminated; the port is told first."""

    class Answers(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport: Any = transport

        def data_received(self, data: bytes) -> None:
            path = data.split(b" ", 2)[1].decode()
            body = page_at(path, pages, count)
            status = b"200 OK" if body else b"404 Not Found"
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
            self.transport.write(head + body)

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def page_at(path: str, pages: Sequence[bytes], count: int) -> bytes:
    """A list page, an article, or nothing."""
    kind, _, name = path.strip("/").partition("/")
    number = int(name.removesuffix(".html")) if name.removesuffix(".html").isdigit() else -1
    if kind == "list":
        return list_page(number, count)
    return pages[number % len(pages)] if kind == "a" and 0 <= number < count else b""


def list_page(number: int, count: int) -> bytes:
    """A list of a hundred articles with a link to the next."""
    first, last = (number - 1) * ON_A_LIST, min(number * ON_A_LIST, count)
    rows = "".join(
        f'<li><a href="/a/{n}.html">第{n}篇稿件的题目</a><span>2026-11-18</span></li>' for n in range(first, last)
    )
    more = f'<a class="next" href="/list/{number + 1}.html">下一页</a>' if last < count else ""
    return f'<html><head><meta charset="utf-8"></head><body><ul>{rows}</ul>{more}</body></html>'.encode()


# --- the crawlers ---------------------------------------------------------------------------------


def apart(crawl: Callable[[str, Path], int], base: str) -> Figures:
    """Run a crawl in a process of its own: its posts, seconds and peak memory in MiB."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=measured, args=(crawl, base, there))
    process.start()
    found: Figures = here.recv()
    process.join()
    return found


def measured(crawl: Callable[[str, Path], int], base: str, told: Any) -> None:
    """Run a crawl in a scratch folder and tell its figures."""
    with tempfile.TemporaryDirectory() as folder:
        began, cpu = time.perf_counter(), time.process_time()
        posts = crawl(base, Path(folder))
        figures = {"posts": posts, "wall": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    told.send(figures | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


def crawl_ours(base: str, folder: Path) -> int:
    """Our collect stage as it stands."""
    from crawlers.collect import CrawlSettings, collect
    from crawlers.sources import load_sources

    (folder / "sources.toml").write_text(DECLARED, encoding="utf-8")
    sources = load_sources(folder / "sources.toml", base)
    (coverage,) = collect(sources, folder / "home", NOW, CrawlSettings("chengyu-bench"))
    return coverage.posts


def crawl_bare(base: str, folder: Path) -> int:
    """What a day's work with Scrapy and trafilatura gives."""
    import scrapy
    import trafilatura
    from scrapy.crawler import CrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = (f"{base}/list/1.html",)

        def parse(self, response: Any) -> Iterator[Any]:
            for href in response.css("li a::attr(href)").getall():
                yield response.follow(href, self.parse_article)
            if more := response.css("a.next::attr(href)").get():
                yield response.follow(more)

        def parse_article(self, response: Any) -> Iterator[dict[str, Any]]:
            found = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
            fields = found.as_dict() if found else {}
            yield {"url": response.url} | {name: fields.get(name) for name in ("title", "date", "sitename", "text")}

    out = folder / "bare.jsonl"
    feeds = {str(out): {"format": "jsonlines", "encoding": "utf8"}}
    process = CrawlerProcess({"FEEDS": feeds, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(Bare)
    process.start()
    return len(out.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    main()
