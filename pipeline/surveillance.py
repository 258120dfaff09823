"""What a count should have been, from its own past: the model behind the alerts. May import pipeline.poisson.

Quasi-Poisson regression with trend, season, weekday and holidays, past outbreaks down-weighted by their Anscombe
residuals (Farrington et al. 1996, JRSS A 159(3), 547-563; improved by Noufaily et al. 2013, Statistics in Medicine
32(7), 1206-1222: residuals above 2.58 only, negative binomial tail). The tail here also holds the error of the
expected value, as a negative binomial of that total variance.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.poisson import poisson_fit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Noufaily et al.: a residual above this is a past outbreak.
OUTBREAK_RESIDUAL = 2.58
# Fewer bins than this are no past to judge by.
FEWEST_BINS = 12
# Over a shorter past a trend is mostly chance, and leads far off.
SHORTEST_TREND = 26
# With fewer events a model of several terms only fits noise.
FEWEST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the next bin should hold: expected items, dispersion (1 is Poisson), standard error of the expected."""

    expected: float
    dispersion: float
    error: float

    @property
    def variance(self) -> float:
        """Variance of the next count, its own and that of the expected value."""
        return self.dispersion * self.expected + self.error**2

    def p_value(self, observed: int) -> float:
        """Probability of `observed` or more items."""
        from scipy.stats import nbinom, poisson

        if self.variance <= self.expected * (1 + 1e-9):
            return float(poisson.sf(observed - 1, self.expected))
        share = self.expected / self.variance
        return float(nbinom.sf(observed - 1, self.expected * share / (1 - share), share))

    def threshold(self, alpha: float) -> int:
        """The smallest count whose probability of being reached is at most `alpha`."""
        count = int(self.expected)
        while self.p_value(count) > alpha:
            count += 1
        return count


def forecast(
    past: "NDArray[np.int64]", terms: "NDArray[np.float64]", next_terms: "NDArray[np.float64]"
) -> Forecast | None:
    """The forecast for the bin after `past` (n counts, oldest first), or None where the past is too short.

    `terms` (n x k) are what else drives the counts (season, weekday, days off), `next_terms` (k) their values in the
    bin forecast. A trend is kept only where it is significant and does not lead beyond what was ever seen.
    """
    import numpy as np

    number = len(past)
    if number < FEWEST_BINS:
        return None
    if past.sum() < FEWEST_EVENTS:
        return _flat(past)
    kept = _usable(past, terms)
    level = np.column_stack([np.ones(number), terms[:, kept]])
    level_next = np.concatenate([[1.0], next_terms[kept]])
    if number >= SHORTEST_TREND:
        trend = np.arange(number) / number
        with_trend = _fit(past, np.column_stack([level, trend]), np.append(level_next, 1.0))
        if with_trend.trend_p < 0.05 and with_trend.forecast.expected <= past.max():
            return with_trend.forecast
    return _fit(past, level, level_next).forecast


@dataclass(frozen=True, slots=True)
class _Fit:
    forecast: Forecast
    trend_p: float


def _flat(past: "NDArray[np.int64]") -> Forecast:
    """A rare series: its mean rate; half an event is added so that nothing counts as impossible."""
    rate = (float(past.sum()) + 0.5) / len(past)
    spread = float(((past - rate) ** 2).sum()) / (rate * (len(past) - 1))
    return Forecast(rate, max(1.0, spread), (rate / len(past)) ** 0.5)


def _usable(past: "NDArray[np.int64]", terms: "NDArray[np.float64]") -> list[int]:
    """Columns that vary and in whose bins something was ever seen; the others have no estimate."""
    return [
        column
        for column in range(terms.shape[1])
        if (terms[:, column] != terms[0, column]).any() and past[terms[:, column] > 0].sum() >= 3
    ]


def _fit(past: "NDArray[np.int64]", x: "NDArray[np.float64]", x_next: "NDArray[np.float64]") -> _Fit:
    import numpy as np
    from scipy.stats import norm

    counts = past.astype(float)
    weights = _weights(counts, poisson_fit(counts, x).mean, x)
    fit = poisson_fit(counts, x, weights)
    mean = fit.mean
    dispersion = max(1.0, float((weights * (counts - mean) ** 2 / mean).sum()) / (len(counts) - x.shape[1]))
    covariance = dispersion * fit.inverse_information
    expected = float(np.exp(x_next @ fit.coefficients))
    error = expected * float(np.sqrt(x_next @ covariance @ x_next))
    last = x.shape[1] - 1
    trend_p = 2 * float(norm.sf(abs(fit.coefficients[last]) / np.sqrt(covariance[last, last])))
    return _Fit(Forecast(expected, dispersion, error), trend_p)


def _weights(
    counts: "NDArray[np.float64]", mean: "NDArray[np.float64]", x: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """1 for ordinary bins and less for past outbreaks, scaled to sum to their number."""
    import numpy as np

    dispersion = max(1.0, float(((counts - mean) ** 2 / mean).sum()) / (len(counts) - x.shape[1]))
    hat = np.einsum("ij,jk,ik->i", x, np.linalg.inv((x * mean[:, None]).T @ x), x) * mean
    residual = 1.5 * (counts ** (2 / 3) - mean ** (2 / 3)) / mean ** (1 / 6)
    residual /= np.sqrt(dispersion * np.clip(1 - hat, 0.05, 1))
    weights = np.where(residual > OUTBREAK_RESIDUAL, np.maximum(residual, 1e-9) ** -2, 1.0)
    return np.asarray(weights * len(weights) / weights.sum(), dtype=np.float64)
