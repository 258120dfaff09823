"""Which sources spoke as usual in which periods, so that a silence is no good news. May import pipeline.voices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd
from scipy.stats import poisson

from crawlers.coverage import VERDICT_ZH, Verdict
from pipeline.context import Row, Rows
from pipeline.intervals import dispersion
from pipeline.periods import Period
from pipeline.voices import iso, within

# What is usual is the mean of this many whole periods before.
USUAL_PERIODS = 8
# With fewer whole periods before, nothing can be called usual.
_LEAST_PERIODS = 4
# No post at all, in one period or several on end, where three independent ones are usual has a chance of 5 %.
_SILENT_USUAL = 3.0
# Some posts, but under a quarter of the usual and with a chance under 1 in 1000: a page list cut short, a lost login.
_SHORT_SHARE = 0.25
_SHORT_CHANCE = 0.001


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
    started = counts.cumsum(axis=1) > 0
    rows = [_judged(counts.loc[source].tolist()) for source in counts.index]
    columns = list(range(len(periods)))
    usual = pd.DataFrame([r[0] for r in rows], index=counts.index, columns=columns, dtype=float)
    gaps = pd.DataFrame([r[1] for r in rows], index=counts.index, columns=columns, dtype=bool)
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
    whole: list[int] = []
    usual: list[float | None] = []
    gaps: list[bool] = []
    for count, silence in zip(counts, _silences(counts), strict=True):
        recent = whole[-USUAL_PERIODS:]
        known = len(recent) >= _LEAST_PERIODS
        usual.append(sum(recent) / len(recent) if known else None)
        gaps.append(known and _is_gap(count, silence, recent))
        # The periods before a source began say nothing of it.
        if not gaps[-1] and (whole or count):
            whole.append(count)
    return usual, gaps


def _silences(counts: Sequence[int]) -> list[int]:
    """For each empty period the length of the run of empty periods that it lies in, 0 for others."""
    runs = [(empty, len(list(run))) for empty, run in groupby(counts, key=lambda count: not count)]
    return [length if empty else 0 for empty, length in runs for _ in range(length)]


def _is_gap(count: int, silence: int, recent: Sequence[int]) -> bool:
    usual = sum(recent) / len(recent)
    if count == 0:
        return silence * usual / dispersion(recent) >= _SILENT_USUAL
    return count < usual * _SHORT_SHARE and bool(poisson.cdf(count, usual) < _SHORT_CHANCE)


def _number(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _message(seen: Presence, place: int, source: str, run: Row | None) -> str:
    parts = []
    if seen.gaps[place].get(source, False):
        count, usual = seen.counts[place][source], seen.usual[place][source]
        parts.append(f"本期{count}条，往期平均{usual:.1f}条")
    if run and run["verdict"] != Verdict.OK:
        parts.append(
            f"最近一次采集{VERDICT_ZH[Verdict(run['verdict'])]}{'：' if run['message'] else ''}{run['message']}"
        )
    return "；".join(parts)
