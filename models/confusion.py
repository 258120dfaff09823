"""How often a model takes one class for another, and on which texts that was counted.

May import models.bootstrap, judgement, labels, training_set.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.bootstrap import CLASSES, Answer
from models.judgement import Judgement
from models.training_set import Labelled, Labels

IRRELEVANT = "irrelevant"
Table = Mapping[str, Mapping[str, int]]
# In a city that a model has not seen, errors counted on 100 blind labels give an interval that holds the true share and is half
# as wide as what can be said by errors counted elsewhere; with fewer labels a class is mostly missing (bench.blind_labels).
FEWEST, FEWEST_OF_EACH = 100, 5
# How far sources differ is a guess where a class has texts in fewer.
FEWEST_SOURCES = 5


class Origin(StrEnum):
    """The texts that errors were counted on."""

    OWN = "own"  # those it was trained on, out of fold
    BLIND = "blind"  # an office's blind labels, drawn at random and in no training
    BEFORE = "before"  # as counted for the model that it goes on from


@dataclass(frozen=True, slots=True)
class Errors:
    """A table of errors: true class → said class → texts.

    `name` says which files or which model the texts belong to, `texts` how many were counted; `blind` is how many blind
    labels there were, enough of them or not. `by_source` parts the table by the texts' source: how far the errors on other
    texts may differ from these is seen in how far the sources differ. It is empty where the texts are drawn from those whose
    shares are corrected.
    """

    table: Table
    origin: Origin
    name: str
    texts: int
    blind: int = 0
    by_source: Mapping[str, Table] = field(default_factory=dict)


def chosen(usual: Errors, blind: Errors) -> Errors:
    """The blind ones where they are enough: other labels may have been picked, and errors on hard texts are no usual ones."""
    lines = [sum(said.values()) for said in blind.table.values()]
    enough = blind.texts >= FEWEST and min(lines) >= FEWEST_OF_EACH
    return replace(blind if enough else usual, blind=blind.texts)


def errors(rows: Sequence[Labelled], answers: Sequence[Answer], origin: Origin, name: str) -> Errors:
    """The errors of answers to labelled texts."""
    table = by_class(rows, answers)
    return Errors(table, origin, name, sum(sum(said.values()) for said in table.values()))


def by_source(rows: Sequence[Labelled], answers: Sequence[Answer]) -> dict[str, dict[str, dict[str, int]]]:
    """The table of `by_class` for each source of the texts, by name; nothing where a class is in too few of them."""
    kept: defaultdict[str, list[tuple[Labelled, Answer]]] = defaultdict(list)
    for row, answer in zip(rows, answers, strict=True):
        kept[row.source].append((row, answer))
    tables = {source: by_class(*zip(*pairs, strict=True)) for source, pairs in sorted(kept.items())}
    found = [sum(any(table[true].values()) for table in tables.values()) for true in (IRRELEVANT, *CLASSES)]
    return tables if min(found) >= FEWEST_SOURCES else {}


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
