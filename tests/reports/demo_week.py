"""The demo city's last week with its labels as scores: result tables, Brief and posts, computed once a process."""

import json
from functools import cache
from typing import Any

import pytest

from pipeline.analyse import compute, material
from pipeline.city import City, District
from pipeline.context import Rows
from pipeline.periods import PeriodKind, parse_period
from pipeline.voices import prepared
from reports.backing import Backing, build_backing
from reports.brief import Brief, build_brief
from tests.pipeline.small_posts import context, frame
from tests.pipeline.test_demo_week import CHANNELS, COMPLAINT, DEMO, as_row
from tests.reports.sample import HEAD

NAMES = ("澜东区", "澜西区", "砚湖区", "北桥区", "云埠区")


@cache
def demo_tables() -> dict[str, Rows]:
    """All measures of the week; skips by name where the demo city was not made."""
    path = DEMO / "items.jsonl"
    if not path.exists():
        pytest.skip("data/demo/items.jsonl is not there: no demo city to count")
    own = set(json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["own"])
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    posts = prepared(frame([_row(number, item, own) for number, item in enumerate(items)]))
    city = City("望澜市", "澜海省", "望澜市城市管理局", tuple(District(name, 500_000) for name in NAMES))
    week = parse_period(PeriodKind.WEEK, "2026-W47")
    return compute(material(posts, week, context(city=city), [], {}, {}), lambda *_: None)


@cache
def demo_brief() -> Brief:
    """The weekly paper."""
    return build_brief(demo_tables(), HEAD)


@cache
def demo_backing() -> Backing:
    """The posts behind it."""
    return build_backing(demo_tables(), HEAD.run_id)


def _row(number: int, item: dict[str, Any], own: set[str]) -> dict[str, Any]:
    told = {"state": "办理中", "reply": ""} if CHANNELS[item["source"]] in COMPLAINT else {}
    return as_row(number, item, own) | {"road": item.get("place", "")} | told
