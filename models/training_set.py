"""Labelled texts as files hold them, checked line by line. May import models.judgement, models.labels."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from models.judgement import Text
from models.labels import Frame, Issue, Kind, Sentiment, Tone

T = TypeVar("T")

# Texts that were written for training are harder than real ones: nothing is calibrated on them, and each counts as part
# of a real one. At .3 texts by other hands are read much better, at 1 no better still, and real ones a little worse.
WRITTEN, WRITTEN_COUNTS = "written", 0.3


class LabelError(Exception):
    """A line of a labelled file that cannot be used: path, line number, reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True, slots=True)
class Labels:
    """What a reader said of one text."""

    relevant: bool
    sentiment: Sentiment
    tone: Tone
    issues: tuple[Issue, ...]
    frames: tuple[Frame, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, its labels, where it came from, the group of near-equal texts that it belongs to, and its day or ""."""

    text: Text
    labels: Labels
    group: str
    source: str
    day: str = ""


def read_labelled(path: Path) -> list[Labelled]:
    """Read JSON Lines of labelled texts; `group` defaults to the id. Raises LabelError on the first bad line."""
    return [_labelled(path, number, line) for number, line in enumerate(lines(path), start=1) if line.strip()]


def lines(path: Path) -> list[str]:
    """The lines of a JSON Lines file; raises LabelError where it is not UTF-8."""
    whole = path.read_bytes()
    try:
        # Windows begins a file with a mark; and in JSON a text may hold U+2028 and its like, at which splitlines would cut.
        return whole.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise LabelError(path, whole.count(b"\n", 0, error.start) + 1, "not UTF-8") from error


def _labelled(path: Path, number: int, line: str) -> Labelled:
    try:
        row = json.loads(line)
        labels = Labels(
            relevant=_checked(row["relevant"], bool),
            sentiment=Sentiment(row["sentiment"]),
            tone=Tone(row["tone"]),
            issues=tuple(Issue(code) for code in row["issues"]),
            frames=tuple(Frame(code) for code in row["frames"]),
            kind=Kind(row["kind"]),
        )
        text = Text(str(row["id"]), _checked(row.get("title") or "", str), _checked(row["text"], str))
    except (KeyError, TypeError, ValueError) as error:
        raise LabelError(path, number, f"{type(error).__name__}: {error}") from error
    group, source, day = row.get("group", row["id"]), row.get("source", ""), row.get("date") or ""
    return Labelled(text, labels, str(group), str(source), str(day))


def _checked(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.40} is no {kind.__name__}")
    return value


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def folds(groups: Sequence[str], count: int, seed: int) -> npt.NDArray[np.int64]:
    """The fold (0 … count-1) of each row; rows of one group share a fold whatever their order."""
    drawn = (hashlib.sha256(f"{seed}{group}".encode()).digest()[:8] for group in groups)
    return np.array([int.from_bytes(number) % count for number in drawn], dtype=np.int64)


def as_found(rows: Sequence[Labelled]) -> npt.NDArray[np.bool_]:
    """Which rows were not written for training; all of them where none is left."""
    found = np.array([row.source != WRITTEN for row in rows], dtype=np.bool_)
    return found if found.any() else np.ones_like(found)


def counts(rows: Sequence[Labelled]) -> npt.NDArray[np.float32]:
    """How much each row counts in training (rows,)."""
    return np.array([WRITTEN_COUNTS if row.source == WRITTEN else 1.0 for row in rows], dtype=np.float32)
