"""Runs one crawl in a process of its own, since a reactor runs once a process: python -m … SPEC.json."""

import json
import os
import signal
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crawlers.archive import Archive
from crawlers.collect import CrawlSettings, collect
from crawlers.post import CITY_TIME
from crawlers.recording import Recording
from crawlers.sources import load_sources


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


POINTS = {"archived": (Archive, "add"), "written": (Recording, "_write"), "committed": (Recording, "checkpoint")}


def main() -> None:
    spec = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if spec["die_at"]:
        die_after(*POINTS[spec["die_at"]], spec["die_count"])
    crawl = CrawlSettings(
        user_agent=spec["user_agent"],
        since=date.fromisoformat(spec["since"]) if spec["since"] else None,
        timeout=spec["timeout"],
        max_page_bytes=spec["max_page_bytes"],
    )
    sources = load_sources(Path(spec["sources"]), base=spec["base"])
    now = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
    collect([s for s in sources if not spec["only"] or s.name in spec["only"]], Path(spec["home"]), now, crawl)


if __name__ == "__main__":
    main()
