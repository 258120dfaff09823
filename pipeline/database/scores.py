"""Reads and writes of stage 3, and the joined rows that stage 4 reads. May import models.judgement."""

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, and_, case, false, func, select

from models.judgement import Text
from pipeline.database.opening import Database
from pipeline.database.tables import HANDLING, POSTS, SCORES
from pipeline.database.writing import upsert

if TYPE_CHECKING:
    import pandas as pd

# The error of a post for which the model has no row yet; never written, only read.
NOT_SCORED = "not_scored"
# Rows read at a time: the driver's own copy of a row is several times as large as what is kept of it.
_CHUNK = 20_000
_NAMES = frozenset({
    "source", "channel", "tier", "owner", "author_hash", "outlet", "date_confidence", "parent_id", "district", "street",
    "road", "duplicate_of", "duplicate_kind", "story_id", "sentiment", "tone", "kind", "error", "state", "unit",
})  # fmt: skip
# What no measure reads; it would be half of the memory.
_UNREAD = frozenset({"text", "native_id", "archive", "why"})
_LISTS = ("issues", "frames")
_MOMENTS = (
    "published_at", "collected_at", "day", "assigned_at", "closed_at", "revisited_at", "replied_at", "scored_at",
)  # fmt: skip


def unscored_posts(db: Database, model: str, limit: int) -> list[Text]:
    """At most `limit` posts without a row of `model` (name@version), by id; `text` is the masked, cleaned one."""
    mine = and_(SCORES.c.post_id == POSTS.c.id, SCORES.c.model == model)
    query = (
        select(POSTS.c.id, POSTS.c.title, POSTS.c.clean_text)
        .outerjoin(SCORES, mine)
        .where(SCORES.c.post_id.is_(None))
        .order_by(POSTS.c.id)
        .limit(limit)
    )
    with db.read() as connection:
        return [Text(*row) for row in connection.execute(query)]


def unscored_count(db: Database, model: str) -> int:
    """How many posts have no row of `model`."""
    mine = and_(SCORES.c.post_id == POSTS.c.id, SCORES.c.model == model)
    query = select(func.count()).select_from(POSTS.outerjoin(SCORES, mine)).where(SCORES.c.post_id.is_(None))
    with db.read() as connection:
        return int(connection.execute(query).scalar_one())


def save_scores(db: Database, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one row for each post and model (keys: columns of SCORES), in place of an older one."""
    with db.write() as connection:
        upsert(connection, SCORES, rows)


def scored_posts(db: Database, model: str, start: date, end: date) -> "pd.DataFrame":
    """Every post of the days from `start` up to but not including `end`, joined with its score and handling.

    Columns: those of posts without raw_file, raw_line, text, native_id and archive; those of scores without post_id,
    model and why; those of handling without post_id. One row a post, by time and id. `issues`, `frames` are lists;
    times and `day` are datetime64. A post without a score has `error` "not_scored".
    """
    import pandas as pd

    query = _joined(model, start, end)
    with db.read() as connection:
        result = connection.execution_options(yield_per=_CHUNK).execute(query)
        names = list(result.keys())
        parts = [_columns(names, chunk) for chunk in result.partitions()]
    columns = {name: [value for part in parts for value in part[place]] for place, name in enumerate(names)}
    del parts
    empty = not columns[names[0]]
    frame = pd.DataFrame([], columns=names) if empty else pd.DataFrame({name: columns.pop(name) for name in names})
    for name in _MOMENTS:
        frame[name] = pd.to_datetime(frame[name])
    for name in _LISTS:
        frame[name] = [value or [] for value in frame[name]]
    frame["error"] = frame["error"].fillna(NOT_SCORED)
    return frame


def _columns(names: Sequence[str], rows: Sequence[Any]) -> list[list[Any]]:
    """The columns of some rows; a million rows name few sources and places, and hold each name once."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    for place, name in enumerate(names):
        if name in _NAMES:
            columns[place] = [sys.intern(value) if type(value) is str else value for value in columns[place]]
    return columns


def post_scores(db: Database, post_id: str) -> list[dict[str, Any]]:
    """Every score of one post, by model."""
    query = select(SCORES).where(SCORES.c.post_id == post_id).order_by(SCORES.c.model)
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def data_digest(db: Database, model: str, start: date, end: date) -> str:
    """SHA-256 (hexadecimal) over the posts of those days and their scores, in the order of scored_posts."""
    digest = hashlib.sha256()
    with db.read() as connection:
        for line in _digest_lines(connection, model, start, end):
            digest.update(line.encode())
    return digest.hexdigest()


def _joined(model: str, start: date, end: date) -> Select[Any]:
    posts = [c for c in POSTS.c if not c.name.startswith("raw_") and c.name not in _UNREAD]
    scores = [c for c in SCORES.c if c.name not in {"post_id", "model", "relevant"}]
    # What the sieve of the settings held back stays out, whatever the model says.
    relevant = case((POSTS.c.off_topic != "", false()), else_=SCORES.c.relevant).label("relevant")
    handling = [c for c in HANDLING.c if c.name != "post_id"]
    return (
        select(*posts, relevant, *scores, *handling)
        .outerjoin(SCORES, and_(SCORES.c.post_id == POSTS.c.id, SCORES.c.model == model))
        .outerjoin(HANDLING, HANDLING.c.post_id == POSTS.c.id)
        .where(POSTS.c.day >= start, POSTS.c.day < end)
        .order_by(POSTS.c.published_at, POSTS.c.id)
    )


def _digest_lines(connection: Connection, model: str, start: date, end: date) -> Iterator[str]:
    query = _joined(model, start, end)
    kept = [c for c in query.selected_columns if c.name not in {"collected_at", "scored_at"}]
    for row in connection.execution_options(yield_per=_CHUNK).execute(query.with_only_columns(*kept)):
        yield f"{tuple(row)!r}\n"
