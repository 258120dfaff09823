"""Builds tables of scored posts as pipeline.database.scored_posts gives them, from a few words a post."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from pipeline.voices import prepared

PLAIN: dict[str, Any] = {
    "source": "hotline", "channel": "hotline", "tier": "government", "owner": "independent", "title": "反映问题",
    "clean_text": "门口一直没人管", "date_confidence": "exact", "district": "", "street": "", "road": "", "duplicate_of": "",
    "duplicate_kind": "", "story_id": None, "relevant": True, "sentiment": "negative", "tone": "negative", "issues": [],
    "frames": [], "kind": "complaint", "error": "", "url": "", "author_hash": "",
}  # fmt: skip


def posts_of(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Prepared posts; each row needs `at` (a local datetime) and what differs from a plain hotline complaint."""
    full = [PLAIN | dict(row) for row in rows]
    frame = pd.DataFrame(full, columns=[*PLAIN, "at", "id", "collected_at"])
    frame["id"] = [given if isinstance(given, str) else f"p{number:07d}" for number, given in enumerate(frame["id"])]
    frame["published_at"] = pd.to_datetime(frame.pop("at"))
    frame["collected_at"] = pd.to_datetime(frame["collected_at"]).fillna(frame["published_at"])
    frame["day"] = frame["published_at"].dt.normalize()
    return prepared(frame.sort_values(["published_at", "id"], ignore_index=True))


def scattered(rng: np.random.Generator, start: date, weekly: Iterable[int], **fields: Any) -> list[dict[str, Any]]:
    """As many rows as `weekly` says in each week from `start`, at times drawn evenly."""
    begin = datetime.combine(start, time())
    return [
        {**fields, "at": begin + timedelta(weeks=week, minutes=int(rng.integers(7 * 24 * 60)))}
        for week, number in enumerate(weekly)
        for _ in range(number)
    ]
