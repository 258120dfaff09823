"""Complaints that came again at one road on one issue."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline.periods import PeriodKind, parse_period
from pipeline.repeats import repeat_share, repeats
from pipeline.voices import prepared
from tests.pipeline.small_posts import MONDAY, complaint, frame

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
HERE = {"district": "东区", "road": "文庙街", "issues": ["vending"]}


def told(*days_ago: float, **changes: Any) -> list[dict[str, Any]]:
    at = [MONDAY + timedelta(days=2) - timedelta(days=days) for days in days_ago]
    return [complaint(number, moment, **(HERE | changes)) for number, moment in enumerate(at)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        (told(0), []),
        (told(0, 59), [(1, 2)]),
        (told(0, 61), []),
        (told(0, 1, 40, 70), [(2, 3)]),
        # The last in the period repeats one before it, and that is no matter of a later week.
        (told(10, 20), []),
        (told(0, 5, road=""), []),
        (told(0, 5, issues=["enforcement"]), []),
        (told(0, 5, sentiment="neutral"), [(1, 2)]),
    ],
)
def test_repeats_within_sixty_days(rows: list[dict[str, Any]], expected: list[tuple[int, int]]) -> None:
    found = repeats(prepared(frame(rows)), WEEK)
    assert [(row["items"], row["in_60_days"]) for row in found] == expected


def test_another_road_or_issue_is_no_repeat() -> None:
    rows = [
        complaint(1, MONDAY, **HERE),
        complaint(2, MONDAY, **(HERE | {"road": "东滩路"})),
        complaint(3, MONDAY, **(HERE | {"issues": ["parking"]})),
        complaint(4, MONDAY - timedelta(days=3), **(HERE | {"issues": ["parking", "vending"]})),
    ]
    posts = prepared(frame(rows))
    (row,) = repeats(posts, WEEK)
    assert (row["road"], row["issue"], row["post_ids"]) == ("文庙街", "parking", [f"{n:016d}" for n in (4, 3)])
    (share,) = repeat_share(posts, WEEK)
    assert (share["items"], share["repeats"], share["share"]) == (3, 1, pytest.approx(1 / 3))
    assert (share["previous_items"], share["previous_share"]) == (1, 0.0)
    assert share["low"] < 1 / 3 < share["high"]


def test_nothing_said_has_no_share() -> None:
    (share,) = repeat_share(prepared(frame([])), WEEK)
    assert (share["items"], share["share"], share["previous_share"]) == (0, None, None)


@pytest.mark.parametrize(("others", "expected"), [([], [("东区", 1)]), (["西区"], [])])
def test_a_road_without_a_district_is_where_the_others_place_it(others: list[str], expected: list[object]) -> None:
    # A road of two districts tells none.
    elsewhere = [complaint(9, MONDAY - timedelta(days=70), **(HERE | {"district": name})) for name in others]
    rows = [complaint(1, MONDAY, **(HERE | {"district": ""})), complaint(2, MONDAY - timedelta(days=3), **HERE)]
    far = [
        complaint(8, MONDAY - timedelta(days=30), **(HERE | {"district": name, "issues": ["dogs"]})) for name in others
    ]
    found = repeats(prepared(frame([*rows, *elsewhere, *far])), WEEK)
    assert [(row["district"], row["items"]) for row in found] == expected
