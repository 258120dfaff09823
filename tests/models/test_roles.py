"""Reading who did what to whom, and what negation, 被 and 把 turn round."""

from collections.abc import Sequence

import pytest

from models.roles import features, matrix, vocabulary
from models.senses import Stretch, clauses, shipped, stretches
from models.words import cut


def read(texts: Sequence[Sequence[str]]) -> list[list[Stretch]]:
    return [stretches(words, shipped()) for words in texts]


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("城管打伤小贩", "staff>harm>public"),
        ("小贩打伤城管", "public>harm>staff"),
        ("小贩被城管打伤", "staff>harm>public"),
        ("城管让卖菜的老汉打伤", "public>harm>staff"),
        ("城管把小贩推倒", "staff>harm>public"),
        ("城管扶起老人", "staff>help>public"),
        ("城管从来不打小贩", "staff>-harm>public"),
        ("那名队员冲上来，踢断老人肋骨", "staff>harm>public"),
    ],
)
def test_who_did_what_to_whom(text: str, deed: str) -> None:
    (words,) = cut([text])
    assert deed in features(words, *read([words]))


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("路面补平了", [("solved",)]),
        ("路面没有补平", [("no", "-solved")]),
        ("投诉没人修", [("action", "inaction")]),
        ("等了三个月，垃圾还在", [("slow", "slow"), ("problem", "again")]),
        ("天气", []),
        ("", []),
    ],
)
def test_words_are_read_by_class_and_form(text: str, classes: list[tuple[str, ...]]) -> None:
    (words,) = cut([text])
    assert clauses(words, *read([words])) == classes


def test_rows_have_length_one_and_are_shorter_for_long_texts() -> None:
    texts = cut(["城管打伤小贩"] * 3 + ["城管打伤小贩" + "天" * 74])
    rows = matrix(vocabulary(texts, read(texts)), texts, read(texts))
    lengths = rows.multiply(rows).sum(axis=1).ravel().tolist()[0]
    assert lengths == pytest.approx([1, 1, 1, 0.25], abs=1e-5)


def test_what_a_row_is_summed_from_has_one_order_whatever_the_order_of_sets() -> None:
    texts = cut(["城管打伤小贩，小贩被送医，投诉没人管", "路灯当天修好，市民感谢城管队员"] * 3)
    rows = matrix(vocabulary(texts, read(texts)), texts, read(texts))
    orders = [rows.indices[start:end].tolist() for start, end in zip(rows.indptr, rows.indptr[1:], strict=False)]
    assert min(map(len, orders)) > 5
    assert orders == [sorted(order) for order in orders]
