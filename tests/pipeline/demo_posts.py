"""The demo city's items as prepared posts, its labels in place of scores and its events in place of stories."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from tests.pipeline.planted_posts import posts_of

DEMO = Path(__file__).parent.parent.parent / "data" / "demo"
_CHANNELS = {
    "daily": ("press", "city"), "metro": ("press", "city"), "bureau": ("press", "government"),
    "portal": ("press", "provincial"), "media": ("press", "county"), "forum": ("forum", "self_media"),
    "micro": ("social", "self_media"), "board": ("message_board", "government"), "hot": ("hot_list", "commercial"),
    "hotline": ("hotline", "government"),
}  # fmt: skip


@cache
def demo_posts() -> pd.DataFrame:
    """Every item of the city that ships."""
    own = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["own"]
    lines = (DEMO / "items.jsonl").read_text(encoding="utf-8").splitlines()
    return posts_of_items(map(json.loads, lines), frozenset(own))


def posts_of_items(items: Iterable[dict[str, Any]], own: frozenset[str]) -> pd.DataFrame:
    """Items as the generator makes them; `own` are the ids of what the bureau says itself."""
    return posts_of(_row(item, own) for item in items)


def _row(item: dict[str, Any], own: frozenset[str]) -> dict[str, Any]:
    channel, tier = _CHANNELS[item["source"]]
    same = ("id", "source", "title", "district", "street", "relevant", "sentiment", "tone", "issues", "frames", "kind")
    return {name: item.get(name, "") for name in same} | {
        "at": datetime.fromisoformat(item["published_at"]).replace(tzinfo=None),
        "channel": channel,
        "tier": tier,
        "owner": "own" if item["id"] in own else "independent",
        "clean_text": item["text"],
        "road": item["place"],
        "duplicate_of": item["reprint_of"],
        "story_id": item["event"] or None,
    }
