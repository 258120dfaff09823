"""What is past its time goes, each kind at its own, by a moved clock."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawlers.archive import Archive, Exchange
from crawlers.post import Channel
from pipeline.database import Database
from pipeline.expiry import expire
from pipeline.raw_traces import drop_pages
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
def office(db: Database, tmp_path: Path) -> Path:
    """Raw files of a paper and a forum, and files of every kind written now."""
    write_raw(tmp_path, "daily/1.jsonl", [a_post(1, source="daily", channel=Channel.PRESS)])
    write_raw(tmp_path, "forum/1.jsonl", [a_post(2)])
    store(db, tmp_path, CITY, b"s" * 32, NOW, KEPT, lambda _name, _lines: None)
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(b"x")
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    (tmp_path / "access" / "read-me-notes.jsonl").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "days"), FILES.items())
def test_each_kind_has_its_own_time(db: Database, office: Path, name: str, days: int) -> None:
    assert name not in apply_retention(db, office, NOW + timedelta(days=days), KEPT)
    assert name in apply_retention(db, office, NOW + timedelta(days=days + 1), KEPT)
    assert not (office / name).exists()


def test_a_second_run_removes_nothing(db: Database, office: Path) -> None:
    late = NOW + timedelta(days=2000)
    assert set(apply_retention(db, office, late, KEPT)) == set(FILES)
    assert apply_retention(db, office, late, KEPT) == ()


def test_a_raw_file_that_grew_goes_when_its_first_lines_are_due(db: Database, office: Path) -> None:
    later = NOW + timedelta(days=20)
    with (office / "raw/forum/1.jsonl").open("a", encoding="utf-8") as raw:
        raw.write(a_post(3, collected_at=later.isoformat()).to_json() + "\n")
    report = store(db, office, CITY, b"s" * 32, later, KEPT, lambda _name, _lines: None)
    assert (report.outcomes, report.removed) == ({"stored": 1}, ())
    assert "raw/forum/1.jsonl" in apply_retention(db, office, NOW + timedelta(days=31), KEPT)


def test_words_added_later_to_a_file_stay_for_their_own_time(db: Database, office: Path) -> None:
    later = NOW + timedelta(days=20)
    with (office / "raw/forum/1.jsonl").open("a", encoding="utf-8") as raw:
        raw.write(a_post(3, collected_at=later.isoformat()).to_json() + "\n")
    store(db, office, CITY, b"s" * 32, later, KEPT, lambda _name, _lines: None)
    assert expire(db, NOW + timedelta(days=41), 40) == 1
    assert expire(db, later + timedelta(days=40), 40) == 0
    assert expire(db, later + timedelta(days=41), 40) == 1


def test_an_archive_that_lost_a_page_keeps_its_time(db: Database, office: Path) -> None:
    path = office / "archive" / "forum" / "2.warc.gz"
    archive = Archive(path, "test", NOW)
    urls = [f"http://127.0.0.1/thread-{n}.html" for n in (8, 9)]
    for url in urls:
        archive.add(Exchange(url, "GET", "/", (), b"", "200 OK", (("Content-Type", "text/html"),), b"page"))
    archive.close()
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    assert drop_pages(path, frozenset(), {urls[0]}) == 1
    assert "archive/forum/2.warc.gz" in apply_retention(db, office, NOW + timedelta(days=91), KEPT)


def test_lines_that_are_not_stored_stay(db: Database, office: Path) -> None:
    raw = write_raw(office, "forum/2.jsonl", [a_post(3)])
    apply_retention(db, office, NOW + timedelta(days=2000), KEPT)
    assert raw.exists()


def test_what_another_run_deleted_first_is_no_error(
    db: Database, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Path.unlink

    def after_another(path: Path, missing_ok: bool = False) -> None:
        whole(path)
        whole(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", after_another)
    gone = apply_retention(db, office, NOW + timedelta(days=40), KEPT)
    assert "raw/forum/1.jsonl" in gone
