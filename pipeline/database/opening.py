"""Opens a database, brings its tables up to date, and hands out transactions. Imports nothing of ours outside here."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

# The newest migration; a test holds it equal to the newest file in pipeline/migrations/versions.
HEAD = "0005"
# Milliseconds for which a second writer waits for the first; one raw file is stored in well under a minute.
BUSY_TIMEOUT = 60_000
# The number under which writers queue on PostgreSQL (any fixed number will do).
_WRITE_LOCK = 0x636879
_WRITES = "chengyu_writes"
# What PostgreSQL calls a write to a server that only reads, and one that the account was not granted.
_READ_ONLY = "25006"
_NOT_GRANTED = "42501"
_MIGRATIONS = Path(__file__).parent.parent / "migrations"


class DatabaseError(RuntimeError):
    """A database that cannot be used as it is; the message is what was met."""


class DatabaseUnavailableError(DatabaseError):
    """The file or server cannot be opened, read or written; the message is the driver's own."""


class DatabaseReadOnlyError(DatabaseUnavailableError):
    """The file or server takes no writes; the message is the driver's own."""


class DatabaseRightsError(DatabaseUnavailableError):
    """The server's account has not been granted what is wanted of it; the message is the driver's own."""


class RowRefusedError(DatabaseError):
    """The database can hold no such row, or the program asked for nonsense: a fault of ours, kept with its traceback.

    The message is the driver's own without the values of the row, which are what people wrote.
    """


class DatabaseTooNewError(DatabaseError):
    """The tables were made by a newer version of the program; the message is their revision."""


class MigrationError(DatabaseError):
    """The tables could not be brought up to date and stand as they were; the message is the driver's own."""


class NotABackupError(DatabaseError):
    """A file that holds no database of ours; the message is its path and what was met."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database, with tables of this version."""

    engine: Engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of the data; raises DatabaseUnavailableError."""
        with _named_errors(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, the only one that writes at that time; all of it is kept or none."""
        with _named_errors(), self.engine.connect() as opened:
            connection = opened.execution_options(**{_WRITES: True})
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _WRITE_LOCK})
                yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open `sqlite:///path`, a plain path, or `postgresql://…`, and bring its tables up to date.

    A SQLite file that holds older tables is copied beside itself first
    (name.db → name.db.before-<revision>). Raises DatabaseError's kinds.
    """
    database = connect(url)
    try:
        _upgrade(database)
    except DatabaseError:
        database.close()
        raise
    return database


def connect(url: str) -> Database:
    """The same with the tables as they are, if there are any."""
    return Database(_engine(url))


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that older tables lack, in the connection's transaction; raises MigrationError."""
    if _revision(connection) == HEAD:
        return
    try:
        with _named_errors():
            _migrate(connection)
    except (SQLAlchemyError, RowRefusedError) as error:
        raise MigrationError(str(error)) from error


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        named = named_error(error.orig or error)
        # DatabaseError itself is what SQLite says of a file that is damaged or none of its own.
        unavailable = error.connection_invalidated or type(error).__name__ in {"OperationalError", "DatabaseError"}
        if unavailable or type(named) is not DatabaseUnavailableError:
            raise named from error
        told = f"{type(error.orig).__name__}: {named}"
        raise RowRefusedError(told).with_traceback(error.__traceback__) from None


def named_error(error: BaseException) -> DatabaseUnavailableError:
    """What a driver's error means, in its own words without the values of a row."""
    told = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    state = getattr(error, "sqlstate", None)
    if state == _READ_ONLY or getattr(error, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
        return DatabaseReadOnlyError(told)
    return DatabaseRightsError(told) if state == _NOT_GRANTED else DatabaseUnavailableError(told)


def address_of(url: str) -> URL:
    """The parts of `sqlite:///path`, a plain path, or `postgresql://…`; raises DatabaseUnavailableError."""
    try:
        address = make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError as error:
        raise DatabaseUnavailableError(str(error)) from error
    return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address


def file_of(db: Database) -> Path | None:
    """The file of a SQLite database, None of one in memory or on a server."""
    name = db.engine.url.database
    return Path(name) if db.engine.dialect.name == "sqlite" and name and name != ":memory:" else None


def make_private(path: Path) -> None:
    """Make an empty file that its owner alone can read, where there is none; SQLite gives its own files the same rights."""
    # Where it cannot be made, the driver says so in its own words.
    with suppress(OSError):
        path.touch(mode=0o600)


def _engine(url: str) -> Engine:
    address = address_of(url)
    try:
        engine = create_engine(address, connect_args=_connect_args(address.drivername), hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseUnavailableError(str(error)) from error
    if path := file_of(Database(engine)):
        make_private(path)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_args(driver: str) -> dict[str, Any]:
    return {"timeout": BUSY_TIMEOUT / 1000} if driver.startswith("sqlite") else {"connect_timeout": 10}


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    # Python's sqlite3 would commit before each CREATE TABLE; without it a migration is one transaction.
    connection.isolation_level = None
    # What is deleted is overwritten as it is deleted, which not every build of SQLite does by itself: who is stopped before
    # the pages are freed leaves no words in them.
    pragmas = (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "cache_size = -65536",
        "secure_delete = ON",
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its place at once: a reader that turned writer half-way could not wait for another.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade(database: Database) -> None:
    with database.read() as connection:
        revision = _revision(connection)
    if revision == HEAD:
        return
    if revision > HEAD:
        raise DatabaseTooNewError(revision)
    if revision:
        _copy_sqlite(database.engine, revision)
    with database.write() as connection:
        bring_up_to_date(connection)


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise MigrationError(str(error)) from error


def _copy_sqlite(engine: Engine, revision: str) -> None:
    path = file_of(Database(engine))
    if path is None:
        return
    copy = path.with_name(f"{path.name}.before-{revision}")
    make_private(copy)
    try:
        with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise MigrationError(f"{copy}: {error}") from error
    finally:
        for opened in (source, target):
            opened.close()
