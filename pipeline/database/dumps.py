"""PostgreSQL's dumps: its own programs write and read them, one transaction puts one back. Imports nothing of ours outside here."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection

from pipeline.database.opening import (
    HEAD,
    DatabaseError,
    DatabaseTooNewError,
    DatabaseUnavailableError,
    NotABackupError,
    bring_up_to_date,
    named_error,
)
from pipeline.database.tables import METADATA

if TYPE_CHECKING:  # an office with SQLite is not to wait for the other's library
    import psycopg

# What a dump holds of the table with the number of the newest migration.
_REVISION = re.compile(r"^COPY \S*alembic_version .*\n(.+)$", re.MULTILINE)
# How a script begins a block of rows, and ends it.
_ROWS = (b"COPY ", b" FROM stdin;\n")
_END_OF_ROWS = b"\\.\n"


class MissingProgramError(DatabaseError):
    """A program of the PostgreSQL client is not installed; the message is its name."""


def write_dump(address: URL, target: Path) -> None:
    """Write what stands, as of one moment, into a file; raises MissingProgramError, DatabaseUnavailableError."""
    # Every user of the machine can read a command line.
    named = address.set(drivername="postgresql", password=None).render_as_string()
    options = ("--format=custom", "--no-owner", "--no-password", "--file", str(target), "--dbname", named)
    done = subprocess.run(  # noqa: S603
        [_program("pg_dump"), *options], env=_environment(address), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DatabaseUnavailableError(done.stderr.strip().partition("\n")[0] or "pg_dump")


def check_dump(source: Path) -> None:
    """Raise FileNotFoundError, NotABackupError or DatabaseTooNewError where a file is no dump of ours, or a newer one."""
    if not source.is_file():
        raise FileNotFoundError(2, "missing", str(source))
    options = ("--data-only", "--table", "alembic_version", "--file", "-", str(source))
    done = subprocess.run(  # noqa: S603
        [_program("pg_restore"), *options], env=_environment(), capture_output=True, text=True, check=False
    )
    revision = _REVISION.search(done.stdout)
    if done.returncode or revision is None:
        raise NotABackupError(f"{source}: {done.stderr.strip().partition(chr(10))[0] or 'no alembic_version'}")
    if revision.group(1) > HEAD:
        raise DatabaseTooNewError(revision.group(1))


def put_dump(connection: Connection, source: Path) -> None:
    """Put the content of a dump in the place of all tables and bring it up to date, all in the connection's transaction.

    Raises MissingProgramError, NotABackupError, DatabaseUnavailableError.
    """
    import psycopg

    tables = ", ".join(f'"{name}"' for name in sorted({*METADATA.tables, "alembic_version"}))
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {tables} CASCADE".encode())
            _play(cursor, _script(source))
            # The script names every table with its schema and leaves the connection with none to look into.
            cursor.execute("RESET search_path")
    except psycopg.Error as error:
        raise named_error(error) from error
    bring_up_to_date(connection)


def _play(cursor: "psycopg.Cursor[Any]", lines: Iterator[bytes]) -> None:
    """Run a script of statements and blocks of rows."""
    statements: list[bytes] = []
    for line in lines:
        if line.startswith(_ROWS[0]) and line.endswith(_ROWS[1]):
            cursor.execute(b"".join(statements))
            statements.clear()
            with cursor.copy(line) as copy:
                for row in takewhile(_END_OF_ROWS.__ne__, lines):
                    copy.write(row)
        elif not line.startswith(b"\\"):  # an order to the program that usually reads scripts
            statements.append(line)
    cursor.execute(b"".join(statements))


def _script(source: Path) -> Iterator[bytes]:
    """The lines of a dump as SQL; raises NotABackupError at their end where it could not be read to its own."""
    command = [_program("pg_restore"), "--no-owner", "--file", "-", str(source)]
    with subprocess.Popen(  # noqa: S603
        command, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        yield from child.stdout or ()
    if child.returncode:
        raise NotABackupError(f"{source}: pg_restore {child.returncode}")


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise MissingProgramError(name)
    return path


def _environment(address: URL | None = None) -> dict[str, str]:
    password = {"PGPASSWORD": str(address.password)} if address and address.password else {}
    return {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"} | password
