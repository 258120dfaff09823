"""Whether a week's texts, the model's answers, or its errors have moved away from the training set.

May import models.reference, pipeline.context. A warning needs two things: a difference that chance does not give, and one
that is new: an office's texts always differ somewhat from a training set, and a lamp that always burns is not looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.reference import Reference, sketch
from pipeline.context import Row, Rows

Floats = npt.NDArray[np.float64]
ALPHA = 0.01
# Texts of a week that are drawn for the tests, and the fewest on which they are made.
DRAWN, FEWEST = 300, 30
_PERMUTATIONS = 200
# Beyond so many times the middle distance of the weeks before, a week has moved; with fewer weeks any distance counts.
_BEYOND, _WEEKS = 1.5, 4
_WORDS = {
    "texts": "本期文字与训练数据的差别明显变大（p={p:.3f}）：可能有新来源或新话题，判读可能不如从前准，建议抽样标注核对",
    "scores": "本期判读结果的分布与训练数据相比明显移动（p={p:.3f}）：若非舆情真的变了，就是模型不适应，建议抽样标注核对",
    "labels": "{name}的盲评中，模型与人工不一致的占{share:.0%}，明显多于训练时的{expected:.0%}（p={p:.3f}）：建议用新标注重新训练",
}


@dataclass(frozen=True, slots=True)
class Week:
    """A period's texts (title and cleaned text) and their P(negative) and P(positive), shape (texts, 2).

    `blind` says of each of its blind texts, each once, whether the model agrees with the people.
    """

    name: str
    texts: Sequence[str]
    scores: Floats
    blind: Sequence[bool]


def drift_rows(weeks: Sequence[Week], known: Reference, model: str) -> Rows:
    """One row a test with `test`, `distance`, `p`, `moved`, and `warning` where it moved; `weeks` oldest first.

    The last week is tested, of blind labels the last that has enough: they come when a week's report is out. The weeks
    before it say which distances are usual. A test without enough texts gives no row.
    """
    drawn = [_drawn(week) for week in weeks if len(week.texts) >= FEWEST]
    if not weeks or len(weeks[-1].texts) < FEWEST:
        return _labels(weeks, known, model)
    sketches = [np.array([sketch(text) for text in week.texts]) for week in drawn]
    return [
        *_compared("texts", sketches, known.sketches, model),
        *_compared("scores", [week.scores for week in drawn], known.scores, model),
        *_labels(weeks, known, model),
    ]


def _drawn(week: Week) -> Week:
    chosen = np.random.default_rng(0).permutation(len(week.texts))[:DRAWN]
    return Week(week.name, [week.texts[place] for place in chosen], week.scores[chosen], week.blind)


def _compared(test: str, weeks: Sequence[Floats], known: Floats, model: str) -> Rows:
    if len(known) < FEWEST:
        return []
    before = [energy_distance(week, known) for week in weeks[:-1]]
    distance, p = permutation_test(weeks[-1], known)
    return [_row(test, model, p, _is_new(distance, before), {"distance": round(distance, 6)})]


def _labels(weeks: Sequence[Week], known: Reference, model: str) -> Rows:
    from scipy.stats import binomtest

    told = [week for week in weeks if len(week.blind) >= FEWEST]
    if not told:
        return []
    *before, share = (week.blind.count(False) / len(week.blind) for week in told)
    last, expected = told[-1], 1 - known.accuracy
    p = float(binomtest(last.blind.count(False), len(last.blind), expected, alternative="greater").pvalue)
    fields: Mapping[str, float | str] = {
        "distance": round(share, 6), "share": share, "expected": expected, "name": last.name,
    }  # fmt: skip
    return [_row("labels", model, p, _is_new(share, before), fields)]


def _is_new(distance: float, before: Sequence[float]) -> bool:
    """Whether it lies well beyond what was usual; without weeks enough to tell, any does."""
    return len(before) < _WEEKS or distance > float(np.median(before)) * _BEYOND


def _row(test: str, model: str, p: float, is_new: bool, fields: Mapping[str, float | str]) -> Row:
    moved = p < ALPHA and is_new
    row: Row = {"model": model, "test": test, "distance": fields["distance"], "p": round(p, 6), "moved": moved}
    return row | {"warning": _WORDS[test].format(p=p, **fields)} if moved else row


def energy_distance(left: Floats, right: Floats) -> float:
    """Energy distance of two samples of vectors (Szekely & Rizzo 2013, doi:10.1016/j.jspi.2013.03.018); 0 when alike."""
    return float(2 * _distances(left, right).mean() - _distances(left, left).mean() - _distances(right, right).mean())


def permutation_test(left: Floats, right: Floats) -> tuple[float, float]:
    """The energy distance and the share of random splits of both samples that lie as far apart; seeded."""
    both = _distances(*(np.concatenate([left, right]),) * 2)
    mark = np.r_[np.full(len(left), 1 / len(left)), np.full(len(right), -1 / len(right))]
    random = np.random.default_rng(0)
    splits = np.array([mark, *(random.permutation(mark) for _ in range(_PERMUTATIONS))])
    # With weights w of sum 0 the energy distance is -w'Dw.
    found = -np.einsum("ij,ij->i", splits @ both, splits)
    return float(found[0]), float((found >= found[0] - 1e-12).mean())


def _distances(left: Floats, right: Floats) -> Floats:
    squares = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1)[None, :] - 2 * left @ right.T
    lengths: Floats = np.sqrt(np.maximum(squares, 0))
    return lengths
