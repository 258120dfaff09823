"""Complaints per 100,000 residents by district, without a league table. May import pipeline.city and voices."""

import pandas as pd
from scipy.stats import poisson

from pipeline.city import City, District
from pipeline.context import Row, Rows
from pipeline.intervals import rate_interval
from pipeline.periods import Period
from pipeline.voices import complaints, within

_PER = 100_000
# With fewer expected, the funnel's lower limit is below zero and one household can make a peak.
_LEAST_EXPECTED = 5.0
# Fewer are not told apart: whoever knows the district could tell who complained.
_LEAST_SHOWN = 5
# The outer limits of a funnel plot, three standard errors on each side (Spiegelhalter 2005, doi:10.1002/sim.1970).
_TAIL = 0.001


def districts(posts: pd.DataFrame, period: Period, city: City) -> Rows:
    """A row for each district in the city's own order, then one for "" (not placed), which has no rate.

    `signal` says whether the count lies outside the funnel around the city's rate, whose limits there, as rates, are
    `funnel_low` and `funnel_high` (None where too few are expected); `shrunk_rate` draws small
    districts towards it (empirical Bayes, Marshall 1991, doi:10.2307/2347593). `channels` splits the count by channel,
    None under five, where a row could point to a person.
    """
    told = complaints(within(posts, period))
    placed = told["district"]
    counts = {d.name: int((placed == d.name).sum()) for d in city.districts}
    known = [d for d in city.districts if d.residents]
    overall = sum(counts[d.name] for d in known) / max(1, sum(d.residents for d in known))
    spread = _spread(known, counts, overall)
    rows = [_district_row(d, counts[d.name], overall, spread) for d in city.districts]
    rows.append(_rateless("", None, len(placed) - sum(counts.values())))
    return [row | {"channels": _by_channel(told, row["district"], set(counts))} for row in rows]


def _by_channel(told: pd.DataFrame, district: str, districts: set[str]) -> dict[str, int | None]:
    """Complaints of one district, "" for all that lie in none, by channel; a count under five is not told."""
    here = told["district"] == district if district else ~told["district"].isin(districts)
    counts = told.loc[here, "channel"].astype("str").value_counts().sort_index()
    return {str(channel): int(n) if n >= _LEAST_SHOWN else None for channel, n in counts.items()}


def _spread(known: list[District], counts: dict[str, int], overall: float) -> float:
    """Variance of the true rates between districts, by moments; 0 where chance alone explains the differences."""
    if not known or not overall:
        return 0.0
    residents = sum(d.residents for d in known)
    seen = sum(d.residents * (counts[d.name] / d.residents - overall) ** 2 for d in known) / residents
    return max(0.0, seen - overall / (residents / len(known)))


def _district_row(district: District, items: int, overall: float, spread: float) -> Row:
    if not district.residents:
        return _rateless(district.name, None, items)
    low, high = rate_interval(items, district.residents / _PER)
    weight = spread / (spread + overall / district.residents) if overall else 0.0
    rate = items / district.residents
    return {
        "district": district.name,
        "residents": district.residents,
        "items": items,
        "rate": rate * _PER,
        "low": low,
        "high": high,
        "shrunk_rate": (weight * rate + (1 - weight) * overall) * _PER,
        **_funnel(overall * district.residents, district.residents),
        "signal": _signal(items, overall * district.residents),
    }


def _funnel(expected: float, residents: int) -> Row:
    if expected < _LEAST_EXPECTED:
        return {"funnel_low": None, "funnel_high": None}
    low, high = (float(poisson.ppf(tail, expected)) / residents * _PER for tail in (_TAIL, 1 - _TAIL))
    return {"funnel_low": low, "funnel_high": high}


def _rateless(name: str, residents: int | None, items: int) -> Row:
    rates = dict.fromkeys(("rate", "low", "high", "shrunk_rate", "funnel_low", "funnel_high"))
    return {"district": name, "residents": residents, "items": items, **rates, "signal": "not_enough_data"}


def _signal(items: int, expected: float) -> str:
    if expected < _LEAST_EXPECTED:
        return "not_enough_data"
    if poisson.sf(items - 1, expected) < _TAIL:
        return "high"
    return "low" if poisson.cdf(items, expected) < _TAIL else "none"
