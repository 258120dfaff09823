"""The accurate model: characters, title, words and their order in one linear part, word vectors in a part that is not linear.

May import models.attribution, features, heads, judgement, judging, ngrams, phrases, ridge, roles, senses, tasks, training_set, words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file
from scipy import sparse

from models import heads as heads_of
from models import ngrams, ridge, roles, senses
from models import words as words_of
from models.attribution import Pulls, by_character, of_ngrams, of_order, of_words
from models.features import Layout, layout_text
from models.judgement import Judgement, ScoreFailure, Text
from models.judging import in_batches, judgements
from models.ngrams import dequantised, quantised
from models.phrases import reasons
from models.senses import Stretch
from models.tasks import SENTIMENT, WIDTH, Floats, targets
from models.training_set import Labelled, as_found, folds
from models.training_set import counts as counts_of
from models.words import Words

NAME = "stacked"
CHARACTERS, TITLE = Layout(orders=3, bits=20), Layout(orders=3, bits=18)
# What title and words add to the similarity of two texts, beside 1 for characters and 1 for meaning; found by
# cross-validation on sentiment and issues, flat within a factor of two.
TITLE_SHARE, WORD_SHARE = 0.2, 0.3
# What the order of words adds: real texts gain up to here, contrast pairs as much at .3.
ROLE_SHARE = 0.5
# How fast two texts become unlike as their vectors part: exp(-4 * (1 - cosine)).
SHARPNESS = 4.0
FOLDS, SEED = 5, 0
# A copy with its title in the text, with other marks or a few other characters is this like; of texts in other groups one
# in seventy is, and most of those turn out to be copies as well.
COPY = 0.98


@dataclass(frozen=True, slots=True)
class Model:
    """`characters` holds bias and cuts as well; `known` (texts, width) are the training texts' vectors, `dual` (texts, 43) their weights."""

    characters: ngrams.Model
    title: ngrams.Model
    words: Words
    word_weights: Floats
    middle: Floats
    known: Floats
    dual: Floats
    order: roles.Roles
    order_weights: Floats
    lexicon: senses.Lexicon


def score(model: Model, texts: Sequence[Text]) -> list[Judgement | ScoreFailure]:
    """Judge every text, in order; what cannot be judged gets its named failure."""
    return in_batches(texts, lambda batch: _judged(model, batch))


def _judged(model: Model, texts: Sequence[Text]) -> list[Judgement]:
    read = reading(model, texts)
    answers = heads_of.as_probabilities(read.logits)
    said = heads_of.said_sentiments(answers, model.characters.cuts[SENTIMENT])
    strings = [layout_text(text) for text in texts]
    why = reasons(strings, by_character(pulls(model, read, said), sum(map(len, strings))))
    return judgements(answers, model.characters.cuts, why)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in some texts, and the rows (texts, columns) of each linear part; `later` (texts,) is how far a
    text stands behind its title alone, each being joined end to end with the others."""

    characters: tuple[ngrams.Found, sparse.csr_matrix]
    title: tuple[ngrams.Found, sparse.csr_matrix]
    words: tuple[words_of.Found, sparse.csr_matrix]
    cut: Sequence[Sequence[str]]
    stretches: Sequence[Sequence[Stretch]]
    order: sparse.csr_matrix
    later: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is made of some texts: `logits` (texts, 43), their unit vectors (texts, width), and what was seen on the way."""

    logits: Floats
    meaning: Floats
    seen: Seen


def reading(model: Model, texts: Sequence[Text]) -> Reading:
    """Read texts once, for whoever goes on from what is seen in them."""
    strings, heads = [layout_text(text) for text in texts], titles(texts)
    found, title = ngrams.find(model.characters, strings), ngrams.find(model.title, heads)
    by_characters, by_title = ngrams.unit_rows(model.characters, found), ngrams.unit_rows(model.title, title)
    raw = np.asarray(by_characters @ model.characters.weights + model.characters.bias, dtype=np.float32)
    raw += np.asarray(by_title @ model.title.weights + model.title.bias, dtype=np.float32)
    cut = words_of.cut(strings)
    worded = words_of.find(cut, model.words.hashes)
    counts = words_of.counted(worded, len(texts), len(model.words.hashes))
    by_words = _unit_words(model.words, counts)
    raw += by_words @ model.word_weights
    meaning = _unit_meaning(model.words, counts, model.middle)
    raw += likeness(meaning, model.known) @ model.dual
    stretches = [senses.stretches(words, model.lexicon) for words in cut]
    by_order = roles.matrix(model.order, cut, stretches)
    raw += by_order @ model.order_weights
    later = _begins(strings) - _begins(heads)
    parts = (found, by_characters), (title, by_title), (worded, by_words)
    return Reading(raw, meaning, Seen(*parts, cut, stretches, by_order, later))


def _begins(strings: Sequence[str]) -> npt.NDArray[np.int64]:
    return np.cumsum([0, *map(len, strings)])[:-1]


def pulls(model: Model, read: Reading, said: npt.NDArray[np.int64]) -> list[Pulls]:
    """What pulled to the sentiments `said` (texts,), and where in the texts joined end to end as `layout_text` has them.

    The likeness to texts of the training set is missing: it comes from a text as a whole.
    """
    seen, still = read.seen, np.zeros(len(said), dtype=np.int64)
    return [
        of_ngrams(model.characters, *seen.characters, still, said),
        # The marks around a title are as long as those that `layout_text` puts there.
        of_ngrams(model.title, *seen.title, seen.later, said),
        of_words(*seen.words, model.word_weights, said),
        of_order(model.order, seen.cut, seen.stretches, seen.order, model.order_weights, said),
    ]


def seen(model: Model, texts: Sequence[Text]) -> npt.NDArray[np.bool_]:
    """Whether each text (texts,) is one that the model was trained on, or nearly; told by vectors, as no text is kept."""
    return copies(meaning(model, texts), model.known)


def meaning(model: Model, texts: Sequence[Text]) -> Floats:
    """The unit vector of each text (texts, width), zeros where it has no known word."""
    counts = words_of.counts([layout_text(text) for text in texts], model.words.hashes)
    worded = (counts.getnnz(axis=1) > 0)[:, None]
    return np.where(worded, _unit_meaning(model.words, counts, model.middle), np.float32(0))


def copies(left: Floats, right: Floats) -> npt.NDArray[np.bool_]:
    """Which rows of the one, unit or zero, are like some row of the other."""
    return np.asarray((left @ right.T).max(axis=1, initial=0) >= COPY)


def titles(texts: Sequence[Text]) -> list[str]:
    """The titles alone, between marks, so that a text without one is like others without one."""
    return [f"\x05{text.title}\x06" for text in texts]


def _unit_words(words: Words, counts: sparse.csr_matrix) -> sparse.csr_matrix:
    values = np.sqrt(counts.data) * words.rarity[counts.indices]
    matrix = sparse.csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-9)).astype(np.float32) @ matrix)


def _unit_meaning(words: Words, counts: sparse.csr_matrix, middle: Floats) -> Floats:
    vectors = words_of.meaning(words, counts) - middle
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def likeness(left: Floats, right: Floats) -> Floats:
    """exp(-4 * (1 - cosine)) of unit rows: shape (left rows, right rows)."""
    return np.asarray(np.exp(SHARPNESS * (left @ right.T - 1)), dtype=np.float32)


def train(rows: Sequence[Labelled], words: Words) -> Model:
    """Fit on labelled texts, given word vectors; the same input gives the same weights."""
    texts = [row.text for row in rows]
    strings, answers = [layout_text(text) for text in texts], targets([row.labels for row in rows])
    characters = ngrams.vocabulary(strings, CHARACTERS)
    title = ngrams.vocabulary(titles(texts), TITLE)
    counts = words_of.counts(strings, words.hashes)
    by_characters = ngrams.unit_rows(characters, ngrams.find(characters, strings))
    by_title = ngrams.unit_rows(title, ngrams.find(title, titles(texts))) * np.float32(np.sqrt(TITLE_SHARE))
    by_words = _unit_words(words, counts) * np.float32(np.sqrt(WORD_SHARE))
    cut = words_of.cut(strings)
    lexicon = senses.shipped()
    stretches = [senses.stretches(one, lexicon) for one in cut]
    order = roles.vocabulary(cut, stretches)
    by_order = roles.matrix(order, cut, stretches) * np.float32(np.sqrt(ROLE_SHARE))
    middle = words_of.meaning(words, counts).mean(axis=0)
    known = _unit_meaning(words, counts, middle)
    inputs = sparse.hstack([by_characters, by_title, by_words, by_order], format="csr")
    kernel = ridge.similarities(inputs, inputs) + likeness(known, known)
    outputs = ridge.out_of_fold(kernel, answers, folds([row.group for row in rows], FOLDS, SEED), counts_of(rows))
    real = as_found(rows)
    heads = heads_of.fit(outputs[real], answers[real])
    dual, bias = ridge.fit(kernel, answers, counts_of(rows))
    dual, bias = dual @ heads.weights, bias @ heads.weights + heads.bias
    none = np.zeros(WIDTH, dtype=np.float32)
    return Model(
        ngrams.with_weights(characters, by_characters.T @ dual, bias, heads.cuts),
        ngrams.with_weights(title, by_title.T @ dual * np.float32(np.sqrt(TITLE_SHARE)), none, none),
        words,
        np.asarray(by_words.T @ dual * np.float32(np.sqrt(WORD_SHARE)), dtype=np.float32),
        middle,
        known,
        dual,
        order,
        np.asarray(by_order.T @ dual * np.float32(np.sqrt(ROLE_SHARE)), dtype=np.float32),
        lexicon,
    )


def save(model: Model, folder: Path) -> None:
    """Write all parts as int8 with scales, and the lexicon; no word of a training text and no text is in them."""
    folder.mkdir(parents=True, exist_ok=True)
    ngrams.save(model.characters, folder / "characters.safetensors")
    ngrams.save(model.title, folder / "title.safetensors")
    kept: dict[str, npt.NDArray[np.generic]] = {
        "hashes": model.words.hashes,
        "rarity": model.words.rarity.astype(np.float16),
        "middle": model.middle.astype(np.float32),
        **quantised("vectors", model.words.vectors),
        **quantised("weights", model.word_weights),
        **quantised("known", model.known),
        "dual": model.dual.astype(np.float16),
        "order": np.frombuffer("\n".join(model.order.names).encode(), dtype=np.uint8),
        "order_idf": model.order.weights.astype(np.float16),
        **quantised("order_weights", model.order_weights),
    }
    save_file(kept, folder / "words.safetensors")
    senses.save(model.lexicon, folder)


def load(folder: Path) -> Model:
    """Read what `save` wrote; raises senses.RulesError."""
    kept = load_file(folder / "words.safetensors")
    words = Words(kept["hashes"], dequantised("vectors", kept), kept["rarity"].astype(np.float32))
    return Model(
        ngrams.load(folder / "characters.safetensors"),
        ngrams.load(folder / "title.safetensors"),
        words,
        dequantised("weights", kept),
        kept["middle"],
        dequantised("known", kept),
        kept["dual"].astype(np.float32),
        roles.assembled(tuple(kept["order"].tobytes().decode().splitlines()), kept["order_idf"].astype(np.float32)),
        dequantised("order_weights", kept),
        senses.load(folder),
    )
