"""Fixtures of the pipeline's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.database import Database
from tests.pipeline.databases import SERVER, fresh_postgres, fresh_sqlite


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh database; every test that takes it runs on both kinds."""
    if request.param == "postgresql":
        if not SERVER:
            pytest.skip("CHENGYU_TEST_POSTGRES is not set: no PostgreSQL server to test on")
        with fresh_postgres() as database:
            yield database
    else:
        with fresh_sqlite(tmp_path) as database:
            yield database


@pytest.fixture
def sqlite_db(tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database."""
    with fresh_sqlite(tmp_path) as database:
        yield database
