"""What a model says of one text, as frozen records. May import models.labels.

Text and Judgement are named tuples: a million of them are made in a minute, and a frozen dataclass takes ten times as
long to make.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from models.labels import Frame, Issue, Kind, Sentiment, Tone


class Text(NamedTuple):
    """One text to be judged; `id` is only carried through."""

    id: str
    title: str
    text: str


class Judgement(NamedTuple):
    """A model's answer for one text.

    `relevance` is a probability; `probabilities` sum to 1 and are those of `sentiment`
    (a text that is not relevant is neutral). `why` holds phrases cut from the text itself.
    """

    relevant: bool
    relevance: float
    sentiment: Sentiment
    probabilities: Mapping[Sentiment, float]
    tone: Tone
    issues: tuple[Issue, ...]
    frames: tuple[Frame, ...]
    kind: Kind
    why: tuple[str, ...]


def is_whole(text: str) -> bool:
    """Whether a text has no half a character (a lone surrogate), which neither file nor database can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class ScoreFailure:
    """A text that could not be judged, with its named reason. Never a class."""

    reason: str
