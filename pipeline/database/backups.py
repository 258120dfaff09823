"""Copies of a whole database to a file and back, while readers read. Imports nothing of ours outside here."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from pipeline.database.dumps import write_dump
from pipeline.database.opening import (
    HEAD,
    Database,
    DatabaseTooNewError,
    DatabaseUnavailableError,
    NotABackupError,
    address_of,
    connect,
    make_private,
    open_database,
)

Opener = Callable[[], sqlite3.Connection]


def backup(url: str, target: Path) -> None:
    """Copy a database into a new file, whole or not at all; readers and writers go on meanwhile.

    SQLite: a database file. PostgreSQL: what pg_dump writes in its own format. Raises FileExistsError,
    MissingProgramError, DatabaseUnavailableError.
    """
    if target.exists():
        raise FileExistsError(17, "exists", str(target))
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)  # raises where the folder is missing, before anything is read
    try:
        address = address_of(url)
        if address.get_backend_name() == "sqlite":
            _copy_sqlite(_live(Path(address.database or "")), draft)
        else:
            write_dump(address, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def restore(url: str, source: Path) -> None:
    """Put the content of a SQLite file in the place of the whole database, in one transaction.

    Readers keep what they read. Raises NotABackupError, DatabaseTooNewError, DatabaseUnavailableError; then nothing
    has changed.
    """
    check_sqlite(source)
    _copy_sqlite(_still(source), Path(address_of(url).database or ""))


@contextmanager
def server_alone(url: str) -> Iterator[Connection]:
    """One transaction on a PostgreSQL server, whatever version its tables are of; nobody else writes meanwhile."""
    opened = connect(url)
    try:
        with opened.write() as connection:
            yield connection
    finally:
        opened.close()


def prepared(source: Path, draft: Path) -> Database:
    """A copy of a SQLite backup at `draft`, open and brought up to date; raises as restore."""
    check_sqlite(source)
    _copy_sqlite(_still(source), draft)
    return open_database(f"sqlite:///{draft}")


def check_sqlite(path: Path) -> None:
    """Raise NotABackupError or DatabaseTooNewError where a file is no database of ours, whole and not newer."""
    try:
        with closing(_still(path)()) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise NotABackupError(f"{path}: {error}") from error
    if state != "ok":
        raise NotABackupError(f"{path}: {state}")
    if revision > HEAD:
        raise DatabaseTooNewError(str(revision))


def _live(path: Path) -> Opener:
    """What opens a database that others may be using."""
    return partial(sqlite3.connect, f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)


def _still(path: Path) -> Opener:
    """What opens a backup: nobody writes to it, and SQLite is to leave no files of its own beside it."""
    if path.with_name(f"{path.name}-wal").exists():  # a database that was copied with all its files
        return _live(path)
    return partial(sqlite3.connect, f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)


def _copy_sqlite(source: Opener, target: Path) -> None:
    """SQLite's own copying: of a moment in which no transaction was half done, into one transaction."""
    make_private(target)
    try:
        with closing(source()) as read, closing(sqlite3.connect(target)) as written:
            read.backup(written)
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(f"{target}: {error}") from error
