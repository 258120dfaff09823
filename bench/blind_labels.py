"""How many blind labels it takes to correct shares by: a share corrected with errors counted on blind, on picked, on other texts.

Run from the repository's root: OMP_NUM_THREADS=1 CHENGYU_SHARED=../shared python -m bench.blind_labels. As in bench.office_labels a model
is trained on all labelled texts but those of one real city, and judges that city; half of the city is drawn to take labels from, and the
negative share of the other half is estimated by each way. Then the same with the shipped model on the demo city's held-out texts. May
import models, bench.office_labels, bench.train_artifacts and pipeline.quantification.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.office_labels import apart, asked, before
from bench.train_artifacts import ARTIFACTS, FROZEN
from models import stacked
from models.bootstrap import Answer
from models.confusion import FEWEST_OF_EACH, by_class
from models.judgement import Judgement
from models.labels import Sentiment
from models.training_set import Labelled, read_labelled
from pipeline.quantification import CLASSES, Confusion, estimate, read_confusion

Places = npt.NDArray[np.int64]
# An interval from .0003 on is printed as from .0 % on, and holds the share 0.
PRINTED = 0.0005
Measured = tuple[float, float, float]
# The shipped model's errors, as those of its texts and as those of one more source.
POOLED, APART = "the shipped model's", "the shipped model's as of one more source"


def main() -> None:
    """Print, for each city, number of labels and way, the mean distance from the true share, and width and coverage of the interval."""
    chosen = asked(__doc__, [100, 150, 200, 300], 60)
    card = json.loads((ARTIFACTS / stacked.NAME / "model.json").read_text(encoding="utf-8"))
    city, rest = apart(chosen.shared)
    demo, shipped = read_labelled(FROZEN), stacked.load(ARTIFACTS / stacked.NAME)
    for name, rows, model in (("real city", city, before(rest, chosen.scratch)), ("demo city", demo, shipped)):
        others = without(card, {row.source for row in rows})
        answers: list[Answer] = [*stacked.score(model, [row.text for row in rows])]
        for count in chosen.labels:
            for way, each in tried(rows, answers, others, count, chosen.draws).items():
                print(f"{name}, {count} labels, {way}: {summed(each, chosen.draws)}", flush=True)


def tried(
    rows: Sequence[Labelled], answers: Sequence[Answer], others: Mapping[str, Confusion], count: int, draws: int
) -> dict[str, list[Measured]]:
    """By way, what is measured on each draw with enough texts of every class; `others` are errors counted elsewhere."""
    found: dict[str, list[Measured]] = {"blind": [], "picked": [], **{way: [] for way in others}}
    for seed in range(draws):
        order = np.random.default_rng(seed).permutation(len(rows))
        near, target = np.split(order, [len(rows) // 2])
        picked = near[np.argsort([_lead(answers[place]) for place in near], kind="stable")]
        ways = {
            "blind": _counted(rows, answers, near[:count]),
            "picked": _counted(rows, answers, picked[:count]),
            **others,
        }
        for way, confusion in ways.items():
            if confusion is not None:
                found[way].append(measured(rows, answers, target, confusion))
    return found


def without(card: Mapping[str, Any], sources: Collection[str]) -> dict[str, Confusion]:
    """The errors of a card whose texts are not of those sources."""
    kept = {source: table for source, table in card["confusion_by_source"].items() if source not in sources}
    together = {true: {said: sum(table[true][said] for table in kept.values()) for said in CLASSES} for true in CLASSES}
    fields = {"confusion": together}
    found = {POOLED: read_confusion(fields), APART: read_confusion(fields | {"confusion_by_source": kept})}
    return {way: confusion for way, confusion in found.items() if confusion is not None}


def summed(each: Sequence[Measured], draws: int) -> str:
    """The means in words."""
    if not each:
        return f"used in 0 of {draws}"
    error, width, held = np.array(each, dtype=float).mean(axis=0)
    return (
        f"used in {len(each)} of {draws}, off by {error:.3f}, interval {width:.3f} wide, holds the truth in {held:.2f}"
    )


def _counted(rows: Sequence[Labelled], answers: Sequence[Answer], places: Places) -> Confusion | None:
    """None where a class has too few texts, as in training."""
    table = by_class([rows[n] for n in places], [answers[n] for n in places])
    if min(sum(said.values()) for said in table.values()) < FEWEST_OF_EACH:
        return None
    return read_confusion({"confusion": table})


def measured(rows: Sequence[Labelled], answers: Sequence[Answer], places: Places, confusion: Confusion) -> Measured:
    """Distance from the true share, width, and whether the interval holds it, as precisely as a report prints it."""
    table = by_class([rows[n] for n in places], [answers[n] for n in places])
    said = np.array([sum(line[name] for line in table.values()) for name in CLASSES], dtype=float)
    relevant = [rows[n].labels for n in places if rows[n].labels.relevant]
    truth = sum(labels.sentiment is Sentiment.NEGATIVE for labels in relevant) / len(relevant)
    share, low, high = estimate(said, confusion)
    return abs(share - truth), high - low, low - PRINTED <= truth <= high + PRINTED


def _lead(answer: Answer) -> float:
    """How far the leading sentiment is ahead: the least are picked first."""
    if not isinstance(answer, Judgement):
        return 1.0
    second, first = sorted(answer.probabilities.values())[-2:]
    return first - second


if __name__ == "__main__":
    main()
