from datetime import date

import numpy as np
import pytest

from pipeline.context import OutreachRecord
from pipeline.inspections import Inspection
from pipeline.outreach import read_outreach
from pipeline.periods import PeriodKind, containing
from pipeline.rebound import rebound_rows, weeks_to_half_back
from tests.pipeline.demo_posts import DEMO, demo_posts
from tests.pipeline.planted_posts import posts_of, scattered

START = date(2026, 1, 5)
END = containing(PeriodKind.WEEK, date(2026, 7, 20))


def _campaign(name: str, start: date, end: date | None, channel: str = "集中整治") -> OutreachRecord:
    return OutreachRecord(name, name, start, end, "vending", "东区", channel, "", "")


FIRST = _campaign("first", date(2026, 3, 2), date(2026, 3, 22))
SECOND = _campaign("second", date(2026, 5, 25), date(2026, 6, 7))


@pytest.mark.parametrize(
    ("during", "after", "verdict"),
    [
        ([3, 3, 3], [3, 4, 6, 8, 10, 10, 10, 10, 10], "rebounded"),
        ([3, 3, 3], [3, 3, 2, 4, 3, 3, 3, 2, 3], "held"),
        ([10, 9, 11], [10, 10, 10, 10], "no_fall"),
        ([3, 3, 3], [3, 3], "not_enough_data"),
    ],
)
def test_verdicts(during: list[int], after: list[int], verdict: str) -> None:
    rows = scattered(np.random.default_rng(1), START, [10] * 8 + during + after, issues=["vending"], district="东区")
    period = containing(PeriodKind.WEEK, date.fromordinal(START.toordinal() + 7 * (7 + len(during) + len(after))))
    found = rebound_rows(posts_of(rows), (FIRST,), period)[0]
    assert found["verdict"] == verdict
    assert found["base_rate"] == 10


def test_a_second_campaign_ends_the_look_at_the_first_and_counts_its_return() -> None:
    weeks = [10] * 8 + [3] * 3 + [3, 5, 8, 10, 10, 10, 10, 10, 10] + [3] * 2 + [9] * 6
    rows = scattered(np.random.default_rng(1), START, weeks, issues=["vending"], district="东区")
    rows += scattered(np.random.default_rng(2), START, [30] * 28, issues=["vending"], district="西区")
    found = rebound_rows(posts_of(rows), (SECOND, FIRST, _campaign("advert", FIRST.start, None, "公益广告")), END)
    assert [(r["campaign_id"], r["verdict"], r["returns"], r["weeks_to_half_back"]) for r in found] == [
        ("first", "rebounded", 1, 3),
        ("second", "rebounded", 2, 1),
    ]
    assert found[0]["fall"] == pytest.approx(0.7)
    assert 0 < found[0]["fall_low"] < 0.7 < found[0]["fall_high"] < 1
    assert found[0]["now_rate"] == 10


def test_weeks_of_an_inspection_are_no_base_and_no_return() -> None:
    # Two weeks before and four weeks after the campaign inspectors are in town: hardly a complaint, then many.
    weeks = [10] * 6 + [1, 1] + [3] * 3 + [3, 3, 30, 30, 3, 3, 3, 3]
    rows = scattered(np.random.default_rng(1), START, weeks, issues=["vending"], district="东区")
    period = containing(PeriodKind.WEEK, date.fromordinal(START.toordinal() + 7 * (len(weeks) - 1)))
    inspections = (
        Inspection("创文", date(2026, 2, 16), date(2026, 3, 1)),
        Inspection("督察", date(2026, 4, 6), date(2026, 4, 19)),
    )
    (told,) = rebound_rows(posts_of(rows), (FIRST,), period, inspections)
    assert (told["base_rate"], told["verdict"], told["weeks_to_half_back"]) == (10, "held", None)
    (blind,) = rebound_rows(posts_of(rows), (FIRST,), period)
    assert (blind["base_rate"], blind["verdict"]) == (7.75, "rebounded")


def test_no_posts_or_too_short_a_base_are_not_enough() -> None:
    rows = scattered(np.random.default_rng(1), date(2026, 2, 16), [10, 10, 3, 3], issues=["vending"], district="东区")
    for posts in (posts_of([]), posts_of(rows)):
        found = rebound_rows(posts, (FIRST,), END)[0]
        assert (found["verdict"], found["fall"], found["returns"]) == ("not_enough_data", None, 0)


@pytest.mark.parametrize(
    ("after", "week"),
    [([], None), ([2, 2, 2], None), ([10], 1), ([2, 9, 2, 2, 2, 3], None), ([2, 3, 6, 8, 9], 4), ([2, 8, 5, 8, 9], 2)],
)
def test_weeks_to_half_back(after: list[int], week: int | None) -> None:
    assert weeks_to_half_back(np.array(after, dtype=np.int64), 10.0, 3.0) == week


def test_both_campaigns_of_the_demo_city_are_seen_to_come_back() -> None:
    period = containing(PeriodKind.WEEK, date(2026, 11, 16))
    found = rebound_rows(demo_posts(), read_outreach(DEMO / "outreach.toml"), period)
    assert [(r["campaign_id"], r["verdict"], r["returns"]) for r in found] == [
        ("wenmiao_spring", "rebounded", 1),
        ("wenmiao_summer", "rebounded", 2),
    ]
    assert all(r["fall_low"] <= 0.7 <= r["fall_high"] for r in found)
    assert all(1 <= r["weeks_to_half_back"] <= 7 for r in found)
