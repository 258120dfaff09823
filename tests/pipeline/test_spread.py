"""Half-life of a story."""

import pandas as pd
import pytest

from pipeline.spread import half_life_hours


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([0, 1, 2, 3, 10, 20, 30], 17.0),
        ([0, 50, 51, 52, 53, 60], 7.0),
        ([0, 1, 2], None),
        ([0, 10, 20, 20], None),
    ],
)
def test_half_life_runs_from_the_busiest_moment(hours: list[int], expected: float | None) -> None:
    start = pd.Timestamp("2026-11-17 20:30")
    assert half_life_hours(pd.Series([start + pd.Timedelta(hours=hour) for hour in hours])) == expected
