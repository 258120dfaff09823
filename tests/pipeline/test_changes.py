import numpy as np
import pytest

from pipeline.changes import change_points


@pytest.mark.parametrize("levels", [(10,), (10, 3), (10, 3, 12)])
def test_moves_of_the_level_are_found_and_no_others(levels: tuple[int, ...]) -> None:
    rng = np.random.default_rng(4)
    counts = np.concatenate([rng.poisson(level, 20) for level in levels])
    found = change_points(counts)
    assert [round(point.position / 20) for point in found] == list(range(1, len(levels)))
    assert all(abs(point.position % 20 - 10) >= 8 for point in found)


def test_a_burst_is_no_new_level() -> None:
    counts = np.r_[np.tile([9, 11, 10, 10], 8), 40, np.tile([10, 9, 11, 10], 8)]
    assert change_points(counts) == []


def test_a_short_series_has_none() -> None:
    assert change_points(np.array([1, 20, 1, 20, 1, 20, 1])) == []


def test_quiet_series_rarely_move() -> None:
    rng = np.random.default_rng(5)
    moved = sum(bool(change_points(rng.poisson(10, 52))) for _ in range(100))
    assert moved <= 5
