"""Counting by sorted arrays against plain dicts."""

from array import array
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rarity import Vector
from pipeline.tally import Sums, Tally

POSTS = st.lists(st.sets(st.integers(0, 30)), min_size=1, max_size=8)
WEIGHTED = st.lists(st.tuples(st.integers(0, 3000), st.sampled_from([0.25, 0.5, 1.0])), max_size=40)


def vector(terms: set[int]) -> Vector:
    ordered = np.array(sorted(terms), dtype=np.uint32)
    return Vector(ordered, np.full(len(terms), 1 / max(1, len(terms)), dtype=np.float32), ordered)


def tally(posts: list[set[int]]) -> Tally:
    first, *others = posts
    made = Tally.of(vector(first))
    for terms in others:
        made.add(vector(terms).terms)
    return made


def counts(made: Tally) -> dict[int, int]:
    return dict(zip(made.terms.tolist(), made.posts.tolist(), strict=True))


@given(POSTS, POSTS)
def test_posts_are_counted_and_tallies_merged(left: list[set[int]], right: list[set[int]]) -> None:
    assert counts(tally(left)) == Counter(term for terms in left for term in terms)
    assert counts(tally(left).merged(tally(right))) == Counter(term for terms in left + right for term in terms)


@given(POSTS, st.sets(st.integers(0, 30)), st.sampled_from([1.0, 1.5, 4.0]))
def test_the_share_counts_what_few_say_in_part(posts: list[set[int]], asked: set[int], enough: float) -> None:
    said = Counter(term for terms in posts for term in terms)
    expected = sum(min(1.0, said[term] / enough) for term in asked) / max(1, len(asked))
    assert tally(posts).share(vector(asked), enough) == pytest.approx(expected)


@given(WEIGHTED, WEIGHTED)
def test_numbers_are_ranked_by_the_sum_of_their_weights(
    first: list[tuple[int, float]], second: list[tuple[int, float]]
) -> None:
    sums = Sums()
    for pairs in (first, second):  # the second knows nothing of the first
        expected: Counter[int] = Counter()
        for number, weight in pairs:
            expected[number] += weight  # type: ignore[assignment]
        numbers = array("I", [number for number, _ in pairs])
        ranked = list(sums.ranked(numbers, np.array([weight for _, weight in pairs], dtype=np.float32)))
        by_sum = sorted(set(expected.values()), reverse=True)
        assert ranked == [{number for number in expected if expected[number] == value} for value in by_sum]
