"""What the spiders' tests share: a crawl in a process of its own, its results, and a site with answers as given."""

import json
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from crawlers.coverage import Coverage, read_coverage
from crawlers.post import Post

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT / "crawlers" / "sources.toml"


@dataclass(frozen=True)
class Crawl:
    """One crawl to run; `die_at` names a point at which the process kills itself, `fault_at` the article at which it errs."""

    home: Path
    base: str
    sources: Path = SOURCES
    only: tuple[str, ...] = ()
    since: str = ""
    timeout: float = 10.0
    max_page_bytes: int = 16_000_000
    user_agent: str = "chengyu-test"
    die_at: str = ""
    die_count: int = 0
    fault_at: int = 0
    redis: str = ""
    worker: str = ""
    prefix: str = ""
    lease_seconds: int = 60
    feed: str = ""

    def start(self) -> int:
        """Begin, and give the process id."""
        self.home.mkdir(parents=True, exist_ok=True)
        spec = self.home / f"spec{self.worker}.json"
        spec.write_text(json.dumps(asdict(self), default=str), encoding="utf-8")
        return tell(f"start {spec}")

    def run(self) -> dict[str, Coverage]:
        """Run to the end and give the newest coverage of each source."""
        status = tell(f"wait {self.start()}")
        assert status == (signal.SIGKILL if self.die_at else 0)
        return newest_coverages(self.home)


crawler: "subprocess.Popen[str] | None" = None


def tell(line: str) -> int:
    """Tell the crawling process something, and give the number that it answers."""
    assert crawler is not None
    assert crawler.stdin is not None
    assert crawler.stdout is not None
    crawler.stdin.write(line + "\n")
    crawler.stdin.flush()
    return int(crawler.stdout.readline())


def newest_coverages(home: Path) -> dict[str, Coverage]:
    found = {path.parent.name: read_coverage(path) for path in sorted(home.glob("raw/*/*.coverage.json"))}
    return dict(found)


def posts_of(home: Path, source: str) -> list[Post]:
    files = sorted((home / "raw" / source).glob("*.jsonl"))
    return [Post.from_json(line) for path in files for line in path.read_text(encoding="utf-8").split("\n") if line]


Answer = tuple[int, Mapping[str, str], bytes]


@dataclass
class SmallSite:
    """A site whose answers a test writes down by path; `log` holds each request as "METHOD path"."""

    answers: dict[str, Answer | Callable[[int], Answer]]
    log: list[str] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str) -> Answer:
        with self.lock:
            self.log.append(f"{method} {path}")
            visit = self.log.count(f"{method} {path}")
        found = self.answers.get(path) or self.answers.get(path.partition("?")[0]) or (404, {}, b"")
        return found(visit) if callable(found) else found


def page(body: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return 200, {"Content-Type": "text/html; charset=utf-8"} | named, body.encode()


def as_json(value: Any) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(value, ensure_ascii=False).encode()


@contextmanager
def small_site(answers: Mapping[str, Answer | Callable[[int], Answer]]) -> Iterator[tuple[str, SmallSite]]:
    site = SmallSite(dict(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._send("GET")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self._send("POST")

        def _send(self, method: str) -> None:
            status, headers, body = site.answer(method, self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the overridden name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
