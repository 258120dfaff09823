"""Reads and writes of stage 2: raw files, posts, stories, coverage. Imports nothing of ours outside here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from pipeline.database.opening import Database
from pipeline.database.tables import COVERAGE, HANDLING, LINE_OUTCOMES, POSTS, RAW_FILES, STORIES
from pipeline.database.writing import insert, upsert

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PostRows:
    """What one raw file leads to; keys are the columns of the tables of the same names."""

    raw_file: Mapping[str, Any]
    outcomes: Rows
    posts: Rows
    handling: Rows
    stories: Rows


def save_file(connection: Connection, rows: PostRows) -> None:
    """Write all that one raw file leads to; a file or line that grew takes its new values."""
    upsert(connection, RAW_FILES, [rows.raw_file])
    upsert(connection, STORIES, rows.stories)
    insert(connection, POSTS, rows.posts)
    insert(connection, HANDLING, rows.handling)
    upsert(connection, LINE_OUTCOMES, rows.outcomes)


def save_coverage(connection: Connection, rows: Rows) -> None:
    """Write coverage rows, in place of older ones of the same raw file."""
    upsert(connection, COVERAGE, rows)


def stored_files(connection: Connection) -> dict[str, str]:
    """The SHA-256 of each stored raw file, by path."""
    return dict(connection.execute(select(RAW_FILES.c.path, RAW_FILES.c.digest)).all())


def line_outcomes_of(connection: Connection, raw_file: str) -> dict[int, str]:
    """The outcome of each line of a raw file, by line number (from 1)."""
    query = select(LINE_OUTCOMES.c.line, LINE_OUTCOMES.c.outcome).where(LINE_OUTCOMES.c.raw_file == raw_file)
    return dict(connection.execute(query).all())


def known_ids(connection: Connection) -> set[str]:
    """The ids of all posts."""
    return set(connection.execute(select(POSTS.c.id)).scalars())


def fingerprint_rows(connection: Connection, start: date, end: date) -> Sequence[Any]:
    """(id, title, clean_text, published_at, channel, story_id, duplicate_of) of posts of the days start..end, by time."""
    columns = ("id", "title", "clean_text", "published_at", "channel", "story_id", "duplicate_of")
    return connection.execute(_between(start, end, *columns)).all()


def story_rows(connection: Connection, start: date) -> list[dict[str, Any]]:
    """Stories that were still alive on or after `start`."""
    query = select(STORIES).where(STORIES.c.last_at >= start).order_by(STORIES.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def post_row(db: Database, post_id: str) -> dict[str, Any] | None:
    """All columns of one post, with those of its handling (None where it has none), or None."""
    handling = [c for c in HANDLING.c if c.name != "post_id"]
    query = select(POSTS, *handling).outerjoin(HANDLING, HANDLING.c.post_id == POSTS.c.id).where(POSTS.c.id == post_id)
    with db.read() as connection:
        row = connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def posts_between(db: Database, start: date, end: date) -> list[dict[str, Any]]:
    """All columns of the posts of the days from `start` up to but not including `end`, by time and id."""
    with db.read() as connection:
        return [dict(row) for row in connection.execute(_between(start, end)).mappings()]


def coverage_rows(db: Database) -> list[dict[str, Any]]:
    """Every run over every source, by source and time."""
    query = select(COVERAGE).order_by(COVERAGE.c.source, COVERAGE.c.started_at, COVERAGE.c.raw_file)
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def line_outcome_counts(db: Database) -> Counter[str]:
    """How many raw lines ended in each outcome; the sum is the number of lines ever read."""
    query = select(LINE_OUTCOMES.c.outcome, func.count()).group_by(LINE_OUTCOMES.c.outcome)
    with db.read() as connection:
        return Counter(dict(connection.execute(query).all()))


def stories_between(db: Database, start: date, end: date) -> list[dict[str, Any]]:
    """Stories with a post on the days from `start` up to but not including `end`, largest first.

    Columns of STORIES and, for those days: `posts`, `voices` (posts that are no copy of another), `sources`.
    """
    # The window is told by the posts' days, so that a story of many weeks counts only what this period saw.
    counts = (
        func.count().label("posts"),
        func.sum(case((POSTS.c.duplicate_of == "", 1), else_=0)).label("voices"),
        func.count(POSTS.c.source.distinct()).label("sources"),
    )
    query = (
        select(STORIES, *counts)
        .join(POSTS, POSTS.c.story_id == STORIES.c.id)
        .where(POSTS.c.day >= start, POSTS.c.day < end)
        .group_by(*STORIES.c)
        .order_by(func.count().desc(), STORIES.c.first_at, STORIES.c.id)
    )
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def _between(start: date, end: date, *columns: str) -> Select[Any]:
    chosen = [POSTS.c[name] for name in columns] if columns else list(POSTS.c)
    query = select(*chosen).where(POSTS.c.day >= start, POSTS.c.day < end)
    return query.order_by(POSTS.c.published_at, POSTS.c.id)
