"""A database of an older version, with rows in every table that it had: all of them are there after the update."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, create_engine, event, select, text

from pipeline import database
from pipeline.database import HEAD, address_of, open_database
from tests.chengyu.conftest import Call
from tests.chengyu.killing import killed_at
from tests.pipeline.databases import SERVER, empty_postgres

MIGRATIONS = Path(database.__file__).parent.parent / "migrations"
OLDER = [f"{number:04d}" for number in range(1, int(HEAD))]
NOON, DAY = datetime.fromisoformat("2026-11-18T12:00"), date(2026, 11, 18)
POST = f"{1:016d}"
# Two rows of each table would tell nothing more: a migration knows no row.
ROWS: dict[str, dict[str, Any]] = {
    "raw_files": {"path": "daily/1.jsonl", "digest": "0" * 64, "lines": 1, "stored_at": NOON},
    "coverage": {
        "raw_file": "daily/1.jsonl", "source": "daily", "started_at": NOON, "finished_at": NOON, "requests": 2, "pages": 1,
        "posts": 1, "outcomes": {"stored": 1}, "newest_post": None, "fill_rates": {"title": 1.0}, "verdict": "ok",
        "message": "正常",
    },
    "stories": {"id": POST, "title": "占道经营", "first_at": NOON, "last_at": NOON},
    "posts": {
        "id": POST, "source": "daily", "channel": "press", "tier": "city", "owner": "independent", "native_id": "1",
        "url": "http://127.0.0.1/1", "title": "占道经营", "text": "原文", "clean_text": "正文", "author_hash": "a" * 32,
        "outlet": "日报", "published_at": NOON, "day": DAY, "date_confidence": "exact", "collected_at": NOON, "parent_id": "",
        "reposts": None, "comments": 3, "likes": 4, "rank": None, "truncated": False, "archive": "1.warc.gz#a",
        "district": "鼓楼区", "street": "", "road": "杨桥东路", "place_confidence": 0.9, "duplicate_of": "",
        "duplicate_kind": "", "story_id": POST, "raw_file": "daily/1.jsonl", "raw_line": 1,
    },
    "handling": {
        "post_id": POST, "state": "已办理", "unit": "市城管局", "assigned_at": NOON, "closed_at": None, "revisited_at": None,
        "satisfied": True, "reopened": False, "reply": "已修好", "replied_at": NOON,
    },
    "line_outcomes": {"raw_file": "daily/1.jsonl", "line": 1, "outcome": "stored", "detail": ""},
    "scores": {
        "post_id": POST, "model": "linear@1", "relevant": True, "relevance": 0.9, "sentiment": "negative", "p_negative": 0.7,
        "p_neutral": 0.2, "p_positive": 0.1, "tone": "negative", "issues": ["vending"], "frames": [], "kind": "report",
        "why": ["占道"], "error": "", "scored_at": NOON,
    },
    "runs": {
        "id": "r1", "period_kind": "week", "period": "2026-W47", "model": "linear@1", "data_digest": "0" * 64,
        "analysed_at": NOON,
    },
    "results": {"run_id": "r1", "measure": "volume", "position": 0, "row": {"posts": 1}},
    "papers": {
        "id": "2026-W47", "period_kind": "week", "period": "2026-W47", "edition": 1, "state": "published", "run_id": "r1",
        "digest": "0" * 64, "path": "reports/a.json", "changes": "", "made_at": NOON, "reviewed_at": NOON,
        "reviewed_by": "甲", "published_at": NOON,
    },
    "actions": {
        "id": 1, "period": "2026-W47", "matter": "清理占道", "unit": "鼓楼区城管局", "deadline": DAY, "ordered_at": NOON,
        "closed_at": None, "result": "",
    },
    "deliveries": {
        "paper_id": "2026-W47", "recipient": "a@example.org", "state": "sent", "at": NOON, "detail": "",
    },
    "labels": {
        "post_id": POST, "annotator": "甲", "revision": 1, "relevant": True, "sentiment": "negative", "tone": "negative",
        "issues": ["vending"], "frames": [], "kind": "report", "blind": False, "labelled_at": NOON, "file": "a.xlsx",
    },
    "audit": {
        "id": "a1", "done_at": NOON, "done_by": "甲", "action": "forget", "target": "id", "details": {"counts": {"posts": 1}},
    },
    "forgotten": {"post_id": f"{2:016d}", "audit_id": "a1"},
}  # fmt: skip
# What later versions added to tables that stood, as their rows have it.
ADDED = {"posts": {"off_topic": ""}, "papers": {"story_id": ""}}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the office's database, in which no table was made."""
    if request.param == "sqlite":
        yield f"sqlite:///{office / 'chengyu.db'}"
        return
    if not SERVER:
        pytest.skip("CHENGYU_TEST_POSTGRES is not set: no PostgreSQL server to test on")
    with empty_postgres() as url:
        monkeypatch.setenv("CHENGYU_DATABASE_URL", url)
        yield url


def engine_of(url: str) -> Engine:
    engine = create_engine(address_of(url))
    if engine.dialect.name == "sqlite":
        # As the program opens it: without, Python would end the transaction before each new table.
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def make_older(url: str, revision: str) -> None:
    """Make the tables of an older version, and fill them."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = engine_of(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        # No table of the code is used: it may have columns that came later.
        tables = reflected(connection)
        for name in sorted(tables.tables, key=[*ROWS].index):
            connection.execute(tables.tables[name].insert(), ROWS[name])
    engine.dispose()


def reflected(connection: Any) -> MetaData:
    """The tables that stand, but for the one with the version."""
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _: name != "alembic_version")
    return tables


def told(url: str) -> dict[str, Sequence[dict[str, Any]]]:
    """Every row of every table."""
    engine = engine_of(url)
    with engine.connect() as connection:
        tables = reflected(connection).tables
        found = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()] for name, table in tables.items()
        }
    engine.dispose()
    return found


def revision_of(url: str) -> str:
    engine = engine_of(url)
    with engine.connect() as connection:
        revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    engine.dispose()
    return revision


@pytest.mark.parametrize("revision", OLDER)
def test_every_row_is_there_after_the_update(empty: str, revision: str) -> None:
    make_older(empty, revision)
    before = told(empty)
    assert all(len(rows) == 1 for rows in before.values())
    db = open_database(empty)
    with db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), database.METADATA) == []
    assert revision_of(empty) == HEAD
    assert told(empty) == {
        name: [ROWS[name] | ADDED.get(name, {})] if name in before else [] for name in database.METADATA.tables
    }
    row = database.post_row(db, POST)
    db.close()
    assert row is not None
    assert (row["title"], row["state"], row["off_topic"]) == ("占道经营", "已办理", "")


def test_the_program_goes_on_with_an_older_database(empty: str, call: Call, office: Path) -> None:
    make_older(empty, OLDER[0])
    assert call("store").code == 0
    shown = call("show", POST).out
    assert "标题：占道经营\n" in shown
    assert f"事件：{POST} 占道经营\n" in shown
    if empty.startswith("sqlite"):
        with closing(sqlite3.connect(office / f"chengyu.db.before-{OLDER[0]}")) as copy:
            assert copy.execute("SELECT title, text FROM posts").fetchall() == [("占道经营", "原文")]


@pytest.mark.parametrize("words", ["\nCREATE TABLE labels", "ALTER TABLE papers"])
def test_an_update_that_is_killed_changes_nothing(empty: str, words: str) -> None:
    make_older(empty, OLDER[0])
    before = told(empty)
    killed_at(words, "store")
    assert (revision_of(empty), told(empty)) == (OLDER[0], before)
    open_database(empty).close()
    assert revision_of(empty) == HEAD
    assert told(empty)["posts"] == [ROWS["posts"] | ADDED["posts"]]
