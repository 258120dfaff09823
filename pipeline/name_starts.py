"""Where a person's full name may begin, by the characters around a place; pure functions. Imports pipeline.name_tables.

A sieve for what reads more closely: a sum of weights (data/masking/starts.txt, learned by bench.name_starts), which lets
nearly every name through and a sixth of the characters of real texts.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.name_tables import DOUBLE, DOUBLE_FIRST, UNKNOWN_GIVEN, table, weights_of

# Beside a text's edge stands nothing.
EDGE = "^"
_NO_SURNAME = -3.0
_LEAST = -2.0
# Pairs of neighbours from two characters before a place to the fourth from it: where they begin.
_PAIRS = range(-2, 3)
_MOST_PAIRS = 1 << 16


class _PairWeights(dict[str, float]):
    """What pairs of characters weigh so far from a place, reckoned once: the same ones stand in text after text."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset

    def __missing__(self, pair: str) -> float:
        weights = weights_of("starts")
        if len(self) >= _MOST_PAIRS:
            self.clear()
        self[pair] = sum(weights.get(sign, 0.0) for sign in _signs(self.offset, pair))
        return self[pair]


_EARLIER, _BEFORE, _NAME, _BEHIND, _FURTHER = map(_PairWeights, _PAIRS)


def starts(text: str) -> list[int]:
    """Places where a full name may begin, from left to right."""
    least = _LEAST - weights_of("starts")[""]
    padded = EDGE * 2 + text + EDGE * 3
    return [
        at
        for at in places(text)
        if _NAME[padded[at + 2 : at + 4]]
        + _BEFORE[padded[at + 1 : at + 3]]
        + _BEHIND[padded[at + 3 : at + 5]]
        + _FURTHER[padded[at + 4 : at + 6]]
        + _EARLIER[padded[at : at + 2]]
        >= least
        or text[at : at + 2] in DOUBLE
    ]


def places(text: str) -> Iterator[int]:
    """Where a surname stands before another Chinese character."""
    return (found.start() for found in _surnames().finditer(text))


def signs_around(text: str, at: int) -> tuple[str, ...]:
    """What tells that a name begins at a place of a text."""
    padded = EDGE * 2 + text + EDGE * 3
    pairs = ((offset, padded[at + offset + 2 : at + offset + 4]) for offset in _PAIRS)
    return tuple(sign for offset, pair in pairs for sign in _signs(offset, pair))


def _signs(offset: int, pair: str) -> Iterator[str]:
    """Signs of two characters that stand so far from a place where a name may begin: of the pair, and of one of them."""
    yield f"{offset} {pair}"
    first, second = pair[0], pair[1]
    if offset < 0:
        yield f"{offset} {first}"
        return
    yield f"{offset + 1} {second}"
    given = table("given").get(second, UNKNOWN_GIVEN)
    if offset == 0:
        yield f"0 {first}"
        yield f"like {round(table('surname').get(first, _NO_SURNAME) + given)}"
    elif offset == 1:
        yield f"third like {round(given)}"


@cache
def _surnames() -> re.Pattern[str]:
    return re.compile(f"[{''.join({*table('surname'), *DOUBLE_FIRST})}](?=[一-鿿])")
