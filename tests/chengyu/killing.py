"""The program as a process that is killed, with no chance to clean up, where it gives the database a certain order."""

import signal
import subprocess
import sys

from tests.conftest import ROOT

_KILLED = """
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


def killed_at(words: str, *arguments: str, nth: int = 1) -> None:
    """Run the program until a statement begins with these words for the nth time."""
    command = [sys.executable, "-c", _KILLED, words, str(nth), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
