"""Error rates of a place that was never tested: as far from the mean as tested places are from each other."""

import numpy as np
import pytest
from scipy.stats import beta

from pipeline.domains import predictive

PRIOR = 0.25
RATES = np.array(
    [[0.80, 0.08, 0.10, 0.02], [0.02, 0.90, 0.06, 0.02], [0.10, 0.20, 0.60, 0.10], [0.03, 0.10, 0.20, 0.67]]
)
SIZES = (0, 3, 20, 100, 400)


def rates_of_one(random: np.random.Generator, concentration: float) -> np.ndarray:
    """A domain's rates of each class."""
    return np.stack([random.dirichlet(row * concentration) for row in RATES])


def judged(random: np.random.Generator, rates: np.ndarray) -> np.ndarray:
    """Counts of a domain that has few texts of one class and many of another."""
    return np.stack([random.multinomial(random.choice(SIZES), row) for row in rates]).astype(float)


@pytest.mark.parametrize("concentration", [2, 8, 60])
@pytest.mark.parametrize("domains", [6, 15])
def test_the_rates_of_one_more_domain_are_inside(domains: int, concentration: float) -> None:
    random = np.random.default_rng(domains)
    inside = []
    for _ in range(50):
        tables = np.stack([judged(random, rates_of_one(random, concentration)) for _ in range(domains)])
        found = predictive(tables, PRIOR)
        rest = found.sum(axis=1, keepdims=True) - found
        low, high = beta.ppf(0.025, found, rest), beta.ppf(0.975, found, rest)
        true = rates_of_one(random, concentration)
        inside.append((low - 1e-3 <= true) & (true <= high + 1e-3))
    assert 0.91 <= np.mean(inside) <= 0.99


def test_domains_that_are_alike_count_as_their_texts_together() -> None:
    random = np.random.default_rng(3)
    tables = np.stack([judged(random, RATES) for _ in range(20)])
    found, counts = predictive(tables, PRIOR), tables.sum(axis=0)
    assert found / found.sum(axis=1, keepdims=True) == pytest.approx(
        counts / counts.sum(axis=1, keepdims=True), abs=0.02
    )
    assert (found.sum(axis=1) > 200).all()


def test_a_domain_with_many_texts_is_still_one_domain() -> None:
    one = np.array([[[0.0, 900, 100, 0]] * 4])
    others = np.array([[[0.0, 10, 90, 0]] * 4] * 9)
    found = predictive(np.concatenate([one, others]), PRIOR)
    assert (found[:, 1] / found.sum(axis=1) < 0.25).all()


def test_an_answer_that_was_never_given_is_rare_and_not_impossible() -> None:
    never = np.array([[[0.0, 30, 20, 10]] * 4] * 8)
    found = predictive(never, PRIOR)
    assert ((found[:, 0] > 0) & (found[:, 0] < 0.01 * found.sum(axis=1))).all()
