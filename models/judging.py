"""From rows of probabilities to judgements, and which texts cannot be judged.

May import models.judgement, models.tasks.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from models.judgement import Judgement, ScoreFailure, Text
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
MOST_ISSUES = 2
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
    rounded = np.round(answers.astype(np.float64), 4).tolist()
    sentiments = answers[:, SENTIMENT].argmax(axis=1).tolist()
    tones = answers[:, TONE].argmax(axis=1).tolist()
    kinds = answers[:, KIND].argmax(axis=1).tolist()
    order = np.argsort(-answers[:, ISSUES], axis=1, kind="stable")[:, :MOST_ISSUES].tolist()
    over = (answers >= cuts)[:, ISSUES].tolist()
    frames = _frames(answers, cuts).tolist()
    return [_judgement(*row) for row in zip(rounded, sentiments, tones, kinds, order, over, frames, why, strict=True)]


def _frames(answers: Floats, cuts: Floats) -> npt.NDArray[np.bool_]:
    said = (answers >= cuts)[:, FRAMES]
    # The last five frames are reproaches: by the guidelines only texts with negative sentiment have them.
    said[answers[:, SENTIMENT].argmax(axis=1) != 0, -REPROACHES:] = False
    return said


def _judgement(
    row: list[float],
    sentiment: int,
    tone: int,
    kind: int,
    order: list[int],
    over: list[bool],
    frames: list[bool],
    why: tuple[str, ...],
) -> Judgement:
    relevant = row[0] >= 0.5
    negative, positive = row[SENTIMENT.start], row[SENTIMENT.start + 2]
    # A relevant text is about something: its likeliest issue is said even under the cut.
    issues = tuple(ISSUE_CODES[index] for place, index in enumerate(order) if place == 0 or over[index])
    return Judgement(
        relevant=relevant,
        relevance=row[0],
        sentiment=SENTIMENTS[sentiment],
        probabilities=dict(zip(SENTIMENTS, (negative, round(1 - negative - positive, 4), positive), strict=True)),
        tone=TONES[tone],
        issues=issues if relevant else (),
        frames=tuple(code for code, said in zip(FRAME_CODES, frames, strict=True) if said) if relevant else (),
        kind=KINDS[kind],
        why=why,
    )
