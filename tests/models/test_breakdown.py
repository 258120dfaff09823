"""A model's scores by class, source and week, with intervals, and two models on the same texts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score

from models.bootstrap import CLASSES, Answer, compare, macro_f1, precision_recall_f1
from models.breakdown import breakdown, week_of
from models.judgement import Judgement, ScoreFailure
from models.labels import Kind, Sentiment, Tone
from models.training_set import Labelled
from tests.models.texts import labelled

ROWS = [replace(row, group=row.text.id) for row in labelled()]


def said(sentiment: Sentiment, chance: float = 0.8) -> Judgement:
    rest = (1 - chance) / 2
    chances = {label: chance if label is sentiment else rest for label in Sentiment}
    return Judgement(True, 0.9, sentiment, chances, Tone.NEUTRAL, (), (), Kind.REPORT, ())


def answers(rows: list[Labelled], wrong: int) -> list[Answer]:
    """Right answers, but for the first `wrong` texts, which are called by the next class."""
    place = {label: number for number, label in enumerate(CLASSES)}
    return [said(CLASSES[(place[row.labels.sentiment] + (number < wrong)) % 3]) for number, row in enumerate(rows)]


def test_the_parts_of_a_breakdown_add_up() -> None:
    rows = [
        replace(row, source="甲" if n % 2 else "乙", day="2026-11-18" if n < 40 else "") for n, row in enumerate(ROWS)
    ]
    found = breakdown(rows, [*answers(rows, 8)[:-1], ScoreFailure("no_words")])
    assert found["failed"] == 1
    assert sum(row["texts"] for row in found["classes"]) == len(rows)
    assert sum(map(sum, found["confusion"])) == len(rows)
    assert {row["name"]: row["texts"] for row in found["sources"]} == {"甲": 32, "乙": 32}
    assert {row["name"]: row["texts"] for row in found["weeks"]} == {"2026-W47": 40, "未写": 24}
    assert sum(row["texts"] for row in found["calibration"]) == len(rows) - 1
    assert found["macro_f1"]["low"] < found["macro_f1"]["value"] < found["macro_f1"]["high"]
    assert found["macro_f1"]["value"] == pytest.approx(found["figures"]["sentiment_macro_f1"], abs=1e-4)


def test_a_small_group_is_counted_and_not_scored() -> None:
    rows = [replace(row, source="少" if n < 5 else "多") for n, row in enumerate(ROWS)]
    few = next(row for row in breakdown(rows, answers(rows, 0))["sources"] if row["name"] == "少")
    assert few == {"name": "少", "texts": 5, "value": None, "low": None, "high": None}


def test_a_group_says_which_class_no_text_has() -> None:
    rows = [replace(row, source="缺" if row.labels.sentiment != Sentiment.POSITIVE else "有") for row in ROWS]
    found = {row["name"]: row for row in breakdown([*rows, *rows], answers([*rows, *rows], 0))["sources"]}
    assert {name: row["absent"] for name, row in found.items()} == {"缺": ["positive"], "有": ["negative", "neutral"]}
    assert found["缺"]["value"] == pytest.approx(2 / 3, abs=1e-4)


def test_without_texts_there_is_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="no labelled texts"):
        breakdown([], [])


@pytest.mark.parametrize(
    ("day", "week"), [("2026-11-18", "2026-W47"), ("2027-01-01T08:00", "2026-W53"), ("", "未写"), ("昨天", "未写")]
)
def test_weeks(day: str, week: str) -> None:
    assert week_of(day) == week


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=60))
def test_scores_are_those_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    table = np.zeros((3, 4), dtype=np.int64)
    for true, guess in pairs:
        table[true, guess] += 1
    true, guess = zip(*pairs, strict=True)
    options = {"labels": [0, 1, 2], "average": None, "zero_division": 0.0}
    expected = [score(true, guess, **options) for score in (precision_score, recall_score, f1_score)]
    assert precision_recall_f1(table) == pytest.approx(np.array(expected).T)
    assert macro_f1(table) == pytest.approx(expected[2].mean())


def test_a_model_that_misses_more_of_the_negative_is_told_whatever_else_it_gains() -> None:
    negative = [row for row in ROWS if row.labels.sentiment == Sentiment.NEGATIVE]
    others = [row for row in ROWS if row.labels.sentiment != Sentiment.NEGATIVE]
    rows = [*negative, *others]
    careful = [*answers(negative, 0), *answers(others, len(others))]
    careless = [*answers(negative, len(negative) - 1), *answers(others, 0)]
    found = compare(rows, careful, careless)
    assert (found.recall_first, found.second_misses_more) == (1.0, True)
    assert found.recall_second == pytest.approx(1 / len(negative))
    assert not compare(rows, careless, careful).second_misses_more


@pytest.mark.parametrize(("first", "second", "worse"), [(0, 30, True), (30, 0, False), (6, 7, False), (5, 5, False)])
def test_two_models_on_the_same_texts(first: int, second: int, worse: bool) -> None:
    found = compare(ROWS, answers(ROWS, first), answers(ROWS, second))
    assert found.second_is_worse is worse
    assert found.low <= found.difference <= found.high
    assert (found.only_first, found.only_second) == (max(second - first, 0), max(first - second, 0))
    assert (found.p < 0.05) is (abs(first - second) > 5)
