"""From rows of probabilities to judgements, and which texts cannot be judged.

May import models.heads, models.judgement, models.labels, models.tasks.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from models.heads import said_sentiments
from models.judgement import Judgement, ScoreFailure, Text
from models.labels import Frame, Issue
from models.tasks import (
    FRAME_CODES,
    FRAMES,
    ISSUE_CODES,
    ISSUES,
    KIND,
    KINDS,
    SENTIMENT,
    SENTIMENTS,
    TONE,
    TONES,
    Floats,
)

EMPTY_TEXT = ScoreFailure("empty_text")
NO_WORDS = ScoreFailure("no_words")
REPROACHES = 5
# Texts judged at once: bounds memory at about 100 MB whatever the number of texts.
BATCH = 4096
_LETTER = re.compile(r"[^\W\d_]")


def refusal(text: Text) -> ScoreFailure | None:
    """The named reason why a text cannot be judged, if there is one: nothing in it, or not one letter or character."""
    if _LETTER.search(text.text) or _LETTER.search(text.title):
        return None
    return NO_WORDS if (text.text.strip() or text.title.strip()) else EMPTY_TEXT


def in_batches(
    texts: Sequence[Text], judged: Callable[[Sequence[Text]], list[Judgement]]
) -> list[Judgement | ScoreFailure]:
    """Every text's answer, in order: `judged` sees those that can be judged, the others get their named failure."""
    answers: list[Judgement | ScoreFailure] = []
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        refusals = [refusal(text) for text in batch]
        sound = [text for text, refused in zip(batch, refusals, strict=True) if refused is None]
        said = iter(judged(sound) if sound else ())
        answers.extend(next(said) if refused is None else refused for refused in refusals)
    return answers


def judgements(answers: Floats, cuts: Floats, why: Sequence[tuple[str, ...]]) -> list[Judgement]:
    """One Judgement for each row of `answers` (texts, 43 probabilities); `cuts` (43) say which labels are said."""
    sentiments = said_sentiments(answers, cuts[SENTIMENT])
    shown = np.round(answers[:, [0, SENTIMENT.start, SENTIMENT.stop - 1]].astype(np.float64), 4)
    neutral = np.round(1 - shown[:, 1] - shown[:, 2], 4)
    relevant = answers[:, 0] >= 0.5
    columns = (
        relevant.tolist(),
        shown[:, 0].tolist(),
        zip(shown[:, 1].tolist(), neutral.tolist(), shown[:, 2].tolist(), strict=True),
        sentiments.tolist(),
        answers[:, TONE].argmax(axis=1).tolist(),
        _issues(answers, cuts, relevant),
        _frames(answers, cuts, relevant & (sentiments == 0), relevant),
        answers[:, KIND].argmax(axis=1).tolist(),
        why,
    )
    return [
        Judgement(
            said,
            relevance,
            SENTIMENTS[sentiment],
            dict(zip(SENTIMENTS, chances, strict=True)),
            TONES[tone],
            issues,
            frames,
            KINDS[kind],
            phrases,
        )
        for said, relevance, chances, sentiment, tone, issues, frames, kind, phrases in zip(*columns, strict=True)
    ]


def _issues(answers: Floats, cuts: Floats, relevant: npt.NDArray[np.bool_]) -> list[tuple[Issue, ...]]:
    """At most two, the likelier first; a relevant text is about something, so its likeliest is said under the cut too."""
    chances = answers[:, ISSUES].copy()
    rows = np.arange(len(chances))
    first = chances.argmax(axis=1)
    chances[rows, first] = -1
    second = chances.argmax(axis=1)
    both = chances[rows, second] >= cuts[ISSUES][second]
    named = zip(first.tolist(), second.tolist(), both.tolist(), relevant.tolist(), strict=True)
    return [
        () if not said else (ISSUE_CODES[one], ISSUE_CODES[two]) if pair else (ISSUE_CODES[one],)
        for one, two, pair, said in named
    ]


def _frames(
    answers: Floats, cuts: Floats, negative: npt.NDArray[np.bool_], relevant: npt.NDArray[np.bool_]
) -> list[tuple[Frame, ...]]:
    said = (answers >= cuts)[:, FRAMES] & relevant[:, None]
    # The last five frames are reproaches: by the guidelines only texts with negative sentiment have them.
    said[~negative, -REPROACHES:] = False
    frames: list[tuple[Frame, ...]] = [()] * len(said)
    for row, column in zip(*(index.tolist() for index in np.nonzero(said)), strict=True):
        frames[row] = (*frames[row], FRAME_CODES[column])
    return frames
