"""Which periods were under inspection."""

from datetime import date

import pytest

from pipeline.inspections import Inspection, alike, days_of, kinds_in, named
from pipeline.periods import PeriodKind, parse_period

SPANS = (
    Inspection("创文", date(2026, 9, 7), date(2026, 9, 18)),
    Inspection("督察", date(2026, 9, 18), date(2026, 9, 18)),
    Inspection("国卫", date(2026, 9, 17), date(2026, 9, 20)),
)


@pytest.mark.parametrize(
    ("kind", "text", "kinds"),
    [
        (PeriodKind.WEEK, "2026-W36", ()),
        (PeriodKind.WEEK, "2026-W37", ("创文",)),
        # One day of 督察 leaves a week as it is, and is all of a day.
        (PeriodKind.WEEK, "2026-W38", ("创文", "国卫")),
        (PeriodKind.DAY, "2026-09-18", ("创文", "国卫", "督察")),
        (PeriodKind.MONTH, "2026-09", ("创文",)),
        (PeriodKind.QUARTER, "2026-Q3", ()),
    ],
)
def test_a_quarter_of_the_days_makes_an_inspected_period(kind: PeriodKind, text: str, kinds: tuple[str, ...]) -> None:
    assert kinds_in(SPANS, parse_period(kind, text)) == kinds
    assert named(SPANS, parse_period(kind, text)) == "、".join(kinds)


def test_only_the_same_kinds_are_alike() -> None:
    before, first, second = (parse_period(PeriodKind.WEEK, f"2026-W{week}") for week in (36, 37, 38))
    assert alike((), first, before)
    assert alike(SPANS, before, before.previous)
    assert not alike(SPANS, first, before)
    assert not alike(SPANS, second, first)
    assert alike(SPANS[:1], second, first)


def test_days_are_counted_with_both_ends() -> None:
    assert days_of(SPANS, "创文", date(2026, 9, 7), date(2026, 9, 14)) == 7
    assert days_of(SPANS, "创文", date(2026, 9, 18), date(2026, 9, 30)) == 1
    assert days_of((*SPANS, SPANS[0]), "创文", date(2026, 9, 1), date(2026, 9, 10)) == 6
