"""Names told by their characters and by what stands beside them; the figures on written lines are in test_privacy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.names import full_names

SURNAMES = st.sampled_from(["王", "陈", "佘", "檀", "雒", "欧阳", "上官"])
GIVEN = st.sampled_from(["志强", "雨桐", "伟", "玉兰", "甘草", "海洋"])


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in full_names(text)]


@settings(deadline=None)  # the first name loads a dictionary
@given(SURNAMES, GIVEN, st.sampled_from(["我叫", "联系人：", "姓名:", "投诉人", "当事人 "]))
def test_a_name_that_is_asked_for_is_found(surname: str, given_name: str, asked: str) -> None:
    assert found(f"{asked}{surname}{given_name}，路灯坏了。") == [surname + given_name]


@settings(deadline=None)  # the first name loads a dictionary
@given(
    SURNAMES,
    st.sampled_from(["先生", "女士", "某某", "师傅", "大爷"]),
    st.sampled_from(["我叫", "联系人：", "邻居", ""]),
)
def test_a_title_makes_no_full_name(surname: str, title: str, asked: str) -> None:
    assert found(f"{asked}{surname}{title}，路灯坏了。") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王建国，男，35岁，家门口的井盖响。", ["王建国"]),
        ("朱秀英、杜长贵、宋小满三人合伙摆摊。", ["朱秀英", "杜长贵", "宋小满"]),
        ("姓名：张 三 丰，男。", ["张 三 丰"]),
        ("请陈玉梅本人携带证件领取。", ["陈玉梅"]),
        ("投诉人林国栋来电。回访时林国栋表示满意。", ["林国栋", "林国栋"]),
        ("我叫陈方安生，四个字。", ["陈方安生"]),
        ("护士仁青卓玛说话温柔。", ["仁青卓玛"]),
    ],
)
def test_what_follows_tells_a_name(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "尊敬的王建国书记：您好！",
        "记者陈国栋 通讯员李玉梅报道",
        "鲁迅先生笔下的看客。",
        "业主曾委托第三方检测。",
        "本人于凌晨拨打热线。",
        "居民楼密集的地方没有停车位。",
        "沈阳、常州、成都等地都在试点。",
        "我叫了外卖，小哥进不来。",
    ],
)
def test_offices_and_words_are_no_private_names(text: str) -> None:
    assert found(text) == []
