"""Finds copies of a text: the same text, and near-same text by MinHash with exact verification.

Pure functions and one growing index. Imports pipeline.replacement.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.replacement import contradict, is_other_matter

# Broder, "On the resemblance and containment of documents" (1997): the share of equal minima under random
# orders estimates the Jaccard similarity of two sets. 32 bands of 4 rows let a pair of similarity .6 meet
# with probability .988 and one of .1 with .003.
BANDS = 32
ROWS = 4
# Two texts of the same length that differ in 10 % of their characters share about two thirds of their bigrams.
NEAR = 0.52
NEAR_SHORT = 0.8
SHORT = 26
# Shorter texts are said alike by people who never copied: 支持, 说得对.
SHORTEST = 12
# Of a bucket with more members than this only the oldest are compared: they are what copies point to.
_BUCKET = 12
# Pairs whose minima agree less than this are not worth the exact comparison.
_PROMISING = 0.34
_CHUNK = 2_000

_Words = NDArray[np.uint32]
# A million texts fit in memory only when keys, rows and minima are short; that two keys are equal by chance costs one
# comparison of minima, and that two minima are (1 in 256), less than what the estimate errs anyway.
_Keys = NDArray[np.uint32]
_Places = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Copy:
    """That the text at `place` copies the one at `of` (both in order of adding); kind is same_text or near_text."""

    place: int
    of: int
    kind: str


@dataclass(slots=True)
class CopyIndex:
    """The texts seen so far; `add` says which of the new ones are copies.

    Texts are handed in as made by pipeline.cleaning.comparable, with a day number each; a copy lies at most
    `days` from what it copies. What copies a copy points to the first, however often it was copied on the way.
    """

    days: int = 90
    _count: int = 0
    _exact: dict[str, list[int]] = field(default_factory=dict)
    _texts: dict[int, tuple[str, int]] = field(default_factory=dict)
    _first_of: dict[int, int] = field(default_factory=dict)  # what each near copy in _texts is a copy of
    _signatures: "_Rows" = field(default_factory=lambda: _Rows())  # noqa: PLW0108 - defined below
    _levels: list[tuple[_Keys, _Places]] = field(default_factory=list)

    def add(self, texts: Sequence[str], days: Sequence[int]) -> list[Copy]:
        """Take in texts, oldest first; a first appearance can lie in the same call."""
        found: list[Copy] = []
        for start in range(0, len(texts), _CHUNK):
            found += self._add_chunk(texts[start : start + _CHUNK], days[start : start + _CHUNK])
        return found

    def _add_chunk(self, texts: Sequence[str], days: Sequence[int]) -> list[Copy]:
        first = self._count
        self._count += len(texts)
        copies: dict[int, Copy] = {}
        fresh: list[int] = []
        for place, (text, day) in enumerate(zip(texts, days, strict=True), first):
            if len(text) < SHORTEST:
                continue
            same = self._same(text, day)
            if same is None:
                self._exact.setdefault(text, []).append(place)
                self._texts[place] = (text, day)
                fresh.append(place)
            else:
                copies[place] = Copy(place, same, "same_text")
        copies |= self._near(fresh)
        return [self._resolved(copies[place]) for place in sorted(copies)]

    def _same(self, text: str, day: int) -> int | None:
        return next((p for p in self._exact.get(text, ()) if abs(self._texts[p][1] - day) <= self.days), None)

    def _near(self, fresh: Sequence[int]) -> dict[int, Copy]:
        if not fresh:
            return {}
        signatures = signatures_of([self._texts[place][0] for place in fresh])
        rows = self._signatures.extend(signatures)
        keys = _band_keys(signatures)
        copies: dict[int, Copy] = {}
        flat = keys.ravel()
        order = np.argsort(flat, kind="stable")
        ordered = flat[order]
        for row, other in self._promising(ordered, order, rows):
            place, of = fresh[row - rows], self._signatures.places[other] if other < rows else fresh[other - rows]
            if place not in copies and (first := self._first_like(place, of)) is not None:
                copies[place] = Copy(place, first, "near_text")
                self._first_of[place] = first
        self._signatures.places.extend(fresh)
        self._keep(ordered, (order // BANDS + rows).astype(np.uint32))
        return copies

    def _first_like(self, place: int, of: int) -> int | None:
        """What a text is a copy of where it is near to another one: that one, or what that one copies."""
        first = self._first_of.get(of, of)
        (text, day), (other, _), (first_text, first_day) = (self._texts[p] for p in (place, of, first))
        if abs(day - first_day) > self.days or not are_near(text, other):
            return None
        # From copy to copy a bulletin would drift to that of another month.
        return first if first == of or not contradict(text, first_text) else None

    def _resolved(self, copy: Copy) -> Copy:
        # A text that is the same as a near copy points to what that one copies.
        first = self._first_of.get(copy.of)
        return copy if first is None else Copy(copy.place, first, "near_text")

    def _promising(self, ordered: _Keys, order: NDArray[np.int64], first_row: int) -> Iterator[tuple[int, int]]:
        older = (_meet(ordered, order, level, first_row) for level in self._levels)
        pairs = np.concatenate([*older, _meet_within(ordered, order, first_row)])
        if not len(pairs):
            return
        pairs = np.unique(pairs, axis=0)
        agree = self._signatures.agreement(pairs)
        yield from map(tuple, pairs[agree >= _PROMISING].tolist())

    def _keep(self, ordered: _Keys, rows: _Places) -> None:
        # Sorted runs of growing size, merged when one is as large as the next: each key is moved log(n) times.
        self._levels.append((ordered, rows))
        while len(self._levels) > 1 and len(self._levels[-2][0]) <= 2 * len(self._levels[-1][0]):
            self._levels[-2:] = [_merged(*self._levels[-2:])]


@dataclass(slots=True)
class _Rows:
    """A growing table of the lowest bytes of signatures; `places` says which text each row is of."""

    table: NDArray[np.uint8] = field(default_factory=lambda: np.empty((1024, BANDS * ROWS), dtype=np.uint8))
    used: int = 0
    places: list[int] = field(default_factory=list)

    def extend(self, rows: NDArray[np.uint32]) -> int:
        """Add rows; returns the number of the first."""
        first, self.used = self.used, self.used + len(rows)
        if self.used > len(self.table):
            grown = np.empty((max(self.used, len(self.table) * 3 // 2), BANDS * ROWS), dtype=np.uint8)
            grown[:first] = self.table[:first]
            self.table = grown
        self.table[first : self.used] = rows.astype(np.uint8)
        return first

    def agreement(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """For each pair of rows the share of equal minima."""
        parts = [
            (self.table[part[:, 0]] == self.table[part[:, 1]]).mean(axis=1)
            for part in np.array_split(pairs, max(1, len(pairs) // 20_000))
        ]
        return np.concatenate(parts)


def are_near(a: str, b: str) -> bool:
    """Whether one of two texts is the other with small changes; exact, symmetric.

    Decided by the Jaccard similarity of their bigrams (counted), and by what the one puts in the place of the other's
    words: two bulletins of the same form that report other figures, places or things are two reports.
    """
    return similarity(a, b) >= (NEAR_SHORT if min(len(a), len(b)) < SHORT else NEAR) and not is_other_matter(a, b)


def similarity(a: str, b: str) -> float:
    """Jaccard similarity of the counted character bigrams of two texts, 0 to 1."""
    left, right = Counter(pairwise(a)), Counter(pairwise(b))
    shared = sum((left & right).values())
    total = left.total() + right.total() - shared
    return shared / total if total else 0.0


def signatures_of(texts: Sequence[str]) -> NDArray[np.uint32]:
    """For each text (2 characters or more) the BANDS*ROWS smallest values of its bigrams, one for each random order."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])[:-1]]).astype(np.int64)
    grams = _mixed(codes[:-1] * np.uint32(0x9E3779B1) + codes[1:])
    # The bigram that would join two texts is replaced by the one before it, which is there already.
    grams = np.append(grams, grams[-1])
    joins = np.append(starts[1:], len(codes)) - 1
    grams[joins] = grams[joins - 1]
    table = np.empty((len(texts), BANDS * ROWS), dtype=np.uint32)
    for column, factor in enumerate(_FACTORS):
        # The values are mixed already, so that a product with an odd number is order enough.
        table[:, column] = np.minimum.reduceat(grams * factor, starts)
    return table


def _mixed(values: _Words) -> _Words:
    # The finishing steps of MurmurHash3: every bit of the input moves every bit of the output.
    mixed = values ^ (values >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    return mixed


_FACTORS = np.random.default_rng(20_261_123).integers(1, 2**32, BANDS * ROWS, dtype=np.uint32) | np.uint32(1)


def _band_keys(signatures: NDArray[np.uint32]) -> _Keys:
    """(texts, BANDS) keys; equal keys mean that all ROWS of that band are equal (but for chance in 2**32)."""
    parts = signatures.reshape(len(signatures), BANDS, ROWS).astype(np.uint64)
    key = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), parts.shape[:2]).copy()
    for row in range(ROWS):
        key = (key ^ parts[:, :, row]) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return (key >> np.uint64(32)).astype(np.uint32)


def _meet(ordered: _Keys, order: NDArray[np.int64], level: tuple[_Keys, _Places], first_row: int) -> NDArray[np.int64]:
    """Pairs (new row, older row) that share a key with a sorted run; keys in order are looked up near each other."""
    left = np.searchsorted(level[0], ordered, "left")
    hits = np.flatnonzero(level[0][np.minimum(left, len(level[0]) - 1)] == ordered)
    left = left[hits]
    counts = np.minimum(np.searchsorted(level[0], ordered[hits], "right") - left, _BUCKET)
    rows = np.repeat(order[hits] // BANDS + first_row, counts)
    return np.column_stack([rows, level[1][np.repeat(left, counts) + _ramp(counts)]]).astype(np.int64)


def _meet_within(ordered: _Keys, order: NDArray[np.int64], first_row: int) -> NDArray[np.int64]:
    """Pairs (later row, earlier row) among the new rows themselves."""
    heads = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    position = _ramp(np.diff(np.append(heads, len(ordered))))
    counts = np.minimum(position, _BUCKET)
    hits = np.flatnonzero(counts)
    head = (hits - position[hits]).repeat(counts[hits])
    earlier = order[head + _ramp(counts[hits])] // BANDS
    later = order[hits].repeat(counts[hits]) // BANDS
    return np.column_stack([later + first_row, earlier + first_row]).astype(np.int64)


def _ramp(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 … count-1 for each count, in one array."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) - np.repeat(ends - counts, counts)


def _merged(a: tuple[_Keys, _Places], b: tuple[_Keys, _Places]) -> tuple[_Keys, _Places]:
    keys, rows = np.concatenate([a[0], b[0]]), np.concatenate([a[1], b[1]])
    order = np.argsort(keys, kind="stable")
    return keys[order], rows[order]
