"""Complaints that came again: the same road and issue within 60 days. May import pipeline.binning and voices."""

from datetime import timedelta

import pandas as pd

from models.labels import Issue
from pipeline.binning import district_by_road, main_issue
from pipeline.comparison import plain_share
from pipeline.context import Row, Rows
from pipeline.periods import Period
from pipeline.voices import complaints, in_days, iso

WITHIN = timedelta(days=60)
_PLACE = ["district", "road", "issue"]


def repeats(posts: pd.DataFrame, period: Period) -> Rows:
    """A row for each road and issue of which a complaint of the period repeats an earlier one, most complaints first.

    `items` are the complaints of the period that do so, `in_60_days` all on that matter in the 60 days up to the last
    of them; `again_ids` are the former, `post_ids` the latter. What officers did is no nuisance of a place and is left out, as is a complaint without a road.
    """
    placed = _placed(posts, period)[[*_PLACE, "id", "day", "published_at", "again"]]
    again = placed[placed["again"] & in_days(placed, period.start, period.end)]
    matters = placed.groupby(_PLACE)
    rows = [_row(key, group, matters.get_group(key)) for key, group in again.groupby(_PLACE)]
    return sorted(rows, key=lambda row: (-row["in_60_days"], row["district"], row["road"], row["issue"]))


def repeat_share(posts: pd.DataFrame, period: Period) -> Rows:
    """One row: which share of the complaints with a road repeats an earlier one, in this period and the one before."""
    now, before = (_again(_placed(posts, p), p) for p in (period, period.previous))
    share = plain_share(int(now.sum()), len(now))
    earlier = plain_share(int(before.sum()), len(before))
    return [
        {"items": len(now), "repeats": share.hits, **share.fields}
        | {"previous_items": len(before), "previous_share": earlier.value}
    ]


def _placed(posts: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Complaints with a road from 60 days before the period on, and whether each repeats an earlier one (`again`)."""
    told = complaints(posts[in_days(posts, period.start - WITHIN, period.end) & (posts["road"] != "")])
    told = told.assign(issue=main_issue(told), district=district_by_road(told)).sort_values(["published_at", "id"])
    told = told[~told["issue"].isin(["", Issue.ENFORCEMENT])]
    since = told["published_at"] - told.groupby(_PLACE)["published_at"].shift()
    return told.assign(again=since <= WITHIN)


def _again(placed: pd.DataFrame, period: Period) -> "pd.Series[bool]":
    return placed.loc[in_days(placed, period.start, period.end), "again"]


def _row(key: object, again: pd.DataFrame, same: pd.DataFrame) -> Row:
    names = dict(zip(_PLACE, key, strict=True))  # type: ignore[call-overload]  # a group key of three columns is a tuple
    last = again["published_at"].max()
    near = same[(same["published_at"] > last - WITHIN) & (same["published_at"] <= last)]
    return names | {
        "items": len(again),
        "in_60_days": len(near),
        "first_at": iso(near["published_at"].min()),
        "last_at": iso(last),
        "post_ids": near["id"].tolist(),
        "again_ids": again["id"].tolist(),
    }
