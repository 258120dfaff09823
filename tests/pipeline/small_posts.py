"""Small tables of scored posts for the tests of stage 4, in the columns of pipeline.database.scored_posts."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.city import City, District
from pipeline.context import AnalysisContext
from pipeline.taxonomy import tables

ROOT = Path(__file__).parent.parent.parent
NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
MONDAY = datetime.fromisoformat("2026-11-16T09:00")
_MOMENTS = ("published_at", "collected_at", "assigned_at", "closed_at", "revisited_at", "replied_at", "scored_at")
CITY = City("测试市", "测试省", "测试市城管局", (District("东区", 400_000), District("西区", 100_000)))


def row(number: int, at: datetime = MONDAY, **changes: Any) -> dict[str, Any]:
    """A relevant neutral report of a newspaper; `number` makes its id."""
    fields: dict[str, Any] = {
        "id": f"{number:016d}", "source": "daily", "channel": "press", "tier": "city", "owner": "independent",
        "native_id": str(number), "url": f"http://example/{number}", "title": f"标题{number}", "text": "正文",
        "clean_text": "正文", "author_hash": "", "outlet": "", "published_at": at, "day": pd.Timestamp(at.date()),
        "date_confidence": "exact", "collected_at": NOW.replace(tzinfo=None), "parent_id": "", "reposts": None,
        "comments": None, "likes": None, "rank": None, "truncated": False, "archive": "", "district": "", "street": "",
        "road": "", "place_confidence": 0.0, "duplicate_of": "", "duplicate_kind": "", "story_id": None,
        "relevant": True, "relevance": 0.9, "sentiment": "neutral", "p_negative": 0.1, "p_neutral": 0.8,
        "p_positive": 0.1, "tone": "neutral", "issues": ["vending"], "frames": [], "kind": "report", "why": [],
        "error": "", "scored_at": NOW.replace(tzinfo=None), "state": None, "unit": None, "assigned_at": None,
        "closed_at": None, "revisited_at": None, "satisfied": None, "reopened": None, "replied": None, "replied_at": None,
    }  # fmt: skip
    assert not set(changes) - set(fields)
    return fields | changes


def complaint(number: int, at: datetime = MONDAY, **changes: Any) -> dict[str, Any]:
    """A complaint of the hotline that is known to be open."""
    told = {"source": "hotline", "channel": "hotline", "tier": "government", "sentiment": "negative"}
    return row(number, at, **(told | {"kind": "complaint", "state": "办理中", "replied": False} | changes))


def weekly(count: int, weeks_ago: int, first: int, **changes: Any) -> list[dict[str, Any]]:
    """`count` posts spread over one week."""
    start = MONDAY - timedelta(weeks=weeks_ago)
    return [row(first + n, start + timedelta(hours=n % 150), **changes) for n in range(count)]


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows as scored_posts would give them."""
    table = pd.DataFrame(rows, columns=list(row(0)))
    for name in _MOMENTS:
        table[name] = pd.to_datetime(table[name])
    table["day"] = pd.to_datetime(table["day"])
    return table.sort_values(["published_at", "id"]).reset_index(drop=True)


def context(**changes: Any) -> AnalysisContext:
    """A context with the tables that ship."""
    fields: dict[str, Any] = {
        "city": CITY, "titles": {"daily": "日报"}, "model": "test@1", "taxonomy": tables(ROOT / "data" / "taxonomy"), "now": NOW,
    }  # fmt: skip
    return AnalysisContext(**(fields | changes))
