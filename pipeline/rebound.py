"""整治–反弹: how far complaints fell in a campaign, and how soon half the fall was lost. May import models.labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.binning import bins_from, first_day, full_bins
from pipeline.context import OutreachRecord, Row, Rows
from pipeline.inspections import Inspection, kinds_between
from pipeline.intervals import ratio_interval
from pipeline.outreach import is_campaign, matter_of, same_matter
from pipeline.periods import Period
from pipeline.voices import complaints

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# Weeks before a campaign that are its base, weeks after it in which a return is looked for, and weeks of "now".
BASE, LOOK, NOW = 8, 26, 4
FEWEST_BASE, FEWEST_BASE_ITEMS = 4, 20


@dataclass(frozen=True, slots=True)
class _Course:
    """Weekly complaints before, in and after a campaign (the last up to the next one on the same matter)."""

    base: "NDArray[np.int64]"
    low: "NDArray[np.int64]"
    after: "NDArray[np.int64]"


def rebound_rows(
    posts: "pd.DataFrame", records: Iterable[OutreachRecord], period: Period, inspections: Sequence[Inspection] = ()
) -> Rows:
    """One row a campaign (channel 集中整治, with an end) that began before the period's end, oldest first.

    Rates are complaints a week of its issue and district; fall is a share of the base rate; `returns` counts the
    campaigns on the matter up to this one that were lost again. Weeks before and after it that were inspected otherwise than the campaign
    are left out and not counted. `posts` as voices.prepared gives them.
    """
    campaigns = sorted(
        (r for r in records if is_campaign(r) and r.end is not None and r.start < period.end),
        key=lambda record: (record.start, record.id),
    )
    told = complaints(posts)
    rows = [_row(told, record, campaigns, period.end, inspections) for record in campaigns]
    return [row | {"returns": _returns(rows, campaigns, number)} for number, row in enumerate(rows)]


def weeks_to_half_back(after: "NDArray[np.int64]", base: float, low: float) -> int | None:
    """The first week after the campaign (1 is the first) from which half the fall was lost, None where it holds.

    Weekly counts are smoothed by the rising curve that fits them best, so that one bad week is no return.
    """
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    if not len(after):
        return None
    curve = IsotonicRegression().fit_transform(np.arange(len(after)), after.astype(float))
    back = np.flatnonzero(curve >= (base + low) / 2)
    return int(back[0]) + 1 if len(back) else None


def _row(
    told: "pd.DataFrame",
    record: OutreachRecord,
    campaigns: Sequence[OutreachRecord],
    end: date,
    inspections: Sequence[Inspection],
) -> Row:
    course = _course(told, record, campaigns, end, inspections)
    head = {"campaign_id": record.id, "name": record.name, "issue": record.issue, "district": record.district,
            "start": record.start.isoformat(), "end": record.end.isoformat() if record.end else None}  # fmt: skip
    if len(course.base) < FEWEST_BASE or course.base.sum() < FEWEST_BASE_ITEMS or not len(course.low):
        return head | dict.fromkeys(_MEASURED) | {"verdict": "not_enough_data"}
    return head | _measured(course)


_MEASURED = ("base_rate", "lowest_rate", "fall", "fall_low", "fall_high", "weeks_to_half_back", "now_rate")


def _measured(course: _Course) -> Row:
    base, low = float(course.base.mean()), float(course.low.mean())
    ratio_low, ratio_high = ratio_interval(
        float(course.low.sum()), float(course.base.sum()), len(course.base) / len(course.low)
    )
    half = weeks_to_half_back(course.after, base, low)
    now = course.after[-NOW:]
    return {
        "base_rate": base,
        "lowest_rate": low,
        "fall": 1 - low / base,
        "fall_low": None if ratio_high is None else 1 - ratio_high,
        "fall_high": 1 - ratio_low,
        "weeks_to_half_back": half,
        "now_rate": float(now.mean()) if len(now) else None,
        "verdict": _verdict(course, ratio_high, half),
    }


def _verdict(course: _Course, ratio_high: float | None, half: int | None) -> str:
    """A fall whose interval holds 0 is none; a return must be clear of the low level by its own interval."""
    if ratio_high is None or ratio_high >= 1:
        return "no_fall"
    if half is None:
        return "held" if len(course.after) >= NOW else "not_enough_data"
    back = course.after[half - 1 :]
    low, _ = ratio_interval(float(back.sum()), float(course.low.sum()), len(course.low) / len(back))
    if low > 1:
        return "rebounded"
    return "not_enough_data"


def _course(
    told: "pd.DataFrame",
    record: OutreachRecord,
    campaigns: Sequence[OutreachRecord],
    end: date,
    inspections: Sequence[Inspection],
) -> _Course:
    """Weeks begin on the campaign's first day; a week in which an earlier campaign ran is no base."""
    days = matter_of(told, record)["day"]
    begin, last = first_day(told), record.end or record.start
    before = 0 if begin is None else min(BASE, full_bins(begin, record.start, 7))
    start = record.start - timedelta(weeks=before)
    running = max(1, -(-((last - record.start).days + 1) // 7))
    follow = min((r.start for r in campaigns if r.start > last and same_matter(record, r)), default=end)
    weeks = full_bins(record.start, min(follow, end), 7)
    counts = bins_from(days, start, 7, before + weeks)
    like = _like_weeks(record, inspections, start, len(counts))
    free = _free_weeks(record, campaigns, start, before) & like[:before]
    after = slice(before + running, before + running + LOOK)
    return _Course(counts[:before][free], counts[before : before + running], counts[after][like[after]])


def _like_weeks(
    record: OutreachRecord, inspections: Sequence[Inspection], start: date, number: int
) -> "NDArray[np.bool_]":
    """Whether each week was inspected as the campaign was: in other weeks all is cleaned, or complained of more."""
    import numpy as np

    kinds = kinds_between(inspections, record.start, (record.end or record.start) + timedelta(days=1))
    mondays = [start + timedelta(weeks=week) for week in range(number)]
    return np.array([kinds_between(inspections, day, day + timedelta(weeks=1)) == kinds for day in mondays], dtype=bool)


def _free_weeks(
    record: OutreachRecord, campaigns: Sequence[OutreachRecord], start: date, number: int
) -> "NDArray[np.bool_]":
    import numpy as np

    free = np.ones(number, dtype=bool)
    for other in campaigns:
        if other.id != record.id and other.end is not None and same_matter(record, other):
            first, last = (other.start - start).days // 7, (other.end - start).days // 7
            free[max(0, first) : max(0, last + 1)] = False
    return free


def _returns(rows: Rows, campaigns: Sequence[OutreachRecord], number: int) -> int:
    here = campaigns[number]
    so_far = zip(rows[: number + 1], campaigns, strict=False)
    return sum(row["verdict"] == "rebounded" and same_matter(here, record) for row, record in so_far)
