"""What a model was trained on, as far as a later week can be held against it: sketches of texts, and its own answers.

May import models.bootstrap, judgement, labels, training_set. A sketch counts pairs of characters in 256 hashed places;
no text can be read back from it.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from models.bootstrap import Answer
from models.judgement import Judgement
from models.labels import Sentiment
from models.training_set import Labelled

# Not among the suffixes and names that make a model's version: a reference tells of the data, not of the weights.
FILE = "reference.sketches"
PLACES = 256
# Enough for a test to see a shift of a tenth of the texts; 500 sketches of a byte a place are 125 kB.
KEPT = 500
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reference:
    """Sketches (texts, 256), P(negative) and P(positive) (texts, 2) out of fold, and the share that was right."""

    sketches: Floats
    scores: Floats
    accuracy: float


def sketch(text: str) -> Floats:
    """Counts of the text's pairs of characters in PLACES hashed places, square roots, of length 1 (0 for no pair)."""
    pairs = [zlib.crc32(text[place : place + 2].encode()) % PLACES for place in range(len(text) - 1)]
    counts = np.sqrt(np.bincount(pairs, minlength=PLACES) if pairs else np.zeros(PLACES))
    whole: Floats = counts / max(float(np.linalg.norm(counts)), 1e-9)
    return whole


def reference(rows: Sequence[Labelled], answers: Sequence[Answer]) -> Reference:
    """From the training texts and their out-of-fold answers; at most KEPT texts, evenly taken, failures left out."""
    judged = [(row, answer) for row, answer in zip(rows, answers, strict=True) if isinstance(answer, Judgement)]
    taken = judged[:: max(-(-len(judged) // KEPT), 1)]
    right = sum(answer.sentiment == row.labels.sentiment for row, answer in judged)
    return Reference(
        np.array([sketch(f"{row.text.title} {row.text.text}") for row, _ in taken]).reshape(-1, PLACES),
        np.array([shares(answer) for _, answer in taken]).reshape(-1, 2),
        right / max(len(judged), 1),
    )


def shares(answer: Judgement) -> tuple[float, float]:
    """P(negative) and P(positive)."""
    return answer.probabilities[Sentiment.NEGATIVE], answer.probabilities[Sentiment.POSITIVE]


def save(folder: Path, found: Reference) -> None:
    """Write the reference beside the weights; sketches as bytes."""
    kept: dict[str, npt.NDArray[np.generic]] = {
        "sketches": np.round(found.sketches * 255).astype(np.uint8),
        "scores": found.scores.astype(np.float32),
        "accuracy": np.array([found.accuracy], dtype=np.float32),
    }
    save_file(kept, folder / FILE)


def load(folder: Path) -> Reference | None:
    """What `save` wrote, None where a model has no reference."""
    if not (folder / FILE).is_file():
        return None
    kept = load_file(folder / FILE)
    return Reference(kept["sketches"] / 255.0, kept["scores"].astype(np.float64), float(kept["accuracy"][0]))
