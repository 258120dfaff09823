"""What stories are found and compared by: how many posts say each bigram, sums by number. Imports pipeline.rarity."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from pipeline.rarity import Vector

_Terms = NDArray[np.uint32]


@dataclass(slots=True)
class Tally:
    """Bigrams by number, in order, and for each the number of posts that say it.

    Arrays and no dict: a story of a thousand posts says ten thousand bigrams, and to look up a post's hundred in a
    dict of so many waits on memory each time.
    """

    terms: _Terms
    posts: NDArray[np.int64]

    @classmethod
    def of(cls, vector: Vector) -> "Tally":
        """That of a single post."""
        return cls(vector.terms, np.ones(len(vector.terms), dtype=np.int64))

    def add(self, terms: _Terms) -> None:
        """Count one more post that says these bigrams (in order, each once)."""
        places = self.terms.searchsorted(terms)
        known = _are_at(self.terms, places, terms)
        self.posts[places[known]] += 1
        fresh = ~known
        places = places[fresh] + np.arange(np.count_nonzero(fresh))
        if len(places):
            old = np.ones(len(self.terms) + len(places), dtype=np.bool_)
            old[places] = False
            self.terms = _filled(old, self.terms, terms[fresh])
            self.posts = _filled(old, self.posts, np.ones(len(places), dtype=np.int64))

    def merged(self, other: "Tally") -> "Tally":
        """Both counted together."""
        terms, places = np.unique(np.concatenate([self.terms, other.terms]), return_inverse=True)
        posts = np.zeros(len(terms), dtype=np.int64)
        np.add.at(posts, places, np.concatenate([self.posts, other.posts]))
        return Tally(terms, posts)

    def share(self, vector: Vector, enough: float) -> float:
        """The share (0..1) of a post's squared weight that is said here, in full by `enough` posts or more."""
        places = self.terms.searchsorted(vector.terms)
        known = _are_at(self.terms, places, vector.terms)
        squares = vector.squares[known]
        if enough <= 1:
            return _sum(squares)
        posts = self.posts[places[known]]
        return _sum(np.where(posts >= enough, squares, squares * posts / enough))


@dataclass(slots=True)
class Sums:
    """Adds up weights by number; keeps nothing but the room for it."""

    _sums: NDArray[np.float64] = field(default_factory=lambda: np.zeros(1024))

    def ranked(self, numbers: "array[int]", weights: NDArray[np.float32]) -> Iterator[set[int]]:
        """The numbers (of typecode I, any number of times each) by the sum of their weights, the largest first.

        Those of one sum come together.
        """
        if not numbers:
            return
        places = np.frombuffer(numbers, dtype=np.uint32).astype(np.intp)
        if (largest := int(places.max())) >= len(self._sums):
            self._sums = np.zeros(2 * largest)
        np.add.at(self._sums, places, weights.astype(np.float64))
        sums = self._sums[places]
        self._sums[places] = 0
        order = (-sums).argsort()
        ordered = zip(sums[order].tolist(), places[order].tolist(), strict=True)
        for _, alike in groupby(ordered, key=itemgetter(0)):
            yield {number for _, number in alike}


def _are_at(terms: _Terms, places: NDArray[np.int64], asked: _Terms) -> NDArray[np.bool_]:
    """Whether each bigram asked for stands at its place."""
    return terms.take(places, mode="clip") == asked if len(terms) else np.zeros(len(asked), dtype=np.bool_)


def _filled(old: NDArray[np.bool_], before: NDArray, fresh: NDArray) -> NDArray:  # type: ignore[type-arg]
    whole = np.empty(len(old), dtype=before.dtype)
    whole[old], whole[~old] = before, fresh
    return whole


def _sum(values: NDArray) -> float:  # type: ignore[type-arg]
    # One after the other: numpy's own sum depends on the processor in the last bits, and a story might with it.
    return float(sum(values.tolist()))
