"""The baseline that most projects use: SnowNLP's review classifier, its two cuts tuned on the training set.

May import models.judgement, judging, labels, training_set. It answers sentiment alone: every text is taken as relevant,
tone follows sentiment, and issues, frames, kind and reasons are constant or empty.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from models.judgement import Judgement, ScoreFailure, Text
from models.judging import refusal
from models.labels import Kind, Sentiment, Tone
from models.training_set import Labelled

NAME = "snownlp"
_GRID = np.round(np.arange(0.02, 1.0, 0.02), 2)


@dataclass(frozen=True, slots=True)
class Model:
    """Scores under `low` are negative, from `high` on positive; `chances` (3, 3) hold P(class | range)."""

    low: float
    high: float
    chances: tuple[tuple[float, ...], ...]


def score(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    """Judge every text, in order; what cannot be judged gets its named failure."""
    return [refusal(text) or _judged(model, text) for text in texts]


def _judged(model: Model, text: Text) -> Judgement:
    said = _class_of(model, raw_score(text))
    chances = dict(zip(Sentiment, model.chances[said], strict=True))
    sentiment = max(chances, key=lambda label: chances[label])
    return Judgement(
        relevant=True,
        relevance=1.0,
        sentiment=sentiment,
        probabilities=chances,
        tone=Tone(sentiment.value),
        issues=(),
        frames=(),
        kind=Kind.REPORT,
        why=(),
    )


@lru_cache(maxsize=20_000)  # cross-validation asks for the same texts five times, at 10 ms each
def raw_score(text: Text) -> float:
    """SnowNLP's own figure: its probability that a review is positive."""
    from snownlp import SnowNLP

    return float(SnowNLP(f"{text.title} {text.text}".strip()).sentiments)


def _class_of(model: Model, raw: float) -> int:
    return 0 if raw < model.low else 2 if raw >= model.high else 1


def train(rows: Sequence[Labelled]) -> Model:
    """Choose the two cuts with the best macro-F1 of sentiment, then what each side of them is worth."""
    raw = np.array([raw_score(row.text) for row in rows])
    true = np.array([list(Sentiment).index(row.labels.sentiment) for row in rows])
    pairs = [(low, high) for low in _GRID for high in _GRID if low < high]
    low, high = max(pairs, key=lambda pair: _macro_f1(true, _said(raw, *pair)))
    said = _said(raw, low, high)
    classes = np.bincount(true, minlength=3)
    return Model(float(low), float(high), tuple(_shares(true[said == which], classes) for which in range(3)))


def _said(raw: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.where(raw < low, 0, np.where(raw >= high, 2, 1))


def _macro_f1(true: np.ndarray, said: np.ndarray) -> float:
    hits = np.bincount(true[true == said], minlength=3)
    return float(np.mean(2 * hits / np.maximum(np.bincount(true, minlength=3) + np.bincount(said, minlength=3), 1)))


def _shares(true: np.ndarray, classes: np.ndarray) -> tuple[float, ...]:
    # Weighted as if the classes were equally common: by their true shares "positive" would never be said.
    found = (np.bincount(true, minlength=3) + 1) / np.maximum(classes, 1)
    shares = [round(float(share), 4) for share in found[:2] / found.sum()]
    return (*shares, round(1 - sum(shares), 4))


def save(model: Model, folder: Path) -> None:
    """Write the two cuts and the chances."""
    folder.mkdir(parents=True, exist_ok=True)
    fields = {"low": model.low, "high": model.high, "chances": model.chances}
    (folder / "cuts.json").write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """Read what `save` wrote."""
    fields = json.loads((folder / "cuts.json").read_text(encoding="utf-8"))
    return Model(fields["low"], fields["high"], tuple(tuple(row) for row in fields["chances"]))
