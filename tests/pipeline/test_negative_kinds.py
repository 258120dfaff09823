"""The kind of a negative text by the table that ships, and the rows of page one."""

from typing import Any

import pytest

from pipeline.negative_kinds import kind_of, negative_kinds
from pipeline.periods import PeriodKind, parse_period
from pipeline.rulebook import read_rulebook
from pipeline.taxonomy import tables
from pipeline.voices import prepared
from tests.pipeline.small_posts import ROOT, complaint, frame, row, weekly

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
BOOK = read_rulebook(tables(ROOT / "data" / "taxonomy"))


@pytest.mark.parametrize(
    ("kind", "issues", "frames", "expected"),
    [
        ("complaint", ["noise_fume"], [], "nuisance"),
        ("complaint", ["noise_fume"], ["inaction", "rebound"], "inaction"),
        ("complaint", ["vending"], ["hazard"], "nuisance"),
        ("report", ["vending"], ["officer_violence"], "conduct"),
        ("opinion", ["enforcement"], ["poor_response"], "inaction"),
        ("opinion", ["enforcement"], [], "conduct"),
        ("opinion", ["vending"], ["sympathy"], "conduct"),
        ("opinion", ["advertising"], ["policy_dispute", "inaction"], "policy"),
        ("opinion", ["parking"], ["misconduct", "policy_dispute"], "conduct"),
    ],
)
def test_the_first_rule_that_fits(kind: str, issues: list[str], frames: list[str], expected: str) -> None:
    assert kind_of(kind, issues, frames, BOOK.rules) == expected


def test_rows_are_of_press_and_public_and_sum_to_their_negatives() -> None:
    bad: dict[str, Any] = {"sentiment": "negative"}
    rows = [
        row(1, frames=["inaction"], **bad),
        row(2, frames=["inaction"], duplicate_of=f"{1:016d}", **bad),
        row(3, **bad),
        row(4, frames=["officer_violence"]),
        row(5, frames=["inaction"], owner="own", **bad),
        complaint(6, frames=["misconduct"]),
        *weekly(3, 1, 100, frames=["policy_dispute"], sentiment="negative"),
    ]
    found = negative_kinds(prepared(frame(rows)), WEEK, BOOK)
    assert [(r["kind"], r["items"], r["previous"], r["complaint_items"]) for r in found] == [
        ("nuisance", 1, 0, 0),
        ("inaction", 2, 0, 0),
        ("conduct", 0, 0, 1),
        ("policy", 0, 3, 0),
    ]
    assert found[1]["share"] == pytest.approx(2 / 3)
    assert all(r["unit"] for r in found)
