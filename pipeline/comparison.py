"""Shares with intervals, and the verdict of a comparison of two periods. May import pipeline.intervals."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from pipeline.context import Row
from pipeline.intervals import cluster_dispersion, effective_size, newcombe, ratio_interval, wilson

# Below this many texts in either period a share is a matter of chance: its interval is over 50 points wide.
MIN_TEXTS = 10
# "No change" is said only where a change of this many points, or of this many times, would have been seen.
SEEN_POINTS = 0.25
SEEN_TIMES = 3.0
# Below this many in both periods together (before: a period's worth) only a rise or fall of several times could show.
MIN_COUNT = 8


class Verdict(StrEnum):
    """How a period stands against an earlier one."""

    WORSE = "worse"
    BETTER = "better"
    NO_CHANGE = "no_change"
    NOT_ENOUGH_DATA = "not_enough_data"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `texts`; `size` is the number of independent texts that weigh as much."""

    hits: int
    texts: int
    size: float

    @property
    def value(self) -> float | None:
        """The share, None of nothing."""
        return self.hits / self.texts if self.texts else None

    @property
    def fields(self) -> Row:
        """share, low and high of a result row."""
        if not self.texts:
            return {"share": None, "low": None, "high": None}
        low, high = wilson(self.hits / self.texts, self.size)
        return {"share": self.value, "low": low, "high": high}


@dataclass(frozen=True, slots=True)
class Change:
    """A difference or ratio with its interval and what it means."""

    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict


def share_of(hits: "pd.Series[bool]", clusters: "pd.Series[str]") -> Share:
    """The share of True, with the design effect of voices that repeat themselves (`clusters`)."""
    if hits.empty:
        return Share(0, 0, 0.0)
    return Share(int(hits.sum()), len(hits), effective_size(hits, clusters))


def plain_share(hits: int, texts: int) -> Share:
    """A share of texts that are independent of each other."""
    return Share(hits, texts, float(texts))


def compare_shares(now: Share, before: Share) -> Change:
    """Difference of two negative shares: more is worse."""
    if now.value is None or before.value is None:
        return Change(None, None, None, Verdict.NOT_ENOUGH_DATA)
    low, high = newcombe(now.value, now.size, before.value, before.size)
    difference = now.value - before.value
    if min(now.texts, before.texts) < MIN_TEXTS:
        return Change(difference, low, high, Verdict.NOT_ENOUGH_DATA)
    return Change(difference, low, high, _verdict(low, high, 0, sure=high - low <= 2 * SEEN_POINTS))


def compare_counts(now: int, before: int, periods: int, dispersion: float = 1.0) -> Change:
    """Ratio of a count to the mean of `before` over `periods` earlier periods: more is worse."""
    if not periods:
        return Change(None, None, None, Verdict.NOT_COMPARABLE)
    low, high = ratio_interval(now, before, periods, dispersion)
    ratio = now * periods / before if before else None
    if now + before / periods < MIN_COUNT:
        return Change(ratio, low, high, Verdict.NOT_ENOUGH_DATA)
    sure = low >= 1 / SEEN_TIMES and high is not None and high <= SEEN_TIMES
    return Change(ratio, low, high, _verdict(low, high, 1, sure=sure))


def compare_voices(now: "pd.Series[str]", before: "pd.Series[str]", comparable: bool) -> Change:
    """Ratio of the number of posts of two periods, given by their speakers: what one voice repeats counts little."""
    dispersion = cluster_dispersion(pd.concat([now, before]))
    return compare_counts(len(now), len(before), 1 if comparable else 0, dispersion)


def _verdict(low: float, high: float | None, nothing: float, sure: bool) -> Verdict:
    if low > nothing:
        return Verdict.WORSE
    if high is not None and high < nothing:
        return Verdict.BETTER
    return Verdict.NO_CHANGE if sure else Verdict.NOT_ENOUGH_DATA
