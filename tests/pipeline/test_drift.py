"""Drift is told where texts, scores or errors have moved, and not where they are as they were."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from models.reference import Reference, sketch
from pipeline.context import AnalysisContext
from pipeline.drift import Week, drift_rows, energy_distance, permutation_test
from pipeline.drift_table import drift, warnings
from pipeline.periods import PeriodKind, containing

OLD = ("路口占道经营没人管", "夜里工地噪音扰民", "垃圾清运当天完成", "公布停车收费办法", "烧烤油烟呛人投诉多次")
NEW = ("共享单车乱停乱放堵住盲道", "小区电梯故障物业推诿", "河道漂浮物打捞通报", "树木修剪影响采光", "井盖破损夜间危险")


def week(
    texts: tuple[str, ...], size: int, seed: int, negative: float = 0.4, blind: Sequence[bool] = (), name: str = ""
) -> Week:
    random = np.random.default_rng(seed)
    drawn = [f"{texts[random.integers(len(texts))]}{random.integers(100)}号" for _ in range(size)]
    shares = random.beta(negative * 8, (1 - negative) * 8, size)
    return Week(name, drawn, np.column_stack([shares, (1 - shares) / 2]), blind)


def known(accuracy: float = 0.8) -> Reference:
    found = week(OLD, 200, 99)
    return Reference(np.array([sketch(text) for text in found.texts]), found.scores, accuracy)


USUAL = [week(OLD, 80, seed) for seed in range(5)]
AGREES, HALF = [True] * 80 + [False] * 20, [True] * 50 + [False] * 50


@pytest.mark.parametrize(
    ("last", "moved"),
    [
        (week(OLD, 80, 50, blind=AGREES), set()),
        (week(NEW, 80, 50, blind=AGREES), {"texts"}),
        (week(OLD, 80, 50, negative=0.8, blind=AGREES), {"scores"}),
        (week(OLD, 80, 50, blind=HALF), {"labels"}),
        (week(NEW, 10, 50, blind=[False] * 10), set()),
        (week(NEW, 10, 50, blind=[False] * 40), {"labels"}),
    ],
)
def test_what_moved_is_told(last: Week, moved: set[str]) -> None:
    rows = drift_rows([*USUAL, last], known(), "test@1")
    assert {row["test"] for row in rows if row["moved"]} == moved
    assert [row["warning"] != "" for row in warnings(rows)] == [True] * len(moved)


@pytest.mark.parametrize(
    ("before", "last", "share", "moved"),
    [
        # Five good weeks do not hide a bad one, nor does a bad one long ago make a good one bad.
        ([AGREES] * 5, HALF, 0.5, True),
        ([HALF, AGREES, AGREES, AGREES, AGREES], AGREES, 0.2, False),
        # A lamp that always burns is not looked at.
        ([HALF] * 5, HALF, 0.5, False),
        # Labels come after the report: the last week that has enough is told of.
        ([AGREES, AGREES, AGREES, AGREES, HALF], [], 0.5, True),
    ],
)
def test_blind_labels_are_held_against_the_training_set_week_by_week(
    before: list[list[bool]], last: list[bool], share: float, moved: bool
) -> None:
    blinds = [*before, last]
    weeks = [week(OLD, 80, seed, blind=blind, name=f"W{seed}") for seed, blind in enumerate(blinds)]
    (row,) = [row for row in drift_rows(weeks, known(), "test@1") if row["test"] == "labels"]
    assert (row["distance"], row["moved"]) == (share, moved)
    assert not moved or row["warning"].startswith("W5" if last else "W4")


def label(post: str, annotator: str, sentiment: str) -> dict[str, Any]:
    return {"post_id": post, "annotator": annotator, "blind": True, "sentiment": sentiment}


def test_a_text_counts_once_whoever_read_it_and_not_where_they_are_divided() -> None:
    day = date(2026, 11, 18)
    posts = pd.DataFrame(
        {
            "id": [str(n) for n in range(40)], "title": "", "clean_text": OLD[0], "p_negative": 0.9, "p_positive": 0.05,
            "sentiment": "negative", "judged": True, "day": pd.Timestamp(day),
        }
    )  # fmt: skip
    two = [label(str(n), who, "neutral" if n < 10 else "negative") for n in range(35) for who in ("甲", "乙")]
    divided = [label(str(n), who, said) for n in range(35, 40) for who, said in (("甲", "neutral"), ("乙", "positive"))]
    periods = [containing(PeriodKind.WEEK, day)]
    context = cast("AnalysisContext", SimpleNamespace(reference=known(0.7), model="m@1"))
    rows = drift(posts, periods, context, [*two, *divided])
    (row,) = [row for row in rows if row["test"] == "labels"]
    assert row["distance"] == pytest.approx(10 / 35, abs=1e-6)
    # Of 35 texts, not of 70 readings.
    assert row["p"] == pytest.approx(binomtest(10, 35, 0.3, alternative="greater").pvalue, abs=1e-6)


def test_texts_that_always_differ_are_no_news() -> None:
    rows = drift_rows([week(NEW, 80, seed) for seed in range(6)], known(), "test@1")
    (texts,) = [row for row in rows if row["test"] == "texts"]
    assert (texts["p"] < 0.01, texts["moved"]) == (True, False)


def test_an_office_without_history_is_warned_of_any_difference() -> None:
    rows = drift_rows([week(NEW, 80, 1)], known(), "test@1")
    assert next(row["moved"] for row in rows if row["test"] == "texts")


def test_the_permutation_test_holds_its_level() -> None:
    random = np.random.default_rng(1)
    ps = [permutation_test(random.normal(size=(30, 2)), random.normal(size=(40, 2)))[1] for _ in range(100)]
    assert sum(p < 0.05 for p in ps) <= 12
    assert 0.35 < float(np.mean(ps)) < 0.65


def test_the_distance_in_the_statistic_is_the_energy_distance() -> None:
    random = np.random.default_rng(2)
    left, right = random.normal(size=(20, 3)), random.normal(1, 1, size=(30, 3))
    assert permutation_test(left, right)[0] == pytest.approx(energy_distance(left, right))
    assert energy_distance(left, left) == pytest.approx(0, abs=1e-9)
