"""Who speaks in each post, and which posts count: columns added to the scored posts. May import crawlers.post, pipeline.columns."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from crawlers.post import Channel, DateConfidence, Owner
from models.labels import Sentiment
from pipeline.columns import with_few
from pipeline.periods import Period

COMPLAINT_CHANNELS = (Channel.HOTLINE, Channel.MESSAGE_BOARD)
VOICES = ("complaint", "own", "press", "social")
PUBLIC = ("press", "social")
# The groups of posts that are measured by sentiment, by the voices in them.
GROUPS = {"press": ("press",), "social": ("social",), "all": PUBLIC, "own": ("own",)}


def prepared(posts: pd.DataFrame) -> pd.DataFrame:
    """`posts` (as pipeline.database.scored_posts gives them) with the columns that every measure reads.

    voice: complaint | own | press | social; dated, judged: bool; counted: relevant, judged and not of a guessed
    date; negative, neutral, positive: bool, only where counted; elsewhere: bool, False until matters.ours_apart has
    said which posts are another body's matter; copy: bool; original: the post that it copies, else
    itself; speaker: one key for all that one voice repeats, the author on social channels, else `original`. Columns
    of few texts (columns.FEW, voice) are categories.
    """
    posts = with_few(posts)
    dated = posts["date_confidence"] != DateConfidence.GUESSED
    judged = posts["error"] == ""
    counted = dated & judged & posts["relevant"].eq(True).fillna(False).astype(bool)
    copy = posts["duplicate_of"] != ""
    original = posts["duplicate_of"].where(copy, posts["id"])
    tones = {s.value: counted & (posts["sentiment"] == s.value).fillna(False).astype(bool) for s in Sentiment}
    return posts.assign(
        voice=_voices(posts),
        dated=dated.astype(bool),
        judged=judged.astype(bool),
        counted=counted,
        elsewhere=False,
        copy=copy.astype(bool),
        original=original,
        speaker=posts["author_hash"].where(_is_named(posts), original),
        **tones,
    )


def within(posts: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The rows of a period whose date is known."""
    return posts[in_days(posts, period.start, period.end) & posts["dated"]]


def in_days(posts: pd.DataFrame, start: date, end: date) -> "pd.Series[bool]":
    """True for the days from `start` up to but not including `end`."""
    return (posts["day"] >= pd.Timestamp(start)) & (posts["day"] < pd.Timestamp(end))


def public(posts: pd.DataFrame) -> pd.DataFrame:
    """What press and public said in their own voice, relevant posts alone."""
    return posts[posts["counted"] & posts["voice"].isin(PUBLIC)]


def complaints(posts: pd.DataFrame) -> pd.DataFrame:
    """Relevant posts of the complaint channels."""
    return posts[posts["counted"] & (posts["voice"] == "complaint")]


def iso(moment: datetime | pd.Timestamp | None) -> str | None:
    """ISO 8601 in city time without offset, to the second; None for no time."""
    return None if moment is None or pd.isna(moment) else pd.Timestamp(moment).isoformat(timespec="seconds")


def last_day(period: Period) -> str:
    """The last day of a period, ISO; a reader takes an end as part of a period."""
    return (period.end - timedelta(days=1)).isoformat()


def cut(text: str, length: int) -> str:
    """The first characters of a text as one line, with … where it goes on."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _is_named(posts: pd.DataFrame) -> "pd.Series[bool]":
    """True where an author speaks for himself; a newspaper's reporter does not."""
    return (posts["author_hash"] != "") & posts["channel"].isin((Channel.SOCIAL, Channel.FORUM))


def _voices(posts: pd.DataFrame) -> "pd.Series[str]":
    own = posts["owner"] == Owner.OWN
    # A copy speaks with the voice of its first appearance: a reprinted release is the bureau's voice in another place.
    own |= posts["duplicate_of"].isin(posts.loc[own, "id"])
    voices = np.full(len(posts), VOICES.index("social"), dtype=np.int8)
    voices[posts["channel"] == Channel.PRESS] = VOICES.index("press")
    voices[own] = VOICES.index("own")
    voices[posts["channel"].isin(COMPLAINT_CHANNELS)] = VOICES.index("complaint")
    return pd.Series(pd.Categorical.from_codes(voices, categories=pd.Index(VOICES, dtype="str")), index=posts.index)
