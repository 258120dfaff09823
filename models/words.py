"""Word vectors learned from unlabelled texts, kept by the hash of the word. May import models.features.

Source: Levy, Goldberg, Dagan 2015, "Improving distributional similarity with lessons learned from word embeddings":
positive pointwise mutual information with smoothed contexts, factored by a truncated SVD.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from models.features import as_text, joined_codes

Floats = npt.NDArray[np.float32]

MOST_WORDS, FEWEST_SEEN, WIDTH = 30_000, 15, 192
WINDOW = 5
# Contexts count by this power of their frequency, so that rare ones are not overrated (Levy et al., table 1).
CONTEXT_POWER = 0.75
_FACTOR = np.uint32(0x01000193)


@dataclass(frozen=True, slots=True)
class Words:
    """`hashes` (words,) sorted, `vectors` (words, width) of length 1, `rarity` (words,): minus log frequency."""

    hashes: npt.NDArray[np.uint32]
    vectors: Floats
    rarity: Floats


def cut(texts: Sequence[str]) -> list[list[str]]:
    """Words of each text, normalised; joined they are as long as the text, so positions carry over."""
    import rjieba

    return [rjieba.cut(text, hmm=False) for text in normalised(texts)]


def normalised(texts: Sequence[str]) -> list[str]:
    """Each text with every character in its normal form, of the same length."""
    codes, lengths = joined_codes(texts)
    joined = as_text(codes)
    ends = np.cumsum(lengths).tolist()
    return [joined[end - length : end] for end, length in zip(ends, lengths.tolist(), strict=True)]


def hashed(words: Sequence[str]) -> npt.NDArray[np.uint32]:
    """One 32-bit hash for each word."""
    codes, lengths = joined_codes(words)
    totals = np.zeros(len(words), dtype=np.uint32)
    starts = np.cumsum(lengths) - lengths
    for place in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > place)
        totals[longer] = (totals[longer] + codes[starts[longer] + place] + np.uint32(1)) * _FACTOR
        totals[longer] ^= totals[longer] >> np.uint32(15)
    return totals


def counts(texts: Sequence[str], known: npt.NDArray[np.uint32]) -> sparse.csr_matrix:
    """How often each word of `known` (sorted hashes) stands in each text: shape (texts, known)."""
    return counted(find(cut(texts), known), len(texts), len(known))


@dataclass(frozen=True, slots=True)
class Found:
    """Known words of some texts: `rows` (seen,) are texts, `columns` (seen,) words; `begins` and `ends` (seen,) in the joined texts."""

    rows: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    begins: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]


def find(words: Sequence[Sequence[str]], known: npt.NDArray[np.uint32]) -> Found:
    """Look up every word of the texts as `cut` gives them, in `known` (sorted hashes)."""
    every = [word for row in words for word in row]
    rows = np.repeat(np.arange(len(words)), [len(row) for row in words])
    ends = np.cumsum(np.fromiter(map(len, every), dtype=np.int64, count=len(every)))
    hashes = hashed(every)
    place = np.minimum(np.searchsorted(known, hashes), max(len(known) - 1, 0))
    found = np.flatnonzero(known[place] == hashes) if len(known) else np.zeros(0, dtype=np.int64)
    begins = np.concatenate([[0], ends[:-1]])
    return Found(rows[found], place[found], begins[found], ends[found])


def counted(found: Found, texts: int, known: int) -> sparse.csr_matrix:
    """How often each known word stands in each text: shape (texts, known), sorted."""
    ones = np.ones(len(found.rows), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, (found.rows, found.columns)), shape=(texts, known))
    matrix.sum_duplicates()
    return matrix


def learn(texts: Iterable[Sequence[str]], width: int = WIDTH) -> Words:
    """Vectors from batches of unlabelled texts; the same texts give the same vectors."""
    batches = [cut(batch) for batch in texts]
    seen = Counter(word for batch in batches for row in batch for word in row if word.strip())
    vocabulary = [word for word, number in seen.most_common(MOST_WORDS) if number >= FEWEST_SEEN]
    index = {word: place for place, word in enumerate(vocabulary)}
    gap = [-1] * WINDOW  # no pair reaches across two texts
    sequence = np.array(
        [place for batch in batches for row in batch for place in (*(index.get(word, -1) for word in row), *gap)],
        dtype=np.int32,
    )
    vectors = factored(associations(sequence, len(vocabulary)), width)
    frequency = np.array([seen[word] for word in vocabulary], dtype=np.float64)
    rarity = np.log(frequency.sum() / frequency).astype(np.float32)
    hashes = hashed(vocabulary)
    order = np.unique(hashes, return_index=True)[1]
    return Words(hashes[order], vectors[order], rarity[order])


def associations(sequence: npt.NDArray[np.int32], size: int) -> sparse.csr_matrix:
    """Positive pointwise mutual information of words within five places, nearer pairs counting more."""
    none = np.zeros(0, dtype=np.int32)
    total = sparse.csr_matrix((none.astype(np.float32), (none, none)), shape=(size, size))
    for distance in range(1, WINDOW + 1):
        left, right = sequence[:-distance], sequence[distance:]
        both = (left >= 0) & (right >= 0)
        amounts = np.full(int(both.sum()), 1 / distance, dtype=np.float32)
        total = total + sparse.csr_matrix((amounts, (left[both], right[both])), shape=(size, size))
    pairs = (total + total.T).tocoo()
    sums = np.bincount(pairs.row, pairs.data, minlength=size)
    contexts = sums**CONTEXT_POWER / np.sum(sums**CONTEXT_POWER)
    often = pairs.data >= 1  # a single far pair is chance
    rows, columns = pairs.row[often], pairs.col[often]
    values = np.log(pairs.data[often] / (sums[rows] * contexts[columns]))
    positive = values > 0
    kept = (values[positive].astype(np.float32), (rows[positive], columns[positive]))
    return sparse.csr_matrix(kept, shape=(size, size))


def factored(matrix: sparse.csr_matrix, width: int) -> Floats:
    """Rows of length 1 from the leading singular vectors, weighted by the root of their values."""
    from sklearn.utils.extmath import randomized_svd

    left, values, _ = randomized_svd(matrix, min(width, *matrix.shape), n_iter=3, random_state=0)
    vectors = left * np.sqrt(values)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def meaning(words: Words, found: sparse.csr_matrix) -> Floats:
    """The sum of each text's word vectors, rare words counting more: shape (texts, width), not centred, not scaled."""
    values = np.sqrt(found.data) * words.rarity[found.indices]
    matrix = sparse.csr_matrix((values, found.indices, found.indptr), shape=found.shape)
    return np.asarray(matrix @ words.vectors, dtype=np.float32)
