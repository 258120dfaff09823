"""Finds posts that are to be forgotten, and deletes them with what the tables keep of them. Imports nothing of ours outside here."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, not_, or_, select

from pipeline.database.audits import FORGOTTEN
from pipeline.database.opening import BUSY_TIMEOUT, Database, DatabaseUnavailableError
from pipeline.database.tables import LINE_OUTCOMES, POSTS, RAW_FILES, RESULTS, SCORES, STORIES
from pipeline.database.writing import update

_ASKED = 900
# Milliseconds for which a wipe waits for readers.
_READER_TIMEOUT = 3_000
_SEEN = (
    "id", "source", "native_id", "title", "text", "clean_text", "url", "archive", "story_id", "published_at", "channel",
    "raw_file",
)  # fmt: skip
Rows = Sequence[Any]


def posts_at(connection: Connection, urls: Sequence[str]) -> Rows:
    """The columns of _SEEN of posts at an address."""
    return _posts(connection, POSTS.c.url.in_(urls))


def posts_by(connection: Connection, hashes: Sequence[str]) -> Rows:
    """The same of the posts of authors."""
    return _posts(connection, POSTS.c.author_hash.in_(hashes))


def posts_until(connection: Connection, moment: datetime) -> Rows:
    """The same of the posts published before a moment (city time without offset)."""
    return _posts(connection, POSTS.c.published_at < moment)


def posts_of(connection: Connection, ids: Sequence[str]) -> Rows:
    """The same of posts by id."""
    return [row for part in _parts(ids) for row in _posts(connection, POSTS.c.id.in_(part))]


def posts_forgotten(connection: Connection) -> Rows:
    """The same of posts that stand although they were forgotten."""
    return _posts(connection, POSTS.c.id.in_(select(FORGOTTEN.c.post_id)))


def posts_due(connection: Connection, channels: Sequence[str], moment: datetime, now: datetime) -> Rows:
    """The same of posts of those channels that still have words, from raw files stored before a moment.

    One that was collected between then and now was added to its file later.
    """
    worded = or_(POSTS.c.title != "", POSTS.c.clean_text != "")
    files = select(RAW_FILES.c.path).where(RAW_FILES.c.stored_at < moment)
    old = not_(POSTS.c.collected_at.between(moment, now))
    return _posts(connection, POSTS.c.channel.in_(channels) & POSTS.c.raw_file.in_(files) & worded & old)


def posts_in(connection: Connection, stories: Sequence[str]) -> Rows:
    """The same of the posts of stories."""
    return [row for part in _parts(stories) for row in _posts(connection, POSTS.c.story_id.in_(part))]


def empty_posts(connection: Connection, ids: Sequence[str], shown: str) -> None:
    """Delete title, text (`shown` takes its place), cleaned text and the reasons of the scores of posts."""
    update(connection, POSTS, [{"id": post, "title": "", "text": shown, "clean_text": ""} for post in ids])
    for part in _parts(ids):
        connection.execute(SCORES.update().where(SCORES.c.post_id.in_(part)).values(why=[]))


def copies_of(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Ids of the posts that are copies of those and none of them."""
    found = (
        copy
        for part in _parts(ids)
        for copy in connection.execute(select(POSTS.c.id).where(POSTS.c.duplicate_of.in_(part))).scalars()
    )
    return sorted(set(found) - set(ids))


def replace_digests(connection: Connection, digests: Mapping[str, tuple[str, str]]) -> None:
    """Give raw files that were changed (path: SHA-256 before and after) their new one, where they are stored whole."""
    for path, (before, after) in digests.items():
        here = (RAW_FILES.c.path == path, RAW_FILES.c.digest == before)
        connection.execute(RAW_FILES.update().where(*here).values(digest=after))


def count_posts(connection: Connection) -> int:
    """How many posts stand."""
    return int(connection.execute(select(func.count()).select_from(POSTS)).scalar_one())


def sources_of_posts(connection: Connection) -> list[str]:
    """Every source that a post came from."""
    return sorted(connection.execute(select(POSTS.c.source).distinct()).scalars())


def delete_posts(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Delete posts with scores, labels and handling; copies of one point to the earliest of them from now on.

    Returns the rows deleted, by table. What became of the raw lines is `forgotten` from now on.
    """
    counts = dict.fromkeys(("posts", "scores", "labels", "handling"), 0)
    for part in _parts(ids):
        for name in ("scores", "labels", "handling"):
            table = POSTS.metadata.tables[name]
            query = select(func.count()).select_from(table).where(table.c.post_id.in_(part))
            counts[name] += connection.execute(query).scalar_one()
        _settle_lines(connection, part)
        # Scores, labels and handling go with it, by their foreign keys.
        counts["posts"] += connection.execute(delete(POSTS).where(POSTS.c.id.in_(part))).rowcount
    for part in _parts(ids):
        _link_copies(connection, part)
    return counts


def mend_stories(
    connection: Connection, ids: Sequence[str], title_of: Callable[[Rows], str], told: Callable[[str], bool]
) -> int:
    """Delete stories that lost their last post and return how many; give the others new times.

    A title of which `told` is true quoted a forgotten post: `title_of` makes another of the rows that stay.
    """
    gone = 0
    for story in ids:
        rows = _posts(connection, POSTS.c.story_id == story)
        if not rows:
            gone += connection.execute(delete(STORIES).where(STORIES.c.id == story)).rowcount
            continue
        title = connection.execute(select(STORIES.c.title).where(STORIES.c.id == story)).scalar_one()
        times = [row.published_at for row in rows]
        new = {"title": title_of(rows) if told(title) else title, "first_at": min(times), "last_at": max(times)}
        update(connection, STORIES, [{"id": story, **new}])
    return gone


def change_results(connection: Connection, changed: Callable[[Any], Any]) -> int:
    """Pass each row of the result tables through `changed` (None: delete it); returns how many were changed."""
    keys = (RESULTS.c.run_id, RESULTS.c.measure, RESULTS.c.position)
    done = 0
    for run, measure, position, row in connection.execute(select(*keys, RESULTS.c.row)).all():
        new = changed(row)
        if new == row:
            continue
        here = (RESULTS.c.run_id == run, RESULTS.c.measure == measure, RESULTS.c.position == position)
        connection.execute(
            delete(RESULTS).where(*here) if new is None else RESULTS.update().where(*here).values(row=new)
        )
        done += 1
    return done


def wipe_freed_pages(db: Database) -> bool:
    """Overwrite on disk what was deleted (SQLite; PostgreSQL's own vacuum does so in its time).

    False where a reader holds the old pages: the first who closes the database after him overwrites them.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    # Neither works inside a transaction, so a connection is used as the driver gives it.
    opened = db.engine.raw_connection()
    try:
        cursor = opened.cursor()
        cursor.execute("VACUUM")
        # A reader may stay for hours; he is told of, not waited for.
        cursor.execute(f"PRAGMA busy_timeout = {_READER_TIMEOUT}")
        (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(str(error)) from error
    finally:
        opened.close()
    return not busy


def _posts(connection: Connection, condition: Any) -> Rows:
    query = select(*(POSTS.c[name] for name in _SEEN)).where(condition)
    return connection.execute(query.order_by(POSTS.c.published_at, POSTS.c.id)).all()


def _settle_lines(connection: Connection, ids: Sequence[str]) -> None:
    own = select(POSTS.c.raw_file, POSTS.c.raw_line).where(POSTS.c.id.in_(ids))
    forgotten = {"outcome": "forgotten", "detail": ""}
    for raw_file, line in connection.execute(own).all():
        here = (LINE_OUTCOMES.c.raw_file == raw_file, LINE_OUTCOMES.c.line == line)
        connection.execute(LINE_OUTCOMES.update().where(*here).values(**forgotten))
    # Lines that met it again, or a reprint of it, name it as their detail.
    connection.execute(LINE_OUTCOMES.update().where(LINE_OUTCOMES.c.detail.in_(ids)).values(detail=""))


def _link_copies(connection: Connection, gone: Sequence[str]) -> None:
    query = select(POSTS.c.duplicate_of, POSTS.c.id).where(POSTS.c.duplicate_of.in_(gone))
    first: dict[str, str] = {}
    for old, copy in connection.execute(query.order_by(POSTS.c.published_at, POSTS.c.id)).all():
        first.setdefault(old, copy)
    for old, new in first.items():
        connection.execute(POSTS.update().where(POSTS.c.duplicate_of == old).values(duplicate_of=new))
        connection.execute(POSTS.update().where(POSTS.c.id == new).values(duplicate_of="", duplicate_kind=""))


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _ASKED] for start in range(0, len(ids), _ASKED))
