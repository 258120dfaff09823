"""Numbers, names and dates as Chinese text."""

import pytest

from crawlers.coverage import VERDICT_ZH
from crawlers.post import CHANNEL_ZH, TIER_ZH
from reports.formats import CHANNELS, STATES, TIERS, cell_text, cut, quoted, short_label, time_text
from reports.parts import Cell, Estimate, Format


def test_names_are_those_of_the_records() -> None:
    assert {str(c): name for c, name in CHANNEL_ZH.items()} == CHANNELS
    assert {str(t): name for t, name in TIER_ZH.items()} == TIERS
    assert {str(v): name for v, name in VERDICT_ZH.items()} | {"": "未核对"} == STATES


@pytest.mark.parametrize(
    ("cell", "form", "text"),
    [
        (Estimate(0.325, 0.251, 0.41), Format.SHARE, "32.5%（25.1–41.0）"),
        (Estimate(-0.69, -0.78, -0.56), Format.SHARE, "-69.0%（-78.0～-56.0）"),
        (Estimate(0.245, 0.08, 0.4), Format.POINTS, "+24.5（+8.0～+40.0）"),
        (Estimate(None, None, None), Format.SHARE, "—"),
        (Estimate(0.5, None, None), Format.SHARE, "50.0%"),
        (1234567, Format.COUNT, "1,234,567"),
        (4.2, Format.RATE, "4.2"),
        (None, Format.COUNT, "—"),
        ("=cmd", Format.TEXT, "=cmd"),
    ],
)
def test_a_cell_is_shown_in_its_format(cell: Cell, form: Format, text: str) -> None:
    assert cell_text(cell, form) == text


@pytest.mark.parametrize(
    ("period", "start", "label"),
    [
        ("2026-W47", "2026-11-16", "11.16"),
        ("2026-11", "2026-11-01", "26.11"),
        ("2026-Q4", "2026-10-01", "26Q4"),
        ("2026-11-17", "2026-11-17", "11.17"),
    ],
)
def test_labels_of_periods_are_short(period: str, start: str, label: str) -> None:
    assert short_label(period, start) == label


def test_times_name_another_year() -> None:
    assert time_text("2026-11-17T20:30:00+08:00", "2026") == "11月17日20:30"
    assert time_text("2025-10-04T22:05:00", "2026") == "2025年10月4日22:05"
    assert time_text(None) == "—"


def test_long_texts_are_cut_to_one_line() -> None:
    assert cut("一二\n三四五", 5) == "一二 三…"
    assert quoted("“文明养犬”宣传") == "“‘文明养犬’宣传”"
