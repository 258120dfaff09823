"""How a story spread: first post, first medium, peak, half-life, before and after the response. May import voices."""

from dataclasses import dataclass

import pandas as pd

from pipeline.voices import PUBLIC

_RUSH = pd.Timedelta(hours=6)
_LEAST_POSTS = 4
_HOUR = 3_600.0


@dataclass(frozen=True, slots=True)
class Spread:
    """The course of one story; times are local, shares 0 to 1, None where there was no such thing."""

    first_at: pd.Timestamp
    first_source: str
    first_medium_at: pd.Timestamp | None
    first_medium: str | None
    peak_day: str
    last_at: pd.Timestamp
    response_at: pd.Timestamp | None
    half_life_hours: float | None
    items_before_response: int
    items_after_response: int
    share_before_response: float | None
    share_after_response: float | None


def spread_of(story: pd.DataFrame) -> Spread:
    """The spread of the posts of one story (one or more, prepared, relevant).

    All but `last_at` is told by others than the bureau, where others spoke. The response is the bureau's first post
    after the first post of others.
    """
    ordered = story.sort_values(["published_at", "id"])
    others = ordered[ordered["voice"].isin(PUBLIC)]
    spoken = others if len(others) else ordered
    first = spoken["published_at"].iloc[0]
    medium = spoken[spoken["voice"] == "press"].head(1)
    days = spoken["day"].value_counts().sort_index()
    answers = ordered[(ordered["voice"] == "own") & (ordered["published_at"] > first) & (len(others) > 0)]
    answer = _first(answers["published_at"])
    # Without a response nothing came before it or after it.
    split = pd.Timestamp.max if answer is None else answer
    before = spoken[(spoken["published_at"] <= split) & (answer is not None)]
    after = spoken[spoken["published_at"] > split]
    return Spread(
        first_at=first,
        first_source=str(spoken["source"].iloc[0]),
        first_medium_at=_first(medium["published_at"]),
        first_medium=str(medium["source"].iloc[0]) if len(medium) else None,
        peak_day=pd.Timestamp(days.index[int(days.to_numpy().argmax())]).date().isoformat(),
        last_at=ordered["published_at"].iloc[-1],
        response_at=answer,
        half_life_hours=half_life_hours(spoken["published_at"]),
        items_before_response=len(before),
        items_after_response=len(after),
        share_before_response=_share(before),
        share_after_response=_share(after),
    )


def half_life_hours(moments: "pd.Series[pd.Timestamp]") -> float | None:
    """Hours from the busiest moment until half of what still came had come; None for fewer than 4 posts.

    The busiest moment is the end of the six hours with most posts. A median of waiting times: needs no curve.
    """
    ordered = pd.DatetimeIndex(moments).sort_values()
    if len(ordered) < _LEAST_POSTS:
        return None
    rush = ordered.searchsorted(ordered, side="right") - ordered.searchsorted(ordered - _RUSH, side="right")
    peak = ordered[int(rush.argmax())]
    later = ordered[ordered > peak] - peak
    return float((later.total_seconds() / _HOUR).to_series().median()) if len(later) else None


def _first(moments: "pd.Series[pd.Timestamp]") -> pd.Timestamp | None:
    return moments.iloc[0] if len(moments) else None


def _share(posts: pd.DataFrame) -> float | None:
    return float(posts["negative"].mean()) if len(posts) else None
