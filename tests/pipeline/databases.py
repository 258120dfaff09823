"""A fresh database for a test: SQLite in a folder, and PostgreSQL where CHENGYU_TEST_POSTGRES names a server."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from pipeline.database import Database, open_database

SERVER = os.environ.get("CHENGYU_TEST_POSTGRES", "")


@contextmanager
def fresh_sqlite(folder: Path) -> Iterator[Database]:
    db = open_database(f"sqlite:///{folder / 'chengyu.db'}")
    try:
        yield db
    finally:
        db.close()


@contextmanager
def fresh_postgres() -> Iterator[Database]:
    """A database of its own name on the server, dropped at the end."""
    with empty_postgres() as url:
        db = open_database(url)
        try:
            yield db
        finally:
            db.close()


@contextmanager
def empty_postgres() -> Iterator[str]:
    """The address of one in which no table was made."""
    name = f"chengyu_test_{uuid.uuid4().hex[:12]}"
    _order(f'CREATE DATABASE "{name}"')
    try:
        yield f"{SERVER.rsplit('/', 1)[0]}/{name}"
    finally:
        _order(f'DROP DATABASE "{name}" WITH (FORCE)')


def _order(command: str) -> None:
    address = SERVER.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
