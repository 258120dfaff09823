"""Verdicts of comparisons, as a table of cases."""

import pytest

from pipeline.comparison import Verdict, compare_counts, compare_shares, plain_share


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        ((30, 50), (10, 50), Verdict.WORSE),
        ((10, 50), (30, 50), Verdict.BETTER),
        ((26, 50), (24, 50), Verdict.NO_CHANGE),
        ((10, 12), (6, 12), Verdict.NOT_ENOUGH_DATA),
        ((9, 9), (0, 50), Verdict.NOT_ENOUGH_DATA),
        ((9, 50), (0, 0), Verdict.NOT_ENOUGH_DATA),
    ],
)
def test_shares(now: tuple[int, int], before: tuple[int, int], verdict: Verdict) -> None:
    assert compare_shares(plain_share(*now), plain_share(*before)).verdict == verdict


@pytest.mark.parametrize(
    ("now", "before", "periods", "dispersion", "verdict"),
    [
        (30, 80, 8, 1.0, Verdict.WORSE),
        (2, 80, 8, 1.0, Verdict.BETTER),
        (11, 80, 8, 1.0, Verdict.NO_CHANGE),
        (20, 80, 8, 4.0, Verdict.NOT_ENOUGH_DATA),
        (4, 20, 8, 1.0, Verdict.NOT_ENOUGH_DATA),
        (20, 0, 8, 1.0, Verdict.WORSE),
        (20, 0, 0, 1.0, Verdict.NOT_COMPARABLE),
    ],
)
def test_counts(now: int, before: int, periods: int, dispersion: float, verdict: Verdict) -> None:
    assert compare_counts(now, before, periods, dispersion).verdict == verdict


def test_the_ratio_is_to_the_mean() -> None:
    assert compare_counts(15, 80, 8).value == pytest.approx(1.5)
    assert compare_counts(15, 0, 8).value is None
