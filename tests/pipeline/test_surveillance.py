import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.surveillance import Forecast, forecast

NONE, NOTHING = np.zeros((52, 0)), np.zeros(0)
# The level at which a single series, watched alone, is told; several are corrected for each other.
SINGLE = 0.025


def _draw(rng: np.random.Generator, mean: float, dispersion: float, number: int) -> np.ndarray:
    if dispersion == 1:
        return rng.poisson(mean, number)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion, number)


def _alerts(mean: float, dispersion: float, factor: float, seed: int) -> float:
    rng = np.random.default_rng(seed)
    told = 0
    for _ in range(120):
        found = forecast(_draw(rng, mean, dispersion, 52), NONE, NOTHING)
        assert found is not None
        told += found.p_value(int(_draw(rng, factor * mean, dispersion, 1)[0])) <= SINGLE
    return told / 120


# The long tables stand in bench/RESULTS.md.
@pytest.mark.parametrize("dispersion", [1, 2])
def test_quiet_series_raise_at_most_one_alert_in_26_weeks(dispersion: float) -> None:
    assert 26 * _alerts(20, dispersion, 1, seed=2) <= 1.5


def test_a_doubling_at_twenty_a_week_is_found() -> None:
    assert _alerts(20, 1, 2, seed=3) >= 0.9


def test_a_past_outbreak_hides_no_new_one() -> None:
    past = np.tile([18, 22, 20, 19, 21], 11)[:52]
    past[30:32] = 90
    found = forecast(past, NONE, NOTHING)
    assert found is not None
    assert found.expected == pytest.approx(20, abs=1.5)
    assert found.p_value(45) < 0.001


def test_a_trend_is_followed_and_never_beyond_what_was_seen() -> None:
    falling = np.round(40 * np.exp(-0.03 * np.arange(52))).astype(int)
    found = forecast(falling, NONE, NOTHING)
    assert found is not None
    assert found.expected == pytest.approx(40 * np.exp(-0.03 * 52), rel=0.1)
    rising = forecast(falling[::-1].copy(), NONE, NOTHING)
    assert rising is not None
    assert rising.expected <= 40


def test_days_off_lower_what_is_expected() -> None:
    off = np.zeros((52, 1))
    off[[5, 18, 30, 44]] = 1
    past = np.where(off[:, 0] == 1, 8, 20)
    quiet, usual = forecast(past, off, np.ones(1)), forecast(past, off, np.zeros(1))
    assert quiet is not None
    assert usual is not None
    assert (quiet.expected, usual.expected) == (pytest.approx(8, rel=0.05), pytest.approx(20, rel=0.05))


@pytest.mark.parametrize(("past", "expected"), [([3] * 11, None), ([0] * 20, 0.025), ([1, 0] * 10, 0.525)])
def test_a_short_or_rare_past(past: list[int], expected: float | None) -> None:
    found = forecast(np.array(past), np.zeros((len(past), 0)), NOTHING)
    assert (None if found is None else round(found.expected, 3)) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=12, max_size=60), st.integers(0, 100))
def test_any_past_gives_a_probability_that_falls_with_the_count(past: list[int], count: int) -> None:
    found = forecast(np.array(past), np.zeros((len(past), 0)), NOTHING)
    assert found is not None
    assert 1 >= found.p_value(0) >= found.p_value(count) >= found.p_value(count + 1) >= 0


@settings(max_examples=40, deadline=None)
@given(st.floats(0.1, 200), st.floats(1, 3), st.sampled_from([0.05, 0.01, 0.001]))
def test_the_threshold_is_the_first_count_that_is_rare_enough(mean: float, dispersion: float, alpha: float) -> None:
    found = Forecast(mean, dispersion, mean / 20)
    threshold = found.threshold(alpha)
    assert found.p_value(threshold) <= alpha
    assert threshold == int(mean) or found.p_value(threshold - 1) > alpha
