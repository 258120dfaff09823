"""How good judgements are against labels: the figures of the gate. May import models.judgement, labels, training_set."""

from collections.abc import Sequence

import numpy as np

from models.judgement import Judgement, ScoreFailure
from models.labels import Sentiment
from models.training_set import Labelled

Answer = Judgement | ScoreFailure
BINS = 10


def figures(rows: Sequence[Labelled], answers: Sequence[Answer]) -> dict[str, float]:
    """Macro-F1 and parts for sentiment, F1 of relevance, micro-F1 of issues and frames, calibration error.

    A failure counts as a wrong answer everywhere.
    """
    true = [row.labels.sentiment for row in rows]
    said = [answer.sentiment if isinstance(answer, Judgement) else None for answer in answers]
    parts = {f"f1_{label}": _f1(true, said, label) for label in Sentiment}
    relevant = [answer.relevant if isinstance(answer, Judgement) else None for answer in answers]
    return {
        "texts": len(rows),
        "sentiment_macro_f1": round(sum(parts.values()) / len(parts), 4),
        **{name: round(value, 4) for name, value in parts.items()},
        "negative_recall": round(_recall(true, said, Sentiment.NEGATIVE), 4),
        "relevance_f1": round(_f1([row.labels.relevant for row in rows], relevant, True), 4),
        "issues_micro_f1": round(
            _micro([(set(row.labels.issues), _issues(a)) for row, a in zip(rows, answers, strict=True)]), 4
        ),
        "frames_micro_f1": round(
            _micro([(set(row.labels.frames), _frames(a)) for row, a in zip(rows, answers, strict=True)]), 4
        ),
        "ece": round(calibration_error(rows, answers), 4),
    }


def both_right(rows: Sequence[Labelled], answers: Sequence[Answer]) -> float:
    """Share of groups whose every sentiment is right: of contrast pairs, those with both texts right."""
    right: dict[str, bool] = {}
    for row, answer in zip(rows, answers, strict=True):
        hit = isinstance(answer, Judgement) and answer.sentiment == row.labels.sentiment
        right[row.group] = right.get(row.group, True) and hit
    return sum(right.values()) / max(len(right), 1)


def _issues(answer: Answer) -> set[str]:
    return set(answer.issues) if isinstance(answer, Judgement) else set()


def _frames(answer: Answer) -> set[str]:
    return set(answer.frames) if isinstance(answer, Judgement) else set()


def _f1(true: Sequence[object], said: Sequence[object], label: object) -> float:
    hits = sum(left == right == label for left, right in zip(true, said, strict=True))
    total = sum(value == label for value in true) + sum(value == label for value in said)
    return 2 * hits / max(total, 1)


def _recall(true: Sequence[object], said: Sequence[object], label: object) -> float:
    hits = sum(left == right == label for left, right in zip(true, said, strict=True))
    return hits / max(sum(value == label for value in true), 1)


def _micro(pairs: Sequence[tuple[set[str], set[str]]]) -> float:
    hits = sum(len(true & said) for true, said in pairs)
    return 2 * hits / max(sum(len(true) + len(said) for true, said in pairs), 1)


def calibration_error(rows: Sequence[Labelled], answers: Sequence[Answer]) -> float:
    """Expected calibration error of the leading sentiment in ten equal bins (Guo et al. 2017); 0 without judgements."""
    judged = [(row.labels.sentiment, a) for row, a in zip(rows, answers, strict=True) if isinstance(a, Judgement)]
    if not judged:
        return 0.0
    chance = np.array([max(answer.probabilities.values()) for _, answer in judged])
    hit = np.array([answer.sentiment == true for true, answer in judged], dtype=np.float64)
    place = np.minimum((chance * BINS).astype(int), BINS - 1)
    return float(np.abs(np.bincount(place, chance - hit, minlength=BINS)).sum() / len(judged))
