from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.drivers import driver_rows
from pipeline.periods import PeriodKind, containing
from pipeline.voices import public, within
from tests.pipeline.planted_posts import posts_of

PERIOD = containing(PeriodKind.WEEK, date(2026, 11, 16))
MONDAY = datetime.fromisoformat("2026-11-09")
_ROWS = st.fixed_dictionaries(
    {
        "at": st.integers(0, 13 * 24).map(lambda hours: MONDAY + timedelta(hours=hours)),
        "source": st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"]),
        "channel": st.sampled_from(["press", "social", "forum", "hotline"]),
        "sentiment": st.sampled_from(["negative", "neutral"]),
        "issues": st.sampled_from([[], ["dogs"], ["vending", "dogs"]]),
        "district": st.sampled_from(["", "东区", "西区"]),
        "story_id": st.sampled_from([None, "s1", "s2"]),
    }
)


@settings(max_examples=30, deadline=None)
@given(st.lists(_ROWS, max_size=40))
def test_contributions_of_each_dimension_sum_exactly(rows: list[dict[str, object]]) -> None:
    posts = posts_of(rows)
    said = public(posts)
    said = said[said["negative"]]
    change = len(within(said, PERIOD)) - len(within(said, PERIOD.previous))
    sums: dict[str, int] = defaultdict(int)
    for row in driver_rows(posts, PERIOD, {}, {}):
        sums[row["dimension"]] += row["contribution"]
    assert all(total == change for total in sums.values())
    assert sums or change == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(_ROWS, max_size=40))
def test_a_contribution_is_its_posts_now_less_those_before(rows: list[dict[str, object]]) -> None:
    posts = posts_of(rows)
    said = public(posts)
    said = said[said["negative"]]
    now, before = (set(within(said, period)["id"]) for period in (PERIOD, PERIOD.previous))
    for row in driver_rows(posts, PERIOD, {}, {}):
        behind = row["post_ids"]
        assert len(now.intersection(behind)) - len(before.intersection(behind)) == row["contribution"]
        assert sorted(behind) == sorted((now | before).intersection(behind))


@pytest.mark.parametrize(
    ("names", "title", "label"),
    [
        ({}, "犬只伤人", "犬只伤人"),
        ({}, "", "反映问题"),
        ({"s": "养犬纠纷"}, "犬只伤人", "养犬纠纷"),
        ({"s": ""}, "犬只伤人", "犬只伤人"),
    ],
)
def test_labels_and_order(names: dict[str, str], title: str, label: str) -> None:
    def post(day: int, **fields: object) -> dict[str, object]:
        return {
            "at": datetime.fromisoformat(f"2026-11-{day}"),
            "channel": "press",
            "source": "daily",
            "issues": ["dogs"],
        } | fields

    posts = posts_of(
        [
            post(17, story_id="s", title=title, clean_text="正文"),
            post(18, story_id="s"),
            post(10, source="metro"),
            post(19, kind="report"),
        ]
    )
    rows = [
        (r["dimension"], r["label"], r["contribution"]) for r in driver_rows(posts, PERIOD, {"daily": "日报"}, names)
    ]
    assert rows == [
        ("story", label, 2),
        ("source", "日报", 3),
        ("source", "metro", -1),
        ("district", "未定位", 2),
        ("issue", "养犬管理", 2),
    ]
