"""Complaints by issue and place, against what is usual."""

import pytest

from pipeline.city import City, District
from pipeline.complaints import complaint_issues, complaint_places
from pipeline.periods import PeriodKind, last_periods, parse_period
from pipeline.presence import presence
from pipeline.voices import prepared
from tests.pipeline.small_posts import CITY, complaint, frame, weekly

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
HOTLINE = {"source": "hotline", "channel": "hotline", "kind": "complaint"}
Rows = list[dict[str, object]]


def issues(rows: Rows) -> dict[str, dict[str, object]]:
    posts = prepared(frame(rows))
    return {row["issue"]: row for row in complaint_issues(posts, WEEK, presence(posts, last_periods(WEEK, 21)))}


def weeks(counts: list[int], **changes: object) -> Rows:
    """Complaints of the weeks up to this one, newest first."""
    return [r for ago, n in enumerate(counts) for r in weekly(n, ago, ago * 1000, **(HOTLINE | changes))]


@pytest.mark.parametrize(
    ("counts", "usual", "verdict"),
    [
        ([10] * 9, 10.0, "no_change"),
        ([25] + [10] * 8, 10.0, "worse"),
        ([2] + [10] * 8, 10.0, "better"),
        ([25, 4, 20, 2, 16, 5, 18, 3, 12], 10.0, "not_enough_data"),
        ([3] + [1] * 8, 1.0, "not_enough_data"),
        ([25] + [10] * 3, 10.0, "worse"),
        ([25], None, "not_comparable"),
    ],
)
def test_issues_against_the_eight_weeks_before(counts: list[int], usual: float | None, verdict: str) -> None:
    row = issues(weeks(counts))["vending"]
    assert (row["items"], row["usual"], row["verdict"]) == (counts[0], usual, verdict)
    assert row["previous"] == (counts[1] if len(counts) > 1 else 0)
    assert row["ratio"] == (counts[0] / usual if usual else None)


def test_a_silent_channel_is_no_fall() -> None:
    fallen = weeks([0] + [10] * 12) + [complaint(1, source="board", channel="message_board") for _ in range(1)]
    assert issues(fallen)["vending"]["verdict"] == "not_comparable"


def test_a_silent_week_is_not_usual() -> None:
    row = issues(weeks([10, 10, 0, 10, 10, 10, 10, 10, 10, 10, 10, 10]))["vending"]
    assert (row["usual"], row["verdict"]) == (10.0, "no_change")


def test_two_issues_count_twice_and_examples_are_no_copies() -> None:
    rows = [
        complaint(1, issues=["vending", "noise_fume"]),
        complaint(2, issues=["vending"], duplicate_of=f"{1:016d}"),
        complaint(3, issues=[]),
        complaint(4, relevant=False),
    ]
    found = issues(rows)
    assert {name: row["items"] for name, row in found.items()} == {"vending": 2, "noise_fume": 1}
    assert found["vending"]["examples"] == [f"{1:016d}"]


def test_places_keep_what_could_not_be_placed() -> None:
    rows = [
        complaint(1, district="东区"),
        complaint(2, district="东区", issues=["dogs"]),
        complaint(3, district="东区", issues=["dogs"]),
        complaint(4),
        complaint(5, issues=[]),
    ]
    found = complaint_places(prepared(frame(rows)), WEEK, CITY)
    assert [(row["district"], row["issue"], row["items"]) for row in found] == [
        ("", "vending", 1),
        ("东区", "dogs", 2),
        ("东区", "vending", 1),
    ]
    # 400,000 residents live there.
    assert [row["per_10k"] for row in found] == [None, pytest.approx(0.05), pytest.approx(0.025)]


def test_issues_are_told_per_10000_residents_where_all_are_known() -> None:
    posts = prepared(frame([complaint(n) for n in range(7)]))
    seen = presence(posts, last_periods(WEEK, 21))
    known = complaint_issues(posts, WEEK, seen, residents=CITY.residents)
    unknown = complaint_issues(
        posts, WEEK, seen, residents=City("市", "", "", (District("甲", 9), District("乙"))).residents
    )
    assert [row["per_10k"] for row in known] == [pytest.approx(7 / 50)]
    assert [row["per_10k"] for row in unknown] == [None]
