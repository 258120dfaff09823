"""Runs crawls, each in a fork of its own, since a reactor runs once a process; told what to do line by line on stdin.

"start SPEC.json" answers with the process id, "wait PID" with the exit status once it has ended.
"""

import json
import os
import signal
import sys
import traceback
import warnings
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import crawlers.running  # noqa: F401 - loaded once, before the forks
from crawlers.archive import Archive
from crawlers.articles import ArticleSpider
from crawlers.collect import CrawlSettings, collect
from crawlers.feeds import Feed
from crawlers.post import CITY_TIME
from crawlers.recording import Recording
from crawlers.shared import Shared
from crawlers.sharing import shared_committed_bytes
from crawlers.shipping import shipping
from crawlers.sources import load_sources

POINTS = {"archived": (Archive, "add"), "written": (Recording, "_write"), "committed": (Recording, "checkpoint")}


def die_after(cls: type, name: str, count: int) -> None:
    """Kill this process just after the method of a class has ended for the `count`th time."""
    method, calls = getattr(cls, name), [0]

    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = method(self, *args, **kwargs)
        calls[0] += 1
        if calls[0] == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(cls, name, counted)


def err_at(count: int) -> None:
    """Raise what no code expects in place of reading the `count`th article."""
    read, calls = ArticleSpider._read, [0]

    def counted(self: ArticleSpider, response: Any, lead: Any) -> Any:
        calls[0] += 1
        if calls[0] == count:
            raise RuntimeError
        return read(self, response, lead)

    ArticleSpider._read = counted  # type: ignore[method-assign] # a fault is put in


def crawl(spec: dict[str, Any]) -> None:
    warnings.simplefilter("error")
    # A suite that was started in the background hands on that stops by hand are to be ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if spec["die_at"]:
        die_after(*POINTS[spec["die_at"]], spec["die_count"])
    if spec["fault_at"]:
        err_at(spec["fault_at"])
    settings = CrawlSettings(
        user_agent=spec["user_agent"],
        since=date.fromisoformat(spec["since"]) if spec["since"] else None,
        timeout=spec["timeout"],
        max_page_bytes=spec["max_page_bytes"],
        shared=Shared(spec["redis"], spec["worker"], spec["prefix"], spec["lease_seconds"]) if spec["redis"] else None,
    )
    sources = load_sources(Path(spec["sources"]), base=spec["base"])
    now = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
    wanted = [source for source in sources if not spec["only"] or source.name in spec["only"]]
    home = Path(spec["home"])
    with sent_on(spec["feed"], [source.name for source in wanted], home, settings):
        collect(wanted, home, now, settings)


def sent_on(feed: str, names: list[str], home: Path, settings: CrawlSettings) -> AbstractContextManager[object]:
    if not feed or settings.shared is None:
        return nullcontext()
    return shipping(home, Feed(feed), names, partial(shared_committed_bytes, settings.shared), every=0.05)


def start(spec: Path) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        crawl(json.loads(spec.read_text(encoding="utf-8")))
    except BaseException:
        traceback.print_exc(limit=1)
        os._exit(1)
    os._exit(0)


def main() -> None:
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        answer = start(Path(argument)) if command == "start" else os.waitpid(int(argument), 0)[1]
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
