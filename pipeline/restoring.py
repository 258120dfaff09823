"""Puts a backup in the place of the office's database, without what was forgotten since. May import pipeline.database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawlers.post import CITY_TIME
from pipeline import database
from pipeline.database import Connection, DatabaseError
from pipeline.forget import audit_row, forget_again

# The files that SQLite keeps beside a database.
_BESIDE = ("", "-wal", "-shm")


class WouldReplaceError(DatabaseError):
    """A database that holds something stands where a backup was to be restored; the message is how many posts it has."""


class DamagedError(DatabaseError):
    """The database that stands cannot be read; the message is what was met."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: `kept` is a copy of what stood before (None where nothing did), `forgotten` a number of posts."""

    kept: Path | None
    forgotten: int


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the database that stands must hand on: its audit and the ids that were forgotten."""

    audit: tuple[dict[str, Any], ...] = ()
    forgotten: tuple[tuple[str, str], ...] = ()


def restore_file(url: str, source: Path, now: datetime, who: str, replace: bool) -> Restored:
    """Restore a backup of a SQLite database; posts that were forgotten after it was made do not come back.

    What stands is copied beside itself first, and only goes when `replace` says so; one that cannot be read is moved
    there. Readers keep what they read. Raises WouldReplaceError, DamagedError, the kinds of
    pipeline.database.DatabaseError, and OSError; then nothing has changed.
    """
    path = Path(database.address_of(url).database or "")
    kept = path.with_name(f"{path.name}.before-restore-{_stamp(now)}")
    draft = path.with_name(f"{path.name}.restoring")
    _remove(draft)  # of a restore that was killed
    try:
        opened = database.prepared(source, draft)
        try:
            standing = _standing(url, replace) if path.exists() else None
            with opened.write() as connection:
                forgotten = _hand_on(connection, standing or _Standing(), _audit(now, who, source))
            database.wipe_freed_pages(opened)
        finally:
            opened.close()
        if standing is not None:
            database.backup(url, kept)
        elif path.exists():
            _move(path, kept)
        database.restore(url, draft)
    finally:
        _remove(draft)
    return Restored(kept if kept.exists() else None, forgotten)


def restore_server(url: str, source: Path, home: Path, now: datetime, who: str, replace: bool) -> Restored:
    """The same for PostgreSQL; what stands is dumped into `home` first.

    What is put back, brought up to date and forgotten again is one transaction: others see all of it or none.
    """
    kept = home / f"chengyu.before-restore-{_stamp(now)}"
    database.check_dump(source)
    readable = _standing(url, replace) is not None
    with database.server_alone(url) as connection:
        # Looked at again: somebody may have forgotten a post until a moment ago.
        standing = _standing_in(connection, replace) if readable else _Standing()
        database.backup(url, kept)
        database.put_dump(connection, source)
        forgotten = _hand_on(connection, standing, _audit(now, who, source))
    return Restored(kept, forgotten)


def _standing(url: str, replace: bool) -> _Standing | None:
    """What stands now, None where it cannot be read; raises WouldReplaceError and DamagedError unless it may go."""
    try:
        opened = database.open_database(url)
    except DatabaseError as error:
        if not replace:
            raise DamagedError(str(error)) from error
        return None
    try:
        with opened.read() as connection:
            return _standing_in(connection, replace)
    finally:
        opened.close()


def _standing_in(connection: Connection, replace: bool) -> _Standing:
    posts = database.count_posts(connection)
    if posts and not replace:
        raise WouldReplaceError(str(posts))
    audit, forgotten = database.remembered(connection)
    return _Standing(tuple(audit), tuple(forgotten))


def _hand_on(connection: Connection, standing: _Standing, row: dict[str, Any]) -> int:
    database.remember(connection, standing.audit, standing.forgotten)
    database.save_audit(connection, row)
    return forget_again(connection)


def _audit(now: datetime, who: str, source: Path) -> dict[str, Any]:
    return audit_row(now, who, "restore", str(source), {})


def _stamp(now: datetime) -> str:
    return now.astimezone(CITY_TIME).strftime("%Y%m%dT%H%M%S")


def _move(path: Path, kept: Path) -> None:
    for ending in _BESIDE:
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))


def _remove(draft: Path) -> None:
    for ending in _BESIDE:
        draft.with_name(draft.name + ending).unlink(missing_ok=True)
