"""How far each character of a text pulled to its sentiment, summed over all parts of a model that have a place in the text.

May import models.ngrams, roles, senses, tasks, words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from models import ngrams
from models.roles import Roles
from models.senses import Stretch
from models.tasks import SENTIMENT, Floats
from models.words import Found

Integers = npt.NDArray[np.int64]
# What running sums leave over where nothing pulls: far below any weight.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Pulls:
    """`amounts` (seen,) of the logits, each from what stands between `begins` and `ends` (seen,) of the texts joined end to end."""

    begins: Integers
    ends: Integers
    amounts: Floats


def by_character(pulls: Sequence[Pulls], size: int) -> npt.NDArray[np.float64]:
    """One number for each of the `size` characters of the joined texts; what stands over several is shared out evenly."""
    change = np.zeros(size + 1)
    for part in pulls:
        share = part.amounts / (part.ends - part.begins)
        # Added where a stretch begins and taken away where it ends: the running sum is what covers each character.
        change += np.bincount(part.begins, share, minlength=size + 1)
        change -= np.bincount(part.ends, share, minlength=size + 1)
    found = np.cumsum(change)[:size]
    return np.where(np.abs(found) < _NOTHING, 0, found)


def pull(weights: Floats) -> Floats:
    """How far each column pulls to each sentiment above the mean of the three (columns, 3), of its weights (columns, 43)."""
    sentiment = weights[:, SENTIMENT]
    return np.asarray(sentiment - sentiment.mean(axis=1, keepdims=True), dtype=np.float32)


def of_ngrams(
    model: ngrams.Model, found: ngrams.Found, matrix: sparse.csr_matrix, moved: Integers, said: Integers
) -> Pulls:
    """The pulls of n-grams to the sentiments `said` (texts,), `matrix` being their `unit_rows`.

    `moved` (texts,) is how far behind its place in the texts looked up a text stands in the joined texts.
    """
    rows = np.repeat(np.arange(len(found.ends)), np.diff(found.starts))
    begins = found.positions + moved[rows]
    # The pull of an n-gram holds its rarity, and so does its cell.
    amounts = _each_time(matrix, rows, found.places) / model.idf[found.places]
    amounts *= model.pull.ravel()[found.places * 3 + said[rows]]
    return Pulls(begins, begins + found.orders, amounts)


def of_words(found: Found, matrix: sparse.csr_matrix, weights: Floats, said: Integers) -> Pulls:
    """The pulls of words, `matrix` (texts, words) being what `weights` (words, 43) are multiplied with."""
    amounts = _each_time(matrix, found.rows, found.columns) * pull(weights)[found.columns, said[found.rows]]
    return Pulls(found.begins, found.ends, amounts)


def of_order(
    order: Roles,
    words: Sequence[Sequence[str]],
    seen: Sequence[Sequence[Stretch]],
    matrix: sparse.csr_matrix,
    weights: Floats,
    said: Integers,
) -> Pulls:
    """The pulls of what the order of words says, each shared out over the words whose classes it speaks of.

    `seen` is how the words of each text were read, `matrix` (texts, names) what `weights` (names, 43) are multiplied with.
    """
    column = {name: place for place, name in enumerate(order.classes)}
    rows, columns, begins, ends = _classed(words, seen, column)
    texts = np.repeat(np.arange(len(words)), np.diff(matrix.indptr))
    parts = matrix.data * pull(weights)[matrix.indices, said[texts]]
    by_class = sparse.csr_matrix((parts, matrix.indices, matrix.indptr), shape=matrix.shape) @ order.mentions
    cells = rows * len(column) + columns
    times = np.bincount(cells, minlength=1)[cells]
    amounts = by_class.toarray().ravel()[cells] / times
    return Pulls(begins, ends, amounts.astype(np.float32))


def _each_time(matrix: sparse.csr_matrix, rows: Integers, columns: npt.NDArray[np.integer]) -> Floats:
    """A cell of the matrix shared out evenly over the times (seen,) that its column was seen in its row."""
    ordered, width = matrix.sorted_indices(), matrix.shape[1]
    cells = np.repeat(np.arange(matrix.shape[0]) * width, np.diff(ordered.indptr)) + ordered.indices
    place = np.searchsorted(cells, rows * width + columns)
    return np.asarray(ordered.data[place] / np.bincount(place, minlength=len(cells))[place], dtype=np.float32)


def _classed(
    words: Sequence[Sequence[str]], seen: Sequence[Sequence[Stretch]], column: dict[str, int]
) -> tuple[Integers, Integers, Integers, Integers]:
    """Of every word or few words that have a class: text, class, and where they begin and end in the joined texts."""
    first = np.cumsum([0, *map(len, words)]).tolist()
    found = [
        (row, column[name], before + begin, before + end)
        for row, (stretches, before) in enumerate(zip(seen, first, strict=False))
        for names, begin, end in stretches
        for name in names
        if name in column
    ]
    rows, columns, begins, ends = np.array(found, dtype=np.int64).reshape(-1, 4).T
    edges = np.cumsum([0, *(len(word) for text in words for word in text)])
    return rows, columns, edges[begins], edges[ends]
