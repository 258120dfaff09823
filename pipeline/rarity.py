"""How telling words are: posts as weighted character bigrams; pure functions on arrays. Imports nothing of ours."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

# A title and the first paragraphs tell the event; what follows is background that many events share.
_HEAD = 400
_TITLE_WEIGHT = 2
# As if so many more days had been seen, each with bigrams of its own: few days then still weigh rare bigrams more.
_PRIOR_DAYS = 30
# A post meets the stories that share one of so many of its weightiest bigrams.
_STRONG = 45
# Posts turned into arrays at once.
_CHUNK = 2_000
# The Chinese characters of which bigrams are made; a bigram's number is first * size + second.
_FIRST, _SIZE = 0x4E00, 0x9FFF - 0x4E00 + 1

_Terms = NDArray[np.int64]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling each bigram is: log of the share of days on which it is said, by its number; `terms` are sorted."""

    terms: _Terms
    weights: _Floats
    unseen: float  # of a bigram that was never met


@dataclass(frozen=True, slots=True)
class Vector:
    """A post's bigrams by number, in order, the square of each one's weight (they sum to 1), and the weightiest."""

    terms: NDArray[np.uint32]
    squares: NDArray[np.float32]
    marks: NDArray[np.uint32]

    def squares_of(self, terms: Sequence[int]) -> NDArray[np.float32]:
        """The squares of some of its bigrams."""
        return self.squares[self.terms.searchsorted(np.array(terms, dtype=np.uint32))]

    def first_marks(self) -> list[int]:
        """The weightiest bigrams, weightiest first."""
        return list(self.marks.tolist())


def rarity_of(texts: Iterable[tuple[date, str, str]]) -> Rarity:
    """Learn from the day, title and text of many posts.

    Days are counted and not posts: what is said a hundred times on three days is news, and must not weigh little.
    """
    known = list(texts)
    days = {day: number for number, day in enumerate(sorted({day for day, _, _ in known}))}
    said = [_said_on(known[start : start + _CHUNK], days) for start in range(0, len(known), _CHUNK)]
    pairs, _ = _counted(np.concatenate([np.empty(0, dtype=np.int64), *said]))
    terms, seen = _counted(pairs & 0xFFFFFFFF)
    total = len(days) + _PRIOR_DAYS
    return Rarity(terms, np.log(total / seen), math.log(total))


def vectors_of(posts: Sequence[tuple[str, str]], rarity: Rarity) -> Iterator[Vector]:
    """The vector of each post, told by title and text."""
    for start in range(0, len(posts), _CHUNK):
        yield from _vectors(posts[start : start + _CHUNK], rarity)


def strongest(vectors: Sequence[Vector]) -> list[int]:
    """The bigrams that weigh most in all of some posts, weightiest first."""
    terms, places = np.unique(np.concatenate([vector.terms for vector in vectors]), return_inverse=True)
    weights = np.bincount(places, np.concatenate([vector.squares for vector in vectors]), minlength=len(terms))
    return list(terms[np.lexsort((terms, -weights))[:_STRONG]].tolist())


def _said_on(known: Sequence[tuple[date, str, str]], days: dict[date, int]) -> _Terms:
    """Each bigram with the number of a day on which it was said, once."""
    posts, terms = _grams([(title, text) for _, title, text in known])
    numbers = np.array([days[day] for day, _, _ in known], dtype=np.int64)
    return _counted((numbers[posts] << 32) | terms)[0]


def _vectors(posts: Sequence[tuple[str, str]], rarity: Rarity) -> Iterator[Vector]:
    owners, grams = _grams(posts)
    keys, counts = _counted((owners << 32) | grams)
    owner, terms = keys >> 32, keys & 0xFFFFFFFF
    weights = (1 + np.log(counts)) * _weights(terms, rarity)
    total = np.bincount(owner, weights * weights, minlength=len(posts))
    squares = (weights * weights / total[owner]).astype(np.float32)
    order = np.lexsort((terms, -weights, owner))
    starts = np.searchsorted(owner, np.arange(len(posts) + 1))
    small = terms.astype(np.uint32)
    marks = small[order]
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        yield Vector(small[start:end], squares[start:end], marks[start : min(end, start + _STRONG)].copy())


def _weights(terms: _Terms, rarity: Rarity) -> _Floats:
    if not len(rarity.terms):
        return np.full(len(terms), rarity.unseen)
    places = np.minimum(np.searchsorted(rarity.terms, terms), len(rarity.terms) - 1)
    return np.where(rarity.terms[places] == terms, rarity.weights[places], rarity.unseen)


def _counted(values: _Terms) -> tuple[_Terms, _Terms]:
    """Each value once, in order, and how often it came (numpy's own `unique` hashes, which is slower on so many)."""
    ordered = np.sort(values)
    heads = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else ordered
    return ordered[heads], np.diff(np.append(heads, len(ordered)))


def _grams(posts: Sequence[tuple[str, str]]) -> tuple[_Terms, _Terms]:
    """The number of its post and its own number for each bigram of Chinese characters, a title's twice."""
    parts = ["\n".join([*(title,) * _TITLE_WEIGHT, text[:_HEAD], ""]) for title, text in posts]
    codes = np.frombuffer("".join(parts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    codes -= _FIRST
    is_chinese = (codes >= 0) & (codes < _SIZE)
    places = np.flatnonzero(is_chinese[:-1] & is_chinese[1:])
    owners = np.repeat(np.arange(len(parts), dtype=np.int64), [len(part) for part in parts])
    return owners[places], codes[places] * _SIZE + codes[places + 1]
