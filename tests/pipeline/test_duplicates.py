"""Copies: same text, near-same text by planted edits, and what must not be taken for one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.duplicates import SHORTEST, Copy, CopyIndex, are_near, signatures_of, similarity

RELEASE = (
    "为进一步规范夜间市容秩序澜东区城管大队联合街道和社区对文庙街沿线占道经营开展集中整治劝离流动摊贩二十余户"
    "清理店外堆物十五处下一步将采取定人定岗的办法巩固整治成果防止问题反弹"
)
OTHER = "楼下烧烤店的排烟管正对着我家卧室窗户每天从傍晚熏到后半夜打过很多次电话都说会处理到现在一点变化也没有"


def edited(text: str, share: float, rng: random.Random) -> str:
    letters = list(text)
    for _ in range(max(1, round(len(letters) * share))):
        place = rng.randrange(len(letters))
        change = rng.choice(["swap", "add", "drop"])
        if change == "drop":
            del letters[place]
        elif change == "add":
            letters.insert(place, chr(rng.randrange(0x4E00, 0x9FA5)))
        else:
            letters[place] = chr(rng.randrange(0x4E00, 0x9FA5))
    return "".join(letters)


def random_text(length: int, rng: random.Random) -> str:
    return "".join(chr(rng.randrange(0x4E00, 0x5E00)) for _ in range(length))


def test_the_same_text_points_to_the_first() -> None:
    assert CopyIndex().add([RELEASE, OTHER, RELEASE, RELEASE], [1, 1, 2, 3]) == [
        Copy(2, 0, "same_text"),
        Copy(3, 0, "same_text"),
    ]


def test_a_copy_of_a_copy_points_to_the_first() -> None:
    near = RELEASE.replace("二十余户", "二十多户")
    assert CopyIndex().add([RELEASE, near, near], [1, 1, 1]) == [Copy(1, 0, "near_text"), Copy(2, 0, "near_text")]


def test_a_later_call_finds_what_an_earlier_one_added() -> None:
    index = CopyIndex()
    index.add([OTHER, RELEASE], [1, 1])
    assert index.add([RELEASE.removeprefix("为进一步")], [5]) == [Copy(2, 1, "near_text")]


def test_a_copy_of_an_earlier_calls_copy_points_to_the_first() -> None:
    index = CopyIndex()
    near = RELEASE.replace("二十余户", "二十多户")
    index.add([RELEASE, near], [1, 1])
    assert index.add([near, near + "此前已有一次"], [2, 2]) == [Copy(2, 0, "near_text"), Copy(3, 0, "near_text")]


def test_after_the_days_are_over_nothing_is_a_copy() -> None:
    index = CopyIndex(days=90)
    assert index.add([RELEASE, RELEASE, RELEASE + "了"], [0, 91, 91]) == [Copy(2, 1, "near_text")]


def test_what_everybody_says_is_no_copy() -> None:
    assert CopyIndex().add(["支持城管", "支持城管", "说得对", "说得对"], [1] * 4) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "8月15日督察组向我市移交第三十批信访件123件其中来电46件来信77件",
            "8月16日督察组向我市移交第三十一批信访件129件其中来电62件来信67件",
        ),
        (
            "市第二督察组向区里移交第十七批信访件其中占道经营油烟噪声等问题涉及三个街道",
            "市第二督察组向区里移交第十八批信访件其中占道经营油烟噪声等问题涉及三个街道",
        ),
        (
            "第二轮督察向区里移交第十七批信访件其中占道经营油烟噪声等问题涉及三个街道",
            "第二轮督察向区里移交第十八批信访件其中占道经营油烟噪声等问题涉及三个街道",
        ),
        (
            "市政府为民办实事工作5月份进展情况持续推进内河整治四条河的队伍已进场施工其中青河正进行驳岸施工",
            "市政府为民办实事工作7月份进展情况持续推进内河整治四条河的队伍已进场施工其中青河正进行驳岸施工",
        ),
        ("请问东滩花园的加装电梯补贴什么时候到账", "请问东滩花园的加装电梯什么时候可以开工"),
        (RELEASE, OTHER),
    ],
)
def test_other_facts_are_no_copy(a: str, b: str) -> None:
    assert not are_near(a, b)


@pytest.mark.parametrize("length", [30, 60, 200, 1500])
def test_a_tenth_of_the_characters_may_change(length: int) -> None:
    rng = random.Random(length)
    originals = [random_text(length, rng) for _ in range(200)]
    index = CopyIndex()
    assert index.add(originals, [0] * 200) == []
    copies = index.add([edited(text, 0.1, rng) for text in originals], [1] * 200)
    right = sum(copy.of == copy.place - 200 for copy in copies)
    assert right >= 0.95 * 200
    assert right == len(copies)


def test_many_calls_find_what_one_call_finds() -> None:
    rng = random.Random(1)
    texts = [random_text(40, rng) for _ in range(300)]
    texts += [edited(text, 0.05, rng) for text in texts]
    whole = CopyIndex().add(texts, [0] * len(texts))
    index = CopyIndex()
    parts = [
        copy
        for start in range(0, 600, 7)
        for copy in index.add(texts[start : start + 7], [0] * len(texts[start : start + 7]))
    ]
    assert parts == whole


@given(st.lists(st.text(alphabet="城管摆摊夜市噪音", max_size=40), max_size=8))
def test_copies_point_back_and_never_to_copies(texts: list[str]) -> None:
    copies = CopyIndex().add(texts, [0] * len(texts))
    assert all(copy.of < copy.place for copy in copies)
    assert not {copy.of for copy in copies} & {copy.place for copy in copies}
    assert all(len(texts[copy.place]) >= SHORTEST for copy in copies)


@given(st.text(min_size=2, max_size=50), st.text(min_size=2, max_size=50))
def test_similarity_is_symmetric_and_one_for_the_same(a: str, b: str) -> None:
    assert similarity(a, b) == similarity(b, a)
    assert similarity(a, a) == 1.0


def test_a_signature_does_not_depend_on_its_neighbours() -> None:
    together = signatures_of([RELEASE, OTHER])
    assert (together[1] == signatures_of([OTHER])[0]).all()
