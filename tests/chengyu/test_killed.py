"""`kill -9` in the middle of what writes to the database: all or nothing is kept, and the next run finishes."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chengyu.conftest import Call, ids, on_both, rows
from tests.conftest import ROOT

# The program, which kills itself where a statement begins with these words for the nth time.
KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from chengyu.cli import main
words, left = sys.argv.pop(1), [int(sys.argv.pop(1))]
def kill(connection, cursor, statement, parameters, context, many):
    left[0] -= statement.startswith(words)
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "before_cursor_execute", kill)
main()
"""
# The clock of the run that comes after.
LATER = "2026-11-23T09:00:00+08:00"


def killed_at(words: str, *arguments: str, nth: int = 1) -> None:
    """Run the program until a statement begins with these words for the nth time."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, words, str(nth), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@on_both
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("words", ["INSERT INTO audit", "INSERT INTO forgotten", "DELETE FROM posts"])
def test_while_a_backup_is_put_back(
    call: Call, url: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "old.backup"
    first, second = ids(url)
    assert call("backup", str(backup)).code == 0
    assert "条目 1" in call("forget", "--id", first).out
    audit = rows(url, "SELECT action FROM audit ORDER BY action")

    killed_at(words, "restore", str(backup), "--replace")

    assert ids(url) == [second]
    assert rows(url, "SELECT post_id FROM forgotten") == [(first,)]
    assert rows(url, "SELECT action FROM audit ORDER BY action") == audit
    monkeypatch.setenv("CHENGYU_NOW", LATER)
    assert "1 条在备份之后被要求删除，已再次删除" in call("restore", str(backup), "--replace").out
    assert ids(url) == [second]
    assert not list(tmp_path.rglob("*.restoring*"))
    assert not list(tmp_path.rglob("*.part"))
