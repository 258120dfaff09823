"""Poisson regression of short series, as the models of counts use it. Imports nothing of ours.

Our own few lines: a short fit costs statsmodels most of its time outside the arithmetic, and the alerts, placebo
dates and simulations make thousands. A test holds both equal.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Steps of a fit; series of counts need about six.
_MOST_STEPS = 100
_EXACT = 1e-10
# Beyond it a mean is no number of items any more; an empty corner of the terms would run off there.
_FARTHEST = 30.0


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """Coefficients (k), fitted means (n) and the inverse information matrix (k x k) of a log-linear model."""

    coefficients: "NDArray[np.float64]"
    mean: "NDArray[np.float64]"
    inverse_information: "NDArray[np.float64]"


def poisson_fit(
    counts: "NDArray[np.float64]", terms: "NDArray[np.float64]", weights: "NDArray[np.float64] | None" = None
) -> PoissonFit:
    """Fit `counts` (n) on `terms` (n x k, the constant among them), each bin with its weight (1 where None).

    Iteratively reweighted least squares (McCullagh and Nelder 1989, Generalized Linear Models, ch. 2.5).
    """
    import numpy as np

    weight = np.ones(len(counts)) if weights is None else weights
    # Counts shrunk half towards their mean give no zero, of which there is no logarithm.
    linear = np.log((counts + counts.mean()) / 2 + 1e-12)
    coefficients = np.zeros(terms.shape[1])
    for _ in range(_MOST_STEPS):
        mean = np.exp(linear)
        work = (weight * mean)[:, None] * terms
        found = np.linalg.solve(work.T @ terms, work.T @ (linear + (counts - mean) / mean))
        moved = float(np.abs(found - coefficients).max())
        coefficients, linear = found, np.clip(terms @ found, -_FARTHEST, _FARTHEST)
        if moved < _EXACT:
            break
    mean = np.exp(linear)
    return PoissonFit(coefficients, mean, np.linalg.inv(((weight * mean)[:, None] * terms).T @ terms))
