import numpy as np
import pytest

from pipeline.interrupted import autocorrelation, step_effect

ALL = np.ones(38, dtype=bool)


def _series(rng: np.random.Generator, effect: float, rho: float = 0.0, spread: float = 0.0) -> np.ndarray:
    noise = np.zeros(38)
    noise[0] = rng.normal(0, spread)
    for week in range(1, 38):
        noise[week] = rho * noise[week - 1] + rng.normal(0, spread * np.sqrt(1 - rho**2))
    rate = 10 * np.exp(noise - spread**2 / 2)
    rate[26:] *= 1 - effect
    return rng.poisson(rate)


# The long table, with 2,000 series a line, stands in bench/RESULTS.md.
@pytest.mark.parametrize(("effect", "rho", "spread"), [(0.0, 0.0, 0.0), (0.6, 0.0, 0.0), (0.6, 0.3, 0.2)])
def test_the_interval_covers_the_true_effect(effect: float, rho: float, spread: float) -> None:
    rng = np.random.default_rng(7)
    found = [step_effect(_series(rng, effect, rho, spread), 26, ALL) for _ in range(150)]
    covered = [low <= np.log(1 - effect) <= high for low, high in (f.interval() for f in found if f)]
    assert len(covered) == 150
    # Three standard errors of a share of 150 below 93 %.
    assert np.mean(covered) > 0.87


def test_a_trend_is_no_step() -> None:
    counts = np.round(20 * np.exp(-0.02 * np.arange(38))).astype(int)
    effect = step_effect(counts, 26, ALL)
    assert effect is not None
    assert abs(effect.log_ratio) < 0.1


def test_weeks_left_out_do_not_count() -> None:
    counts = np.where(np.arange(38) < 26, 10, 10)
    counts[10:14] = 200
    used = ALL.copy()
    used[10:14] = False
    effect = step_effect(counts, 26, used)
    assert effect is not None
    assert effect.log_ratio == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "position"),
    [
        (np.zeros(38, dtype=int), 26),
        (np.full(38, 10), 2),
        (np.full(38, 10), 36),
        (np.r_[np.full(26, 10), np.zeros(12)], 26),
    ],
)
def test_too_few_events_or_weeks_give_no_model(counts: np.ndarray, position: int) -> None:
    assert step_effect(counts.astype(int), position, ALL) is None


def test_more_data_shows_smaller_falls() -> None:
    few, many = step_effect(np.full(38, 5), 26, ALL), step_effect(np.full(38, 80), 26, ALL)
    assert few is not None
    assert many is not None
    assert many.smallest_found() < 0.3 < few.smallest_found() < 1


def test_autocorrelation_is_put_back_and_bounded() -> None:
    weeks = np.arange(40)
    assert autocorrelation(np.tile([1.0, -1.0], 20), weeks, 3) == 0
    assert autocorrelation(np.r_[np.ones(20), -np.ones(20)], weeks, 3) == 0.8
    assert autocorrelation(np.ones(5), np.arange(5), 3) == 0
