"""Stage 2 from raw files to rows, on SQLite and PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crawlers.coverage import Coverage, Verdict
from crawlers.outcomes import Outcome
from crawlers.post import Channel, Handling, Post
from pipeline import database
from pipeline.database import Database, open_database
from pipeline.forget import By, Wanted, forget
from pipeline.lines import LineOutcome, Refusal, RefusedLine
from pipeline.store import Retention, StoreReport, store
from tests.pipeline.posts import CITY, TEXTS, a_post, write_raw

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
SALT = b"a salt of thirty-two bytes only!"


def run(db: Database, home: Path, now: datetime = NOW, retention: Retention | None = None) -> StoreReport:
    return store(db, home, CITY, SALT, now, retention or Retention(), lambda _name, _lines: None)


def rows_of(db: Database) -> dict[str, dict[str, Any]]:
    rows = database.posts_between(db, date(1995, 1, 1), date(2100, 1, 1))
    return {row["native_id"] or row["url"]: row for row in rows}


def test_lines_become_posts(db: Database, tmp_path: Path) -> None:
    posts = [a_post(n) for n in range(5)]
    write_raw(tmp_path, "forum/1.jsonl", posts)
    report = run(db, tmp_path)
    assert (report.files, report.lines, report.outcomes) == (1, 5, {"stored": 5})
    row = rows_of(db)["t0"]
    assert row["id"] == posts[0].id
    assert (row["district"], row["road"]) == ("澜东区", "文庙街")
    assert row["published_at"].isoformat() == "2026-11-01T09:00:00"
    assert row["story_id"]
    assert row["raw_file"] == "forum/1.jsonl"
    assert row["raw_line"] == 1


def test_twice_the_same_input_changes_nothing(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(n) for n in range(5)])
    run(db, tmp_path)
    before = rows_of(db)
    report = run(db, tmp_path)
    assert (report.files, report.lines, report.outcomes, report.stories) == (0, 0, {}, 0)
    assert rows_of(db) == before


def test_every_line_ends_in_one_outcome(db: Database, tmp_path: Path) -> None:
    raw = write_raw(
        tmp_path,
        "forum/1.jsonl",
        [
            a_post(1),
            a_post(1),
            "{broken",
            "",
            a_post(2, published_at="2106-02-07T14:28:15+08:00"),
            a_post(3, text="长" * 100_001),
            a_post(4, native_id="", url="http://127.0.0.1/x?utm_source=a"),
            a_post(5, source="metro", native_id="", url="http://127.0.0.1/x"),
            a_post(6, text=a_post(1).text),
            a_post(7, title="", text="@某人 http://127.0.0.1/a"),
        ],
    )
    with raw.open("ab") as file:
        file.write(b'{"source": "forum", "chan')
    report = run(db, tmp_path)
    assert report.outcomes == {
        "stored": 2,
        "duplicate_id": 1,
        "bad_json": 1,
        "empty_line": 1,
        "future_date": 1,
        "too_long": 1,
        "duplicate_address": 1,
        "stored_reprint": 1,
        "too_short": 1,
        "half_line": 1,
    }
    assert report.lines == 11 == sum(report.outcomes.values())
    assert database.line_outcome_counts(db) == Counter(report.outcomes)


def test_half_a_line_is_read_again_once_it_is_whole(db: Database, tmp_path: Path) -> None:
    raw = write_raw(tmp_path, "forum/1.jsonl", [a_post(1)])
    line = a_post(2).to_json().encode() + b"\n"
    with raw.open("ab") as file:
        file.write(line[:60])
    assert run(db, tmp_path).outcomes == {"stored": 1, "half_line": 1}
    with raw.open("ab") as file:
        file.write(line[60:])
        file.write(a_post(3).to_json().encode() + b"\n")
    assert run(db, tmp_path).outcomes == {"stored": 2}
    assert database.line_outcome_counts(db) == Counter(stored=3)


def test_a_refused_line_that_was_mended_is_read_again(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1), "{broken", a_post(3)])
    run(db, tmp_path)
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1), a_post(2), a_post(3)])
    report = run(db, tmp_path)
    assert (report.files, report.outcomes) == (1, {"stored": 1})
    assert set(rows_of(db)) == {"t1", "t2", "t3"}
    assert database.line_outcome_counts(db) == Counter(stored=3)
    assert run(db, tmp_path).outcomes == {}


def test_a_file_replaced_under_its_name_is_read_anew(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1), a_post(2), "{broken"])
    run(db, tmp_path)
    write_raw(tmp_path, "forum/1.jsonl", [a_post(4), a_post(2)])
    assert run(db, tmp_path).outcomes == {"stored": 1}
    assert set(rows_of(db)) == {"t1", "t2", "t4"}
    with db.read() as connection:
        assert connection.execute(text("SELECT lines FROM raw_files")).scalar_one() == 2
    assert database.line_outcome_counts(db) == Counter(stored=2)


LINES_AND_OUTCOMES = """
    SELECT path, lines, (SELECT count(*) FROM line_outcomes WHERE raw_file = path) FROM raw_files ORDER BY path
"""
BROKEN = ["{broken", "", '{"source": "forum"}']


def test_every_file_has_as_many_outcomes_as_lines_whatever_becomes_of_it(db: Database, tmp_path: Path) -> None:
    def lines() -> dict[str, int]:
        """Lines by file, where each has an outcome."""
        run(db, tmp_path)
        with db.read() as connection:
            rows = connection.execute(text(LINES_AND_OUTCOMES)).all()
        assert {path: told for path, _, told in rows} == {path: n for path, n, _ in rows}
        return {path: n for path, n, _ in rows}

    raw = write_raw(
        tmp_path, "a/1.jsonl", [a_post(1), a_post(1), *BROKEN, a_post(2, published_at="2106-02-07T14:28:15Z")]
    )
    write_raw(tmp_path, "b/1.jsonl", [a_post(1), a_post(2), a_post(1, source="metro", native_id="")])
    write_raw(tmp_path, "c/1.jsonl", [])
    assert lines() == {"a/1.jsonl": 6, "b/1.jsonl": 3, "c/1.jsonl": 0}
    with raw.open("a", encoding="utf-8") as file:
        file.write(a_post(3).to_json() + "\n" + a_post(4).to_json()[:50])
    assert lines()["a/1.jsonl"] == 8
    forget(db, tmp_path, Wanted(By.ID, a_post(1).id), SALT, NOW, "tester", lambda _traces: [])
    assert lines() == {"a/1.jsonl": 8, "b/1.jsonl": 3, "c/1.jsonl": 0}
    write_raw(tmp_path, "a/1.jsonl", [a_post(5)])
    write_raw(tmp_path, "c/1.jsonl", BROKEN)
    assert lines() == {"a/1.jsonl": 1, "b/1.jsonl": 3, "c/1.jsonl": 3}


def test_pages_told_apart_after_the_hash_are_two(db: Database, tmp_path: Path) -> None:
    posts = [a_post(n, native_id="", url=f"http://127.0.0.1/#/detail/{n}") for n in (1, 2)]
    anchor = a_post(3, native_id="", url="http://127.0.0.1/a.html#comments")
    write_raw(tmp_path, "forum/1.jsonl", [*posts, anchor])
    assert run(db, tmp_path).outcomes == {"stored": 3}
    assert set(rows_of(db)) == {posts[0].url, posts[1].url, "http://127.0.0.1/a.html"}


def test_what_cannot_be_read_stops_no_other_file(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "a/1.jsonl", [a_post(1, url="http://[见附件]/2"), "{broken", ""])
    (tmp_path / "raw" / "b.jsonl").mkdir()
    write_raw(tmp_path, os.fsdecode(b"c/\xff.jsonl"), [a_post(2)])
    write_raw(tmp_path, "z/1.jsonl", [a_post(3)])
    report = run(db, tmp_path)
    assert report.outcomes == {"stored": 2, "bad_json": 1, "empty_line": 1}
    assert report.refused == (RefusedLine("a/1.jsonl", 2, Refusal(LineOutcome.BAD_JSON)),)
    assert report.unnameable == ("raw/c/\udcff.jsonl",)
    assert rows_of(db)["t1"]["url"] == "http://[见附件]/2"


def test_a_file_that_another_run_deletes_meanwhile_is_passed_over(db: Database, tmp_path: Path) -> None:
    expired = write_raw(tmp_path, "z/1.jsonl", [a_post(1)])
    run(db, tmp_path)
    write_raw(tmp_path, "a/1.jsonl", [a_post(2)])
    report = store(db, tmp_path, CITY, SALT, NOW, Retention(), lambda _name, _lines: expired.unlink())
    assert report.outcomes == {"stored": 1}


def test_nobody_is_stored_by_name_or_number(db: Database, tmp_path: Path) -> None:
    told = "我叫王小明，电话13800001234，身份证990101199003071234，车牌澜A·12345，"
    post = a_post(1, author="夜班小杨", text=told + TEXTS[0], handling=Handling(reply="已联系13900005678"))
    write_raw(tmp_path, "forum/1.jsonl", [post])
    report = run(db, tmp_path)
    assert report.masked == {"[姓名]": 1, "[手机号]": 2, "[身份证号]": 1, "[车牌号]": 1}
    row = database.post_row(db, post.id)
    assert row is not None
    whole = json.dumps(row, ensure_ascii=False, default=str)
    for secret in ("王小明", "13800001234", "990101199003071234", "12345", "夜班小杨", "13900005678"):
        assert secret not in whole
    assert len(row["author_hash"]) == 32


def test_the_schema_has_no_place_for_a_profile() -> None:
    forbidden = {
        "author", "nickname", "user_id", "avatar", "gender", "birthday", "ip", "ip_region", "profile", "profile_url",
        "followers", "phone", "email", "verified", "age", "location",
    }  # fmt: skip
    columns = {column.name for table in database.METADATA.tables.values() for column in table.columns}
    assert not columns & forbidden


def test_the_database_file_holds_no_number_of_the_raw_lines(tmp_path: Path, sqlite_db: Database) -> None:
    numbers = [f"138{n:08d}" for n in range(50)]
    write_raw(
        tmp_path,
        "forum/1.jsonl",
        [a_post(n, text=f"{a_post(n + 10).text}电话{number}") for n, number in enumerate(numbers)],
    )
    run(sqlite_db, tmp_path)
    sqlite_db.close()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("chengyu.db*"))
    assert not [number for number in numbers if number.encode() in content]


def test_a_reprint_keeps_its_row_and_points_to_the_first(db: Database, tmp_path: Path) -> None:
    release = a_post(0, source="bureau", published_at="2026-11-05T09:00:00+08:00")
    reprint = a_post(
        2, source="daily", text=release.text.replace("两次", "好多次"), published_at="2026-11-05T12:00:00+08:00"
    )
    write_raw(tmp_path, "bureau/1.jsonl", [release])
    write_raw(tmp_path, "daily/1.jsonl", [reprint])
    run(db, tmp_path)
    row = rows_of(db)["t2"]
    assert (row["duplicate_of"], row["duplicate_kind"]) == (release.id, "near_text")
    assert row["story_id"] == rows_of(db)["t0"]["story_id"]


def test_a_repost_without_a_word_of_its_own_points_to_what_it_passes_on(db: Database, tmp_path: Path) -> None:
    first = a_post(
        1, title="", source="micro", text=f"{TEXTS[1]}//@旧帖：一年前就有人说", published_at="2026-11-05T09:00:00+08:00"
    )
    later = {"title": "", "source": "micro", "published_at": "2026-11-06T09:00:00+08:00"}
    reposts = [
        a_post(2, text=f"转发微博//@网友1：{first.text}", **later),
        a_post(3, text=f"//@网友2：//@网友1：{first.text}", **later),
        a_post(4, text="//@网友9：这一条没有采集到，只有转发它的人", **later),
        a_post(5, text=f"我也听到了//@网友1：{first.text}", **later),
        a_post(6, text="转发微博", **later),
    ]
    write_raw(tmp_path, "micro/1.jsonl", [*reposts, first])
    assert run(db, tmp_path).outcomes == {"stored": 3, "stored_reprint": 2, "too_short": 1}
    rows = rows_of(db)
    assert {
        name: (row["duplicate_of"], row["duplicate_kind"]) for name, row in rows.items() if name in {"t2", "t3"}
    } == {
        "t2": (first.id, "same_text"),
        "t3": (first.id, "same_text"),
    }
    assert {rows[name]["story_id"] for name in ("t1", "t2", "t3")} == {rows["t1"]["story_id"]}
    assert (rows["t2"]["text"], rows["t2"]["clean_text"]) == (
        f"转发微博//@[用户]：{TEXTS[1]}//@[用户]：一年前就有人说",
        TEXTS[1],
    )
    assert (rows["t4"]["duplicate_of"], rows["t4"]["clean_text"]) == ("", "这一条没有采集到，只有转发它的人")
    assert (rows["t5"]["duplicate_of"], rows["t5"]["clean_text"]) == ("", "我也听到了")


def test_a_first_appearance_found_late_takes_its_place(db: Database, tmp_path: Path) -> None:
    early = a_post(1, source="zz", published_at="2026-11-04T09:00:00+08:00")
    write_raw(
        tmp_path, "a/1.jsonl", [a_post(n, text=early.text, published_at=f"2026-11-1{n}T09:00:00+08:00") for n in (2, 3)]
    )
    run(db, tmp_path)
    write_raw(tmp_path, "b/1.jsonl", [early])
    run(db, tmp_path)
    of = {name: row["duplicate_of"] for name, row in rows_of(db).items()}
    assert of == {"t1": "", "t2": early.id, "t3": early.id}


def test_a_post_met_again_is_updated(db: Database, tmp_path: Path) -> None:
    first = a_post(1, channel=Channel.MESSAGE_BOARD, likes=3, comments=1, handling=Handling(state="待回复"))
    later = a_post(
        1, channel=Channel.MESSAGE_BOARD, likes=9, handling=Handling(state="已办理", reply="已修好，回电13800001234")
    )
    write_raw(tmp_path, "board/1.jsonl", [first])
    write_raw(tmp_path, "board/2.jsonl", [later, later])
    assert run(db, tmp_path).outcomes == {"stored": 1, "updated": 1, "duplicate_id": 1}
    row = database.post_row(db, first.id)
    assert row is not None
    assert (row["likes"], row["comments"], row["state"], row["reply"]) == (9, 1, "已办理", "已修好，回电[手机号]")


def a_coverage(**changes: Any) -> Coverage:
    values: dict[str, Any] = {
        "source": "forum", "raw_file": "raw/forum/1.jsonl", "started_at": NOW.isoformat(), "finished_at": NOW.isoformat(),
        "requests": 9, "pages": 8, "posts": 1, "outcomes": {Outcome.STORED: 1, Outcome.HTTP_404: 7}, "newest_post": None,
        "fill_rates": {"title": 1.0}, "verdict": Verdict.SHORT, "message": "偏少",
    }  # fmt: skip
    return Coverage(**values | changes)


def test_coverage_files_are_read_once(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1)])
    a_coverage().write(tmp_path / "raw" / "forum" / "1.coverage.json")
    (tmp_path / "raw" / "forum" / "2.coverage.json").write_text("{}", encoding="utf-8")
    report = run(db, tmp_path)
    assert (report.coverage, report.broken_coverage) == (1, ("raw/forum/2.coverage.json",))
    assert run(db, tmp_path).coverage == 0
    (row,) = database.coverage_rows(db)
    assert (row["raw_file"], row["outcomes"], row["newest_post"]) == (
        "forum/1.jsonl",
        {"stored": 1, "http_404": 7},
        None,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"fill_rates": {"title": float("nan")}}, {"fill_rates": {"title": float("inf")}}, {"message": "a\0b"},
        {"message": 3}, {"source": "s" * 61}, {"source": 5}, {"raw_file": f"raw/{'x' * 301}"}, {"requests": "九"},
        {"pages": 2**31}, {"posts": -1}, {"posts": 1.5}, {"fill_rates": {"a\0": 1.0}}, {"started_at": "昨天"},
    ],
)  # fmt: skip
def test_a_coverage_file_that_says_what_cannot_be_is_named(db: Database, tmp_path: Path, wrong: dict[str, Any]) -> None:
    folder = write_raw(tmp_path, "forum/1.jsonl", [a_post(1)]).parent
    a_coverage(**wrong).write(folder / "1.coverage.json")
    a_coverage(raw_file="raw/forum/2.jsonl").write(folder / "2.coverage.json")
    report = run(db, tmp_path)
    assert (report.coverage, report.broken_coverage) == (1, ("raw/forum/1.coverage.json",))


def test_what_is_past_its_time_goes(db: Database, tmp_path: Path) -> None:
    raw = write_raw(tmp_path, "forum/1.jsonl", [a_post(1)])
    page = tmp_path / "archive" / "forum" / "1.warc.gz"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"x")
    os.utime(page, (NOW.timestamp(), NOW.timestamp()))
    retention = Retention(raw_days=30, archive_days=90)
    assert run(db, tmp_path, NOW, retention).removed == ()
    assert run(db, tmp_path, NOW + timedelta(days=29), retention).removed == ()
    assert run(db, tmp_path, NOW + timedelta(days=31), retention).removed == ("raw/forum/1.jsonl",)
    assert run(db, tmp_path, NOW + timedelta(days=91), retention).removed == ("archive/forum/1.warc.gz",)
    assert not raw.exists()
    assert len(rows_of(db)) == 1


def test_a_new_post_joins_a_story_that_stands(db: Database, tmp_path: Path) -> None:
    first = a_post(0, published_at="2026-11-17T20:30:00+08:00")
    write_raw(tmp_path, "forum/1.jsonl", [first, *(a_post(n) for n in range(5, 40))])
    run(db, tmp_path)
    before = {name: row["story_id"] for name, row in rows_of(db).items()}
    reply = a_post(50, text="楼主说得太对了，我也闻到了", parent_id=first.id, published_at="2026-11-18T08:00:00+08:00")
    write_raw(tmp_path, "forum/2.jsonl", [reply])
    run(db, tmp_path)
    after = {name: row["story_id"] for name, row in rows_of(db).items()}
    assert {name: after[name] for name in before} == before
    assert after["t50"] == before["t0"]
    listed = database.stories_between(db, date(2026, 11, 16), date(2026, 11, 23))
    (story,) = [story for story in listed if story["id"] == before["t0"]]
    assert story["last_at"] == datetime.fromisoformat("2026-11-18T08:00:00")


def test_a_failure_in_a_file_leaves_nothing_of_it(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_raw(tmp_path, "a/1.jsonl", [a_post(1)])
    write_raw(tmp_path, "b/1.jsonl", [a_post(2), a_post(3)])
    whole = database.save_posts

    def fail_on_b(connection: Any, rows: Any) -> None:
        whole(connection, rows)
        if rows.outcomes[0]["raw_file"].startswith("b/"):
            raise KeyboardInterrupt

    monkeypatch.setattr(database, "save_posts", fail_on_b)
    with pytest.raises(KeyboardInterrupt):
        run(db, tmp_path)
    monkeypatch.undo()
    assert set(rows_of(db)) == {"t1"}
    assert run(db, tmp_path).outcomes == {"stored": 2}
    assert {row["story_id"] is None for row in rows_of(db).values()} == {False}


KILLED = """
import sys
from datetime import datetime
from pathlib import Path
from pipeline.database import open_database
from pipeline.store import Retention, store
from tests.pipeline.posts import CITY
home = Path(sys.argv[1])
db = open_database(f"sqlite:///{home / 'chengyu.db'}")
print("ready", flush=True)
store(db, home, CITY, b"s" * 32, datetime.fromisoformat("2026-11-23T08:00:00+08:00"), Retention(), lambda n, k: print(n, flush=True))
"""


def _raw_folder(home: Path) -> Iterator[Post]:
    for part in range(6):
        posts = [a_post(n) for n in range(part * 100 + 5, part * 100 + 105)]
        write_raw(home, f"forum/{part}.jsonl", posts)
        yield from posts


def test_a_killed_run_leaves_whole_files_and_the_next_finishes(tmp_path: Path) -> None:
    posts = list(_raw_folder(tmp_path))
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    db = open_database(f"sqlite:///{tmp_path / 'chengyu.db'}")
    with db.read() as connection:
        counts = connection.execute(text("SELECT raw_file, count(*) FROM posts GROUP BY raw_file")).all()
    assert {count for _, count in counts} <= {100}
    run(db, tmp_path)
    assert len(rows_of(db)) == len(posts)
    assert {row["story_id"] is None for row in rows_of(db).values()} == {False}
    db.close()


def test_two_writers_at_once_store_each_line_once(tmp_path: Path) -> None:
    posts = list(_raw_folder(tmp_path))
    open_database(f"sqlite:///{tmp_path / 'chengyu.db'}").close()
    children = [
        subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.DEVNULL) for _ in range(2)
    ]
    assert [child.wait(timeout=60) for child in children] == [0, 0]
    db = open_database(f"sqlite:///{tmp_path / 'chengyu.db'}")
    assert len(rows_of(db)) == len(posts)
    assert database.line_outcome_counts(db) == Counter({LineOutcome.STORED.value: len(posts)})
    db.close()


def test_three_thousand_posts_in_under_six_seconds(sqlite_db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(n) for n in range(5, 3005)])
    # Processor time, since tests run beside each other; on a free core it is the time on the clock.
    begin = time.process_time()
    report = run(sqlite_db, tmp_path)
    assert time.process_time() - begin < 6
    assert report.lines == 3000
