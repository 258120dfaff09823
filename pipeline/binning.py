"""Counts of days in bins of equal width, the series that every model of stage 4 reads. Imports nothing of ours."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def bins_before(days: "pd.Series[pd.Timestamp]", end: date, width: int, number: int) -> "NDArray[np.int64]":
    """Items in each of the `number` bins of `width` days before `end` (exclusive), oldest first."""
    return bins_from(days, end - timedelta(days=width * number), width, number)


def bins_from(days: "pd.Series[pd.Timestamp]", start: date, width: int, number: int) -> "NDArray[np.int64]":
    """Items in each of the `number` bins of `width` days that begin with `start`."""
    import numpy as np
    import pandas as pd

    offsets = (days - pd.Timestamp(start)).dt.days.to_numpy() // width
    inside = offsets[(offsets >= 0) & (offsets < number)]
    return np.bincount(inside, minlength=number).astype(np.int64)


def full_bins(first: date, end: date, width: int) -> int:
    """How many whole bins of `width` days lie from `first` up to `end` (exclusive)."""
    return max(0, (end - first).days // width)


def first_day(posts: "pd.DataFrame") -> date | None:
    """The first day with a post, or None."""
    return None if posts.empty else posts["day"].min().date()


def labelled(posts: "pd.DataFrame", column: str, label: str) -> "pd.DataFrame":
    """The posts whose list in `column` (issues or frames) holds `label`."""
    import numpy as np

    # An empty list would be taken as a choice of no columns.
    return posts[np.array([label in labels for labels in posts[column]], dtype=bool)]


def main_issue(posts: "pd.DataFrame") -> "pd.Series[str]":
    """The first issue of each post, '' where it has none."""
    import pandas as pd

    return pd.Series([issues[0] if issues else "" for issues in posts["issues"]], index=posts.index, dtype=object)


def district_by_road(posts: "pd.DataFrame") -> "pd.Series[str]":
    """The district of each post; where it names a road alone, the one district in which the others place that road."""
    import pandas as pd

    districts = posts["district"].astype("str")
    placed = districts[(districts != "") & (posts["road"] != "")]
    roads = posts.loc[placed.index, "road"]
    known = placed.groupby(roads).agg(["first", "nunique"])
    only = known.loc[known["nunique"] == 1, "first"].to_dict()
    told = zip(districts, posts["road"], strict=True)
    return pd.Series([district or only.get(road, "") for district, road in told], index=posts.index, dtype="str")
