"""The most accurate model: n-grams and an encoder read each text, and one head for each task weighs what both say.

May import models.attribution, encoder, features, heads, judgement, judging, phrases, stacked, tasks, training_set, words.
Source: Wolpert 1992, "Stacked generalization": the heads are fitted on what members say of texts that they did not see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from models import encoder, stacked
from models import heads as heads_of
from models.attribution import by_character
from models.features import layout_text
from models.heads import Heads
from models.judgement import Judgement, ScoreFailure, Text
from models.judging import in_batches, judgements
from models.phrases import reasons
from models.tasks import SENTIMENT, WIDTH, Floats, targets
from models.training_set import Labelled, folds
from models.words import Words

NAME = "ensemble"
HEADS = "heads.safetensors"
FOLDS, SEED = 5, 2026


Progress = Callable[[str, int], None]


def silent(_what: str, _count: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Model:
    """Two members, and heads that read their logits side by side (86)."""

    by_grams: stacked.Model
    by_order: encoder.Model
    heads: Heads


def score(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    """Judge every text, in order; what cannot be judged gets its named failure."""
    return in_batches(texts, lambda batch: _judged(model, batch))


def _judged(model: Model, texts: Sequence[Text]) -> list[Judgement]:
    read = stacked.reading(model.by_grams, texts)
    by_order, _ = encoder.logits(model.by_order, texts)
    answers = heads_of.probabilities(model.heads, np.hstack([read.logits, by_order]))
    said = heads_of.said_sentiments(answers, model.heads.cuts[SENTIMENT])
    strings = [layout_text(text) for text in texts]
    why = reasons(strings, by_character(stacked.pulls(model.by_grams, read, said), sum(map(len, strings))))
    return judgements(answers, model.heads.cuts, why)


def seen(model: Model, texts: Sequence[Text]) -> npt.NDArray[np.bool_]:
    """Whether each text (texts,) is one that the model was trained on, or nearly."""
    return stacked.seen(model.by_grams, texts)


def train(rows: Sequence[Labelled], words: Words, start: str) -> Model:
    """Fit both members and the heads, given word vectors and the checkpoint `start`; needs torch.

    The encoder is trained once for each fold and once on all: on a processor that takes hours.
    Raises encoder_network.StartError, encoder.TrainingExtraError.
    """
    fold = folds([row.group for row in rows], FOLDS, SEED)
    said = out_of_fold(rows, (), fold, words, start)
    return joined(*fitted(rows, words, start), said, targets([row.labels for row in rows]))


def out_of_fold(
    rows: Sequence[Labelled],
    always: Sequence[Labelled],
    fold: npt.NDArray[np.int64],
    words: Words,
    start: str,
    progress: Progress = silent,
) -> Floats:
    """What members say of each row (rows, 86) that were trained without its fold; `always` joins every training set."""
    said = np.zeros((len(rows), 2 * WIDTH), dtype=np.float32)
    for held in np.unique(fold):
        out = fold == held
        said[out] = held_out(rows, always, out, words, start)
        progress("fold", 1)
    return said


def held_out(
    rows: Sequence[Labelled], always: Sequence[Labelled], out: npt.NDArray[np.bool_], words: Words, start: str
) -> Floats:
    """What members trained on the other rows and `always` say of the rows that are `out` (those rows, 86)."""
    rest = [row for row, left in zip(rows, out, strict=True) if not left]
    members = fitted([*rest, *always], words, start)
    return opinions(*members, [row.text for row, left in zip(rows, out, strict=True) if left])


def fitted(rows: Sequence[Labelled], words: Words, start: str) -> tuple[stacked.Model, encoder.Model]:
    """Both members, trained on the same texts."""
    return stacked.train(rows, words), encoder.tuned(rows, start)


def opinions(by_grams: stacked.Model, by_order: encoder.Model, texts: Sequence[Text]) -> Floats:
    """What both members say of texts: logits side by side (texts, 86)."""
    return np.hstack([stacked.reading(by_grams, texts).logits, encoder.logits(by_order, texts)[0]])


def joined(by_grams: stacked.Model, by_order: encoder.Model, said: Floats, answers: npt.NDArray[np.bool_]) -> Model:
    """The model with heads fitted on `said` (texts, 86), which the members said of texts that they had not seen."""
    return Model(by_grams, by_order, heads_of.fit(said, answers))


def cross_fitted(said: Floats, rows: Sequence[Labelled], fold: npt.NDArray[np.int64]) -> list[Judgement]:
    """Each row's answer from heads that were fitted on the other folds; without phrases."""
    answers = targets([row.labels for row in rows])
    found: list[Judgement | None] = [None] * len(rows)
    for held in np.unique(fold):
        out = fold == held
        heads = heads_of.fit(said[~out], answers[~out])
        told = judgements(heads_of.probabilities(heads, said[out]), heads.cuts, [()] * int(out.sum()))
        for place, answer in zip(np.flatnonzero(out).tolist(), told, strict=True):
            found[place] = answer
    return [answer for answer in found if answer is not None]


def save(model: Model, folder: Path) -> None:
    """Write both members and the heads into one folder."""
    stacked.save(model.by_grams, folder)
    encoder.save(model.by_order, folder)
    heads = {"weights": model.heads.weights, "bias": model.heads.bias, "cuts": model.heads.cuts}
    save_file({name: np.ascontiguousarray(value, dtype=np.float32) for name, value in heads.items()}, folder / HEADS)


def load(folder: Path) -> Model:
    """Read what `save` wrote."""
    kept = load_file(folder / HEADS)
    return Model(stacked.load(folder), encoder.load(folder), Heads(kept["weights"], kept["bias"], kept["cuts"]))
