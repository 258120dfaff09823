"""Rates by district: funnel, shrinkage, and nothing said on small numbers."""

from typing import Any

import pytest

from pipeline.city import City, District
from pipeline.districts import districts
from pipeline.periods import PeriodKind, parse_period
from pipeline.voices import prepared
from tests.pipeline.small_posts import complaint, frame

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
CITY = City("测试市", "", "", (District("东区", 400_000), District("西区", 100_000), District("新区", 0)))


def table(**counts: int) -> dict[str, dict[str, Any]]:
    names = [name for name, n in counts.items() for _ in range(n)]
    rows = [complaint(n, district="" if name == "none" else name) for n, name in enumerate(names)]
    return {row["district"]: row for row in districts(prepared(frame(rows)), WEEK, CITY)}


def test_every_complaint_stands_in_one_row() -> None:
    found = table(东区=40, 西区=30, 新区=3, none=5, 外地=2)
    assert list(found) == ["东区", "西区", "新区", ""]
    assert [row["items"] for row in found.values()] == [40, 30, 3, 7]
    assert found["新区"]["rate"] is None
    assert found[""]["residents"] is None


def test_channels_are_told_apart_from_five_on() -> None:
    rows = [complaint(n, district="东区") for n in range(6)] + [complaint(9, district="西区")]
    rows += [complaint(20 + n, district="东区", source="board", channel="message_board") for n in range(4)]
    rows += [complaint(30 + n, district="外地") for n in range(5)]
    found = {row["district"]: row["channels"] for row in districts(prepared(frame(rows)), WEEK, CITY)}
    assert found == {
        "东区": {"hotline": 6, "message_board": None}, "西区": {"hotline": None}, "新区": {}, "": {"hotline": 5},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("east", "west", "signals"),
    [
        (40, 10, ("none", "none")),
        (60, 24, ("none", "none")),
        (40, 40, ("low", "high")),
        (400, 150, ("none", "high")),
        (80, 4, ("none", "low")),
        (10, 9, ("none", "not_enough_data")),
        (0, 0, ("not_enough_data", "not_enough_data")),
    ],
)
def test_signals_lie_outside_the_funnel(east: int, west: int, signals: tuple[str, str]) -> None:
    found = table(东区=east, 西区=west)
    assert (found["东区"]["signal"], found["西区"]["signal"]) == signals


def test_a_count_lies_outside_the_funnel_where_its_rate_lies_outside_the_limits() -> None:
    for east, west in ((40, 10), (40, 40), (400, 150), (80, 4)):
        for row in (found := table(东区=east, 西区=west))["东区"], found["西区"]:
            outside = {"low": row["rate"] < row["funnel_low"], "high": row["rate"] > row["funnel_high"]}
            assert [side for side, out in outside.items() if out] == [s for s in (row["signal"],) if s != "none"]
    assert table(东区=10, 西区=9)["西区"]["funnel_low"] is None


def test_small_districts_are_drawn_to_the_city() -> None:
    found = table(东区=40, 西区=16)["西区"]
    assert found["rate"] == pytest.approx(16.0)
    assert 11.2 <= found["shrunk_rate"] < 16.0
    assert found["low"] < 11.2 < found["high"]
