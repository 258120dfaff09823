"""What the network reads and says; how well it tells names is told on lines in test_privacy."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.name_tagger import BEGINS, GOES_ON, OUTSIDE, chances, likely_spans, sentences, span_odds, windows

TEXTS = st.text(alphabet="王秀兰住在。！\n；a1楼上,", max_size=80)


def test_a_name_is_told_from_a_word_by_its_place() -> None:
    named, word = chances("楼上高峰把狗放出来咬人"), chances("早晚高峰堵车堵到桥上")
    assert span_odds(named, 2, 4) > 0 > span_odds(word, 2, 4)
    assert (2, 4) in likely_spans(named)


def test_a_name_of_which_only_a_part_is_taken_is_none() -> None:
    found = chances("摊主欧阳建国不肯走")
    assert span_odds(found, 2, 6) > 0
    assert span_odds(found, 2, 5) < 0
    assert span_odds(found, 3, 6) < 0


@given(st.text(min_size=1, max_size=60))
def test_chances_of_a_character_sum_to_one(sentence: str) -> None:
    found = chances(sentence)
    assert found.shape == (len(sentence), 3)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("certain", [OUTSIDE, BEGINS, GOES_ON])
def test_odds_are_finite_however_sure_the_network_is(certain: int) -> None:
    found = np.zeros((3, 3))
    found[:, certain] = 1.0
    assert np.isfinite(span_odds(found, 0, 2))


@given(TEXTS, st.sets(st.integers(0, 79)))
def test_windows_hold_every_start_and_cross_no_sentence(text: str, places: set[int]) -> None:
    told = list(sentences(text))
    starts = sorted(place for place in places if any(first <= place < last for first, last in told))
    found = windows(text, starts)
    assert all(any(opened <= start < closed for opened, closed in found) for start in starts)
    assert all(any(first <= opened < closed <= last for first, last in told) for opened, closed in found)
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(found))
