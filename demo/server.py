"""The demo city's web site on 127.0.0.1, with failures on demand. Imports demo's pages."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from demo.comments import comment_list, is_comment
from demo.failures import Failures, login_page
from demo.page import Item, Page
from demo.press import bureau_list, press_pages
from demo.public import board_list, forum_pages, hot_list, long_text, search

ROBOTS = "User-agent: *\nDisallow: /private/\n"
# A form is short; what is longer is not read.
FORM_LIMIT = 64_000
_REFUSED = Page("<h1>400</h1><p>参数有误</p>".encode(), status=400)

# What answers to a query, by its path.
_INTERFACES: Mapping[str, Callable[[Sequence[Item], str], Page]] = {
    "/bureau/api/list.json": bureau_list,
    "/portal/comments/list.json": comment_list,
    "/micro/api/container/getIndex": search,
    "/micro/statuses/extend": long_text,
}


class Site:
    """All that the demo site can answer; built once, read by many threads."""

    def __init__(self, items: Sequence[Item], base: str) -> None:
        self._items = items
        self._failures = Failures()
        self._fixed = press_pages([i for i in items if not is_comment(i)], base) | forum_pages(items)
        self._fixed["/robots.txt"] = Page(ROBOTS.encode(), "text/plain; charset=utf-8")
        self._fixed["/hot/list.json"] = hot_list(items)
        self._fixed["/private/secret.html"] = Page("<p>不允许采集</p>".encode())

    def get(self, path: str, query: str) -> Page | None:
        """The page at a path, or None."""
        if path.startswith("/fail/"):
            return self._failures.page(path.removeprefix("/fail/"), query)
        if path == "/login":
            return login_page()
        if answer := _INTERFACES.get(path):
            return answer(self._items, query)
        return self._fixed.get(path)

    def post(self, path: str, form: str) -> Page | None:
        """The answer to a form, or None."""
        return board_list(self._items, form) if path == "/board/threads/queryThreadsList" else None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # A crawl of ten sources opens many connections at once; a short queue would drop them and cost a second each.
    request_queue_size = 128
    site: Site


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body go out in two writes; waiting to join them would add 40 ms to every page.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        try:
            if parts.path == "/fail/slow":
                time.sleep(min(float(parse_qs(parts.query).get("s", ["30"])[0]), 60))
            page = self.server.site.get(parts.path, parts.query)
        except ValueError:  # a number or a time in the query that is none
            page = _REFUSED
        self._send(page, cut=parts.path == "/fail/cut")

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length", "0")), FORM_LIMIT)
        form = self.rfile.read(length).decode("utf-8", errors="replace")
        try:
            page = self.server.site.post(urlsplit(self.path).path, form)
        except ValueError:  # a number in the form that is none
            page = _REFUSED
        self._send(page, cut=False)

    def _send(self, page: Page | None, *, cut: bool) -> None:
        page = page or Page("<h1>404</h1><p>页面不存在</p>".encode(), status=404)
        if page.status == 200 and self._not_modified(page):
            self._head(304, page, length=None)
            return
        self._head(page.status, page, length=len(page.body))
        try:
            self.wfile.write(page.body[: len(page.body) // 2] if cut else page.body)
        except ConnectionError:  # the visitor has seen enough, of a huge page for instance
            self.close_connection = True
        if cut:
            self.close_connection = True

    def _not_modified(self, page: Page) -> bool:
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            return asked == page.etag
        return bool(page.last_modified) and self.headers.get("If-Modified-Since") == page.last_modified

    def _head(self, status: int, page: Page, length: int | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", page.content_type)
        self.send_header("ETag", page.etag)
        if page.last_modified:
            self.send_header("Last-Modified", page.last_modified)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the crawl's own report is what a reader looks at."""


@contextmanager
def serve(items: Sequence[Item], port: int = 0) -> Iterator[str]:
    """Serve `items` on 127.0.0.1 and give the base address; the server ends with the context."""
    server = _Server(("127.0.0.1", port), _Handler)
    base = f"http://127.0.0.1:{server.server_address[1]}"
    server.site = Site(items, base)
    thread = threading.Thread(target=server.serve_forever, name="demo-site", daemon=True)
    thread.start()
    try:
        yield base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
