"""Stage 4 through its door: a small database in, result tables out, the same twice."""

import json
from datetime import datetime

from pipeline.analyse import analyse
from pipeline.database import Database, PostRows, load_run, save_posts, save_raw_file, save_scores
from pipeline.periods import PeriodKind, parse_period
from tests.pipeline.small_posts import context
from tests.pipeline.test_database import post, score

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
STORED_AT = datetime.fromisoformat("2026-11-23T07:00")


def fill(db: Database) -> None:
    posts = [
        post(1),
        post(2),
        post(3, channel="hotline", source="hotline"),
        post(4, date_confidence="guessed"),
        post(5),
    ]
    handling = [
        {
            "post_id": posts[2]["id"], "state": "已办结", "unit": "", "assigned_at": None, "satisfied": True,
            "closed_at": datetime.fromisoformat("2026-11-20T09:00"), "revisited_at": None, "reopened": None, "reply": "", "replied_at": None,
        }
    ]  # fmt: skip
    raw_file = {"path": "daily/1.jsonl", "digest": "0" * 64, "lines": 5, "stored_at": STORED_AT}
    rows = PostRows(
        outcomes=[{"raw_file": "daily/1.jsonl", "line": n, "outcome": "stored", "detail": ""} for n in range(1, 6)],
        posts=posts,
        handling=handling,
    )
    with db.write() as connection:
        save_raw_file(connection, raw_file)
        save_posts(connection, rows)
    save_scores(db, [score(n, model="test@1") for n in (1, 3, 4)])
    save_scores(db, [score(2, model="test@1", relevant=False, sentiment="neutral", issues=[])])


def test_the_same_data_gives_the_same_tables(sqlite_db: Database) -> None:
    fill(sqlite_db)
    first = analyse(sqlite_db, WEEK, context(), lambda *_: None)
    second = analyse(sqlite_db, WEEK, context(), lambda *_: None)
    assert first == second
    saved = load_run(sqlite_db, "week", "2026-W47")
    assert saved is not None
    assert saved.run["id"] == first.run_id
    assert saved.tables == {name: json.loads(json.dumps(rows)) for name, rows in first.tables.items() if rows}


def test_every_post_is_counted_once(sqlite_db: Database) -> None:
    fill(sqlite_db)
    told: dict[str, int] = {}
    tables = analyse(sqlite_db, WEEK, context(), told.__setitem__).tables
    (summary,) = tables["summary"]
    assert summary["posts"] == 5
    parts = ("relevant", "not_ours", "off_topic", "failed_scores", "guessed_dates")
    assert [summary[part] for part in parts] == [2, 0, 1, 1, 1]
    assert told == {name: len(rows) for name, rows in tables.items()}


def test_a_week_without_posts_has_no_shares(sqlite_db: Database) -> None:
    tables = analyse(sqlite_db, WEEK, context(), lambda *_: None).tables
    assert [row["share"] for row in tables["volume"]] == [None] * 4
    assert {row["verdict"] for row in tables["volume"]} == {"not_comparable"}
    json.dumps(tables, allow_nan=False)
