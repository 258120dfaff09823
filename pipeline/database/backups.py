"""Copies of a whole database to a file and back, while readers read. Imports nothing of ours outside here."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from pipeline.database.opening import (
    HEAD,
    Database,
    DatabaseError,
    DatabaseTooNewError,
    DatabaseUnavailableError,
    address_of,
    open_database,
)
from pipeline.database.tables import METADATA

# What a dump holds of the table with the number of the newest migration.
_REVISION = re.compile(r"^COPY \S*alembic_version .*\n(.+)$", re.MULTILINE)


class NotABackupError(DatabaseError):
    """A file that holds no database of ours; the message is its path and what was met."""


class MissingProgramError(DatabaseError):
    """A program of the PostgreSQL client is not installed; the message is its name."""


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
            _copy_sqlite(Path(address.database or ""), draft)
        else:
            _client("pg_dump", address, "--format=custom", "--no-owner", "--file", str(draft))
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def restore(url: str, source: Path) -> None:
    """Put the content of a backup in the place of the whole database, in one transaction; readers keep what they read.

    Raises FileNotFoundError, NotABackupError, DatabaseTooNewError, MissingProgramError, DatabaseUnavailableError;
    then nothing has changed.
    """
    if not source.is_file():
        raise FileNotFoundError(2, "missing", str(source))
    address = address_of(url)
    if address.get_backend_name() == "sqlite":
        check_sqlite(source)
        _copy_sqlite(source, Path(address.database or ""))
    else:
        _restore_postgres(address, source)


def prepared(source: Path, draft: Path) -> Database:
    """A copy of a SQLite backup at `draft`, open and brought up to date; raises as restore."""
    check_sqlite(source)
    _copy_sqlite(source, draft)
    return open_database(f"sqlite:///{draft}")


def check_sqlite(path: Path) -> None:
    """Raise NotABackupError or DatabaseTooNewError where a file is no database of ours, whole and not newer."""
    try:
        with closing(_read_only(path)) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as error:
        raise NotABackupError(f"{path}: {error}") from error
    if state != "ok":
        raise NotABackupError(f"{path}: {state}")
    if revision > HEAD:
        raise DatabaseTooNewError(str(revision))


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own copying: of a moment in which no transaction was half done, into one transaction."""
    try:
        with closing(_read_only(source)) as read, closing(sqlite3.connect(target)) as written:
            read.backup(written)
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(f"{target}: {error}") from error


def _restore_postgres(address: URL, source: Path) -> None:
    revision = _REVISION.search(_dumped(address, source, "--data-only", "--table", "alembic_version"))
    if revision is None:
        raise NotABackupError(f"{source}: no alembic_version")
    if revision.group(1) > HEAD:
        raise DatabaseTooNewError(revision.group(1))
    tables = ", ".join(f'"{name}"' for name in sorted({*METADATA.tables, "alembic_version"}))
    script = source.with_name(f"{source.name}.sql.part")
    script.touch(mode=0o600)
    try:
        _dumped(address, source, "--no-owner", "--file", str(script))
        ordered = (
            "--set",
            "ON_ERROR_STOP=1",
            "--single-transaction",
            "--quiet",
            "--no-psqlrc",
            "--output",
            "/dev/null",
        )
        drop = f"SET client_min_messages = error; DROP TABLE IF EXISTS {tables} CASCADE"
        _client("psql", address, *ordered, "--command", drop, "--file", str(script))
    finally:
        script.unlink()


def _dumped(address: URL, source: Path, *options: str) -> str:
    """What pg_restore writes as SQL of a backup, without a server."""
    output = () if "--file" in options else ("--file", "-")
    try:
        return _run("pg_restore", [*options, *output, str(source)], address)
    except DatabaseUnavailableError as error:
        raise NotABackupError(f"{source}: {error}") from error


def _client(program: str, address: URL, *options: str) -> None:
    _run(program, [*options, "--no-password", "--dbname", _without_password(address)], address)


def _without_password(address: URL) -> str:
    # Every user of the machine can read a command line.
    return address.set(drivername="postgresql", password=None).render_as_string()


def _run(program: str, options: Sequence[str], address: URL) -> str:
    path = shutil.which(program)
    if path is None:
        raise MissingProgramError(program)
    environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    if address.password:
        environment["PGPASSWORD"] = str(address.password)
    done = subprocess.run([path, *options], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise DatabaseUnavailableError(done.stderr.strip().partition("\n")[0] or program)
    return done.stdout
