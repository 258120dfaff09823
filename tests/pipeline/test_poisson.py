import numpy as np
import pytest
import statsmodels.api as sm

from pipeline.poisson import poisson_fit


@pytest.mark.parametrize("seed", range(5))
def test_a_fit_is_that_of_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    weeks = np.arange(60)
    terms = np.column_stack([np.ones(60), weeks >= 40, weeks / 60, 2 + np.sin(weeks / 8)]).astype(float)
    counts = rng.poisson(8 * np.exp(terms @ [0.0, -0.6, 0.3, 0.2])).astype(float)
    weights = rng.uniform(0.2, 2, 60)
    for given in (None, weights):
        found = poisson_fit(counts, terms, given)
        theirs = sm.GLM(counts, terms, family=sm.families.Poisson(), var_weights=given).fit(tol=1e-12)
        assert found.coefficients == pytest.approx(theirs.params, abs=1e-8)
        assert found.mean == pytest.approx(theirs.mu, rel=1e-8)
        assert found.inverse_information == pytest.approx(theirs.normalized_cov_params, rel=1e-6)


def test_equal_counts_are_their_mean_and_no_counts_end() -> None:
    constant = np.ones((20, 1))
    assert poisson_fit(np.full(20, 7.0), constant).mean == pytest.approx(np.full(20, 7.0))
    assert poisson_fit(np.zeros(20), constant).mean.max() < 1e-6
