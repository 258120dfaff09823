"""Reads and writes of stage 2: raw files, posts, stories, coverage. Imports nothing of ours outside here."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from pipeline.database.opening import Database
from pipeline.database.tables import COVERAGE, HANDLING, LINE_OUTCOMES, POSTS, RAW_FILES, STORIES
from pipeline.database.writing import insert, update, upsert

# Ids in one question: SQLite takes 32,766 values, and its plan is quickest far below.
_ASKED = 900
# Rows of a long answer held at once.
_STREAMED = 10_000
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class PostRows:
    """What some lines of one raw file lead to; keys are the columns of the tables of the same names.

    `counts` holds id, reposts, comments, likes and rank of posts met again; `moved` says that copies of a post
    (key), and it itself, are from now on copies (of a kind) of an earlier one.
    """

    outcomes: Rows = ()
    posts: Rows = ()
    handling: Rows = ()
    counts: Rows = ()
    moved: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def save_raw_file(connection: Connection, row: Mapping[str, Any]) -> None:
    """Write the row of a raw file, in place of an older one; `stored_at` stays, or a file that grows would never go."""
    upsert(connection, RAW_FILES, [row], kept=("stored_at",))


def save_posts(connection: Connection, rows: PostRows) -> None:
    """Write what some lines of a raw file lead to; the row of the file itself must stand."""
    insert(connection, POSTS, rows.posts)
    upsert(connection, HANDLING, rows.handling)
    upsert(connection, LINE_OUTCOMES, rows.outcomes)
    update(connection, POSTS, rows.counts)
    for old, (new, kind) in rows.moved.items():
        connection.execute(POSTS.update().where(POSTS.c.duplicate_of == old).values(duplicate_of=new))
        connection.execute(POSTS.update().where(POSTS.c.id == old).values(duplicate_of=new, duplicate_kind=kind))


def save_stories(connection: Connection, stories: Rows, story_of: Mapping[str, str]) -> None:
    """Write stories, in place of older ones of the same id, and the story of each post named."""
    upsert(connection, STORIES, stories)
    update(connection, POSTS, [{"id": post, "story_id": story} for post, story in story_of.items()])


def save_coverage(connection: Connection, rows: Rows) -> None:
    """Write coverage rows, in place of older ones of the same raw file."""
    upsert(connection, COVERAGE, rows)


def stored_files(connection: Connection) -> dict[str, str]:
    """The SHA-256 of each stored raw file, by path."""
    return dict(connection.execute(select(RAW_FILES.c.path, RAW_FILES.c.digest)).all())


def files_stored_before(db: Database, moment: datetime) -> list[str]:
    """Paths of raw files whose lines were stored before a moment (city time without offset)."""
    query = select(RAW_FILES.c.path).where(RAW_FILES.c.stored_at < moment).order_by(RAW_FILES.c.path)
    with db.read() as connection:
        return list(connection.execute(query).scalars())


def sources_of_channel(db: Database, channel: str) -> set[str]:
    """Every source of which a post of that channel stands."""
    with db.read() as connection:
        return set(connection.execute(select(POSTS.c.source).where(POSTS.c.channel == channel).distinct()).scalars())


def coverage_files(connection: Connection) -> set[str]:
    """The raw files of which a coverage row stands."""
    return set(connection.execute(select(COVERAGE.c.raw_file)).scalars())


def line_outcomes_of(connection: Connection, raw_file: str) -> dict[int, str]:
    """The outcome of each line of a raw file, by line number (from 1)."""
    query = select(LINE_OUTCOMES.c.line, LINE_OUTCOMES.c.outcome).where(LINE_OUTCOMES.c.raw_file == raw_file)
    return dict(connection.execute(query).all())


def stored_ids(connection: Connection) -> Iterator[str]:
    """The id of every post that stands, in no order."""
    return iter(connection.execute(select(POSTS.c.id), execution_options={"yield_per": _STREAMED}).scalars())


def known_posts(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Of those ids the ones that stand, with raw_file, raw_line, counts and handling columns."""
    handling = [c for c in HANDLING.c if c.name != "post_id"]
    counts = (POSTS.c.reposts, POSTS.c.comments, POSTS.c.likes, POSTS.c.rank, POSTS.c.raw_file, POSTS.c.raw_line)
    known: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), _ASKED):
        query = select(POSTS.c.id, *counts, *handling).outerjoin(HANDLING, HANDLING.c.post_id == POSTS.c.id)
        rows = connection.execute(query.where(POSTS.c.id.in_(ids[start : start + _ASKED]))).mappings()
        known |= {row["id"]: dict(row) for row in rows}
    return known


def first_appearances(connection: Connection, start: date, end: date) -> Sequence[Any]:
    """(id, title, clean_text, published_at, native_id, url) of posts of the days start..end, both included, by time.

    The last column is duplicate_of: a copy's address counts, but copies point to what it points to.
    """
    columns = ("id", "title", "clean_text", "published_at", "native_id", "url", "duplicate_of")
    return connection.execute(_between(start, end + timedelta(days=1), *columns)).all()


def first_day_without_story(db: Database) -> date | None:
    """The first day of posts that are in no story yet, or None."""
    query = select(func.min(POSTS.c.day)).where(POSTS.c.story_id.is_(None))
    with db.read() as connection:
        return connection.execute(query).scalar()


def sample_texts(db: Database, limit: int) -> list[tuple[date, str, str]]:
    """Day, title and cleaned text of the `limit` posts with the smallest ids, of those that still have words."""
    worded = or_(POSTS.c.title != "", POSTS.c.clean_text != "")
    query = select(POSTS.c.day, POSTS.c.title, POSTS.c.clean_text).where(worded).order_by(POSTS.c.id).limit(limit)
    with db.read() as connection:
        return [(day, title, text) for day, title, text in connection.execute(query)]


def story_items(connection: Connection, start: date, end: date) -> Sequence[Any]:
    """What clustering reads of the posts of the days from `start` up to but not including `end`, by time."""
    columns = (
        "id", "title", "clean_text", "published_at", "channel", "district", "road",
        "duplicate_of", "parent_id", "story_id",
    )  # fmt: skip
    return connection.execute(_between(start, end, *columns)).all()


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


def refused_lines(db: Database, outcomes: Sequence[str]) -> list[tuple[str, int, str, str]]:
    """File, line number, outcome and detail of every raw line that ended in one of those outcomes, in order."""
    table = LINE_OUTCOMES.c
    query = select(table.raw_file, table.line, table.outcome, table.detail).where(table.outcome.in_(outcomes))
    with db.read() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(table.raw_file, table.line))]


def drop_lines_after(connection: Connection, raw_file: str, line: int) -> None:
    """Delete the outcomes of lines that a raw file no longer has."""
    beyond = (LINE_OUTCOMES.c.raw_file == raw_file) & (LINE_OUTCOMES.c.line > line)
    connection.execute(LINE_OUTCOMES.delete().where(beyond))


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
