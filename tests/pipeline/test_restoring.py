"""Backups are whole, are taken and put back while others read, and bring back nothing that was forgotten."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline import database
from pipeline.database import (
    Database,
    DatabaseTooNewError,
    DatabaseUnavailableError,
    MissingProgramError,
    NotABackupError,
)
from pipeline.forget import By, Wanted, forget
from pipeline.restoring import DamagedError, Restored, WouldReplaceError, restore_file, restore_server
from pipeline.store import Retention, store
from tests.pipeline.posts import CITY, a_post, write_raw

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
SALT = b"s" * 32


def url_of(db: Database) -> str:
    return db.engine.url.render_as_string(hide_password=False)


def filled(db: Database, home: Path, *numbers: int) -> None:
    write_raw(home, f"forum/{numbers[0]}.jsonl", [a_post(n) for n in numbers])
    store(db, home, CITY, SALT, NOW, Retention(), lambda _name, _lines: None)


def names(db: Database) -> set[str]:
    return {row["native_id"] for row in database.posts_between(db, date(1995, 1, 1), date(2100, 1, 1))}


def restored(db: Database, source: Path, home: Path, replace: bool = True, now: datetime = NOW) -> Restored:
    if db.engine.dialect.name == "sqlite":
        return restore_file(url_of(db), source, now, "tester", replace)
    return restore_server(url_of(db), source, home, now, "tester", replace)


def test_a_backup_is_put_back_while_another_reads(db: Database, tmp_path: Path) -> None:
    filled(db, tmp_path, 1, 2)
    target = tmp_path / "copy.backup"
    with db.read() as reader:
        count = text("SELECT count(*) FROM posts")
        assert reader.execute(count).scalar() == 2
        database.backup(url_of(db), target)
        if db.engine.dialect.name == "sqlite":
            filled(db, tmp_path, 3)
            done = restored(db, target, tmp_path)
            assert reader.execute(count).scalar() == 2
    if db.engine.dialect.name != "sqlite":
        filled(db, tmp_path, 3)
        done = restored(db, target, tmp_path)
    assert names(db) == {"t1", "t2"}
    assert done.forgotten == 0
    assert done.kept is not None
    assert target.stat().st_mode & 0o077 == 0
    assert [row["action"] for row in database.audit_rows(db)] == ["restore"]
    # What stood before can be had back.
    restored(db, done.kept, tmp_path, now=NOW + timedelta(minutes=1))
    assert names(db) == {"t1", "t2", "t3"}


def test_an_old_backup_brings_back_nothing_forgotten(db: Database, tmp_path: Path) -> None:
    filled(db, tmp_path, 1, 2)
    database.backup(url_of(db), tmp_path / "old.backup")
    forget(db, tmp_path, Wanted(By.ID, a_post(1).id), SALT, NOW, "tester", lambda _traces: [])
    done = restored(db, tmp_path / "old.backup", tmp_path)
    assert done.forgotten == 1
    assert names(db) == {"t2"}
    assert {row["action"] for row in database.audit_rows(db)} == {"forget", "restore"}


def test_nothing_is_replaced_unless_told(db: Database, tmp_path: Path) -> None:
    filled(db, tmp_path, 1)
    database.backup(url_of(db), tmp_path / "a.backup")
    with pytest.raises(WouldReplaceError, match="1"):
        restored(db, tmp_path / "a.backup", tmp_path, replace=False)
    with pytest.raises(FileExistsError):
        database.backup(url_of(db), tmp_path / "a.backup")
    assert not list(tmp_path.glob("*.before-restore-*"))


def test_a_file_that_is_no_backup_changes_nothing(db: Database, tmp_path: Path) -> None:
    filled(db, tmp_path, 1)
    (tmp_path / "x").write_bytes(b"no database" * 1000)
    with pytest.raises(NotABackupError):
        restored(db, tmp_path / "x", tmp_path)
    assert names(db) == {"t1"}
    assert not list(tmp_path.glob("*.restoring*"))


def test_a_newer_backup_changes_nothing(db: Database, tmp_path: Path) -> None:
    filled(db, tmp_path, 1)
    with db.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.backup(url_of(db), tmp_path / "new.backup")
    with db.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": database.HEAD})
    with pytest.raises(DatabaseTooNewError, match="9999"):
        restored(db, tmp_path / "new.backup", tmp_path)
    assert names(db) == {"t1"}


def test_a_damaged_database_is_moved_aside(sqlite_db: Database, tmp_path: Path) -> None:
    filled(sqlite_db, tmp_path, 1)
    url = url_of(sqlite_db)
    database.backup(url, tmp_path / "a.backup")
    sqlite_db.close()
    (tmp_path / "chengyu.db").write_bytes(b"garbage" * 4096)
    with pytest.raises(DamagedError):
        restore_file(url, tmp_path / "a.backup", NOW, "tester", replace=False)
    done = restore_file(url, tmp_path / "a.backup", NOW, "tester", replace=True)
    assert done.kept is not None
    assert done.kept.read_bytes().startswith(b"garbage")
    opened = database.open_database(url)
    assert names(opened) == {"t1"}
    opened.close()


def test_a_backup_goes_to_an_office_without_a_database(sqlite_db: Database, tmp_path: Path) -> None:
    filled(sqlite_db, tmp_path, 1)
    database.backup(url_of(sqlite_db), tmp_path / "a.backup")
    done = restore_file(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "a.backup", NOW, "tester", replace=False)
    assert done == Restored(None, 0)
    with closing(sqlite3.connect(tmp_path / "new.db")) as raw:
        assert raw.execute("SELECT count(*) FROM posts").fetchone() == (1,)


def test_a_missing_client_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(MissingProgramError, match="pg_dump"):
        database.backup("postgresql://127.0.0.1:1/none", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_leaves_no_file(tmp_path: Path) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed: no PostgreSQL client to test with")
    with pytest.raises(DatabaseUnavailableError):
        database.backup("postgresql://127.0.0.1:1/none", tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
