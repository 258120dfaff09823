"""Floors for extraction on the real pages of CHENGYU_SHARED, judged by the scorer that lies beside them."""

import json
import statistics
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.extract import Page, is_marked, judge_of, read_pages
from crawlers.extraction import extract

# Reached on 2026-11-23 (43 pages): 1.0, 1.0, .943, 1.0, .995.
FLOORS = {"title": 0.97, "date": 0.97, "source": 0.9, "clean": 0.95, "body_f1": 0.98}


def test_marked_pages_keep_their_floors(shared: Path) -> None:
    judge = judge_of(shared)
    rows = [judged(judge, page) for page in read_pages(shared / "pages") if is_marked(page)]
    assert len(rows) >= 43
    reached = {name: statistics.mean([float(r[name]) for r in rows if name in r]) for name in FLOORS}
    assert {n: v for n, v in reached.items() if v < FLOORS[n]} == {}, json.dumps(reached)


def judged(judge: Any, page: Page) -> Mapping[str, Any]:
    row: Mapping[str, Any] = judge(asdict(extract(page.raw, page.facts["url"])), page.facts["expected"])
    return row
