"""Handling of complaints: shares, deadlines and censored times."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from pipeline.handling import handling, median_days
from pipeline.periods import PeriodKind, parse_period
from pipeline.rulebook import StateWords
from pipeline.voices import prepared
from tests.pipeline.small_posts import MONDAY, NOW, complaint, frame

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
DEADLINES = {"hotline": 5}
STATES = StateWords(("待签收",), ("签收", "办理", "办结"), ("退单",))


def table(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return handling(prepared(frame(list(rows))), WEEK, NOW, DEADLINES, STATES)


def closed(number: int, days: float, **changes: Any) -> dict[str, Any]:
    at = changes.pop("at", MONDAY)
    return complaint(number, at, closed_at=at + timedelta(days=days), state="已办结", replied=True, **changes)


def test_counts_and_shares_of_the_week() -> None:
    (row,) = table(
        closed(1, 2, satisfied=True),
        closed(2, 6, satisfied=False, reopened=True),
        closed(3, 1, satisfied=True, reopened=False),
        complaint(4),
        complaint(5, MONDAY + timedelta(days=6)),
        complaint(6, state=None),
        closed(7, 1, at=MONDAY - timedelta(weeks=2)),
    )
    counts = ("received", "answered", "closed", "satisfied", "dissatisfied", "reopened")
    assert [row[name] for name in counts] == [5, 3, 3, 2, 1, 1]
    assert row["closed_share"] == pytest.approx(3 / 5)
    assert row["satisfied_share"] == pytest.approx(2 / 3)
    assert row["reopened_share"] == pytest.approx(1 / 2)
    assert row["closed_share_low"] < 3 / 5 < row["closed_share_high"]


def test_on_time_is_of_those_whose_deadline_fell_into_the_week() -> None:
    week_before = MONDAY - timedelta(weeks=1)
    (row,) = table(
        closed(1, 2),
        closed(2, 6, at=week_before + timedelta(days=5)),
        closed(3, 1, at=week_before + timedelta(days=6)),
        complaint(4, MONDAY),
        complaint(5, MONDAY + timedelta(days=6)),
        closed(6, 9, at=week_before),
        closed(7, 1, at=week_before - timedelta(days=1)),
    )
    assert row["due_ids"] == [f"{n:016d}" for n in (2, 3, 1, 4)]
    assert (row["due"], row["on_time"], row["on_time_share"]) == (4, 2, pytest.approx(1 / 2))
    assert row["on_time_previous"] == pytest.approx(1 / 2)


def test_long_open_complaints_are_counted_whenever_they_came() -> None:
    (row,) = table(
        complaint(1, MONDAY - timedelta(days=40)), complaint(2), closed(3, 1, at=MONDAY - timedelta(days=50))
    )
    assert row["open_over_30_days"] == 1


def test_a_reply_closes_a_message_and_an_unknown_deadline_judges_nothing() -> None:
    board: dict[str, Any] = {"source": "board", "channel": "message_board"}
    (row,) = table(complaint(1, replied_at=MONDAY + timedelta(days=3), **board), complaint(2, **board))
    assert (row["channel"], row["answered"], row["closed"], row["on_time"]) == ("message_board", 1, 1, None)
    assert row["on_time_share"] is None


def test_a_source_without_times_is_counted_and_not_timed() -> None:
    old = complaint(1, MONDAY - timedelta(days=40), replied=True)
    (row,) = table(old, complaint(2, replied=True), complaint(3))
    assert (row["received"], row["answered"], row["untimed"]) == (2, 1, 2)
    told = ("closed", "on_time", "closed_share", "on_time_share", "median_days", "open_over_30_days")
    assert [row[name] for name in told] == [None] * 6


def test_a_source_that_tells_nothing_has_no_row() -> None:
    assert table(complaint(1, state=None)) == []


@pytest.mark.parametrize(
    ("days", "done", "expected"),
    [
        ([1, 2, 3, 4], [True, True, True, True], 2.0),
        ([1, 2, 3, 4], [True, False, True, False], 3.0),
        ([1, 2, 9, 9], [True, False, False, False], None),
        ([2, 2, 2, 5, 5], [True, False, True, True, True], 5.0),
        ([], [], None),
    ],
)
def test_the_median_knows_that_open_tickets_go_on(days: list[float], done: list[bool], expected: float | None) -> None:
    assert median_days(pd.Series(days, dtype=float), pd.Series(done, dtype=bool)) == expected


@pytest.mark.parametrize(
    ("states", "signed", "returned"),
    [
        # A source whose states never speak of signing or giving back tells nothing of either.
        (("办理中", "已办结"), (None, None), (None, None)),
        (("待签收", "已签收", "办理中", "已办结"), (3, 3 / 4), (None, None)),
        (("已退单", "办理中", "办理中", "其他"), (None, None), (1, 1 / 4)),
        (("待签收", "退单待签收", "已签收"), (1, 1 / 2), (1, 1 / 3)),
    ],
)
def test_what_was_signed_for_and_given_back(
    states: tuple[str, ...], signed: tuple[int | None, float | None], returned: tuple[int | None, float | None]
) -> None:
    (row,) = table(*(complaint(number, state=state) for number, state in enumerate(states)))
    assert (row["signed"], row["signed_share"]) == (signed[0], pytest.approx(signed[1]))
    assert (row["returned"], row["returned_share"]) == (returned[0], pytest.approx(returned[1]))
