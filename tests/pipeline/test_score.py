"""Scoring that was killed goes on where it stood: no post is missing and none is scored twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models.judgement import ScoreFailure, Text
from pipeline import score as scoring
from pipeline.database import open_database, unscored_count
from tests.pipeline.test_database import NOON, fill, post

# Kills itself, as `kill -9` does, once it has seen more than this many texts.
DOOMED = """
import os
import signal
import sys

from tests.pipeline.test_score import Reader, run, scoring
class Doomed(Reader):
    def score(self, texts):
        if self.seen:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().score(texts)
scoring.BATCH = 3
run(sys.argv[1], Doomed())
"""


@dataclass
class Reader:
    """A model that answers nothing and counts what it was asked."""

    name: str = "reader"
    version: str = "1"
    seen: list[str] = field(default_factory=list)

    def score(self, texts: Sequence[Text]) -> list[ScoreFailure]:
        self.seen += [text.id for text in texts]
        return [ScoreFailure("no_words") for _ in texts]


def run(url: str, model: Reader) -> int:
    """Score and return how many were scored."""
    opened = open_database(url)
    report = scoring.score(opened, model, NOON, lambda _what, _count: None)
    opened.close()
    return report.posts


def test_a_killed_run_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "BATCH", 3)
    url = str(tmp_path / "chengyu.db")
    opened = open_database(url)
    fill(opened, *(post(number) for number in range(1, 9)))
    killed = subprocess.run(
        [sys.executable, "-c", DOOMED, url], check=False, cwd=Path(__file__).parents[2], env=os.environ
    )
    assert killed.returncode == -signal.SIGKILL
    assert unscored_count(opened, "reader@1") == 5
    model = Reader()
    assert run(url, model) == 5
    assert len(set(model.seen)) == 5
    assert (unscored_count(opened, "reader@1"), run(url, Reader())) == (0, 0)
    opened.close()
