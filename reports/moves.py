"""The bars that take the change of negative items apart, in the order in which they are drawn. Imports reports.reading."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.reading import Facts, Row

# By what a change is taken apart in a paper, and how many bars stand for themselves.
DIMENSIONS = {"story": "事件", "issue": "事项"}
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Move:
    """One bar: `row` is that of the measure, None for all that have no bar; `post_ids` are of the period and the one before."""

    row: Row | None
    size: int
    post_ids: tuple[str, ...]
    rows: int = 1


def moves(facts: Facts, dimension: str) -> list[Move]:
    """The bars of one dimension, the largest change first; what is left over is one bar more. Raises BriefError."""
    told = [row for row in facts.rows("drivers") if row["dimension"] == dimension and row["contribution"]]
    moved = sorted(told, key=lambda row: -abs(row["contribution"]))
    rest = moved[SHOWN:]
    bars = [Move(row, row["contribution"], tuple(row["post_ids"])) for row in moved[:SHOWN]]
    return [*bars, _together(rest)] if rest else bars


def moved(dimension: str, place: int) -> str:
    """What the posts behind a bar are known by: its dimension and its place."""
    return f"负面增减·{DIMENSIONS[dimension]}·{place + 1}"


def _together(rest: Sequence[Row]) -> Move:
    size = sum(row["contribution"] for row in rest)
    return Move(None, size, tuple(post for row in rest for post in row["post_ids"]), len(rest))
