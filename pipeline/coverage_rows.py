"""A coverage file as a row of its table. May import crawlers.coverage and models.judgement."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crawlers.coverage import Coverage, read_coverage
from models.judgement import is_whole
from pipeline.lines import city_time
from pipeline.raw_paths import can_stand

# What the columns of the table hold; a name as of raw files.
_LONGEST_SOURCE = 60
_LARGEST = 2**31


class BrokenCoverageError(ValueError):
    """A coverage file that cannot be read, or that says what no run can have seen; the message is its path."""


def coverage_row(path: Path) -> dict[str, Any]:
    """The row (columns of COVERAGE) that a coverage file tells, one that any database can hold.

    Raises BrokenCoverageError, and OSError where the file cannot be opened.
    """
    try:
        coverage = read_coverage(path)
        if not _is_possible(coverage):
            raise BrokenCoverageError(str(path))
        return _row(coverage)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise BrokenCoverageError(str(path)) from error


def _row(coverage: Coverage) -> dict[str, Any]:
    return {
        "raw_file": _name(coverage),
        "source": coverage.source,
        "started_at": city_time(coverage.started_at),
        "finished_at": city_time(coverage.finished_at),
        "requests": coverage.requests,
        "pages": coverage.pages,
        "posts": coverage.posts,
        "outcomes": {outcome.value: n for outcome, n in coverage.outcomes.items()},
        "newest_post": city_time(coverage.newest_post) if coverage.newest_post else None,
        "fill_rates": dict(coverage.fill_rates),
        "verdict": coverage.verdict.value,
        "message": coverage.message,
    }


def _name(coverage: Coverage) -> str:
    return coverage.raw_file.removeprefix("raw/")  # as raw_files names it


def _is_possible(coverage: Coverage) -> bool:
    counts = (coverage.requests, coverage.pages, coverage.posts, *coverage.outcomes.values())
    texts = (coverage.source, coverage.raw_file, coverage.message, *coverage.fill_rates)
    fits = len(coverage.source) <= _LONGEST_SOURCE and can_stand(_name(coverage))
    return fits and _are_counts(counts) and all(map(math.isfinite, coverage.fill_rates.values())) and _are_texts(texts)


def _are_counts(values: Iterable[object]) -> bool:
    return all(isinstance(value, int) and 0 <= value < _LARGEST for value in values)


def _are_texts(values: Iterable[object]) -> bool:
    # No database takes half a character, and PostgreSQL no zero byte.
    return all(isinstance(value, str) and is_whole(value) and "\0" not in value for value in values)
