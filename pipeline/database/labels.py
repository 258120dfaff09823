"""Reads and writes of the analyst's labels. Imports nothing of ours outside here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select

from pipeline.database.opening import Database
from pipeline.database.tables import LABELS, POSTS, SCORES
from pipeline.database.writing import insert

# Ids in one question: SQLite takes 32,766 values, and its plan is quickest far below.
_ASKED = 900
_NEWEST = (
    select(LABELS.c.post_id, LABELS.c.annotator, func.max(LABELS.c.revision).label("revision"))
    .group_by(LABELS.c.post_id, LABELS.c.annotator)
    .subquery()
)


def add_labels(db: Database, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add readings (keys: columns of LABELS); none that stands is changed, the same key twice is an error."""
    with db.write() as connection:
        insert(connection, LABELS, rows)


def newest_labels(db: Database) -> list[dict[str, Any]]:
    """Each annotator's newest reading of each post, with the post's source, day, title, clean_text and duplicate_of."""
    post = (POSTS.c.source, POSTS.c.day, POSTS.c.title, POSTS.c.clean_text, POSTS.c.duplicate_of)
    same = and_(*(LABELS.c[name] == _NEWEST.c[name] for name in ("post_id", "annotator", "revision")))
    query = (
        select(LABELS, *post)
        .join(_NEWEST, same)
        .join(POSTS, POSTS.c.id == LABELS.c.post_id)
        .order_by(LABELS.c.post_id, LABELS.c.annotator)
    )
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def origins(db: Database, ids: Sequence[str]) -> dict[str, str]:
    """Of those post ids the ones that stand, each with the id of its first appearance (its own where it is none)."""
    found: dict[str, str] = {}
    with db.read() as connection:
        for start in range(0, len(ids), _ASKED):
            query = select(POSTS.c.id, POSTS.c.duplicate_of).where(POSTS.c.id.in_(ids[start : start + _ASKED]))
            found |= {name: first or name for name, first in connection.execute(query)}
    return found


def said_by_models(db: Database, start: date, end: date) -> list[dict[str, Any]]:
    """Every judged score of the posts of those days: post_id, model, relevant, sentiment; by post and model."""
    columns = (SCORES.c.post_id, SCORES.c.model, SCORES.c.relevant, SCORES.c.sentiment)
    query = (
        select(*columns)
        .join(POSTS, POSTS.c.id == SCORES.c.post_id)
        .where(POSTS.c.day >= start, POSTS.c.day < end, SCORES.c.error == "")
        .order_by(SCORES.c.post_id, SCORES.c.model)
    )
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def score_days(db: Database, start: date, end: date) -> list[dict[str, Any]]:
    """For each day and model how many texts were judged, were relevant and negative, and when it last scored (newest)."""
    relevant = and_(SCORES.c.error == "", SCORES.c.relevant)
    negative = and_(relevant, SCORES.c.sentiment == "negative")
    counts = {"texts": SCORES.c.error == "", "relevant": relevant, "negative": negative}
    query = (
        select(POSTS.c.day, SCORES.c.model, func.max(SCORES.c.scored_at).label("newest"))
        .add_columns(*(func.sum(case((kept, 1), else_=0)).label(name) for name, kept in counts.items()))
        .join(POSTS, POSTS.c.id == SCORES.c.post_id)
        .where(POSTS.c.day >= start, POSTS.c.day < end)
        .group_by(POSTS.c.day, SCORES.c.model)
        .order_by(POSTS.c.day, SCORES.c.model)
    )
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
