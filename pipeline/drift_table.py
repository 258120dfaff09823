"""The rows on drift of a period, from prepared posts and blind labels. May import pipeline.drift, context, periods, voices."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.context import AnalysisContext, Row, Rows
from pipeline.drift import Week, drift_rows
from pipeline.periods import Period
from pipeline.voices import in_days


def drift(posts: pd.DataFrame, periods: Sequence[Period], context: AnalysisContext, labels: Sequence[Row]) -> Rows:
    """Rows of pipeline.drift for the last of `periods`, oldest first; none where the model tells of no training set.

    Of `labels` (post_id, blind, sentiment, one an annotator) the blind ones on posts of these periods count, each post
    once: by how most annotators read it, and not at all where they are divided.
    """
    if context.reference is None:
        return []
    read = _blindly_read(labels)
    judged = posts[posts["judged"] & in_days(posts, periods[0].start, periods[-1].end)]
    weeks = [_week(period, judged[in_days(judged, period.start, period.end)], read) for period in periods]
    return drift_rows(weeks, context.reference, context.model)


def warnings(rows: Sequence[Row]) -> Rows:
    """What of it a reader of the report must know."""
    return [{"model": row["model"], "warning": row["warning"]} for row in rows if row["moved"]]


def _week(period: Period, posts: pd.DataFrame, read: Mapping[str, str]) -> Week:
    texts = [f"{title} {text}" for title, text in zip(posts["title"], posts["clean_text"], strict=True)]
    said = zip(posts["id"], posts["sentiment"], strict=True)
    agrees = [bool(read[post] == sentiment) for post, sentiment in said if post in read]
    return Week(period.label, texts, posts[["p_negative", "p_positive"]].to_numpy(dtype=float), agrees)


def _blindly_read(labels: Sequence[Row]) -> dict[str, str]:
    readings: dict[str, Counter[str]] = {}
    for row in labels:
        if row["blind"]:
            readings.setdefault(row["post_id"], Counter())[row["sentiment"]] += 1
    return {post: max(counts, key=counts.__getitem__) for post, counts in readings.items() if _has_majority(counts)}


def _has_majority(counts: Counter[str]) -> bool:
    return 2 * max(counts.values()) > counts.total()
