"""What press and public speak about, and in which frame. May import pipeline.comparison, presence and voices."""

from collections.abc import Sequence

import pandas as pd

from models.labels import Frame, Issue
from pipeline.comparison import Verdict, compare_voices, share_of
from pipeline.context import Row, Rows
from pipeline.denials import denials
from pipeline.inspections import Inspection, alike
from pipeline.periods import Period
from pipeline.presence import Presence
from pipeline.voices import in_days, public, within


def issues(posts: pd.DataFrame, period: Period, seen: Presence, inspections: Sequence[Inspection] = ()) -> Rows:
    """A row for each issue that was met in this period or the one before, most items first."""
    both = _comparable(period, seen, inspections)
    return _topics(posts, "issues", [code.value for code in Issue], period, both)


def frames(posts: pd.DataFrame, period: Period, seen: Presence, inspections: Sequence[Inspection] = ()) -> Rows:
    """A row for each frame that was met in this period or the one before, most items first.

    `denial_ids`: what the bureau said itself, up to the period's end, to deny a claim of a story with that frame.
    """
    both = _comparable(period, seen, inspections)
    rows = _topics(posts, "frames", [code.value for code in Frame], period, both)
    said = public(within(posts, period)).explode("frames").dropna(subset="story_id")
    own = posts[(posts["voice"] == "own") & posts["counted"] & (posts["day"] < pd.Timestamp(period.end))]
    denied = denials(own[own["story_id"].isin(said["story_id"])])
    return [row | {"denial_ids": _denials(row["code"], said, denied)} for row in rows]


def _comparable(period: Period, seen: Presence, inspections: Sequence[Inspection]) -> frozenset[str]:
    """The sources of both periods, none where an inspection ran in one of them alone."""
    before = period.previous
    return seen.present(period, before) if alike(inspections, period, before) else frozenset()


def _topics(posts: pd.DataFrame, column: str, codes: list[str], period: Period, both: frozenset[str]) -> Rows:
    listed = public(posts[in_days(posts, period.previous.start, period.end)]).explode(column)
    now, before = within(listed, period), within(listed, period.previous)
    rows = [_row(code, now[now[column] == code], before[before[column] == code], both) for code in codes]
    met = [row for row in rows if row["items"] or row["previous"]]
    return sorted(met, key=lambda row: (-row["items"], -row["previous"], row["code"]))


def _row(code: str, now: pd.DataFrame, before: pd.DataFrame, both: frozenset[str]) -> Row:
    return {
        "code": code,
        "items": len(now),
        "negative": int(now["negative"].sum()),
        **share_of(now["negative"], now["speaker"]).fields,
        "previous": len(before),
        "verdict": _verdict(now, before, both),
    }


def _denials(code: str, said: pd.DataFrame, denied: pd.DataFrame) -> list[str]:
    stories = said.loc[said["frames"] == code, "story_id"]
    return [str(post) for post in denied.loc[denied["story_id"].isin(stories), "id"]]


def _verdict(now: pd.DataFrame, before: pd.DataFrame, both: frozenset[str]) -> Verdict:
    """Whether the negative posts became more, over the sources of both periods."""
    now, before = (posts[posts["source"].isin(both) & posts["negative"]] for posts in (now, before))
    return compare_voices(now["speaker"], before["speaker"], bool(both)).verdict
