"""Word vectors: words that stand in the same company are alike; only hashes of words are kept."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models import words

COMPANY = [
    *(f"{place}的油烟很呛人" for place in ("东门", "西街", "南巷", "河边")),
    *(f"{place}的噪音很吵人" for place in ("东门", "西街", "南巷", "河边")),
    *(f"感谢{who}热情帮助" for who in ("队员", "社区", "物业", "医生")),
] * 10


def test_words_in_the_same_company_are_alike() -> None:
    learned = words.learn([COMPANY], width=6)
    place = {word: int(np.searchsorted(learned.hashes, words.hashed([word])[0])) for word in ("东门", "西街", "感谢")}
    alike = learned.vectors @ learned.vectors.T
    assert alike[place["东门"], place["西街"]] > alike[place["东门"], place["感谢"]]


def test_learning_twice_gives_the_same_vectors() -> None:
    first, second = words.learn([COMPANY], width=6), words.learn([COMPANY], width=6)
    assert np.array_equal(first.vectors, second.vectors)
    assert np.array_equal(first.hashes, second.hashes)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_cutting_loses_no_character(texts: list[str]) -> None:
    for text, pieces in zip(texts, words.cut(texts), strict=True):
        assert sum(map(len, pieces)) == len(text)


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8))
def test_a_word_has_one_hash_in_any_company(texts: list[str]) -> None:
    assert [int(words.hashed([text])[0]) for text in texts] == words.hashed(texts).tolist()
