"""Shares with intervals, and the verdict of a comparison of two periods. May import pipeline.intervals."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from pipeline.context import Row
from pipeline.intervals import effective_size, newcombe, ratio_interval, wilson

# Below this many texts in either period a share is a matter of chance: its interval is over 50 points wide.
MIN_TEXTS = 10
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
    enough = min(now.texts, before.texts) >= MIN_TEXTS
    return Change(now.value - before.value, low, high, _verdict(low, high, 0) if enough else Verdict.NOT_ENOUGH_DATA)


def compare_counts(now: int, before: int, periods: int, dispersion: float = 1.0) -> Change:
    """Ratio of a count to the mean of `before` over `periods` earlier periods: more is worse."""
    if not periods:
        return Change(None, None, None, Verdict.NOT_COMPARABLE)
    low, high = ratio_interval(now, before, periods, dispersion)
    ratio = now * periods / before if before else None
    enough = now + before / periods >= MIN_COUNT
    return Change(ratio, low, high, _verdict(low, high, 1) if enough else Verdict.NOT_ENOUGH_DATA)


def _verdict(low: float, high: float | None, nothing: float) -> Verdict:
    if low > nothing:
        return Verdict.WORSE
    return Verdict.BETTER if high is not None and high < nothing else Verdict.NO_CHANGE
