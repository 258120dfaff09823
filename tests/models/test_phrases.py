"""Phrases are whole words of the text that carry weight, joined where they are neighbours."""

import numpy as np
import pytest

from models.phrases import reasons


def weigh(text: str, **spoken: float) -> np.ndarray:
    weights = np.zeros(len(text))
    for phrase, amount in spoken.items():
        start = text.index(phrase)
        weights[start : start + len(phrase)] = amount
    return weights


@pytest.mark.parametrize(
    ("text", "spoken", "phrases"),
    [
        ("油烟天天扰民", {"油烟": 1.0}, ("油烟",)),
        ("油烟天天扰民", {"油烟": 1.0, "扰民": 2.0}, ("扰民", "油烟")),
        ("油烟扰民，很吵", {"油烟扰民": 1.0}, ("油烟扰民",)),
        ("油烟很大", {}, ()),
        ("油烟很大", {"油烟": -1.0}, ()),
        ("我在这", {"我": 1.0}, ("我在",)),
    ],
)
def test_phrases(text: str, spoken: dict[str, float], phrases: tuple[str, ...]) -> None:
    assert reasons([text], weigh(text, **spoken)) == [phrases]


def test_texts_do_not_run_into_each_other() -> None:
    assert reasons(["油烟", "扰民"], np.ones(4)) == [("油烟",), ("扰民",)]


def test_a_long_run_is_cut_after_a_word_within_twelve_characters() -> None:
    text = "城管队员深夜疏通下水道解决居民难题群众点赞"
    (phrases,) = reasons([text], np.ones(len(text)))
    assert len(phrases) == 1
    assert text.startswith(phrases[0])
    assert 2 <= len(phrases[0]) <= 12


@pytest.mark.parametrize(
    ("text", "spoken", "phrases"),
    [
        ("分错一个罚一百", {"罚": 1.0}, ("罚一百",)),
        ("人走了又满", {"满": 1.0}, ("又满",)),
        ("满。又", {"满": 1.0}, ()),
        ("油烟很满", {"满": 1.0, "油烟": 0.5}, ("油烟",)),
    ],
)
def test_a_single_character_takes_its_neighbour_along_where_nothing_else_speaks(
    text: str, spoken: dict[str, float], phrases: tuple[str, ...]
) -> None:
    assert reasons([text, "油烟"], np.concatenate([weigh(text, **spoken), np.zeros(2)])) == [phrases, ()]
