"""Drift is told where texts, scores or errors have moved, and not where they are as they were."""

import numpy as np
import pytest

from models.reference import Reference, sketch
from pipeline.drift import Week, drift_rows, energy_distance, permutation_test
from pipeline.drift_table import warnings

OLD = ("路口占道经营没人管", "夜里工地噪音扰民", "垃圾清运当天完成", "公布停车收费办法", "烧烤油烟呛人投诉多次")
NEW = ("共享单车乱停乱放堵住盲道", "小区电梯故障物业推诿", "河道漂浮物打捞通报", "树木修剪影响采光", "井盖破损夜间危险")


def week(texts: tuple[str, ...], size: int, seed: int, negative: float = 0.4) -> Week:
    random = np.random.default_rng(seed)
    drawn = [f"{texts[random.integers(len(texts))]}{random.integers(100)}号" for _ in range(size)]
    shares = random.beta(negative * 8, (1 - negative) * 8, size)
    return Week(drawn, np.column_stack([shares, (1 - shares) / 2]))


def known(accuracy: float = 0.8) -> Reference:
    found = week(OLD, 200, 99)
    return Reference(np.array([sketch(text) for text in found.texts]), found.scores, accuracy)


USUAL = [week(OLD, 80, seed) for seed in range(5)]
AGREES = [True] * 80 + [False] * 20


@pytest.mark.parametrize(
    ("last", "blind", "moved"),
    [
        (week(OLD, 80, 50), AGREES, set()),
        (week(NEW, 80, 50), AGREES, {"texts"}),
        (week(OLD, 80, 50, negative=0.8), AGREES, {"scores"}),
        (week(OLD, 80, 50), [True] * 50 + [False] * 50, {"labels"}),
        (week(NEW, 10, 50), [False] * 10, set()),
        (week(NEW, 10, 50), [False] * 40, {"labels"}),
    ],
)
def test_what_moved_is_told(last: Week, blind: list[bool], moved: set[str]) -> None:
    rows = drift_rows([*USUAL, last], known(), blind, "test@1")
    assert {row["test"] for row in rows if row["moved"]} == moved
    assert [row["warning"] != "" for row in warnings(rows)] == [True] * len(moved)


def test_texts_that_always_differ_are_no_news() -> None:
    rows = drift_rows([week(NEW, 80, seed) for seed in range(6)], known(), (), "test@1")
    (texts,) = [row for row in rows if row["test"] == "texts"]
    assert (texts["p"] < 0.01, texts["moved"]) == (True, False)


def test_an_office_without_history_is_warned_of_any_difference() -> None:
    rows = drift_rows([week(NEW, 80, 1)], known(), (), "test@1")
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
