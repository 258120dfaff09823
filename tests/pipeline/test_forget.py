"""Forgetting: a post goes with its traces, and does not come back."""

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawlers.archive import Archive, Exchange
from crawlers.post import Handling, Post
from pipeline import database
from pipeline.database import Database
from pipeline.forget import By, Forgotten, Wanted, forget
from pipeline.store import Retention, StoreReport, store
from tests.pipeline.posts import CITY, TEXTS, a_post, write_raw

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
SALT = b"a salt of thirty-two bytes only!"
WORDS = "文庙街三号门口有人连着五个晚上倒建筑垃圾，我拍了照片，物业说管不了，请派人来看一看。"


def run(db: Database, home: Path) -> StoreReport:
    return store(db, home, CITY, SALT, NOW, Retention(), lambda _name, _lines: None)


def drop(db: Database, home: Path, by: By, value: str, source: str = "") -> Forgotten:
    return forget(db, home, Wanted(by, value, source), SALT, NOW, "tester", lambda _traces: [])


def rows_of(db: Database) -> dict[str, dict[str, Any]]:
    rows = database.posts_between(db, date(1995, 1, 1), date(2100, 1, 1))
    return {row["native_id"]: row for row in rows}


def score_of(post: Post) -> dict[str, Any]:
    return {
        "post_id": post.id, "model": "m@1", "relevant": True, "relevance": 0.9, "sentiment": "negative", "p_negative": 0.8,
        "p_neutral": 0.1, "p_positive": 0.1, "tone": "negative", "issues": [], "frames": [], "kind": "report",
        "why": ["倒建筑垃圾"], "error": "", "scored_at": NOW.replace(tzinfo=None),
    }  # fmt: skip


def page(url: str, text: str) -> Exchange:
    return Exchange(url, "GET", "/", (), b"", "200 OK", (("Content-Type", "text/html"),), text.encode())


def test_a_post_goes_with_all_its_traces(db: Database, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive" / "forum" / "1.warc.gz", "test", NOW)
    archive.path.parent.mkdir(parents=True)
    own = archive.add(page("http://127.0.0.1/thread-90.html", WORDS))
    other = archive.add(page("http://127.0.0.1/thread-1.html", "别的网页"))
    archive.close()
    post = a_post(90, text=WORDS, author="夜班小杨", archive=own, handling=Handling(state="已办理", reply="已清走"))
    raw = write_raw(tmp_path, "forum/1.jsonl", [a_post(1, archive=other), post, a_post(2)])
    run(db, tmp_path)
    database.save_scores(db, [score_of(post)])
    run_row = {
        "id": "r1", "period_kind": "week", "period": "2026-W45", "model": "m@1", "data_digest": "d",
        "analysed_at": NOW.replace(tzinfo=None),
    }  # fmt: skip
    tables: dict[str, list[dict[str, Any]]] = {
        "posts": [{"post_id": post.id, "title": "第90帖"}, {"post_id": a_post(1).id, "title": "第1帖"}],
        "stories": [{"story_id": "x", "quote": WORDS[:30] + "…", "posts": 3}],
    }
    database.save_run(db, run_row, tables)
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.json").write_text(json.dumps({"rows": [["引文", WORDS]]}), encoding="utf-8")
    (tmp_path / "reports" / "b.json").write_text(json.dumps({"rows": [["引文", TEXTS[0]]]}), encoding="utf-8")
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "w47.csv").write_text(f"id,label\n{post.id},1\n", encoding="utf-8")
    length, story = raw.stat().st_size, rows_of(db)["t90"]["story_id"]

    done = drop(db, tmp_path, By.URL, "http://127.0.0.1/thread-90.html")

    assert done.counts == {
        "posts": 1, "scores": 1, "labels": 0, "handling": 1, "stories": 1, "results": 2, "raw_lines": 1, "pages": 1,
    }  # fmt: skip
    assert done.quoted_in == ("reports/a.json",)
    assert done.sheets == ("labels/w47.csv",)
    assert set(rows_of(db)) == {"t1", "t2"}
    assert database.post_scores(db, post.id) == []
    assert [s["id"] for s in database.stories_between(db, date(1995, 1, 1), date(2100, 1, 1)) if s["id"] == story] == []
    loaded = database.load_run(db, "week", "2026-W45")
    assert loaded is not None
    assert loaded.tables == {
        "posts": [{"post_id": a_post(1).id, "title": "第1帖"}],
        "stories": [{"story_id": "x", "quote": "（已按要求删除）", "posts": 3}],
    }
    assert raw.stat().st_size == length
    assert "夜班小杨" not in raw.read_text(encoding="utf-8")
    with archive.path.open("rb") as file:
        kept = [record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(file)]
    assert [url for url in kept if url] == ["http://127.0.0.1/thread-1.html"] * 2
    (audit,) = database.audit_rows(db)
    assert (audit["action"], audit["target"], audit["done_by"]) == ("forget", "url", "tester")
    assert audit["details"]["counts"] == done.counts
    assert "thread-90" not in json.dumps(audit, default=str)


def test_a_paper_that_names_the_office_quotes_nobody(db: Database, tmp_path: Path) -> None:
    words = f"望澜市城市管理局网站昨天说，{WORDS}"
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1, text=words)])
    run(db, tmp_path)
    (tmp_path / "reports").mkdir()
    office = {"head": {"office": "望澜市城市管理局宣传科"}, "facts": [["首发", "11月17日17:30，望澜市城市管理局网站"]]}
    for name, brief in (("office", office), ("quote", office | {"text": f"{words[8:38]}…"})):
        path = tmp_path / "reports" / f"{name}.json"
        path.write_text(json.dumps(brief, ensure_ascii=False), encoding="utf-8")
    assert drop(db, tmp_path, By.ID, a_post(1).id).quoted_in == ("reports/quote.json",)


def test_what_was_forgotten_does_not_come_back(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1), a_post(2)])
    run(db, tmp_path)
    assert drop(db, tmp_path, By.ID, a_post(1).id).counts["posts"] == 1
    assert run(db, tmp_path).files == 0
    write_raw(tmp_path, "forum/2.jsonl", [a_post(1), a_post(3)])
    assert run(db, tmp_path).outcomes == {"forgotten": 1, "stored": 1}
    assert set(rows_of(db)) == {"t2", "t3"}
    assert sum(database.line_outcome_counts(db).values()) == 4


def test_an_author_of_one_source_goes_and_no_other(db: Database, tmp_path: Path) -> None:
    posts = [a_post(1, author="甲"), a_post(2, author="乙"), a_post(3, author="甲", source="metro")]
    write_raw(tmp_path, "a/1.jsonl", posts)
    run(db, tmp_path)
    for path in (tmp_path / "raw").rglob("*.jsonl"):
        path.unlink()  # past its time: only the salted hash is left to find them by
    assert drop(db, tmp_path, By.AUTHOR, "甲", "forum").counts["posts"] == 1
    assert set(rows_of(db)) == {"t2", "t3"}
    assert drop(db, tmp_path, By.AUTHOR, "甲").counts["posts"] == 1
    assert set(rows_of(db)) == {"t2"}
    assert "甲" not in json.dumps(database.audit_rows(db), ensure_ascii=False, default=str)


@pytest.mark.parametrize(
    "broken",
    [
        a_post(7, author="甲").to_json().replace('"likes":null', '"likes":"many"'),
        a_post(7, author="甲").to_json().replace('"author"', '"nickname"'),
        a_post(7, author="甲").to_json().replace("甲", "\\u7532")[:-9],
        a_post(7, author="甲").to_json().replace('"channel":"forum",', ""),
    ],
    ids=["wrong field", "unknown field", "cut off", "no channel"],
)
@pytest.mark.parametrize(
    ("by", "value"),
    [(By.AUTHOR, "甲"), (By.URL, "http://127.0.0.1/thread-7.html"), (By.ID, a_post(7).id), (By.BEFORE, "2026-11-09")],
)
def test_a_refused_line_goes_as_well(db: Database, tmp_path: Path, broken: str, by: By, value: str) -> None:
    raw = write_raw(tmp_path, "forum/1.jsonl", [a_post(9), broken])
    assert run(db, tmp_path).lines == 2
    done = drop(db, tmp_path, by, value)
    assert (done.counts["posts"], done.counts["raw_lines"]) == (0, 1)
    assert raw.read_text(encoding="utf-8").split("\n")[1].strip() == ""
    assert run(db, tmp_path).files == 0
    assert set(rows_of(db)) == {"t9"}


@pytest.mark.parametrize("by", [By.ID, By.URL])
def test_the_same_page_from_another_source_goes_and_does_not_come_back(db: Database, tmp_path: Path, by: By) -> None:
    page = {"url": "http://127.0.0.1/news/1.html", "native_id": "", "text": WORDS}
    first, twin = a_post(1, source="daily", **page), a_post(2, source="portal", **page)
    comment = a_post(3, url="http://127.0.0.1/news/1.html#c3", native_id="c3")
    write_raw(tmp_path, "daily/1.jsonl", [first])
    raw = write_raw(tmp_path, "portal/1.jsonl", [twin, a_post(4)])
    assert run(db, tmp_path).outcomes == {"stored": 2, "duplicate_address": 1}
    done = drop(db, tmp_path, by, first.id if by is By.ID else page["url"])
    assert (done.counts["posts"], done.counts["raw_lines"]) == (1, 2)
    assert WORDS not in raw.read_text(encoding="utf-8")
    write_raw(tmp_path, "portal/2.jsonl", [twin, comment])
    assert run(db, tmp_path).outcomes == {"forgotten": 1, "stored": 1}
    assert set(rows_of(db)) == {"t4", "c3"}


def test_all_before_a_day_goes(db: Database, tmp_path: Path) -> None:
    posts = [a_post(n, published_at=f"2026-11-{n:02d}T00:00:00+08:00") for n in (7, 8, 9)]
    write_raw(tmp_path, "a/1.jsonl", posts)
    assert drop(db, tmp_path, By.BEFORE, "2026-11-08").counts["raw_lines"] == 1
    assert run(db, tmp_path).outcomes == {"empty_line": 1, "stored": 2}
    assert drop(db, tmp_path, By.BEFORE, "2026-11-09").counts["posts"] == 1
    assert set(rows_of(db)) == {"t9"}
    assert drop(db, tmp_path, By.BEFORE, "2026-11-09").counts["posts"] == 0


def test_a_reprint_stays_and_is_named(db: Database, tmp_path: Path) -> None:
    posts = [a_post(n, text=WORDS, source=s, published_at=f"2026-11-1{n}T09:00:00+08:00") for n, s in enumerate("abc")]
    write_raw(tmp_path, "a/1.jsonl", posts)
    run(db, tmp_path)
    done = drop(db, tmp_path, By.ID, posts[0].id)
    assert set(done.copies) == {post.id for post in posts[1:]}
    assert {row["source"]: row["duplicate_of"] for row in rows_of_by_source(db)} == {"b": "", "c": posts[1].id}


def rows_of_by_source(db: Database) -> list[dict[str, Any]]:
    return database.posts_between(db, date(1995, 1, 1), date(2100, 1, 1))


def test_a_story_takes_another_title(db: Database, tmp_path: Path) -> None:
    first = a_post(0, title="五个晚上倒垃圾没人管", text=WORDS, published_at="2026-11-17T20:00:00+08:00")
    reply = a_post(
        1, title="", text="楼主说得对，我也看见了", parent_id=first.id, published_at="2026-11-17T22:00:00+08:00"
    )
    write_raw(tmp_path, "a/1.jsonl", [first, reply])
    run(db, tmp_path)
    story = rows_of(db)["t1"]["story_id"]
    assert rows_of(db)["t0"]["story_id"] == story
    drop(db, tmp_path, By.ID, first.id)
    (left,) = database.stories_between(db, date(2026, 11, 16), date(2026, 11, 23))
    assert (left["id"], left["title"]) == (story, "楼主说得对，我也看见了")
    assert left["first_at"] == datetime.fromisoformat("2026-11-17T22:00:00")


def test_an_address_that_is_none_takes_nothing(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "a/1.jsonl", [a_post(n, url="") for n in range(3)])
    run(db, tmp_path)
    done = drop(db, tmp_path, By.URL, "没有这个地址")
    assert set(done.counts.values()) == {0}
    assert len(rows_of(db)) == 3
    assert database.audit_rows(db) == []


def test_the_file_holds_no_word_of_it(sqlite_db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "a/1.jsonl", [a_post(90, text=WORDS), *(a_post(n) for n in range(5, 30))])
    run(sqlite_db, tmp_path)
    drop(sqlite_db, tmp_path, By.ID, a_post(90).id)
    sqlite_db.close()
    content = BytesIO(b"".join(path.read_bytes() for path in tmp_path.glob("chengyu.db*"))).getvalue()
    assert "连着五个晚上".encode() not in content


def test_who_is_stopped_before_the_pages_are_freed_leaves_no_word_in_them(
    sqlite_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_: Database) -> bool:
        raise KeyboardInterrupt

    write_raw(tmp_path, "a/1.jsonl", [a_post(90, text=WORDS), *(a_post(n) for n in range(5, 30))])
    run(sqlite_db, tmp_path)
    monkeypatch.setattr(database, "wipe_freed_pages", stopped)
    with pytest.raises(KeyboardInterrupt):
        drop(sqlite_db, tmp_path, By.ID, a_post(90).id)
    sqlite_db.close()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("chengyu.db*"))
    assert "连着五个晚上".encode() not in content


@pytest.mark.parametrize("name", ["x.db.before-0001", "chengyu.before-restore-1"])
def test_backups_are_named_with_their_dates(db: Database, tmp_path: Path, name: str) -> None:
    write_raw(tmp_path, "a/1.jsonl", [a_post(1)])
    run(db, tmp_path)
    (tmp_path / name).write_bytes(b"x")
    (found,) = drop(db, tmp_path, By.ID, a_post(1).id).backups
    assert found[0] == str(tmp_path / name)
    assert datetime.fromisoformat(found[1])
