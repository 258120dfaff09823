"""95 % intervals for shares, differences, ratios and rates. Imports nothing of ours."""

import math
from collections.abc import Sequence

import pandas as pd
from scipy.stats import beta, chi2

Interval = tuple[float, float]

Z = 1.959963984540054
_TAIL = 0.025


def wilson(share: float, size: float) -> Interval:
    """Wilson's score interval of a share seen in `size` texts (> 0, need not be whole).

    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    centre = share + Z * Z / (2 * size)
    half = Z * math.sqrt(share * (1 - share) / size + Z * Z / (4 * size * size))
    scale = 1 + Z * Z / size
    # At the ends the bound is the share itself; the sum above may miss it by a rounding.
    low = max(0.0, (centre - half) / scale) if share > 0 else 0.0
    return low, min(1.0, (centre + half) / scale) if share < 1 else 1.0


def newcombe(share: float, size: float, before: float, size_before: float) -> Interval:
    """Interval of `share - before`, two independent shares.

    Source: Newcombe 1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    low, high = wilson(share, size)
    low_before, high_before = wilson(before, size_before)
    difference = share - before
    return (
        difference - math.hypot(share - low, high_before - before),
        difference + math.hypot(high - share, before - low_before),
    )


def ratio_interval(count: float, before: float, exposure: float, dispersion: float = 1.0) -> tuple[float, float | None]:
    """Interval of the ratio of two rates: `count` in one period against `before` in `exposure` periods.

    Given the sum, `count` is binomial; the bounds are Clopper and Pearson's. `dispersion` (variance over mean, at
    least 1) divides both counts first, as quasi-Poisson does. The upper bound is None where `before` is 0.
    Source: Przyborowski and Wilenski 1940, doi:10.1093/biomet/31.3-4.313.
    """
    now, then = count / dispersion, before / dispersion
    low = float(beta.ppf(_TAIL, now, then + 1)) if now else 0.0
    high = float(beta.ppf(1 - _TAIL, now + 1, then)) if then else 1.0
    return low / (1 - low) * exposure, high / (1 - high) * exposure if high < 1 else None


def rate_interval(count: int, exposure: float) -> Interval:
    """Exact Poisson interval of count / exposure. Source: Garwood 1936, doi:10.1093/biomet/28.3-4.437."""
    low = float(chi2.ppf(_TAIL, 2 * count)) / 2 if count else 0.0
    return low / exposure, float(chi2.ppf(1 - _TAIL, 2 * count + 2)) / 2 / exposure


def effective_size(hits: "pd.Series[bool]", clusters: "pd.Series[str]") -> float:
    """How many independent texts weigh as much as these, which come in clusters (what one voice repeats).

    Kish's design effect from the between-cluster variance of the share (Kish 1965, Survey Sampling, ch. 5.4); never
    more than the number of texts. Where all are alike the variance says nothing: each cluster counts as one voice
    weighted by its size, the lowest that is possible.
    """
    groups = pd.DataFrame({"hit": hits.to_numpy(), "cluster": clusters.to_numpy()}).groupby("cluster")["hit"]
    totals, sizes = groups.sum().astype(float), groups.size().astype(float)
    texts, share = float(sizes.sum()), float(totals.sum() / sizes.sum())
    if share in (0.0, 1.0) or len(sizes) < 2:
        return texts**2 / float((sizes**2).sum())
    spread = float(((totals - share * sizes) ** 2).sum())
    variance = len(sizes) / (len(sizes) - 1) * spread / texts**2
    return min(texts, share * (1 - share) / variance) if variance else texts


def dispersion(counts: Sequence[int]) -> float:
    """Variance over mean of counts of equal periods, at least 1 (Poisson); 1 where there are under 4."""
    series = pd.Series(counts, dtype=float)
    if len(series) < 4 or not series.sum():
        return 1.0
    return max(1.0, float(series.var() / series.mean()))


def cluster_dispersion(clusters: "pd.Series[str]") -> float:
    """Variance over mean of a count whose clusters arrive at random: the mean cluster size, weighted by size."""
    sizes = clusters.value_counts().astype(float)
    return float((sizes**2).sum() / sizes.sum()) if len(sizes) else 1.0
