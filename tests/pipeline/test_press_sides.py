"""What an article cites, by words, and which carry the bureau's side."""

import pytest

from pipeline.periods import PeriodKind, parse_period
from pipeline.press_sides import cited_kinds, press_sides
from pipeline.voices import prepared
from tests.pipeline.small_posts import frame, row

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("市城管局相关负责人表示，涉事人员已停职。", {"bureau"}),
        ("据区综合执法局介绍，整治将持续到月底。", {"bureau"}),
        ("记者从市城管局获悉，夜市将划线经营。", {"bureau"}),
        ("摊主老周说，车是昨晚被掀翻的。住在对面的居民告诉记者，听见一声响。", {"party", "resident"}),
        ("街道工作人员回应称，已经上报。有律师认为，程序有瑕疵。", {"official", "expert"}),
        ("据市城市管理局统计，新增绿地两处。住在附近的张大爷说，方便多了。", {"bureau", "resident"}),
        ("城管队员清理了占道摊位，路面恢复畅通。", set()),
        ("据说明天有雨，听说要停电。", set()),
        ("", set()),
    ],
)
def test_who_is_cited(text: str, kinds: set[str]) -> None:
    assert cited_kinds(text) == kinds


def test_articles_are_counted_once_and_negative_ones_apart() -> None:
    said, both = "居民王先生说，太吵了。", "居民说太吵了，市城管局回应，已经查处。"
    posts = prepared(
        frame(
            [
                row(1, clean_text=said, sentiment="negative"),
                row(2, clean_text=both, sentiment="negative"),
                row(3, clean_text="市城管局通报，月底完工。"),
                row(4, clean_text=both, duplicate_of=f"{2:016d}"),
                row(5, clean_text=both, source="micro", channel="social"),
                row(6, clean_text=both, relevant=False),
            ]
        )
    )
    whole, negative = press_sides(posts, WEEK)
    assert (whole["articles"], whole["with_side"], whole["one_sided"]) == (3, 2, 2)
    assert whole["kinds"] == pytest.approx(4 / 3)
    assert (negative["articles"], negative["with_side"], negative["one_sided_ids"]) == (2, 1, [f"{1:016d}"])
    assert negative["share"] == pytest.approx(1 / 2)


def test_a_week_without_articles_has_no_share() -> None:
    whole, _ = press_sides(prepared(frame([row(1, channel="social")])), WEEK)
    assert (whole["articles"], whole["share"], whole["kinds"]) == (0, None, None)
