"""A `stacked` model and one step further, learned from an office's own labels: a few hundred are enough.

May import models.attribution, features, heads, judgement, judging, ngrams, phrases, ridge, stacked, tasks, training_set.
Source: Friedman 2001, "Greedy function approximation: a gradient boosting machine": the step is a ridge regression on
what the probabilities of the model before it missed, and for each task it is as long as suits texts that it did not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from models import heads as heads_of
from models import ngrams, ridge, stacked
from models.attribution import by_character, of_ngrams
from models.features import layout_text
from models.judgement import Judgement, ScoreFailure, Text
from models.judging import in_batches, judgements, refusal
from models.phrases import reasons
from models.tasks import FRAMES, ISSUES, KIND, RELEVANCE, SENTIMENT, TASKS, TONE, WIDTH, Floats, targets
from models.training_set import Labelled, folds

NAME = "adapted"
STEP = "step.safetensors"
# Whether the model before reads a city well nobody knows beforehand: where it does, 50 texts harmed in 4 draws of 12, 100
# in 2; where it does not, issues gain from 30 on, but one sheet of the usual size has more than 100 anyway.
FEWEST = 100
# Where a class has fewer texts nothing is learned of its task but that it never comes, nor where to cut.
FEWEST_OF_EACH = 3
# On fewer, what is gained by other weights of the sentiments is lost again in negative recall.
FEWEST_FOR_WEIGHTS = 300
FOLDS, SEED = 5, 0
# Results are flat between .5 and 2.
PENALTY = 1.0
LENGTHS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_LEAST = 1e-6


class TooFewLabelsError(Exception):
    """Fewer labelled texts than a step can be learned from: how many there are beside `seen` ones, and how many are needed."""

    def __init__(self, count: int, seen: int) -> None:
        super().__init__(count, seen, FEWEST)


@dataclass(frozen=True, slots=True)
class Model:
    """`characters` holds the n-grams of the step and all cuts; `known` (texts, width) and `dual` (texts, 43) as in `stacked`."""

    before: stacked.Model
    characters: ngrams.Model
    known: Floats
    dual: Floats


def score(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    """Judge every text, in order; what cannot be judged gets its named failure."""
    return in_batches(texts, lambda batch: _judged(model, batch))


def _judged(model: Model, texts: Sequence[Text]) -> list[Judgement]:
    read = stacked.reading(model.before, texts)
    strings = [layout_text(text) for text in texts]
    found = ngrams.find(model.characters, strings)
    by_characters = ngrams.unit_rows(model.characters, found)
    step = np.asarray(by_characters @ model.characters.weights + model.characters.bias, dtype=np.float32)
    raw = read.logits + step + stacked.likeness(read.meaning, model.known) @ model.dual
    answers = heads_of.as_probabilities(raw)
    said = heads_of.said_sentiments(answers, model.characters.cuts[SENTIMENT])
    still = np.zeros(len(texts), dtype=np.int64)
    pulls = [
        *stacked.pulls(model.before, read, said),
        of_ngrams(model.characters, found, by_characters, still, said),
    ]
    return judgements(answers, model.characters.cuts, reasons(strings, by_character(pulls, sum(map(len, strings)))))


def seen(model: Model, texts: Sequence[Text]) -> npt.NDArray[np.bool_]:
    """Whether each text (texts,) is one that the model before or the step was trained on, or nearly."""
    return stacked.copies(stacked.meaning(model.before, texts), np.concatenate([model.before.known, model.known]))


def train(rows: Sequence[Labelled], before: stacked.Model, whole: int) -> Model:
    """Learn the step from labelled texts that `before` has not seen; the same input gives the same weights.

    `whole` is how many labels there are in all, `rows` being they or a part of them without a fold: sentiments are
    weighed anew by that number, so that what is measured is what is made.
    """
    rows = _readable(rows)
    texts, answers = [row.text for row in rows], targets([row.labels for row in rows])
    strings = [layout_text(text) for text in texts]
    read = stacked.reading(before, texts)
    characters = ngrams.vocabulary(strings, stacked.CHARACTERS)
    by_characters = ngrams.unit_rows(characters, ngrams.find(characters, strings))
    kernel = ridge.similarities(by_characters, by_characters) + stacked.likeness(read.meaning, read.meaning)
    missed = missing(read.logits, answers)
    unseen = out_of_fold(kernel, missed, folds([row.group for row in rows], FOLDS, SEED))
    far = lengths(read.logits, unseen, answers)
    dual = ridge.solved(kernel, missed, even(len(rows))) * far
    cuts = _cuts(read.logits + unseen * far, answers, before.characters.cuts, whole)
    nothing = np.zeros(WIDTH, dtype=np.float32)
    weights = np.asarray(by_characters.T @ dual, dtype=np.float32)
    return Model(before, ngrams.with_weights(characters, weights, nothing, cuts), read.meaning, dual)


def unseen(rows: Sequence[Labelled], before: stacked.Model) -> list[Labelled]:
    """The rows whose text the model before has not learned: of the others it knows the answer.

    Raises TooFewLabelsError where there are fewer different texts than a step can be learned and measured from.
    """
    known = stacked.seen(before, [row.text for row in rows])
    fresh = list(compress(rows, ~known))
    count = len({(row.text.title, row.text.text) for row in _readable(fresh)})
    if count < FEWEST:
        raise TooFewLabelsError(count, len(rows) - len(fresh))
    return fresh


def _readable(rows: Sequence[Labelled]) -> list[Labelled]:
    """The rows whose text can be judged: an empty one tells nothing but how often each label comes."""
    return [row for row in rows if refusal(row.text) is None]


def missing(raw: Floats, answers: npt.NDArray[np.bool_]) -> Floats:
    """What probabilities of logits (texts, 43) lack to the answers: of sentiment, only where a text is relevant."""
    left = answers - heads_of.each_by_itself(raw)
    left[:, SENTIMENT] *= answers[:, RELEVANCE]
    return np.asarray(left, dtype=np.float32)


def out_of_fold(kernel: Floats, aims: Floats, fold: npt.NDArray[np.int64]) -> Floats:
    """The step (texts, 43) as learned for each text without its fold."""
    none = np.zeros(aims.shape[1], dtype=np.float32)
    return ridge.crossed(
        kernel, fold, lambda rest: (ridge.solved(kernel[np.ix_(rest, rest)], aims[rest], even(len(rest))), none)
    )


def even(count: int) -> Floats:
    """The same penalty for each text (texts,)."""
    return np.full(count, PENALTY, dtype=np.float32)


def lengths(raw: Floats, step: Floats, answers: npt.NDArray[np.bool_]) -> Floats:
    """For each output (43,) how many times the step (texts, 43) is added; one number for a task, 0 where it does no good."""
    found = np.zeros(WIDTH, dtype=np.float32)
    tried = [heads_of.each_by_itself(raw + step * length) for length in LENGTHS]
    for task in [task for task in TASKS if _told_apart(answers, task)]:
        losses = [_loss(chances, answers, task) for chances in tried]
        found[task] = LENGTHS[int(np.argmin(losses))]
    return found


def _told_apart(answers: npt.NDArray[np.bool_], task: slice) -> bool:
    """Whether relevant texts and others, or each of the sentiments, have labels enough; of other tasks always."""
    relevant = answers[:, RELEVANCE.start]
    if task == RELEVANCE:
        return bool(min(relevant.sum(), (~relevant).sum()) >= FEWEST_OF_EACH)
    return task != SENTIMENT or bool(answers[relevant][:, SENTIMENT].sum(axis=0).min() >= FEWEST_OF_EACH)


def _loss(every: Floats, answers: npt.NDArray[np.bool_], task: slice) -> float:
    """Negative log likelihood of one task's answers, of sentiment over relevant texts."""
    chances = np.clip(every[:, task], _LEAST, 1 - _LEAST)
    # Of several classes the true one's chance says all; of yes or no each answer counts.
    otherwise = np.ones_like(chances) if task in (SENTIMENT, TONE, KIND) else 1 - chances
    told = np.log(np.where(answers[:, task], chances, otherwise)).sum(axis=1)
    return -float((told * answers[:, RELEVANCE.start]).sum() if task == SENTIMENT else told.sum())


def _cuts(raw: Floats, answers: npt.NDArray[np.bool_], before: Floats, whole: int) -> Floats:
    found = heads_of.cuts(heads_of.as_probabilities(raw), answers)
    if whole < FEWEST_FOR_WEIGHTS or not _told_apart(answers, SENTIMENT):
        found[SENTIMENT] = before[SENTIMENT]
    for task in (ISSUES, FRAMES):
        if answers[:, task].sum() < FEWEST_OF_EACH:
            found[task] = before[task]
    return found


def save(model: Model, folder: Path) -> None:
    """Write the model before the step and the step, so that the shipped one may change without changing this."""
    stacked.save(model.before, folder)
    step = {
        **ngrams.tensors(model.characters),
        **ngrams.quantised("known", model.known),
        # safetensors writes memory as it lies, and a solver's matrix lies by columns.
        "dual": np.ascontiguousarray(model.dual, dtype=np.float32),
    }
    save_file(step, folder / STEP)


def load(folder: Path) -> Model:
    """Read what `save` wrote."""
    kept = load_file(folder / STEP)
    known = ngrams.dequantised("known", kept)
    return Model(stacked.load(folder), ngrams.restored(kept), known, kept["dual"].astype(np.float32))
