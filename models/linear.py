"""The fast model: hashed character n-grams and one matrix for all tasks.

May import models.features, heads, judgement, judging, ngrams, phrases, ridge, tasks, training_set.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models import heads as heads_of
from models import ngrams, ridge
from models.features import Layout, layout_text
from models.judgement import Judgement, ScoreFailure, Text
from models.judging import in_batches, judgements
from models.ngrams import Model
from models.phrases import reasons
from models.tasks import SENTIMENT, targets
from models.training_set import Labelled, as_found, folds
from models.training_set import counts as counts_of

NAME = "linear"
LAYOUT = Layout(orders=3, bits=20)
FOLDS, SEED = 5, 0
WEIGHTS = "weights.safetensors"


def score(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    """Judge every text, in order; what cannot be judged gets its named failure."""
    return in_batches(texts, lambda batch: _judged(model, batch))


def _judged(model: Model, texts: Sequence[Text]) -> list[Judgement]:
    strings = [layout_text(text) for text in texts]
    found = ngrams.find(model, strings)
    answers = heads_of.as_probabilities(ngrams.logits(model, found))
    said = heads_of.said_sentiments(answers, model.cuts[SENTIMENT])
    return judgements(answers, model.cuts, reasons(strings, ngrams.spoken_for(model, found, said)))


def train(rows: Sequence[Labelled]) -> Model:
    """Fit on labelled texts; the same rows in the same order give the same weights."""
    strings = [layout_text(row.text) for row in rows]
    answers = targets([row.labels for row in rows])
    blank = ngrams.vocabulary(strings, LAYOUT)
    inputs = ngrams.unit_rows(blank, ngrams.find(blank, strings))
    kernel = ridge.similarities(inputs, inputs)
    outputs = ridge.out_of_fold(kernel, answers, folds([row.group for row in rows], FOLDS, SEED), counts_of(rows))
    real = as_found(rows)
    heads = heads_of.fit(outputs[real], answers[real])
    dual, bias = ridge.fit(kernel, answers, counts_of(rows))
    # Two affine maps in a row are one: the heads cost nothing when texts are scored.
    weights = np.asarray(inputs.T @ (dual @ heads.weights), dtype=np.float32)
    return ngrams.with_weights(blank, weights, bias @ heads.weights + heads.bias, heads.cuts)


def save(model: Model, folder: Path) -> None:
    """Write weights and layout; nothing in them is an n-gram."""
    folder.mkdir(parents=True, exist_ok=True)
    ngrams.save(model, folder / WEIGHTS)


def load(folder: Path) -> Model:
    """Read what `save` wrote."""
    return ngrams.load(folder / WEIGHTS)
