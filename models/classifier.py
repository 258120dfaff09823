"""A classifier for any labelled set from the parts of `linear` and `stacked`: several members, one affine map over all.

May import models.features, judgement, logistic, ngrams, ridge, stacked, words.
Sources: Wang & Manning 2012, "Baselines and bigrams" (n-grams weighted by naive Bayes); Wolpert 1992, "Stacked
generalization" (the map over the members is fitted on outputs of fits that did not see the text).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from models import logistic, ngrams, ridge
from models import words as words_of
from models.features import Layout, hashed_columns, joined_codes, layout_text
from models.judgement import Text
from models.linear import LAYOUT
from models.stacked import TITLE, TITLE_SHARE, WORD_SHARE, likeness, titles
from models.words import Words

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]
FOLDS, PENALTY = 3, 3.0
# Of one order more than `linear`: weighted by class, a rare n-gram does no harm.
COUNTED, PAIRED = Layout(orders=4, bits=20), 18
SMOOTHING = 1.0
_WEIGHTS = np.round(np.arange(0.5, 2.01, 0.1), 1)


@dataclass(frozen=True, slots=True)
class Known:
    """Texts with the number of the class of each."""

    texts: tuple[Text, ...]
    labels: Integers

    def at(self, places: Integers) -> "Known":
        """Those at some places."""
        return Known(tuple(self.texts[place] for place in places.tolist()), self.labels[places])


# From known texts, the number of classes and new texts to raw outputs (new, classes), by name.
Member = Callable[[Known, int, Sequence[Text]], Mapping[str, Floats]]
# From a table of texts, true class by line and said class by column, to the figure that counts.
Figure = Callable[[Integers], float]


def said(members: Sequence[Member], known: Known, new: Sequence[Text], figure: Figure) -> dict[str, Integers]:
    """The class that each member says of each new text, and under `together` what all say.

    Every member's answers pass an affine map fitted on its out-of-fold outputs, and weights of the classes that are
    best by `figure` on the same.
    """
    classes = int(known.labels.max()) + 1
    inside, outside = out_of_fold(members, known, classes), _outputs(members, known, classes, new)
    inside["together"], outside["together"] = (np.hstack(list(each.values())) for each in (inside, outside))
    return {name: _decided(inside[name], known.labels, outside[name], classes, figure) for name in inside}


def _outputs(members: Sequence[Member], known: Known, classes: int, new: Sequence[Text]) -> dict[str, Floats]:
    return {name: raw for member in members for name, raw in member(known, classes, new).items()}


def out_of_fold(members: Sequence[Member], known: Known, classes: int) -> dict[str, Floats]:
    """Outputs for the known texts, each from a fit without its fold; equal texts share a fold."""
    drawn = [hashlib.sha256(layout_text(text).encode()).digest()[0] for text in known.texts]
    fold, outputs = np.array(drawn) % FOLDS, dict[str, Floats]()
    for held in range(FOLDS):
        rest, out = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        for name, raw in _outputs(members, known.at(rest), classes, known.at(out).texts).items():
            outputs.setdefault(name, np.zeros((len(fold), classes), dtype=np.float32))[out] = raw
    return outputs


def _decided(inside: Floats, labels: Integers, outside: Floats, classes: int, figure: Figure) -> Integers:
    mean, spread = inside.mean(axis=0), inside.std(axis=0) + 1e-6
    even = np.ones(len(labels), dtype=np.float32)
    weights, bias = logistic.fit((inside - mean) / spread, one_hot(labels, classes), even, PENALTY)
    chances, new = (_softmax((raw - mean) / spread @ weights + bias) for raw in (inside, outside))
    found = max(
        product(_WEIGHTS, repeat=classes - 1),
        key=lambda tried: figure(table(labels, _largest(chances, tried), classes)),
    )
    return _largest(new, found)


def table(true: Integers, said: Integers, classes: int) -> Integers:
    """How many texts of a true class were given each class: shape (classes, classes)."""
    return np.bincount(true * classes + said, minlength=classes * classes).reshape(classes, classes)


def _largest(chances: Floats, weights: Sequence[float]) -> Integers:
    return np.asarray((chances * np.array([1.0, *weights], dtype=np.float32)).argmax(axis=1), dtype=np.int64)


def _softmax(raw: Floats) -> Floats:
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def one_hot(labels: Integers, classes: int) -> Floats:
    """A row of 0 and 1 for each label."""
    return np.eye(classes, dtype=np.float32)[labels]


def ours(words: Words, known: Known, classes: int, new: Sequence[Text]) -> dict[str, Floats]:
    """Ridge regression on what `linear` sees, and on what `stacked` sees.

    The order of words is left out: its classes speak of city management alone.
    """
    inside, outside = _by_characters(known.texts, new)
    linear = _ridge(inside, outside, known.labels, classes)
    both = [[*known.texts], [*new]]
    title = ngrams.vocabulary(titles(both[0]), TITLE)
    by_title = [ngrams.unit_rows(title, ngrams.find(title, titles(texts))) for texts in both]
    counts = [words_of.counts([layout_text(text) for text in texts], words.hashes) for texts in both]
    by_words = [_unit_words(words, each) for each in counts]
    vectors = [words_of.meaning(words, each) for each in counts]
    near = [normalize(each - vectors[0].mean(axis=0)).astype(np.float32) for each in vectors]
    for place, kernel in enumerate((inside, outside)):
        kernel[:] += np.float32(TITLE_SHARE) * ridge.similarities(by_title[place], by_title[0])
        kernel[:] += np.float32(WORD_SHARE) * ridge.similarities(by_words[place], by_words[0])
        kernel[:] += likeness(near[place], near[0])
    return {"linear": linear, "stacked": _ridge(inside, outside, known.labels, classes)}


def _by_characters(known: Sequence[Text], new: Sequence[Text]) -> tuple[Floats, Floats]:
    strings = [[layout_text(text) for text in texts] for texts in (known, new)]
    model = ngrams.vocabulary(strings[0], LAYOUT)
    inside, outside = (ngrams.unit_rows(model, ngrams.find(model, each)) for each in strings)
    return ridge.similarities(inside, inside), ridge.similarities(outside, inside)


def _unit_words(words: Words, counts: sparse.csr_matrix) -> sparse.csr_matrix:
    values = np.sqrt(counts.data) * words.rarity[counts.indices]
    weighted = sparse.csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape)
    return sparse.csr_matrix(normalize(weighted))


def _ridge(inside: Floats, outside: Floats, labels: Integers, classes: int) -> Floats:
    weights, bias = ridge.fit(inside, one_hot(labels, classes) > 0, np.ones(len(labels), dtype=np.float32))
    return np.asarray(outside @ weights + bias, dtype=np.float32)


def by_frequency(known: Known, classes: int, new: Sequence[Text]) -> dict[str, Floats]:
    """TF-IDF of one to three characters and linear SVMs, as most would write it."""
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    inside = vectorizer.fit_transform([layout_text(text) for text in known.texts])
    machine = LinearSVC(random_state=0).fit(inside, known.labels)
    raw = machine.decision_function(vectorizer.transform([layout_text(text) for text in new]))
    # Of two classes scikit-learn gives one column, which speaks for the second.
    return {"TF-IDF": np.asarray(raw if classes > 2 else np.column_stack([-raw, raw]), dtype=np.float32)}


def by_classes(more: "Counted", known: Known, classes: int, new: Sequence[Text]) -> dict[str, Floats]:
    """N-grams of characters and pairs of words, weighted by how much oftener they stand in a class; linear SVMs.

    Once on the known texts, once with texts of neighbouring sets.
    """
    inside, outside = presence(known.texts), presence(new)
    joined = sparse.vstack([inside, more.found], format="csr"), np.concatenate([known.labels, more.labels])
    return {
        "n-grams by class": _machines(inside, known.labels, classes, outside),
        "n-grams by class, more sets": _machines(*joined, classes, outside),
    }


def _machines(inside: sparse.csr_matrix, labels: Integers, classes: int, outside: sparse.csr_matrix) -> Floats:
    outputs = np.zeros((outside.shape[0], classes), dtype=np.float32)
    # Of two classes one machine says both.
    for label in range(1 if classes == 2 else classes):
        aims = labels == label
        ratio = sparse.diags(log_ratio(inside, aims))
        machine = LinearSVC(C=0.05, random_state=0).fit(normalize(inside @ ratio), aims)
        outputs[:, label] = machine.decision_function(normalize(outside @ ratio))
    return outputs


@dataclass(frozen=True, slots=True)
class Counted:
    """What texts have (`presence`), and the class of each."""

    found: sparse.csr_matrix
    labels: Integers


def presence(texts: Sequence[Text]) -> sparse.csr_matrix:
    """1 for each hashed n-gram of characters and each word and pair of neighbouring words that a text has."""
    strings = [layout_text(text) for text in texts]
    found = [_gram_columns(strings), _word_columns(strings)]
    blocks = [
        sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(texts), width))
        for columns, starts, width in found
    ]
    for block in blocks:
        block.sum_duplicates()
        block.data[:] = 1
    return sparse.csr_matrix(sparse.hstack(blocks))


def _gram_columns(strings: Sequence[str]) -> tuple[Integers, Integers, int]:
    codes, lengths = joined_codes(strings)
    grid = hashed_columns(codes, lengths, COUNTED)
    kept = np.flatnonzero(grid.ravel() >= 0)
    starts = np.searchsorted(kept, np.concatenate([[0], np.cumsum(lengths)]) * COUNTED.orders)
    return grid.ravel()[kept].astype(np.int64), starts, 1 << COUNTED.bits


def _word_columns(strings: Sequence[str]) -> tuple[Integers, Integers, int]:
    cut = words_of.cut(strings)
    grams = [[*row, *map("".join, pairwise(row))] for row in cut]
    hashes = words_of.hashed([gram for row in grams for gram in row]) >> np.uint32(32 - PAIRED)
    return hashes.astype(np.int64), np.cumsum([0, *map(len, grams)]), 1 << PAIRED


def log_ratio(found: sparse.csr_matrix, aims: npt.NDArray[np.bool_]) -> Floats:
    """For each column the log of its share in the texts aimed at over its share in the others."""
    inside, outside = (np.asarray(found[aims == side].sum(axis=0)).ravel() + SMOOTHING for side in (True, False))
    return np.asarray(np.log((inside / inside.sum()) / (outside / outside.sum())), dtype=np.float32)
