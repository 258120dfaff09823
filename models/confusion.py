"""How often a model takes one class for another, and on which texts that was counted.

May import models.bootstrap, judgement, labels, training_set.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from models.bootstrap import CLASSES, Answer
from models.judgement import Judgement
from models.training_set import Labelled, Labels

IRRELEVANT = "irrelevant"
Table = Mapping[str, Mapping[str, int]]


class Origin(StrEnum):
    """The texts that errors were counted on."""

    OWN = "own"  # those it was trained on, out of fold
    BLIND = "blind"  # an office's blind labels, drawn at random and in no training
    BEFORE = "before"  # as counted for the model that it goes on from


def by_class(rows: Sequence[Labelled], answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    """How many texts of a true class were given each class, as the correction of shares reads it; failures left out.

    Classes are the three sentiments of relevant texts, and irrelevant.
    """
    table = {true: dict.fromkeys((IRRELEVANT, *CLASSES), 0) for true in (IRRELEVANT, *CLASSES)}
    for row, answer in zip(rows, answers, strict=True):
        if isinstance(answer, Judgement):
            table[_class(row.labels)][_class(answer)] += 1
    return table


def _class(said: Labels | Judgement) -> str:
    return said.sentiment if said.relevant else IRRELEVANT
