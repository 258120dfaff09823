"""Names told by the frames around them, and the words that forbid them; the figures on written lines are in test_privacy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.framed_names import framed_names

UNLIKELY = st.sampled_from(["干立本", "初一帆", "么金花", "强小龙", "操守成", "勾满囤", "司徒小满"])
FRAMES = st.sampled_from(
    [
        ("委托代理人", "，系原告之子。"),
        ("写信人", "，真名。"),
        ("5，", "，男，[身份证号]，占道洗车"),
        ("第7号 ", " 女 33岁 占道修车"),
        ("答：", "，住[门牌号]。"),
        ("证人", "出庭作证。"),
        ("签名的住户有：李玉兰、", "。"),
        ("王志强和", "，两户不同意。"),
        ("登记表：王志强 [手机号] 卖菜 ", " [手机号] 卖肉"),
    ]
)


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in framed_names(text, [])]


@given(UNLIKELY, FRAMES)
def test_a_frame_tells_a_name_of_unlikely_characters(name: str, frame: tuple[str, str]) -> None:
    assert name in found(name.join(frame))


@given(st.sampled_from(["房东", "老邻居", "水果店", "城管", "服务员", "公安", "一楼", "王某"]), FRAMES)
def test_words_that_stand_in_frames_are_no_names(word: str, frame: tuple[str, str]) -> None:
    assert word not in found(word.join(frame))


@pytest.mark.parametrize("text", ["李玉兰和王志强，三户不同意。", "城管、公安、街道三家到场。", "万科城业主您好。"])
def test_rows_miscounted_or_of_offices_and_estates_are_left(text: str) -> None:
    assert found(text) == []


def test_spans_do_not_overlap_and_go_from_left_to_right() -> None:
    text = "签名的住户有：李玉兰、初一帆、干立本三人。5，么金花，女，[身份证号]"
    assert found(text) == ["李玉兰", "初一帆", "干立本", "么金花"]
