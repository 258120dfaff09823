"""Why a text was judged so: whole words of the text itself that spoke for its sentiment. Imports nothing of ours."""

from collections.abc import Sequence
from itertools import chain, pairwise

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
    sentiment given. Neighbouring words that both pull are one phrase, cut after the last word within 12 characters; where
    single characters alone pull, each takes the word beside it along.
    """
    import rjieba

    words = [rjieba.cut(string, hmm=False) for string in strings]
    counts = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    lengths = np.fromiter(map(len, chain.from_iterable(words)), dtype=np.int64, count=int(counts.sum()))
    joined, begins = "".join(strings), np.cumsum(lengths) - lengths
    sums = np.add.reduceat(weights, begins)
    lettered = np.logical_and.reduceat(_alphabetic(joined), begins)
    sums[~lettered] = 0
    first = np.cumsum(counts) - counts
    strongest = np.repeat(np.maximum.reduceat(sums, first), counts)
    speaking = (sums > 0) & (sums >= SHARE * strongest)
    edges = np.append(begins, len(joined))
    runs = _runs(speaking, sums, counts)
    texts, opens, closes = _with_neighbours(*runs, edges, np.repeat(np.arange(len(counts)), counts), lettered)
    # A word ends where the next one begins: the last edge within reach is where a run that is too long is cut.
    ends = edges[np.minimum(closes, np.searchsorted(edges, edges[opens] + LONGEST, side="right") - 1)]
    long = np.flatnonzero(ends - edges[opens] >= SHORTEST)
    slices = map(slice, edges[opens[long]].tolist(), ends[long].tolist())
    bounds = np.searchsorted(texts[long], np.arange(len(strings) + 1)).tolist()
    phrases = list(map(joined.__getitem__, slices))
    # A dictionary drops what is said twice and keeps the order.
    return [tuple(dict.fromkeys(phrases[low:high]))[:MOST] for low, high in pairwise(bounds)]


def _alphabetic(joined: str) -> npt.NDArray[np.bool_]:
    """For each character whether it is a letter or a Chinese character."""
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<U1")
    return np.asarray(np.strings.isalpha(codes), dtype=np.bool_)


def _runs(speaking: npt.NDArray[np.bool_], sums: Floats, counts: Integers) -> tuple[Integers, Integers, Integers]:
    """Runs of speaking words by text and falling weight: their text, first word and word after the last."""
    texts = np.repeat(np.arange(len(counts)), counts)
    before = np.concatenate([[-1], texts[:-1]])
    opens = np.flatnonzero(speaking & ~(np.concatenate([[False], speaking[:-1]]) & (before == texts)))
    after = np.concatenate([texts[1:], [-1]])
    closes = np.flatnonzero(speaking & ~(np.concatenate([speaking[1:], [False]]) & (after == texts))) + 1
    totals = np.concatenate([[0], np.cumsum(sums)])
    order = np.lexsort((totals[opens] - totals[closes], texts[opens]))
    return texts[opens[order]], opens[order], closes[order]


def _with_neighbours(
    texts: Integers,
    opens: Integers,
    closes: Integers,
    edges: Integers,
    owner: Integers,
    lettered: npt.NDArray[np.bool_],
) -> tuple[Integers, Integers, Integers]:
    """The runs, those of a text with nothing but single characters widened by the word after, or else before.

    `owner` (words,) is each word's text, `lettered` (words,) whether it is made of letters.
    """
    long = edges[closes] - edges[opens] >= SHORTEST
    lone = ~long & ~np.isin(texts, texts[long])
    owners, fit = np.append(owner, -1), np.append(lettered, False)
    after = lone & fit[closes] & (owners[closes] == texts)
    # The word before the first is the one added at the end, which is no text's.
    before = lone & ~after & fit[opens - 1] & (owners[opens - 1] == texts)
    return texts, opens - before, closes + after
