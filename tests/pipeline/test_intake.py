"""Lines treated by several processes: the rows of one, and what is left when one of them is stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from crawlers.post import Channel, Handling, Post
from models.processes import ProcessDiedError
from pipeline import database, intake
from pipeline.database import Database, open_database
from pipeline.places import atlas_of
from pipeline.post_rows import Treated, Treatment
from pipeline.sieve import Grammar, sieve_of
from pipeline.store import Progress, Retention, StoreReport, store
from tests.pipeline.posts import CITY, a_post, write_raw

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
FILES, LINES = 12, 40
KILLED = """
import signal, sys
from datetime import datetime
from pathlib import Path
from pipeline import intake
from pipeline.database import open_database
from pipeline.places import atlas_of
from pipeline.post_rows import Treated, Treatment
from pipeline.sieve import Grammar, sieve_of
from pipeline.store import Retention, store
from tests.pipeline.posts import CITY
signal.signal(signal.SIGINT, signal.default_int_handler)
intake.LARGE, intake.processors = 0, lambda: 2
home = Path(sys.argv[1])
db = open_database(f"sqlite:///{home / 'chengyu.db'}")
store(db, home, CITY, b"s" * 32, datetime.fromisoformat("2026-11-23T08:00:00+08:00"), Retention(), lambda n, k: print(n, flush=True))
"""


def run(db: Database, home: Path, progress: Progress = lambda _name, _lines: None) -> StoreReport:
    return store(db, home, CITY, b"s" * 32, NOW, Retention(), progress)


@pytest.fixture
def by_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "LARGE", 0)
    monkeypatch.setattr(intake, "processors", lambda: 2)


def raw_folder(home: Path) -> None:
    for part in range(FILES):
        posts = [a_post(n) for n in range(part * LINES + 5, (part + 1) * LINES + 5)]
        write_raw(home, f"forum/{part:02d}.jsonl", posts)


def rows_of(db: Database) -> dict[str, Any]:
    with db.read() as connection:
        outcomes = connection.execute(text("SELECT raw_file, line, outcome, detail FROM line_outcomes")).all()
    posts = database.posts_between(db, date(1995, 1, 1), date(2100, 1, 1))
    replies = [database.post_row(db, post["id"]) for post in posts]
    return {"outcomes": sorted(map(tuple, outcomes)), "posts": replies}


def odd_lines(home: Path) -> Path:
    """Copies, posts met again, an address met twice under two ids, and lines that are refused."""
    raw_folder(home)
    board = {"channel": Channel.MESSAGE_BOARD, "source": "board"}
    return write_raw(
        home,
        "odd/1.jsonl",
        [
            a_post(7, source="zz", text=f"{a_post(7).text}电话13800001234"),
            a_post(900, handling=Handling(state="待回复"), **board),
            a_post(900, handling=Handling(state="已办理", reply="请打13900005678"), likes=3, **board),
            a_post(901, source="a", native_id="", url="http://127.0.0.1/x"),
            a_post(902, source="b", native_id="", url="http://127.0.0.1/x"),
            a_post(903, source="b", native_id="http://127.0.0.1/x", url=""),
            "{broken",
            "",
        ],
    )


def test_two_processes_store_the_rows_of_one(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    raw = odd_lines(tmp_path)
    with raw.open("ab") as file:
        file.write(b'{"source": "forum", "chan')
    alone = open_database(f"sqlite:///{tmp_path / 'alone.db'}")
    first = run(alone, tmp_path)
    request.getfixturevalue("by_two")
    assert run(db, tmp_path) == first
    assert rows_of(db) == rows_of(alone)
    with raw.open("ab") as file:  # the file grows: only what is new in it counts
        file.write(b"\n" + a_post(950).to_json().encode() + b"\n")
    again = run(db, tmp_path)
    monkeypatch.undo()
    assert again == run(alone, tmp_path)
    assert rows_of(db) == rows_of(alone)
    alone.close()


def test_little_is_stored_by_one_process(sqlite_db: Database, tmp_path: Path) -> None:
    raw_folder(tmp_path)
    seen: list[int] = []
    run(sqlite_db, tmp_path, lambda _name, _lines: seen.append(len(active_children())))
    assert seen == [0] * FILES


def whole_files(db: Database) -> int:
    with db.read() as connection:
        counts = connection.execute(text("SELECT raw_file, count(*) FROM posts GROUP BY raw_file")).all()
    assert {count for _, count in counts} <= {LINES}
    return len(counts)


@pytest.mark.usefixtures("by_two")
def test_a_process_that_dies_leaves_whole_files(db: Database, tmp_path: Path) -> None:
    raw_folder(tmp_path)

    def kill(_name: str, _lines: int) -> None:
        for child in active_children():
            child.kill()

    with pytest.raises(ProcessDiedError):
        run(db, tmp_path, kill)
    assert 0 < whole_files(db) < FILES
    assert active_children() == []
    run(db, tmp_path)
    assert whole_files(db) == FILES


@contextmanager
def begun(home: Path) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """A run that has stored its first file, and the processes that it began."""
    raw_folder(home)
    command = [sys.executable, "-c", KILLED, str(home)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "forum/00.jsonl\n"
    listed = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text(encoding="ascii")
    yield child, [int(pid) for pid in listed.split()]
    child.communicate()


def all_gone(pids: list[int]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.02)
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are listed there")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_killed_leaves_no_process_behind(tmp_path: Path, sign: signal.Signals) -> None:
    with begun(tmp_path) as (child, pids):
        assert len(pids) >= 2
        child.send_signal(sign)
        child.wait()
        assert all_gone(pids)
    db = open_database(f"sqlite:///{tmp_path / 'chengyu.db'}")
    assert 0 < whole_files(db) <= FILES
    run(db, tmp_path)
    assert whole_files(db) == FILES
    db.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are listed there")
def test_a_stop_by_hand_is_told_once_and_leaves_whole_files(tmp_path: Path) -> None:
    with begun(tmp_path) as (child, pids):
        os.killpg(child.pid, signal.SIGINT)  # as a terminal does
        _, told = child.communicate()
        assert child.returncode == -signal.SIGINT
        assert told.count("Traceback") == 1
        assert told.endswith("KeyboardInterrupt\n")
        assert all_gone(pids)
    db = open_database(f"sqlite:///{tmp_path / 'chengyu.db'}")
    assert 0 < whole_files(db) <= FILES
    db.close()


def test_settled_lines_are_left_out(tmp_path: Path) -> None:
    file = intake.survey(write_raw(tmp_path, "forum/1.jsonl", [a_post(1), a_post(2)]), "forum/1.jsonl")
    assert [[n for n, _ in chunk.lines] for chunk in intake.chunks_of(file, {1})] == [[2]]
    assert [list(chunk.lines) for chunk in intake.chunks_of(file, {1, 2})] == [[]]


def test_only_what_nobody_met_is_treated_ahead(tmp_path: Path) -> None:
    posts = [a_post(1), a_post(2), a_post(1), a_post(3)]
    file = intake.survey(write_raw(tmp_path, "forum/1.jsonl", posts), "forum/1.jsonl")
    treatment = Treatment(atlas_of(CITY), b"s" * 32, sieve_of(Grammar(), CITY))
    (taken,) = intake.taken_by(1, intake.chunks_of(file, ()), NOW, treatment, [posts[1].id])
    assert [type(met.new) for _, met in taken.sightings] == [Treated, Post, Post, Treated]
