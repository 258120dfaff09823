"""Why a text was judged so: whole words of the text itself that spoke for its sentiment. Imports nothing of ours."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

MOST = 5
SHORTEST, LONGEST = 2, 12
# A word speaks for the sentiment when its characters carry at least this share of the strongest word's weight.
SHARE = 0.25


def reasons(strings: Sequence[str], weights: Sequence[npt.NDArray[np.float32]]) -> list[tuple[str, ...]]:
    """For each text its strongest phrases; `weights` holds one number for each character of each text."""
    import rjieba

    return [strongest(rjieba.cut(string, hmm=False), row) for string, row in zip(strings, weights, strict=True)]


def strongest(words: Sequence[str], weights: npt.NDArray[np.float32]) -> tuple[str, ...]:
    """At most five phrases, strongest first, of a text cut into `words`; `weights` holds one number a character.

    Neighbouring words that both speak for the sentiment are joined while they stay within 12 characters.
    """
    if not words:
        return ()
    starts = np.cumsum([0, *map(len, words[:-1])])
    sums = np.add.reduceat(weights, starts)
    speaking = sums > max(SHARE * float(sums.max()), 0.0)
    found = sorted(_runs(words, sums.tolist(), speaking.tolist()), reverse=True)
    return tuple(dict.fromkeys(phrase for _, phrase in found))[:MOST]


def _runs(words: Sequence[str], sums: list[float], speaking: list[bool]) -> Iterator[tuple[float, str]]:
    phrase, weight = "", 0.0
    for word, amount, speaks in zip(words, sums, speaking, strict=True):
        usable = speaks and word.isalpha()
        if not usable or len(phrase) + len(word) > LONGEST:
            if SHORTEST <= len(phrase) <= LONGEST:
                yield weight, phrase
            phrase, weight = "", 0.0
        if usable:
            phrase, weight = phrase + word, weight + amount
    if SHORTEST <= len(phrase) <= LONGEST:
        yield weight, phrase
