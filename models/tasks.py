"""Where each task's classes stand in a row of 43 model outputs. May import models.labels, models.training_set."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.labels import Frame, Issue, Kind, Sentiment, Tone
from models.training_set import Labels

Floats = npt.NDArray[np.float32]

RELEVANCE = slice(0, 1)
SENTIMENT = slice(1, 4)
TONE = slice(4, 7)
KIND = slice(7, 13)
ISSUES = slice(13, 27)
FRAMES = slice(27, 43)
WIDTH = 43
TASKS = (RELEVANCE, SENTIMENT, TONE, KIND, ISSUES, FRAMES)

SENTIMENTS = tuple(Sentiment)
TONES = tuple(Tone)
KINDS = tuple(Kind)
ISSUE_CODES = tuple(Issue)
FRAME_CODES = tuple(Frame)


def target_row(labels: Labels) -> list[bool]:
    """One text's labels as 43 yes/no answers in the order of the slices above."""
    return [
        labels.relevant,
        *(labels.sentiment == value for value in SENTIMENTS),
        *(labels.tone == value for value in TONES),
        *(labels.kind == value for value in KINDS),
        *(value in labels.issues for value in ISSUE_CODES),
        *(value in labels.frames for value in FRAME_CODES),
    ]


def targets(rows: Sequence[Labels]) -> npt.NDArray[np.bool_]:
    """Labels as an array of shape (texts, 43)."""
    return np.array([target_row(labels) for labels in rows], dtype=np.bool_).reshape(len(rows), WIDTH)
