"""How often a model takes one class for another, and on which texts that was counted.

May import models.bootstrap, judgement, labels, training_set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from models.bootstrap import CLASSES, Answer
from models.judgement import Judgement
from models.training_set import Labelled, Labels

IRRELEVANT = "irrelevant"
Table = Mapping[str, Mapping[str, int]]
# In a city that a model has not seen, errors counted elsewhere put the true share outside the interval, those counted on
# 100 blind labels inside it, wide as it is; with fewer labels a class is mostly missing (bench.blind_labels).
FEWEST, FEWEST_OF_EACH = 100, 5


class Origin(StrEnum):
    """The texts that errors were counted on."""

    OWN = "own"  # those it was trained on, out of fold
    BLIND = "blind"  # an office's blind labels, drawn at random and in no training
    BEFORE = "before"  # as counted for the model that it goes on from


@dataclass(frozen=True, slots=True)
class Errors:
    """A table of errors: true class → said class → texts.

    `name` says which files or which model the texts belong to, `texts` how many were counted; `blind` is how many blind
    labels there were, enough of them or not.
    """

    table: Table
    origin: Origin
    name: str
    texts: int
    blind: int = 0


def chosen(usual: Errors, blind: Errors) -> Errors:
    """The blind ones where they are enough: other labels may have been picked, and errors on hard texts are no usual ones."""
    lines = [sum(said.values()) for said in blind.table.values()]
    enough = blind.texts >= FEWEST and min(lines) >= FEWEST_OF_EACH
    return replace(blind if enough else usual, blind=blind.texts)


def errors(rows: Sequence[Labelled], answers: Sequence[Answer], origin: Origin, name: str) -> Errors:
    """The errors of answers to labelled texts."""
    table = by_class(rows, answers)
    return Errors(table, origin, name, sum(sum(said.values()) for said in table.values()))


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
