"""Which sources spoke as usual in which periods, so that a silence is no good news. May import pipeline.voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp
from statistics import median

import pandas as pd
from scipy.stats import poisson

from crawlers.coverage import VERDICT_ZH, Verdict
from pipeline.context import Row, Rows
from pipeline.intervals import dispersion
from pipeline.periods import Period, PeriodKind
from pipeline.voices import iso, within

# What is usual is the median of this many whole periods before: one story may bring ten times the usual.
USUAL_PERIODS = 8
# With fewer whole periods before, nothing can be called usual.
_LEAST_PERIODS = 4
# A run of empty periods with a smaller chance is no chance.
_SILENT_CHANCE = 0.01
# Some posts, but under a quarter of the usual and with a chance under 1 in 1000: a page list cut short, a lost login.
_SHORT_SHARE = 0.25
_SHORT_CHANCE = 0.001
# Sources that bring less than this part of a group's usual posts leave no gap in it when they are missing.
_LEAST_PART = 0.10
# Over days nor where fewer posts a day are lost: a city paper may be silent for days without a fault.
_LEAST_A_DAY = 3.0
# A source has begun when it brings this part of what it later brings: a stray date years before is no beginning.
_BEGUN_PART = 0.05


@dataclass(frozen=True, slots=True)
class Presence:
    """Posts of each source (rows) in each of `periods` (columns by position, oldest first), and where they lack."""

    periods: tuple[Period, ...]
    counts: pd.DataFrame
    usual: pd.DataFrame
    gaps: pd.DataFrame
    started: pd.DataFrame

    def missing(self, period: Period, sources: Sequence[str]) -> list[str]:
        """Sources that fell silent or short in a period."""
        gaps = self.gaps[self.periods.index(period)]
        return sorted(source for source in sources if gaps.get(source, False))

    def lacking(self, period: Period, sources: Sequence[str]) -> list[str]:
        """The missing among `sources`, where together they usually bring so much that the rest does not speak for all."""
        missing = self.missing(period, sources)
        # A mean: over days the median of most sources is nothing.
        usual = self.counts.where(self.started & ~self.gaps).mean(axis=1).reindex(list(sources)).fillna(0.0)
        lost = float(usual[missing].sum())
        least = _LEAST_A_DAY if period.kind is PeriodKind.DAY else 0.0
        return missing if lost >= max(least, _LEAST_PART * float(usual.sum())) else []

    def present(self, *periods: Period) -> frozenset[str]:
        """Sources that had begun and spoke as usual in every one of these periods."""
        places = [self.periods.index(period) for period in periods]
        whole = self.started[places].all(axis=1) & ~self.gaps[places].any(axis=1)
        return frozenset(str(source) for source in whole.index[whole])

    def known(self, period: Period) -> frozenset[str]:
        """Sources that had begun by the end of a period."""
        started = self.started[self.periods.index(period)]
        return frozenset(str(source) for source in started.index[started])


def presence(posts: pd.DataFrame, periods: Sequence[Period]) -> Presence:
    """Judge every source in every period by its own usual number of dated posts (of prepared posts)."""
    counts = _counts(posts, periods)
    rows = [_judged(counts.loc[source].tolist()) for source in counts.index]
    columns = list(range(len(periods)))
    usual = pd.DataFrame([r[0] for r in rows], index=counts.index, columns=columns, dtype=float)
    gaps = pd.DataFrame([r[1] for r in rows], index=counts.index, columns=columns, dtype=bool)
    starts = [_begun(counts.loc[source].tolist()) for source in counts.index]
    started = pd.DataFrame([[n >= s for n in columns] for s in starts], index=counts.index, columns=columns, dtype=bool)
    return Presence(tuple(periods), counts, usual, gaps, started)


def coverage(
    posts: pd.DataFrame, seen: Presence, period: Period, runs: Sequence[Row], titles: Mapping[str, str]
) -> Rows:
    """A row for each source: its posts in the period against the usual, and how its newest collection ended.

    `runs` are rows of pipeline.database.coverage_rows.
    """
    newest = posts[posts["dated"]].groupby("source")["published_at"].max()
    channels = posts.groupby("source")["channel"].first()
    last = {run["source"]: run for run in sorted(runs, key=lambda run: (run["started_at"], run["raw_file"]))}
    place = seen.periods.index(period)
    return [
        {
            "source": source,
            "title": titles.get(source, source),
            "channel": channels.get(source, ""),
            "verdict": last[source]["verdict"] if source in last else "",
            "posts": int(seen.counts[place].get(source, 0)),
            "usual": _number(seen.usual[place].get(source)),
            "gap": bool(seen.gaps[place].get(source, False)),
            "newest_post": iso(newest.get(source)),
            "message": _message(seen, place, source, last.get(source)),
        }
        for source in sorted(set(seen.counts.index) | set(last))
    ]


def _counts(posts: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
    inside = within(posts, Period(periods[0].start, periods[-1].end, periods[0].kind, ""))
    starts = pd.DatetimeIndex([p.start for p in periods])
    place = starts.searchsorted(inside["day"], side="right") - 1
    table = pd.crosstab(inside["source"].to_numpy(), place) if len(inside) else pd.DataFrame()
    return table.reindex(columns=range(len(periods)), fill_value=0).sort_index().astype(int)


def _judged(counts: Sequence[int]) -> tuple[list[float | None], list[bool]]:
    """Usual number (None where unknown) and gap for each period; a gap is no part of what is usual."""
    begun = _begun(counts)
    silent = [False] * begun + _silent(counts[begun:])
    whole: list[int] = []
    usual: list[float | None] = []
    gaps: list[bool] = []
    for place, count in enumerate(counts):
        recent = whole[-USUAL_PERIODS:]
        middle = float(median(recent)) if len(recent) >= _LEAST_PERIODS else None
        gap = middle is not None and (silent[place] or _is_short(count, middle, dispersion(recent)))
        usual.append(middle)
        gaps.append(gap)
        if place >= begun and not gap:
            whole.append(count)
    return usual, gaps


def _begun(counts: Sequence[int]) -> int:
    """The place of the first period in which a source truly spoke."""
    least = _BEGUN_PART * median(count for count in counts if count)
    return next(place for place, count in enumerate(counts) if count and count >= least)


def _silent(counts: Sequence[int]) -> list[bool]:
    """For each period since a source began, whether it lies in a run of empty ones that is too long for chance."""
    runs = [(empty, len(list(run))) for empty, run in groupby(counts, key=lambda count: not count)]
    return [found for empty, length in runs for found in [empty and _is_silence(counts, length)] * length]


def _is_silence(counts: Sequence[int], length: int) -> bool:
    """Judged by all other periods: by their mean and dispersion, and by how often they were empty themselves."""
    others = sorted(counts)[length:]
    if len(others) < _LEAST_PERIODS:
        return False
    # A story's burst says nothing about silence, but would make any silence look likely.
    calm = [min(count, 2 * others[len(others) // 2] + 1) for count in others]
    chance = exp(-sum(calm) / len(calm) / dispersion(calm) * length)
    return max(chance, (others.count(0) / len(others)) ** length) < _SILENT_CHANCE


def _is_short(count: int, usual: float, spread: float) -> bool:
    return 0 < count < usual * _SHORT_SHARE and bool(poisson.cdf(count / spread, usual / spread) < _SHORT_CHANCE)


def _number(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _message(seen: Presence, place: int, source: str, run: Row | None) -> str:
    parts = []
    if seen.gaps[place].get(source, False):
        count, usual = seen.counts[place][source], seen.usual[place][source]
        parts.append(f"本期{count}条，往期一般{usual:g}条")
    if run and run["verdict"] != Verdict.OK:
        parts.append(
            f"最近一次采集{VERDICT_ZH[Verdict(run['verdict'])]}{'：' if run['message'] else ''}{run['message']}"
        )
    return "；".join(parts)
