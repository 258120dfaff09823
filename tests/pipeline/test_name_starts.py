"""Where full names may begin; that nearly all are let through is told on lines in test_privacy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.name_starts import places, starts


@pytest.mark.parametrize(
    ("text", "name"),
    [("楼上王秀兰把花盆摆在窗外。", "王秀兰"), ("投诉人：欧阳建国", "欧阳建国"), ("摊主漆志刚硬是不走", "漆志刚")],
)
def test_names_are_let_through(text: str, name: str) -> None:
    assert text.index(name) in starts(text)


def test_most_words_that_begin_with_a_surname_are_not() -> None:
    text = "高峰时间路边停车太多，金属噪音严重，白天也方便不了，马上安装护栏。"
    assert len(starts(text)) < len(list(places(text))) / 2


@given(st.text(alphabet="王高金时白的。，a1 兰刚路", max_size=40))
def test_starts_are_surnames_before_a_chinese_character(text: str) -> None:
    found = starts(text)
    assert found == sorted(set(found))
    assert set(found) <= set(places(text))
    assert all(at + 1 < len(text) and "一" <= text[at + 1] <= "鿿" for at in found)
