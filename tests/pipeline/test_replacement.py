"""What one of two like texts puts in the place of the other's words: another matter, or the same one told again."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cleaning import comparable
from pipeline.replacement import is_other_matter

COMPLAINT = (
    "市民来电反映，石坊路与双桥路口的夜宵摊每天营业到凌晨两点，油烟和吆喝声使楼上住户无法休息，"
    "多次拨打热线后有人来劝离，队员一走又摆出来，希望尽快处理并给出答复。"
)
RELEASE = (
    "为进一步规范夜间市容秩序，我局8月3日起在文庙街开展为期两周的集中整治，劝离流动摊贩二十余户，清理店外堆物十五处。"
    "整治期间每日投入执法力量90人，街道设现场接待点听取意见，12319热线全天受理。\n请广大经营者支持配合。"
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("锦纺巷报修的水坑，两个师傅冒雨弄到夜里，手脚麻利，特此感谢。", "墨池街报修的井盖，两个师傅冒雨弄到夜里，手脚麻利，特此感谢。"),
        ("11月7日，砚湖区队员在书院路规范停放单车209辆。问题请拨12319。", "9月7日，澜西区队员在纺织路规范停放单车150辆。问题请拨12319。"),
        ("双桥花园有三只流浪狗，见电动车就追，孩子绕路走。要求查清。", "双桥花园有八只流浪狗，翻垃圾桶，孩子绕路走。要求查清是谁弃养。"),
        ("检查组要来，云埠路一夜之间花盆摆上了，气死，城管的KPI我看懂了", "检查组要来，工农路一夜之间花盆摆上了，无语，城管的KPI我看懂了"),
        (COMPLAINT, COMPLAINT.replace("石坊路与双桥路", "港湾大道与盐仓路")),
        (COMPLAINT, COMPLAINT.replace("石坊", "纺织").replace("双桥", "柳堤")),
    ],
)  # fmt: skip
def test_other_words_in_one_form_are_another_matter(a: str, b: str) -> None:
    assert is_other_matter(comparable(a), comparable(b))
    assert is_other_matter(comparable(b), comparable(a))


@pytest.mark.parametrize(
    "b",
    [
        "本报讯 " + RELEASE.replace("我局", "市城管局"),
        RELEASE.split("\n", maxsplit=1)[0],
        RELEASE.replace("进一步", "").replace("开展为期两周的", "展开两周"),
        RELEASE.replace(
            "为进一步规范夜间市容秩序，我局8月3日起", "夜市摊点回潮？记者昨天从市城管局获悉，从8月3日开始，"
        ),
        RELEASE.replace("文庙街", "文庙接").replace("15", "l5").replace("流动", "游动"),
        RELEASE.replace("90人", "80人"),
    ],
)
def test_a_reprint_is_the_same_matter(b: str) -> None:
    assert not is_other_matter(comparable(RELEASE), comparable(b))


def test_nobodys_names_are_no_other_place() -> None:
    a = comparable(COMPLAINT.replace("石坊路与双桥路口", "小区门口的马路"))
    assert not is_other_matter(a, a.replace("门口的马路", "旁边那条路"))


def test_one_in_twenty_characters_is_seldom_another_matter() -> None:
    rng = random.Random(5)
    text = comparable(RELEASE)
    letters = comparable(COMPLAINT)
    slips = [
        "".join(rng.choice(letters) if rng.random() < 0.05 else character for character in text) for _ in range(400)
    ]
    assert sum(is_other_matter(text, slip) for slip in slips) <= 8


@given(st.text(alphabet="文庙街锦纺巷三八3日", min_size=1), st.text(alphabet="文庙街锦纺巷三八3日", min_size=1))
def test_the_order_of_two_texts_says_nothing(a: str, b: str) -> None:
    assert is_other_matter(a, b) == is_other_matter(b, a)
    assert not is_other_matter(a, a)
