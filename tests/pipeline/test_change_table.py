"""Moves of a level as rows, and both kinds of work side by side."""

import math
from datetime import date
from typing import Any

import numpy as np
import pytest

from pipeline.change_table import changes, pooled, work_modes
from pipeline.context import OutreachRecord, Row
from pipeline.periods import PeriodKind, containing
from tests.pipeline.planted_posts import posts_of, scattered

START = date(2025, 12, 1)
END = containing(PeriodKind.WEEK, date(2026, 11, 16))
WORK = OutreachRecord("w", "行动", date(2026, 5, 25), None, "dogs", "", "学校")
ELSE = OutreachRecord("e", "别的", date(2026, 5, 25), None, "vending", "", "学校")


def test_a_level_that_moved_is_a_row_with_the_work_near_it() -> None:
    rows = scattered(np.random.default_rng(3), START, [20] * 26 + [6] * 25, issues=["dogs"])
    found = changes(posts_of(rows), END, (WORK, ELSE))
    (dogs,) = [row for row in found if row["series"] == "complaint/dogs"]
    assert (dogs["start"], dogs["before"], dogs["after"], dogs["work"]) == ("2026-06-01", 20, 6, ["w"])
    assert dogs["ratio"] == pytest.approx(0.3)


@pytest.mark.parametrize("weekly", [[], [12] * 51, [0] * 51])
def test_a_steady_level_is_no_row(weekly: list[int]) -> None:
    posts = posts_of(scattered(np.random.default_rng(3), START, weekly, issues=["dogs"]))
    assert changes(posts, END, ()) == []


def _row(channel: str, effect: float | None, verdict: str = "helped") -> Row:
    half: dict[str, Any] = {"low": None, "high": None}
    if effect is not None:
        middle = math.log1p(effect)
        half = {"low": math.expm1(middle - 0.2), "high": math.expm1(middle + 0.2)}
    return {"channel": channel, "effect": effect, "verdict": verdict} | half


def test_both_kinds_of_work_side_by_side() -> None:
    told = [
        _row("日常管理", -0.3),
        _row("门前四包", None, "not_enough_data"),
        _row("集中整治", -0.5),
        _row("学校", -0.9),
    ]
    daily, campaign = work_modes(told, [{"verdict": "rebounded"}, {"verdict": "held"}])
    assert (daily["mode"], daily["records"], daily["measured"], daily["helped"]) == ("daily", 2, 1, 1)
    assert daily["effect"] == pytest.approx(-0.3)
    assert (campaign["mode"], campaign["rebounded"], campaign["held"]) == ("campaign", 1, 1)
    assert work_modes([], []) == []


def test_two_alike_are_surer_than_one() -> None:
    one, two = pooled([_row("日常管理", -0.3)]), pooled([_row("日常管理", -0.3)] * 2)
    assert one is not None
    assert two is not None
    assert two[0] == pytest.approx(one[0])
    assert one[1] < two[1] < two[2] < one[2]
    assert pooled([]) is None
