"""The rows on drift of a period, from prepared posts and blind labels. May import pipeline.drift, context, periods, voices."""

from collections.abc import Sequence

import pandas as pd

from pipeline.context import AnalysisContext, Row, Rows
from pipeline.drift import Week, drift_rows
from pipeline.periods import Period
from pipeline.voices import in_days


def drift(posts: pd.DataFrame, periods: Sequence[Period], context: AnalysisContext, labels: Sequence[Row]) -> Rows:
    """Rows of pipeline.drift for the last of `periods`, oldest first; none where the model tells of no training set.

    Of `labels` (post_id, blind, sentiment, one an annotator) the blind ones on posts of these periods count.
    """
    if context.reference is None:
        return []
    judged = posts[posts["judged"] & in_days(posts, periods[0].start, periods[-1].end)]
    weeks = [_week(judged[in_days(judged, period.start, period.end)]) for period in periods]
    return drift_rows(weeks, context.reference, _agreeing(judged, labels), context.model)


def warnings(rows: Sequence[Row]) -> Rows:
    """What of it a reader of the report must know."""
    return [{"model": row["model"], "warning": row["warning"]} for row in rows if row["moved"]]


def _week(posts: pd.DataFrame) -> Week:
    texts = [f"{title} {text}" for title, text in zip(posts["title"], posts["clean_text"], strict=True)]
    return Week(texts, posts[["p_negative", "p_positive"]].to_numpy(dtype=float))


def _agreeing(posts: pd.DataFrame, labels: Sequence[Row]) -> list[bool]:
    said = dict(zip(posts["id"], posts["sentiment"], strict=True))
    blind = [row for row in labels if row["blind"] and row["post_id"] in said]
    return [bool(said[row["post_id"]] == row["sentiment"]) for row in blind]
