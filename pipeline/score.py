"""Stage 3, score: unscored posts to a model, its judgements to the database. May import models."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from models.judgement import Judgement, ScoreFailure, Text
from models.labels import Sentiment
from pipeline.database import Database, save_scores, unscored_posts

LOG = logging.getLogger(__name__)
# A batch is one transaction: small enough that a kill loses seconds of the slowest model and that progress is seen,
# large enough that a million posts, which each batch looks through, cost little.
BATCH = 2_000


class Scorer(Protocol):
    """A loaded model: its name, version, and one answer for each text, in order."""

    @property
    def name(self) -> str:
        """Name of the model, such as linear."""

    @property
    def version(self) -> str:
        """Version of its weights."""

    def score(self, texts: Sequence[Text]) -> Sequence[Judgement | ScoreFailure]:
        """One answer a text, in order."""


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What a run did: `outcomes` counts judged texts under "scored" and failures under their reason."""

    model: str
    outcomes: Mapping[str, int]

    @property
    def posts(self) -> int:
        """How many posts were handed to the model."""
        return sum(self.outcomes.values())


def model_label(model: Scorer) -> str:
    """Name and version as they stand on each row: name@version."""
    return f"{model.name}@{model.version}"


def score(db: Database, model: Scorer, now: datetime, progress: Callable[[str, int], None]) -> ScoreReport:
    """Score every post that has no row of this model; a second run does nothing. `now` is aware city time."""
    label = model_label(model)
    outcomes: Counter[str] = Counter()
    while batch := unscored_posts(db, label, BATCH):
        answers = model.score(batch)
        rows = [score_row(text.id, answer, label, now) for text, answer in zip(batch, answers, strict=True)]
        save_scores(db, rows)
        outcomes.update(row["error"] or "scored" for row in rows)
        progress(label, len(batch))
    LOG.info("scored %d posts with %s", sum(outcomes.values()), label)
    return ScoreReport(label, dict(outcomes))


def score_row(post_id: str, answer: Judgement | ScoreFailure, label: str, now: datetime) -> dict[str, Any]:
    """One row of the scores table; a failed text has an error and no class."""
    row: dict[str, Any] = {"post_id": post_id, "model": label, "scored_at": now.replace(tzinfo=None)}
    if isinstance(answer, ScoreFailure):
        return row | _EMPTY | {"error": answer.reason}
    return row | {
        "relevant": answer.relevant,
        "relevance": answer.relevance,
        "sentiment": answer.sentiment.value,
        "p_negative": answer.probabilities[Sentiment.NEGATIVE],
        "p_neutral": answer.probabilities[Sentiment.NEUTRAL],
        "p_positive": answer.probabilities[Sentiment.POSITIVE],
        "tone": answer.tone.value,
        "issues": [issue.value for issue in answer.issues],
        "frames": [frame.value for frame in answer.frames],
        "kind": answer.kind.value,
        "why": list(answer.why),
        "error": "",
    }


_EMPTY: dict[str, Any] = {
    "relevant": None,
    "relevance": None,
    "sentiment": None,
    "p_negative": None,
    "p_neutral": None,
    "p_positive": None,
    "tone": None,
    "issues": [],
    "frames": [],
    "kind": None,
    "why": [],
}
