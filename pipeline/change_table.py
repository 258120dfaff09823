"""Where the level of a series moved for good, and 日常 against 集中 work. May import pipeline.changes and alert_series."""

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.alert_series import Series, watched
from pipeline.binning import bins_before, first_day, full_bins
from pipeline.changes import change_points
from pipeline.context import OutreachRecord, Row, Rows
from pipeline.intervals import Z
from pipeline.outreach import CAMPAIGN
from pipeline.periods import Period

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 104
# Fewer a week on both sides of a move and nobody would see it.
_FEWEST = 1.0
# Work that began so long before a move, or a week after it, may have to do with it.
_NEAR = (timedelta(weeks=4), timedelta(weeks=1))
# What is done every day, against what is done in a campaign.
DAILY = frozenset({"日常管理", "门前四包", "设疏导点或便民时段"})
_MODES = {"daily": DAILY, "campaign": frozenset({CAMPAIGN})}


def changes(posts: "pd.DataFrame", period: Period, records: Sequence[OutreachRecord]) -> Rows:
    """A row for each move of the level of a watched series in the 104 weeks up to the period's end, newest first.

    `before` and `after` are means a week; `start` is the first day of the new level; `work` are the ids of records on
    the issue that began in the four weeks before it or the week after: a coincidence in time, no proof.
    """
    begin = first_day(posts)
    if begin is None:
        return []
    number = min(WEEKS, full_bins(begin, period.end, 7))
    rows = [row for series in watched(posts) for row in _moves(series, period.end, number, records)]
    return sorted(rows, key=lambda row: (row["start"], row["series"]), reverse=True)


def work_modes(outreach: Rows, rebound: Rows) -> Rows:
    """日常 and 集中 work side by side, a row each with a record; effects are pooled by the inverse of their variance.

    `outreach`, `rebound`: the tables of those names. `measured` counts records with an effect, `rebounded` and `held`
    are of campaigns alone. Source of the pooling: Cochran 1954, doi:10.2307/3001666.
    """
    known = [(mode, [row for row in outreach if row["channel"] in channels]) for mode, channels in _MODES.items()]
    return [_mode(mode, rows, rebound if mode == "campaign" else []) for mode, rows in known if rows]


def pooled(rows: Iterable[Row]) -> tuple[float, float, float] | None:
    """Effect and 95 % interval of several records together, as shares (-0.4 is 40 % fewer); None of none."""
    logs = [tuple(math.log1p(row[name]) for name in ("effect", "low", "high")) for row in rows]
    parts = [(value, (2 * Z / (high - low)) ** 2) for value, low, high in logs if high > low]
    if not parts:
        return None
    weight = sum(w for _, w in parts)
    middle, half = sum(value * w for value, w in parts) / weight, Z / math.sqrt(weight)
    return math.expm1(middle), math.expm1(middle - half), math.expm1(middle + half)


def _moves(series: Series, end: date, number: int, records: Sequence[OutreachRecord]) -> Iterable[Row]:
    for move in change_points(bins_before(series.posts["day"], end, 7, number)):
        start = end - timedelta(weeks=number - move.position)
        if max(move.before, move.after) >= _FEWEST:
            yield {
                "series": series.key,
                "label": series.label,
                "group": series.group,
                "start": start.isoformat(),
                "before": move.before,
                "after": move.after,
                "ratio": move.after / move.before if move.before else None,
                "work": [record.id for record in records if _near(record, series, start)],
            }


def _near(record: OutreachRecord, series: Series, start: date) -> bool:
    before, after = _NEAR
    return record.issue == series.key.partition("/")[2] and start - before <= record.start <= start + after


def _mode(mode: str, rows: Rows, rebound: Rows) -> Row:
    measured = [row for row in rows if row["effect"] is not None]
    effect, low, high = pooled(measured) or (None, None, None)
    verdicts = [row["verdict"] for row in rebound]
    return {
        "mode": mode,
        "records": len(rows),
        "measured": len(measured),
        "helped": sum(row["verdict"] == "helped" for row in rows),
        "effect": effect,
        "low": low,
        "high": high,
        "rebounded": verdicts.count("rebounded"),
        "held": verdicts.count("held"),
    }
