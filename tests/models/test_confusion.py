"""How often one class is taken for another."""

from dataclasses import replace

import pytest

from models import confusion
from models.confusion import Errors, Origin, chosen
from models.judgement import ScoreFailure
from models.linear import score, train
from tests.models.texts import PLACES, labelled

CLASSES = ("irrelevant", "negative", "neutral", "positive")


def counted(each: int, last: int, origin: Origin) -> Errors:
    table = {true: dict.fromkeys(CLASSES, 0) | {true: each} for true in CLASSES}
    table["positive"] = dict.fromkeys(CLASSES, 0) | {"negative": last}
    return Errors(table, origin, "x", 3 * each + last)


@pytest.mark.parametrize(
    ("each", "last", "origin", "blind"),
    [
        (32, 4, Origin.BEFORE, 100),  # a class with too few
        (31, 6, Origin.BEFORE, 99),
        (31, 7, Origin.BLIND, 100),
        (200, 0, Origin.BEFORE, 600),
        (0, 0, Origin.BEFORE, 0),
    ],
)
def test_blind_errors_are_taken_where_they_are_enough(each: int, last: int, origin: Origin, blind: int) -> None:
    usual = counted(1_000, 1_000, Origin.BEFORE)
    found = chosen(usual, counted(each, last, Origin.BLIND))
    assert (found.origin, found.blind) == (origin, blind)
    assert found.table == (usual.table if origin is Origin.BEFORE else counted(each, last, origin).table)


def test_errors_stand_apart_by_source_where_each_class_is_in_enough_of_them() -> None:
    rows = [replace(row, source=row.group) for row in labelled()]
    answers = score(train(rows), [row.text for row in rows])
    apart = confusion.by_source(rows, answers)
    assert list(apart) == sorted(PLACES)
    whole = confusion.by_class(rows, answers)
    assert {t: {s: sum(one[t][s] for one in apart.values()) for s in CLASSES} for t in CLASSES} == whole
    few = [replace(row, source=PLACES[0]) if row.labels.sentiment == "positive" else row for row in rows]
    assert confusion.by_source(few, answers) == {}


def test_confusion_counts_every_judged_text_by_its_class() -> None:
    rows = labelled()
    answers = [*score(train(rows), [row.text for row in rows[:-1]]), ScoreFailure("empty_text")]
    table = confusion.by_class(rows, answers)
    assert {true: sum(said.values()) for true, said in table.items()} == {
        "irrelevant": 15,
        "negative": 16,
        "neutral": 16,
        "positive": 16,
    }
    assert table["negative"]["negative"] == 16
