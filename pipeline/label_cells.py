"""One text's labels as cells with Chinese words, and back with every check. May import models.labels, training_set."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from models.labels import (
    CONTRADICTION_ZH,
    FRAME_ZH,
    ISSUE_ZH,
    KIND_ZH,
    SENTIMENT_ZH,
    TONE_ZH,
    Frame,
    Issue,
    Kind,
    Sentiment,
    Tone,
    contradiction,
)
from models.training_set import Labels

ID, ANNOTATOR, EMPTY = "编号", "标注人", ""
RELEVANT_ZH = {True: "是", False: "否"}
# A relevant text may have no issue, but a cell that was forgotten must not say so.
NO_ISSUE = "无"
# Field, its columns, the words that may stand in them.
CHOICES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("relevant", ("相关",), tuple(RELEVANT_ZH.values())),
    ("sentiment", ("态度",), tuple(SENTIMENT_ZH.values())),
    ("tone", ("语气",), tuple(TONE_ZH.values())),
    ("kind", ("体裁",), tuple(KIND_ZH.values())),
    ("issues", ("事项一", "事项二"), (*ISSUE_ZH.values(), NO_ISSUE)),
    ("frames", ("说法一", "说法二", "说法三"), tuple(FRAME_ZH.values())),
)
COLUMNS = {field: columns for field, columns, _ in CHOICES}
# Read on texts with negative sentiment only, as the guidelines have it.
REPROACHES = (Frame.OVER_PENALTY, Frame.POOR_RESPONSE, Frame.POLICY_DISPUTE, Frame.HAZARD, Frame.POOR_QUALITY)
_SEPARATORS = str.maketrans(dict.fromkeys("，,;；/", "、"))
Code = TypeVar("Code", bound=StrEnum)


class CellError(ValueError):
    """A row of labels that cannot be used; the message is one Chinese reason."""


def guess_cells(guess: Mapping[str, Any]) -> dict[str, str]:
    """The model's answers in Chinese, by field."""
    return {
        "relevant": RELEVANT_ZH[bool(guess["relevant"])],
        "sentiment": SENTIMENT_ZH[Sentiment(guess["sentiment"])],
        "tone": TONE_ZH[Tone(guess["tone"])],
        "kind": KIND_ZH[Kind(guess["kind"])],
        "issues": "、".join(ISSUE_ZH[Issue(code)] for code in guess["issues"]),
        "frames": "、".join(FRAME_ZH[Frame(code)] for code in guess["frames"]),
    }


def read_cells(cells: Mapping[str, str]) -> Labels | None:
    """The labels of one row, None where nothing was filled in; raises CellError."""
    words = {field: _words(cells, columns) for field, columns in COLUMNS.items()}
    if not any(words.values()):
        return None
    relevant = _relevant(words["relevant"])
    sentiment = _sentiment(words["sentiment"], relevant)
    tone = _one(words["tone"], "语气", TONE_ZH)
    kind = _one(words["kind"], "体裁", KIND_ZH)
    issues = _issues(words["issues"], relevant)
    frames = _several(words["frames"], "说法", FRAME_ZH)
    if found := contradiction(relevant, sentiment, issues, frames):
        raise CellError(CONTRADICTION_ZH[found])
    _check_reproaches(sentiment, frames)
    return Labels(relevant, sentiment, tone, issues, frames, kind)


def _words(cells: Mapping[str, str], columns: tuple[str, ...]) -> list[str]:
    joined = "、".join(cells.get(column, "") for column in columns).translate(_SEPARATORS)
    return [word.strip() for word in joined.split("、") if word.strip()]


def _relevant(words: list[str]) -> bool:
    known = {word: value for value, word in RELEVANT_ZH.items()}
    if len(words) != 1 or words[0] not in known:
        raise CellError("“相关”没有填" if not words else f"“相关”只能填是或否，这里是“{'、'.join(words)}”")
    return known[words[0]]


def _sentiment(words: list[str], relevant: bool) -> Sentiment:
    if not relevant and not words:
        return Sentiment.NEUTRAL
    return _one(words, "态度", SENTIMENT_ZH)


def _one(words: list[str], column: str, known: Mapping[Code, str]) -> Code:
    if not words:
        raise CellError(f"“{column}”没有填")
    if len(words) > 1:
        raise CellError(f"“{column}”只能填一个，这里是“{'、'.join(words)}”")
    return _code(words[0], column, known)


def _several(words: list[str], column: str, known: Mapping[Code, str]) -> tuple[Code, ...]:
    codes = tuple(_code(word, column, known) for word in words)
    if len(set(codes)) < len(codes):
        raise CellError(f"“{column}”里有重复：{'、'.join(words)}")
    return codes


def _issues(words: list[str], relevant: bool) -> tuple[Issue, ...]:
    if words == [NO_ISSUE]:
        return ()
    if NO_ISSUE in words:
        raise CellError(f"填了“{NO_ISSUE}”就不能再填别的事项")
    if relevant and not words:
        raise CellError(f"相关的文字要填一个或两个事项；哪个都不是的填“{NO_ISSUE}”")
    return _several(words, "事项", ISSUE_ZH)


def _code(word: str, column: str, known: Mapping[Code, str]) -> Code:
    for code, name in known.items():
        if word in (name, code.value):
            return code
    # Of issues and frames there are too many to name.
    options = f"；可填：{'、'.join(known.values())}" if len(known) < 10 else ""
    raise CellError(f"“{column}”里没有“{word}”这个选项{options}")


def _check_reproaches(sentiment: Sentiment, frames: tuple[Frame, ...]) -> None:
    for frame in frames:
        if frame in REPROACHES and sentiment is not Sentiment.NEGATIVE:
            raise CellError(f"“{FRAME_ZH[frame]}”只用于态度为负面的文字")
