"""The fast model: hashed character n-grams and one matrix for all tasks.

May import models.features, heads, judgement, judging, phrases, tasks, training_set.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file
from scipy import sparse

from models import heads as heads_of
from models import ridge
from models.features import Layout, counts, layout_text, occurrences
from models.judgement import Judgement, ScoreFailure, Text
from models.judging import judgements, refusal
from models.phrases import strongest
from models.tasks import SENTIMENT, Floats, targets
from models.training_set import Labelled, folds

NAME = "linear"
LAYOUT = Layout(orders=3, bits=20)
# An n-gram seen in fewer texts says more about one text than about its class.
FEWEST_TEXTS = 3
FOLDS, SEED = 5, 0
# Texts scored at once: bounds memory at about 100 MB whatever the number of texts.
BATCH = 4096


@dataclass(frozen=True, slots=True)
class Model:
    """`place` (2**bits) gives each hashed column its row in `idf` and `weights`, or -1 where it is unknown."""

    layout: Layout
    columns: npt.NDArray[np.int64]
    idf: Floats
    weights: Floats
    bias: Floats
    cuts: Floats


def score(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    """Judge every text, in order; what cannot be judged gets its named failure."""
    answers: list[Judgement | ScoreFailure] = []
    for start in range(0, len(texts), BATCH):
        answers.extend(_score_batch(model, texts[start : start + BATCH]))
    return answers


def _score_batch(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    refusals = [refusal(text) for text in texts]
    strings = [layout_text(text) for text, refused in zip(texts, refusals, strict=True) if refused is None]
    answers = iter(_judged(model, strings) if strings else [])
    return [next(answers) if refused is None else refused for refused in refusals]


def _judged(model: Model, strings: Sequence[str]) -> list[Judgement]:
    answers = heads_of.as_probabilities(raw_logits(model, strings))
    return judgements(answers, model.cuts, reasons(model, strings, answers))


def raw_logits(model: Model, strings: Sequence[str]) -> Floats:
    """Logits of shape (texts, 43) for texts as `layout_text` joins them."""
    return np.asarray(_known(model, strings) @ model.weights + model.bias, dtype=np.float32)


def _known(model: Model, strings: Sequence[str]) -> sparse.csr_matrix:
    return unit_rows(counts(strings, model.layout)[:, model.columns], model.idf)


def unit_rows(matrix: sparse.csr_matrix, idf: Floats) -> sparse.csr_matrix:
    """Square-root counts times `idf`, each row scaled to length 1 (a row without known n-grams stays zero)."""
    matrix = matrix.copy()
    matrix.data = np.sqrt(matrix.data) * idf[matrix.indices]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-9)).astype(np.float32) @ matrix)


def reasons(model: Model, strings: Sequence[str], answers: Floats) -> list[tuple[str, ...]]:
    """For each text the phrases whose n-grams pulled hardest towards the sentiment given."""
    import rjieba

    place = np.full(1 << model.layout.bits, -1, dtype=np.int32)
    place[model.columns] = np.arange(len(model.columns))
    pull = _pull(model)
    chosen = answers[:, SENTIMENT].argmax(axis=1)
    ends = np.cumsum([len(string) for string in strings])
    spread = np.zeros(int(ends[-1]), dtype=np.float32)
    for block in occurrences(strings, model.layout):
        rows = place[block.columns]
        amounts = np.where(rows >= 0, pull[rows, chosen[block.rows]], 0) / block.order
        for offset in range(block.order):
            spread[block.positions + offset] += amounts
    return [
        strongest(rjieba.cut(string), spread[end - len(string) : end])
        for string, end in zip(strings, ends, strict=True)
    ]


def _pull(model: Model) -> Floats:
    """What one occurrence adds to a sentiment's logit above the mean of the other two: shape (columns, 3)."""
    sentiment = model.weights[:, SENTIMENT]
    return np.asarray((sentiment - sentiment.mean(axis=1, keepdims=True)) * model.idf[:, None], dtype=np.float32)


def train(rows: Sequence[Labelled]) -> Model:
    """Fit on labelled texts; the same rows in the same order give the same weights."""
    strings = [layout_text(row.text) for row in rows]
    answers = targets([row.labels for row in rows])
    columns, idf = vocabulary(counts(strings, LAYOUT))
    inputs = unit_rows(counts(strings, LAYOUT)[:, columns], idf)
    outputs = ridge.out_of_fold(inputs, answers, folds([row.group for row in rows], FOLDS, SEED))
    heads = heads_of.fit(outputs, answers)
    weights, bias = ridge.fit(inputs, answers)
    return Model(LAYOUT, columns, idf, weights @ heads.weights, bias @ heads.weights + heads.bias, heads.cuts)


def vocabulary(matrix: sparse.csr_matrix) -> tuple[npt.NDArray[np.int64], Floats]:
    """The hashed columns that enough texts have, and their inverse document frequency."""
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    columns = np.flatnonzero(frequency >= FEWEST_TEXTS)
    return columns, np.asarray(np.log(matrix.shape[0] / (1 + frequency[columns])) + 1, dtype=np.float32)


def save(model: Model, folder: Path) -> None:
    """Write weights (int8 with one scale for each output) and layout; nothing in them is an n-gram."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = np.maximum(np.abs(model.weights).max(axis=0), 1e-9) / 127
    tensors = {
        "columns": model.columns.astype(np.int32),
        "idf": model.idf.astype(np.float16),
        "weights": np.round(model.weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": model.bias.astype(np.float32),
        "cuts": model.cuts,
    }
    save_file(tensors, folder / "weights.safetensors")
    layout = {"orders": model.layout.orders, "bits": model.layout.bits}
    (folder / "layout.json").write_text(json.dumps(layout) + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """Read what `save` wrote."""
    tensors = load_file(folder / "weights.safetensors")
    layout = Layout(**json.loads((folder / "layout.json").read_text(encoding="utf-8")))
    weights = tensors["weights"].astype(np.float32) * tensors["scale"]
    idf = tensors["idf"].astype(np.float32)
    return Model(layout, tensors["columns"].astype(np.int64), idf, weights, tensors["bias"], tensors["cuts"])
