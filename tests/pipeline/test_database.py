"""The database functions, on SQLite and PostgreSQL."""

import sqlite3
import traceback
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select

from models.judgement import Text
from pipeline import database
from pipeline.database import Database, PostRows
from pipeline.database.opening import HEAD

NOON = datetime.fromisoformat("2026-11-18T12:00")
MODEL = "linear@1"


def post(number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "id": f"{number:016d}", "source": "daily", "channel": "press", "tier": "city", "owner": "independent",
        "native_id": str(number), "url": f"http://example/{number}", "title": f"标题{number}", "text": "原文",
        "clean_text": f"正文{number}", "author_hash": "", "outlet": "", "published_at": NOON.replace(minute=number),
        "day": NOON.date(), "date_confidence": "exact", "collected_at": NOON, "parent_id": "", "reposts": None,
        "comments": None, "likes": None, "rank": None, "truncated": False, "archive": "", "district": "", "street": "",
        "road": "", "place_confidence": 0.0, "duplicate_of": "", "duplicate_kind": "", "story_id": None,
        "raw_file": "daily/1.jsonl", "raw_line": number,
    }  # fmt: skip
    return row | changes


def score(number: int, **changes: Any) -> dict[str, Any]:
    row = {
        "post_id": f"{number:016d}", "model": MODEL, "relevant": True, "relevance": 0.9, "sentiment": "negative",
        "p_negative": 0.7, "p_neutral": 0.2, "p_positive": 0.1, "tone": "negative", "issues": ["vending"], "frames": [],
        "kind": "report", "why": ["占道"], "error": "", "scored_at": NOON,
    }  # fmt: skip
    return row | changes


def fill(db: Database, *posts: dict[str, Any]) -> None:
    numbers = range(1, len(posts) + 1)
    story = {"id": "s1", "title": "一件事", "first_at": NOON, "last_at": NOON}
    rows = PostRows(
        outcomes=[{"raw_file": "daily/1.jsonl", "line": n, "outcome": "stored", "detail": ""} for n in numbers],
        posts=posts,
    )
    with db.write() as connection:
        database.save_stories(connection, [story], {})
        raw_file = {"path": "daily/1.jsonl", "digest": "0" * 64, "lines": len(posts), "stored_at": NOON}
        database.save_raw_file(connection, raw_file)
        database.save_posts(connection, rows)


def test_the_migrated_tables_are_those_of_the_code(db: Database) -> None:
    with db.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), database.METADATA) == []


def test_the_newest_migration_is_the_one_the_code_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent.parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_unscored_posts_shrink_as_scores_are_saved(db: Database) -> None:
    fill(db, post(1), post(2), post(3))
    database.save_scores(db, [score(2), score(3, model="other@1")])
    left = database.unscored_posts(db, MODEL, 10)
    assert left == [Text(f"{n:016d}", f"标题{n}", f"正文{n}") for n in (1, 3)]
    assert len(database.unscored_posts(db, MODEL, 1)) == 1


def test_a_second_score_takes_the_place_of_the_first(db: Database) -> None:
    fill(db, post(1))
    database.save_scores(db, [score(1)])
    database.save_scores(db, [score(1, sentiment="positive")])
    assert [s["sentiment"] for s in database.post_scores(db, f"{1:016d}")] == ["positive"]


def test_saving_nothing_is_nothing(db: Database) -> None:
    database.save_scores(db, [])
    assert database.unscored_posts(db, MODEL, 10) == []


def test_scored_posts_join_scores_and_name_what_has_none(db: Database) -> None:
    fill(db, post(1), post(2), post(3, day=date(2026, 11, 23)))
    database.save_scores(db, [score(1, frames=["rebound"])])
    frame = database.scored_posts(db, MODEL, date(2026, 11, 16), date(2026, 11, 23))
    assert list(frame["id"]) == [f"{1:016d}", f"{2:016d}"]
    assert list(frame["error"]) == ["", database.NOT_SCORED]
    assert list(frame["issues"]) == [["vending"], []]
    assert list(frame["frames"]) == [["rebound"], []]
    assert frame["published_at"].iloc[0] == NOON.replace(minute=1)
    assert frame["day"].dt.date.iloc[0] == NOON.date()
    assert not {"raw_file", "raw_line", "model", "post_id"} & set(frame.columns)


def test_years_of_posts_are_read_like_a_week_of_them(db: Database) -> None:
    fill(db, post(1), post(2, day=date(2024, 3, 1)), post(3, day=date(2026, 11, 23)), post(4))
    years = database.scored_posts(db, MODEL, date(2024, 3, 1), date(2026, 11, 23))
    assert set(years["id"]) == {f"{number:016d}" for number in (1, 2, 4)}
    week = database.scored_posts(db, MODEL, date(2026, 11, 16), date(2026, 11, 23))
    assert week["id"].tolist() == [post_id for post_id in years["id"] if post_id != f"{2:016d}"]


def test_scored_posts_of_an_empty_period_keep_their_columns(db: Database) -> None:
    full = database.scored_posts(db, MODEL, date(2026, 1, 1), date(2026, 1, 8))
    assert len(full) == 0
    assert {"clean_text", "sentiment", "satisfied", "replied_at"} <= set(full.columns)


def digest(db: Database) -> str:
    return database.digest_of(database.scored_posts(db, MODEL, date(2026, 11, 16), date(2026, 11, 23)))


def test_the_digest_changes_with_a_score_and_only_then(db: Database) -> None:
    fill(db, post(1))
    first = digest(db)
    database.save_scores(db, [score(1)])
    second = digest(db)
    database.save_scores(db, [score(1, scored_at=NOON.replace(hour=13))])
    assert first != second == digest(db)


def test_a_run_comes_back_as_it_was_saved(db: Database) -> None:
    run = {
        "id": "r1", "period_kind": "week", "period": "2026-W47", "model": MODEL, "data_digest": "d", "analysed_at": NOON,
    }  # fmt: skip
    database.save_run(db, run, {"totals": [{"n": 1}, {"n": None}], "gone": [{"x": 1}]})
    tables: dict[str, list[dict[str, Any]]] = {"totals": [{"n": 2}, {"名": [1, "二"]}]}
    database.save_run(db, run, tables)
    loaded = database.load_run(db, "week", "2026-W47")
    assert loaded == database.LoadedRun(run, tables)
    assert database.load_run(db, "week", "2026-W46") is None


def test_the_newest_run_of_a_period_is_loaded(db: Database) -> None:
    run = {"period_kind": "week", "period": "2026-W47", "model": MODEL, "data_digest": "d"}
    for name, hour in (("b", 9), ("a", 8)):
        database.save_run(db, run | {"id": name, "analysed_at": NOON.replace(hour=hour)}, {})
    loaded = database.load_run(db, "week", "2026-W47")
    assert loaded is not None
    assert loaded.run["id"] == "b"


def test_of_two_runs_at_one_moment_the_later_written_holds(db: Database) -> None:
    run = {"period_kind": "week", "period": "2026-W47", "model": MODEL, "data_digest": "d", "analysed_at": NOON}
    for name in ("b", "a", "c", "b"):
        database.save_run(db, run | {"id": name}, {"totals": [{"n": name}]})
    loaded = database.load_run(db, "week", "2026-W47")
    assert loaded is not None
    assert (loaded.run["id"], loaded.tables) == ("b", {"totals": [{"n": "b"}]})


def test_stories_count_posts_voices_and_sources_of_the_period(db: Database) -> None:
    fill(
        db,
        post(1, story_id="s1"),
        post(2, story_id="s1", duplicate_of=f"{1:016d}", duplicate_kind="same_text", source="metro"),
        post(3, story_id="s1", day=date(2026, 11, 30)),
    )
    (story,) = database.stories_between(db, date(2026, 11, 16), date(2026, 11, 23))
    assert (story["id"], story["posts"], story["voices"], story["sources"]) == ("s1", 2, 1, 2)


def test_a_post_comes_with_its_handling_columns(db: Database) -> None:
    fill(db, post(1))
    row = database.post_row(db, f"{1:016d}")
    assert row is not None
    assert (row["clean_text"], row["state"]) == ("正文1", None)
    assert database.post_row(db, "none") is None


def test_line_outcomes_are_counted(db: Database) -> None:
    fill(db, post(1), post(2))
    assert database.line_outcome_counts(db) == Counter(stored=2)


def test_a_failed_write_leaves_nothing(db: Database) -> None:
    def write_and_fail() -> None:
        with db.write() as connection:
            connection.execute(database.STORIES.insert(), {"id": "x", "title": "", "first_at": NOON, "last_at": NOON})
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    with db.read() as connection:
        assert connection.execute(select(database.STORIES)).all() == []


@pytest.mark.parametrize(
    "broken", [{"title": "王小明", "clean_text": None}, {"title": "王小明", "story_id": "夜班小杨"}]
)
def test_a_row_that_cannot_stand_is_not_told_to_whoever_reads_the_error(db: Database, broken: dict[str, Any]) -> None:
    with pytest.raises(database.RowRefusedError) as met:
        fill(db, post(1, **broken))
    told = "".join(traceback.format_exception(met.value))
    assert "insert" in told  # where in the program it was met
    assert not [value for value in broken.values() if value and value in told]


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    database.open_database(url).close()
    with sqlite3.connect(tmp_path / "a.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(database.DatabaseTooNewError, match="9999"):
        database.open_database(url)


def test_an_older_database_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with sqlite3.connect(tmp_path / "a.db") as raw:
        raw.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        raw.execute("INSERT INTO alembic_version VALUES ('0000')")
    raw.close()
    with pytest.raises(database.MigrationError):
        database.open_database(url)
    with sqlite3.connect(tmp_path / "a.db.before-0000") as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0000",)]
    copy.close()


@pytest.mark.parametrize("url", ["nosuch://x", "sqlite:////no/such/folder/a.db", "postgresql://127.0.0.1:1/none"])
def test_what_cannot_be_opened_says_so(url: str) -> None:
    with pytest.raises(database.DatabaseUnavailableError):
        database.open_database(url)


def test_a_plain_path_is_a_sqlite_file(tmp_path: Path) -> None:
    database.open_database(str(tmp_path / "a.db")).close()
    assert (tmp_path / "a.db").exists()
