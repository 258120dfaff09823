"""Interrupted time series of counts: how far a level changed at a date, autocorrelation allowed. May import pipeline.poisson.

Quasi-Poisson regression of weekly counts on a trend and a step at the date (Bernal, Cummins & Gasparrini 2017,
"Interrupted time series regression for the evaluation of public health interventions: a tutorial", Int. J.
Epidemiology 46(1), 348-355). Standard errors come from the sandwich whose middle is the correlation of the Pearson
residuals of counts whose rate wanders by an AR(1): what Poisson chance adds to a week is independent of its neighbours,
so that only the part of the variance beyond it is correlated. On series this short the Newey-West middle is too small:
bench/analyse.py shows both, docs/decisions/0008 says how the constants were chosen.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.poisson import poisson_fit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Below this many events on either side no rate can be told from another.
FEWEST_EVENTS = 5
# A Poisson series of 38 weeks shows a dispersion up to here in four of five cases.
CHANCE_SPREAD = 1.2
LARGEST_RHO = 0.8
# Dispersion and autocorrelation are estimated from the same few weeks: of the degrees of freedom this part is left.
KNOWN_PART = 15 / 35


@dataclass(frozen=True, slots=True)
class StepEffect:
    """The log rate ratio of after to before, its standard error, and the degrees of freedom behind them (inf: Poisson)."""

    log_ratio: float
    error: float
    freedom: float
    dispersion: float
    autocorrelation: float

    @property
    def z(self) -> float:
        """The effect in standard errors; negative is a fall."""
        return self.log_ratio / self.error

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Low and high of the log rate ratio by Student's t."""
        from scipy.stats import t

        half = float(t.ppf((1 + confidence) / 2, self.freedom)) * self.error
        return self.log_ratio - half, self.log_ratio + half

    def smallest_found(self, power: float = 0.8) -> float:
        """The smallest fall (share, 0..1) that such a series would show in `power` of cases at 95 %."""
        import math

        from scipy.stats import t

        reach = float(t.ppf(0.975, self.freedom) + t.ppf(power, self.freedom)) * self.error
        return 1 - math.exp(-reach)


def step_effect(
    counts: "NDArray[np.int64]", position: int, used: "NDArray[np.bool_]", trend: bool = True
) -> StepEffect | None:
    """The change of level at index `position` of weekly `counts`; weeks where `used` is False stay out.

    None where either side has too few events for a model to be fitted.
    """
    import numpy as np

    weeks = np.flatnonzero(used)
    after = weeks >= position
    y = counts[weeks].astype(float)
    if min(y[after].sum(), y[~after].sum()) < FEWEST_EVENTS or min(after.sum(), (~after).sum()) < 4:
        return None
    columns = [np.ones(len(weeks)), after.astype(float)]
    if trend:
        columns.append((weeks - weeks.mean()) / len(weeks))
    return _fit(y, np.column_stack(columns), weeks)


def _fit(y: "NDArray[np.float64]", x: "NDArray[np.float64]", weeks: "NDArray[np.int64]") -> StepEffect:
    import numpy as np

    fit = poisson_fit(y, x)
    mean = fit.mean
    residual = (y - mean) / np.sqrt(mean)
    freedom = len(y) - x.shape[1]
    spread = float(residual @ residual) / freedom
    dispersion = spread if spread > CHANCE_SPREAD else 1.0
    beyond = 1 - 1 / dispersion
    rho = min(LARGEST_RHO, autocorrelation(residual, weeks, x.shape[1]) / beyond) if beyond else 0.0
    distance = np.abs(weeks[:, None] - weeks[None, :])
    correlation = np.where(distance == 0, 1.0, beyond * rho**distance)
    scaled = x * np.sqrt(mean)[:, None]
    bread = np.linalg.inv(scaled.T @ scaled)
    covariance = dispersion * bread @ (scaled.T @ correlation @ scaled) @ bread
    # A Poisson variance is known and not estimated, so the normal distribution holds then.
    known = KNOWN_PART * freedom if beyond else float("inf")
    return StepEffect(float(fit.coefficients[1]), float(np.sqrt(covariance[1, 1])), known, dispersion, rho)


def autocorrelation(residual: "NDArray[np.float64]", weeks: "NDArray[np.int64]", parameters: int) -> float:
    """Lag-one correlation of residuals of neighbouring weeks, 0 to 0.8.

    Fitting a trend and a step pulls it down by about twice the parameters over the weeks, which is put back; negative
    values are taken as none, since a series of complaints has no reason to swing from week to week and the interval
    would only shrink.
    """
    import numpy as np

    neighbours = np.flatnonzero(np.diff(weeks) == 1)
    variance = float(residual @ residual) / len(residual)
    # Residuals of an exact fit are rounding errors.
    if len(neighbours) < 8 or variance < 1e-9:
        return 0.0
    lagged = float(np.mean(residual[neighbours] * residual[neighbours + 1])) / variance
    return float(np.clip(lagged + 2 * parameters / len(residual), 0.0, LARGEST_RHO))
