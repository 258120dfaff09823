"""What is past its time goes, each kind at its own, by a moved clock."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawlers.post import Channel
from pipeline.database import Database
from pipeline.retention import Retention, apply_retention
from pipeline.store import store
from tests.pipeline.posts import CITY, a_post, write_raw

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
KEPT = Retention(raw_days=30, archive_days=1095, citizen_archive_days=90, access_days=183)
FILES = {
    "archive/daily/1.warc.gz": 1095,
    "archive/forum/1.warc.gz": 90,
    "archive/unknown/1.warc.gz": 90,
    "archive/loose.warc.gz": 90,
    "quarantine/forum/1.bin": 30,
    "access/2026-11-23.jsonl": 183,
    "raw/daily/1.jsonl": 30,
    "raw/forum/1.jsonl": 30,
}


@pytest.fixture
def office(sqlite_db: Database, tmp_path: Path) -> Path:
    """Raw files of a paper and a forum, and files of every kind written now."""
    write_raw(tmp_path, "daily/1.jsonl", [a_post(1, source="daily", channel=Channel.PRESS)])
    write_raw(tmp_path, "forum/1.jsonl", [a_post(2)])
    store(sqlite_db, tmp_path, CITY, b"s" * 32, NOW, KEPT, lambda _name, _lines: None)
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(b"x")
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    (tmp_path / "access" / "read-me-notes.jsonl").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "days"), FILES.items())
def test_each_kind_has_its_own_time(sqlite_db: Database, office: Path, name: str, days: int) -> None:
    assert name not in apply_retention(sqlite_db, office, NOW + timedelta(days=days), KEPT)
    assert name in apply_retention(sqlite_db, office, NOW + timedelta(days=days + 1), KEPT)
    assert not (office / name).exists()


def test_a_second_run_removes_nothing(sqlite_db: Database, office: Path) -> None:
    late = NOW + timedelta(days=2000)
    assert set(apply_retention(sqlite_db, office, late, KEPT)) == set(FILES)
    assert apply_retention(sqlite_db, office, late, KEPT) == ()


def test_lines_that_are_not_stored_stay(sqlite_db: Database, office: Path) -> None:
    raw = write_raw(office, "forum/2.jsonl", [a_post(3)])
    apply_retention(sqlite_db, office, NOW + timedelta(days=2000), KEPT)
    assert raw.exists()


def test_what_another_run_deleted_first_is_no_error(
    sqlite_db: Database, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.unlink

    def after_another(path: Path, missing_ok: bool = False) -> None:
        whole(path)
        whole(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", after_another)
    gone = apply_retention(sqlite_db, office, NOW + timedelta(days=40), KEPT)
    assert "raw/forum/1.jsonl" in gone
