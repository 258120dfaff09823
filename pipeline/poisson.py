"""Poisson regression by statsmodels, as the models of counts use it. Imports nothing of ours."""

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """Coefficients (k), fitted means (n) and the inverse information matrix (k x k) of a log-linear model."""

    coefficients: "NDArray[np.float64]"
    mean: "NDArray[np.float64]"
    inverse_information: "NDArray[np.float64]"


def poisson_fit(
    counts: "NDArray[np.float64]", terms: "NDArray[np.float64]", weights: "NDArray[np.float64] | None" = None
) -> PoissonFit:
    """Fit `counts` (n) on `terms` (n x k, the constant among them), each bin with its weight (1 where None)."""
    import numpy as np
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    model = sm.GLM(counts, terms, family=sm.families.Poisson(), var_weights=weights)
    with warnings.catch_warnings():
        # Equal counts are fitted exactly, which is no fault of a constant series.
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = model.fit()
    return PoissonFit(np.asarray(fit.params), np.asarray(fit.mu), np.asarray(fit.normalized_cov_params))
