"""The count series that are watched, and the bins in which each is compared with its past. Imports nothing of ours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from models.labels import ISSUE_ZH, Issue
from pipeline.binning import bins_before, first_day, full_bins, main_issue
from pipeline.holidays import days_off, knows
from pipeline.inspections import Inspection, days_of
from pipeline.periods import Period, PeriodKind
from pipeline.surveillance import Forecast, forecast
from pipeline.voices import PUBLIC

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# Three years of weeks; of days half a year, since a daily series has enough of them and its level moves.
LONGEST = {7: 156, 1: 182}
# A season is told from a trend only after it was seen twice.
TWO_YEARS = 104


@dataclass(frozen=True, slots=True)
class Series:
    """Posts that are counted together; `label` is Chinese, `group` complaint, press, social or all."""

    key: str
    label: str
    group: str
    posts: "pd.DataFrame"


@dataclass(frozen=True, slots=True)
class Reading:
    """One bin of one series against its forecast."""

    series: Series
    start: date
    end: date
    observed: int
    forecast: Forecast
    p_value: float


def watched(posts: "pd.DataFrame") -> list[Series]:
    """Complaints in all, by main issue and by district; negative voices (copies left out) in all, by group and issue."""
    told = _light(posts, posts["counted"] & (posts["voice"] == "complaint"))
    said = _light(posts, posts["negative"] & posts["voice"].isin(PUBLIC) & ~posts["copy"])
    groups = [
        Series("complaint", "投诉总量", "complaint", told),
        Series("all/negative", "媒体与网络负面", "all", said),
        Series("press/negative", "媒体负面", "press", said[said["voice"] == "press"]),
        Series("social/negative", "网络负面", "social", said[said["voice"] == "social"]),
    ]
    places = [
        Series(f"complaint/{name}", f"{name}投诉", "complaint", told[told["district"] == name])
        for name in sorted(set(told["district"]) - {""})
    ]
    return [*groups, *_by_issue("complaint", "投诉", told), *places, *_by_issue("all", "负面", said)]


def _light(posts: "pd.DataFrame", chosen: "pd.Series[bool]") -> "pd.DataFrame":
    """The chosen posts with what a series is read by; all columns of years of posts would be half of the memory again."""
    return posts.loc[chosen, ["id", "day", "published_at", "voice", "district", "issues", "story_id"]]


def readings(
    posts: "pd.DataFrame",
    period: Period,
    holidays: Mapping[date, bool],
    series: list[Series],
    inspections: Sequence[Inspection] = (),
) -> list[Reading]:
    """Each series in each bin that ends in the period: days for a day, otherwise weeks of seven days.

    Bins of a week lie back from the period's end; in a month or quarter the last full weeks are read.
    """
    begin = first_day(posts)
    if begin is None:
        return []
    width = 1 if period.kind is PeriodKind.DAY else 7
    ends = [period.end - timedelta(days=width * back) for back in range(max(1, period.days // width))]
    return [r for end in reversed(ends) for r in _read_bin(series, begin, end, width, holidays, inspections)]


def _read_bin(
    series: list[Series],
    begin: date,
    end: date,
    width: int,
    holidays: Mapping[date, bool],
    inspections: Sequence[Inspection],
) -> Iterator[Reading]:
    number = min(LONGEST[width] + 1, full_bins(begin, end, width))
    if number < 2:
        return
    terms = _terms(end, width, number, holidays, inspections)
    for one in series:
        counts = bins_before(one.posts["day"], end, width, number)
        expected = forecast(counts[:-1], terms[:-1], terms[-1])
        if expected is not None:
            observed = int(counts[-1])
            yield Reading(one, end - timedelta(days=width), end, observed, expected, expected.p_value(observed))


def _terms(
    end: date, width: int, number: int, holidays: Mapping[date, bool], inspections: Sequence[Inspection]
) -> "NDArray[np.float64]":
    """Share of days off and of each kind of inspection, season and weekday of each bin."""
    import numpy as np

    starts = [end - timedelta(days=width * back) for back in range(number, 0, -1)]
    columns = []
    if knows(holidays, starts[0], end):
        columns.append([days_off(holidays, start, start + timedelta(days=width)) / width for start in starts])
    columns += [
        [days_of(inspections, kind, start, start + timedelta(days=width)) / width for start in starts]
        for kind in sorted({inspection.kind for inspection in inspections})
    ]
    if width == 7 and number > TWO_YEARS:
        turn = [2 * np.pi * start.timetuple().tm_yday / 365.25 for start in starts]
        # Shifted above zero: what is multiplied makes no difference, and a term of zero means a term that is absent.
        columns += [list(2 + np.sin(turn)), list(2 + np.cos(turn))]
    if width == 1:
        columns += [[float(start.weekday() == day) for start in starts] for day in range(1, 7)]
    return np.array(columns, dtype=float).reshape(len(columns), number).T


def _by_issue(group: str, word: str, posts: "pd.DataFrame") -> list[Series]:
    main = main_issue(posts)
    return [Series(f"{group}/{code}", f"{ISSUE_ZH[code]}{word}", group, posts[main == code]) for code in Issue]
