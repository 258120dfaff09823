"""Intervals against published values, and their coverage by simulation."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intervals import (
    cluster_dispersion,
    dispersion,
    effective_size,
    newcombe,
    rate_interval,
    ratio_interval,
    wilson,
)

SHARES = st.floats(0, 1)
SIZES = st.floats(1, 10_000)


@pytest.mark.parametrize(
    ("hits", "size", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_newcombes_table(hits: int, size: int, low: float, high: float) -> None:
    assert wilson(hits / size, size) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_newcombe_is_that_of_his_table(now: tuple[int, int], before: tuple[int, int], low: float, high: float) -> None:
    found = newcombe(now[0] / now[1], now[1], before[0] / before[1], before[1])
    assert found == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)])
def test_rates_are_garwoods(count: int, low: float, high: float) -> None:
    assert rate_interval(count, 2.0) == pytest.approx((low / 2, high / 2), abs=5e-5)


@given(SHARES, SIZES)
def test_wilson_holds_the_share(share: float, size: float) -> None:
    low, high = wilson(share, size)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


@given(SHARES, SIZES, SHARES, SIZES)
def test_newcombe_turns_with_the_periods(share: float, size: float, before: float, size_before: float) -> None:
    low, high = newcombe(share, size, before, size_before)
    assert (-high, -low) == pytest.approx(newcombe(before, size_before, share, size))
    assert low - 1e-9 <= share - before <= high + 1e-9


@given(st.integers(0, 500), st.integers(0, 500), st.floats(0.5, 20), st.floats(1, 5))
def test_ratios_hold_the_ratio_and_widen_with_dispersion(now: int, before: int, periods: float, spread: float) -> None:
    low, high = ratio_interval(now, before, periods)
    wide_low, wide_high = ratio_interval(now, before, periods, spread)
    assert wide_low <= low + 1e-9
    if high is None or wide_high is None:
        assert before == 0
        return
    assert low <= now / before * periods * (1 + 1e-9) <= high * (1 + 1e-6) + 1e-9
    assert wide_high >= high - 1e-6


def coverage(inside: "list[Any]") -> float:
    return float(np.mean(inside))


@pytest.mark.parametrize("share", [0.15, 0.4, 0.7])
def test_wilson_covers(share: float) -> None:
    hits = np.random.default_rng(1).binomial(60, share, size=4_000)
    assert 0.93 <= coverage([wilson(h / 60, 60)[0] <= share <= wilson(h / 60, 60)[1] for h in hits]) <= 0.97


def test_ratios_cover_at_least() -> None:
    random = np.random.default_rng(2)
    now, before = random.poisson(12, size=2_000), random.poisson(80, size=2_000)
    bounds = [ratio_interval(int(a), int(b), 8) for a, b in zip(now, before, strict=True)]
    assert coverage([low <= 12 / 10 <= (high or np.inf) for low, high in bounds]) >= 0.94


def test_clustered_shares_cover() -> None:
    """40 stories whose posts mostly agree: counting posts as independent would cover about 70 %."""
    random = np.random.default_rng(3)
    inside = []
    for _ in range(400):
        sizes = random.integers(1, 9, size=40)
        leaning = random.beta(0.8, 1.2, size=40)
        clusters = np.repeat(np.arange(40), sizes)
        hits = pd.Series(random.random(len(clusters)) < np.repeat(leaning, sizes))
        size = effective_size(hits, pd.Series(clusters.astype(str)))
        low, high = wilson(float(hits.mean()), size)
        inside.append(low <= 0.4 <= high)
    assert 0.92 <= coverage(inside) <= 0.98


def test_single_voices_keep_their_number() -> None:
    hits = pd.Series([True, False, False, True, False])
    assert effective_size(hits, pd.Series(list("abcde"))) == pytest.approx(5, abs=1.01)
    assert effective_size(hits, pd.Series(["a"] * 5)) == 1


def test_one_story_told_often_is_one_voice() -> None:
    clusters = pd.Series(["s"] * 50 + ["a", "b"])
    assert effective_size(pd.Series([False] * 52), clusters) == pytest.approx(52**2 / 2502)


@pytest.mark.parametrize(
    ("counts", "expected"), [([5, 5, 5, 5], 1.0), ([0, 0, 0, 0], 1.0), ([0, 20, 0, 20], 13.3333), ([3, 90], 1.0)]
)
def test_dispersion_is_variance_over_mean(counts: list[int], expected: float) -> None:
    assert dispersion(counts) == pytest.approx(expected, abs=1e-4)


def test_cluster_dispersion_is_the_size_a_post_meets() -> None:
    assert cluster_dispersion(pd.Series(["a", "a", "a", "b"])) == pytest.approx(10 / 4)
    assert cluster_dispersion(pd.Series([], dtype=object)) == 1
