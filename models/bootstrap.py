"""Intervals and paired tests on sentiment, drawing whole groups of near-equal texts.

May import models.judgement, labels, training_set.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.judgement import Judgement, ScoreFailure
from models.labels import Sentiment
from models.training_set import Labelled

Answer = Judgement | ScoreFailure
Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
DRAWS = 500
CLASSES = tuple(Sentiment)
_FAILED = len(CLASSES)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two models on the same texts: `difference` is second minus first in macro-F1, with its 95 % interval.

    `only_first` and `only_second` count the texts that one alone got right, `p` is McNemar's exact test on them.
    `recall_first` and `recall_second` are the shares of the negative texts that were found, `recall_high` the upper end
    of the 95 % interval of second minus first.
    """

    texts: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    only_first: int
    only_second: int
    p: float
    recall_first: float
    recall_second: float
    recall_high: float

    @property
    def second_is_worse(self) -> bool:
        """Whether the second model is worse beyond noise: its whole interval lies below zero."""
        return self.high < 0

    @property
    def second_misses_more(self) -> bool:
        """Whether the second model misses more of the negative texts, beyond noise."""
        return self.recall_high < 0


def tables(rows: Sequence[Labelled], answers: Sequence[Answer]) -> Counts:
    """A confusion table for each group of texts: shape (groups, 3 true, 4 said), the last column being failures."""
    true, said, group = _coded(rows, answers)
    found = np.zeros((int(group.max(initial=-1)) + 1, len(CLASSES), _FAILED + 1), dtype=np.int64)
    np.add.at(found, (group, true, said), 1)
    return found


def _coded(rows: Sequence[Labelled], answers: Sequence[Answer]) -> tuple[Counts, Counts, Counts]:
    true = np.array([CLASSES.index(row.labels.sentiment) for row in rows], dtype=np.int64)
    said = np.array(
        [CLASSES.index(a.sentiment) if isinstance(a, Judgement) else _FAILED for a in answers], dtype=np.int64
    )
    return true, said, np.unique([row.group for row in rows], return_inverse=True)[1]


def precision_recall_f1(table: npt.NDArray[np.int64]) -> Floats:
    """From tables (…, 3, 4) to precision, recall and F1 of each class (…, 3, 3); 0 where nothing was said or true."""
    hits = np.diagonal(table[..., :3], axis1=-2, axis2=-1)
    said, true = table[..., :3].sum(axis=-2), table.sum(axis=-1)
    parts = (hits / np.maximum(said, 1), hits / np.maximum(true, 1), 2 * hits / np.maximum(said + true, 1))
    return np.stack(parts, axis=-1)


def macro_f1(table: npt.NDArray[np.int64]) -> Floats:
    """Mean F1 of the three classes of tables (…, 3, 4)."""
    means: Floats = precision_recall_f1(table)[..., 2].mean(axis=-1)
    return means


def negative_recall(table: npt.NDArray[np.int64]) -> Floats:
    """Share of the negative texts of tables (…, 3, 4) that were found."""
    found: Floats = precision_recall_f1(table)[..., CLASSES.index(Sentiment.NEGATIVE), 1]
    return found


def redrawn(found: Counts) -> Counts:
    """The sum of the tables of as many groups drawn with replacement, DRAWS times: shape (DRAWS, 3, 4); seeded."""
    draw, size = np.random.default_rng(0), len(found)
    flat = found.reshape(size, -1)
    sums = [np.bincount(draw.integers(0, size, size), minlength=size) @ flat for _ in range(DRAWS)]
    return np.array(sums, dtype=np.int64).reshape(DRAWS, *found.shape[1:])


def middle_95(values: Floats) -> tuple[Floats, Floats]:
    """The 2.5th and 97.5th percentiles along the first axis."""
    low, high = np.percentile(values, [2.5, 97.5], axis=0)
    return low, high


def intervals(rows: Sequence[Labelled], answers: Sequence[Answer]) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals by the names of models.evaluate.figures: macro-F1, F1 of each class, negative recall."""
    again = redrawn(tables(rows, answers))
    parts = precision_recall_f1(again)
    found = {"sentiment_macro_f1": macro_f1(again)}
    found |= {f"f1_{label}": parts[:, place, 2] for place, label in enumerate(CLASSES)}
    found["negative_recall"] = negative_recall(again)
    ends = {name: middle_95(values) for name, values in found.items()}
    return {name: (round(float(low), 4), round(float(high), 4)) for name, (low, high) in ends.items()}


def compare(rows: Sequence[Labelled], first: Sequence[Answer], second: Sequence[Answer]) -> Comparison:
    """Two models' answers to the same texts, by a paired bootstrap (Efron & Tibshirani 1993) and McNemar (1947)."""
    from scipy.stats import binomtest

    both = np.stack([tables(rows, first), tables(rows, second)], axis=1)
    one, two = (float(value) for value in macro_f1(both.sum(axis=0)))
    found_one, found_two = (float(value) for value in negative_recall(both.sum(axis=0)))
    again = redrawn(both)
    (low, _), (high, recall_high) = middle_95(
        np.stack([each[:, 1] - each[:, 0] for each in (macro_f1(again), negative_recall(again))], axis=1)
    )
    right = [np.array([_is_right(row, a) for row, a in zip(rows, answers, strict=True)]) for answers in (first, second)]
    only_first, only_second = int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum())
    differing = only_first + only_second
    p = float(binomtest(only_first, differing).pvalue) if differing else 1.0
    return Comparison(
        texts=len(rows),
        first=one,
        second=two,
        difference=two - one,
        low=float(low),
        high=float(high),
        only_first=only_first,
        only_second=only_second,
        p=p,
        recall_first=found_one,
        recall_second=found_two,
        recall_high=float(recall_high),
    )


def _is_right(row: Labelled, answer: Answer) -> bool:
    return isinstance(answer, Judgement) and answer.sentiment == row.labels.sentiment
