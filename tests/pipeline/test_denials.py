"""What counts as a denial is cited to a leader as one: only a text that says the claim is wrong, and owns nothing up."""

import pytest

from pipeline.denials import denials
from pipeline.voices import prepared
from tests.pipeline.small_posts import frame, row


@pytest.mark.parametrize(
    ("title", "text", "denied"),
    [
        ("情况通报", "经核查监控视频，网传“城管打人”一事不实。", True),
        ("城管打人？官方辟谣", "视频系外地旧闻移花接木。", True),
        ("关于网传视频的说明", "当日没有发生冲突，反映情况不属实。", True),
        ("情况通报", "网传视频反映的推搡情况属实，两名协管员已停职。", False),
        ("情况通报", "网传“打死人”不实；当事队员执法不规范，已作停职处理。", False),
        ("关于网传视频的说明", "我局高度重视，已成立调查组，结果将及时公布。", False),
        ("关于网传视频的说明", "网传内容是否不实，正在核实。", False),
        ("回应网友关切", "感谢监督。", False),
    ],
)
def test_a_denial_says_that_the_claim_is_wrong_and_owns_nothing_up(title: str, text: str, denied: bool) -> None:
    posts = prepared(frame([row(1, title=title, clean_text=text, frames=["rumour"], owner="own")]))
    assert (len(denials(posts)) == 1) is denied


def test_a_text_that_is_not_about_a_claim_denies_none() -> None:
    posts = prepared(frame([row(1, clean_text="垃圾分类谣言盘点", frames=["service"], owner="own")]))
    assert denials(posts).empty
