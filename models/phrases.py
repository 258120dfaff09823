"""Why a text was judged so: whole words of the text itself that spoke for its sentiment. Imports nothing of ours."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MOST = 5
SHORTEST, LONGEST = 2, 12
# A word speaks for the sentiment when its characters carry at least this share of the strongest word's weight.
SHARE = 0.25


def reasons(strings: Sequence[str], weights: Floats) -> list[tuple[str, ...]]:
    """At most five phrases for each text, strongest first.

    `weights` holds one number for each character of the texts joined end to end: how far it pulled towards the
    sentiment given. Neighbouring words that both pull are one phrase, cut after the last word within 12 characters.
    """
    import rjieba

    words = [rjieba.cut(string, hmm=False) for string in strings]
    counts = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    lengths = np.fromiter(map(len, chain.from_iterable(words)), dtype=np.int64, count=int(counts.sum()))
    usable = np.fromiter(map(str.isalpha, chain.from_iterable(words)), dtype=np.bool_, count=len(lengths))
    sums = np.add.reduceat(weights, np.cumsum(lengths) - lengths)
    sums[~usable] = 0
    first = np.cumsum(counts) - counts
    strongest = np.repeat(np.maximum.reduceat(sums, first), counts)
    speaking = (sums > 0) & (sums >= SHARE * strongest)
    found: list[list[str]] = [[] for _ in strings]
    for text, start, stop in _runs(speaking, sums, lengths, counts):
        phrase = _joined(words[text][start - first[text] : stop - first[text]])
        if len(found[text]) < MOST and len(phrase) >= SHORTEST and phrase not in found[text]:
            found[text].append(phrase)
    return [tuple(phrases) for phrases in found]


def _runs(
    speaking: npt.NDArray[np.bool_], sums: Floats, lengths: Integers, counts: Integers
) -> Iterator[tuple[int, int, int]]:
    """Runs of speaking words as (text, first word, word after the last), by text and falling weight."""
    texts = np.repeat(np.arange(len(counts)), counts)
    before = np.concatenate([[-1], texts[:-1]])
    opens = np.flatnonzero(speaking & ~(np.concatenate([[False], speaking[:-1]]) & (before == texts)))
    after = np.concatenate([texts[1:], [-1]])
    closes = np.flatnonzero(speaking & ~(np.concatenate([speaking[1:], [False]]) & (after == texts))) + 1
    totals, sizes = np.concatenate([[0], np.cumsum(sums)]), np.concatenate([[0], np.cumsum(lengths)])
    long = np.flatnonzero(sizes[closes] - sizes[opens] >= SHORTEST)
    opens, closes = opens[long], closes[long]
    order = np.lexsort((totals[opens] - totals[closes], texts[opens]))
    return zip(texts[opens[order]].tolist(), opens[order].tolist(), closes[order].tolist(), strict=True)


def _joined(words: Sequence[str]) -> str:
    phrase = "".join(words)
    if len(phrase) <= LONGEST:
        return phrase
    fitting = np.cumsum([len(word) for word in words]) <= LONGEST
    return "".join(words[: int(fitting.sum())])
