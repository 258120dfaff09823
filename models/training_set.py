"""Labelled texts as files hold them, checked line by line. May import models.judgement, models.labels."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from models.judgement import Text, is_whole
from models.labels import CONTRADICTION_ZH, Frame, Issue, Kind, Sentiment, Tone, contradiction

T = TypeVar("T")

# Texts that were written for training are harder than real ones: nothing is calibrated on them, and each counts as part
# of a real one. At .3 texts by other hands are read much better, at 1 no better still, and real ones a little worse.
WRITTEN, WRITTEN_COUNTS = "written", 0.3


class LabelError(Exception):
    """A line of a labelled file that cannot be used: path, line number, and one Chinese reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path} 第 {line} 行：{reason}")
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
    """A text, its labels, where it came from, the group of near-equal texts that it belongs to, and its day or "".

    `blind` ones were drawn at random and are kept out of training.
    """

    text: Text
    labels: Labels
    group: str
    source: str
    day: str = ""
    blind: bool = False


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
        raise LabelError(path, whole.count(b"\n", 0, error.start) + 1, "不是 UTF-8") from error


class _UnusableError(Exception):
    """A line that cannot be used; the message is one Chinese reason."""


def _labelled(path: Path, number: int, line: str) -> Labelled:
    try:
        row = _object(line)
        labels = _labels(row)
        title = "" if row.get("title") is None else _read(row, "title", _text)
        text = Text(_read(row, "id", str), title, _read(row, "text", _text))
    except _UnusableError as error:
        raise LabelError(path, number, str(error)) from error
    return Labelled(
        text,
        labels,
        str(text.id if row.get("group") is None else row["group"]),
        str(row.get("source", "")),
        str(row.get("date") or ""),
        row.get("blind") is True,
    )


def _object(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _UnusableError("不是 JSON") from error
    if not isinstance(row, dict):
        raise _UnusableError("不是 JSON 对象")
    return row


def _labels(row: Mapping[str, Any]) -> Labels:
    labels = Labels(
        relevant=_read(row, "relevant", _truth),
        sentiment=_read(row, "sentiment", Sentiment),
        tone=_read(row, "tone", Tone),
        issues=_read(row, "issues", lambda codes: tuple(Issue(code) for code in _several(codes))),
        frames=_read(row, "frames", lambda codes: tuple(Frame(code) for code in _several(codes))),
        kind=_read(row, "kind", Kind),
    )
    if found := contradiction(labels.relevant, labels.sentiment, labels.issues, labels.frames):
        raise _UnusableError(CONTRADICTION_ZH[found])
    return labels


def _read(row: Mapping[str, Any], name: str, read: Callable[[Any], T]) -> T:
    if name not in row:
        raise _UnusableError(f"缺少 {name}")
    try:
        return read(row[name])
    except (TypeError, ValueError) as error:
        shown = json.dumps(row[name], ensure_ascii=False)[:40].encode("utf-8", "replace").decode("utf-8")
        raise _UnusableError(f"{name} 不能是 {shown}") from error


def _truth(value: object) -> bool:
    # As a truth value "false" would be true.
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _several(value: object) -> list[Any]:
    # As codes an empty string would be none at all.
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not is_whole(value):
        raise TypeError(value)
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
