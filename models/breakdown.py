"""Where a model is good and where it is not: by class, source and week, with intervals. May import models.*."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from models.bootstrap import CLASSES, Answer, macro_f1, middle_95, precision_recall_f1, redrawn, tables
from models.evaluate import BINS, figures
from models.judgement import Judgement
from models.labels import Frame, Issue, Kind, Tone
from models.training_set import Labelled, Labels

# Of fewer texts an interval would span half the scale: the group is counted and not scored.
FEWEST = 20
Rows = list[dict[str, Any]]
_TASKS: Mapping[str, Sequence[Hashable]] = {
    "relevant": (True,),
    "tone": tuple(Tone),
    "kind": tuple(Kind),
    "issues": tuple(Issue),
    "frames": tuple(Frame),
}


def breakdown(rows: Sequence[Labelled], answers: Sequence[Answer]) -> dict[str, Any]:
    """Everything that `chengyu evaluate` tells, as JSON values; a failure counts as wrong everywhere.

    Raises ValueError without rows.
    """
    if not rows:
        raise ValueError("no labelled texts")
    return {
        "figures": figures(rows, answers),
        "failed": sum(not isinstance(answer, Judgement) for answer in answers),
        "macro_f1": _scored(rows, answers),
        "classes": sentiment_classes(rows, answers),
        "labels_of_tasks": label_scores(rows, answers),
        "sources": _groups(rows, answers, lambda row: row.source or "未写"),
        "weeks": _groups(rows, answers, lambda row: week_of(row.day)),
        "confusion": tables(rows, answers).sum(axis=0).tolist(),
        "calibration": calibration(rows, answers),
    }


def week_of(day: str) -> str:
    """2026-W47 for 2026-11-18, "未写" where there is no date."""
    try:
        year, week, _ = date.fromisoformat(day[:10]).isocalendar()
    except ValueError:
        return "未写"
    return f"{year}-W{week:02d}"


def _scored(rows: Sequence[Labelled], answers: Sequence[Answer]) -> dict[str, float]:
    found = tables(rows, answers)
    low, high = middle_95(macro_f1(redrawn(found)))
    return _rounded(value=float(macro_f1(found.sum(axis=0))), low=float(low), high=float(high))


def sentiment_classes(rows: Sequence[Labelled], answers: Sequence[Answer]) -> Rows:
    """Precision, recall and F1 of each sentiment, F1 with its interval."""
    found = tables(rows, answers)
    points = precision_recall_f1(found.sum(axis=0))
    low, high = middle_95(precision_recall_f1(redrawn(found)))
    sizes = found.sum(axis=(0, 2))
    return [
        {"class": label.value, "texts": int(sizes[place])}
        | _rounded(precision=points[place, 0], recall=points[place, 1], f1=points[place, 2])
        | _rounded(low=low[place, 2], high=high[place, 2])
        for place, label in enumerate(CLASSES)
    ]


def label_scores(rows: Sequence[Labelled], answers: Sequence[Answer]) -> Rows:
    """F1 of relevance and of every tone, kind, issue and frame."""
    found: Rows = []
    for task, values in _TASKS.items():
        pairs = [(_values(row.labels, task), _said(answer, task)) for row, answer in zip(rows, answers, strict=True)]
        found += [_one_label(task, value, pairs) for value in values]
    return found


def _said(answer: Answer, task: str) -> set[Hashable]:
    return _values(answer, task) if isinstance(answer, Judgement) else set()


def _values(owner: Judgement | Labels, task: str) -> set[Hashable]:
    value = getattr(owner, task)
    return set(value) if isinstance(value, tuple) else {value}


def _one_label(task: str, value: Hashable, pairs: Sequence[tuple[set[Hashable], set[Hashable]]]) -> dict[str, Any]:
    marks = [(value in true, value in said) for true, said in pairs]
    hits, true, said = (sum(kept) for kept in (map(all, marks), (t for t, _ in marks), (s for _, s in marks)))
    f1 = 2 * hits / (true + said) if true + said else None
    return {"task": task, "class": str(value), "texts": true, "said": said, "f1": None if f1 is None else round(f1, 4)}


def _groups(rows: Sequence[Labelled], answers: Sequence[Answer], name_of: Callable[[Labelled], str]) -> Rows:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        places[name_of(row)].append(place)
    return [
        {"name": name, "texts": len(chosen)}
        | (
            _one_group([rows[n] for n in chosen], [answers[n] for n in chosen])
            if len(chosen) >= FEWEST
            else _unscored()
        )
        for name, chosen in sorted(places.items())
    ]


def _one_group(rows: Sequence[Labelled], answers: Sequence[Answer]) -> dict[str, Any]:
    """The score, and the classes that no text has: in the macro-F1 they count as 0 where they are rightly never said."""
    true = {row.labels.sentiment for row in rows}
    return {**_scored(rows, answers), "absent": [str(label) for label in CLASSES if label not in true]}


def _unscored() -> dict[str, None]:
    return {"value": None, "low": None, "high": None}


def calibration(rows: Sequence[Labelled], answers: Sequence[Answer]) -> Rows:
    """In ten equal bins of the leading sentiment's probability: its mean and the share that was right."""
    judged = [(row, a) for row, a in zip(rows, answers, strict=True) if isinstance(a, Judgement)]
    chance = np.array([max(answer.probabilities.values()) for _, answer in judged])
    hit = np.array([answer.sentiment == row.labels.sentiment for row, answer in judged], dtype=np.float64)
    place = np.minimum((chance * BINS).astype(int), BINS - 1)
    return [
        {"bin": round((bin_ + 0.5) / BINS, 2), "texts": int((place == bin_).sum())}
        | _rounded(chance=chance[place == bin_].mean(), right=hit[place == bin_].mean())
        for bin_ in range(BINS)
        if (place == bin_).any()
    ]


def _rounded(**values: Any) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in values.items()}
