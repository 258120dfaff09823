"""Series over the last periods, gaps kept as gaps. May import reports.reading, clauses, formats, parts."""

from collections.abc import Sequence
from statistics import median

from reports.clauses import FEWEST_FOR_A_SHARE
from reports.formats import short_label
from reports.parts import Series
from reports.reading import Facts, Row

# One period alone has no course.
FEWEST_PERIODS = 2


def trend_rows(facts: Facts, group: str) -> list[Row]:
    """The periods of a group from the first in which anything at all was known; before that there was no record.

    A period into which nothing came at all is a gap and no zero: nobody knows what was said in it.
    """
    rows, now = facts.rows("trend"), facts.summary
    for row in rows if not now["posts"] else ():
        row["gap"] |= row["start"] == now["start"]
    first = min((row["start"] for row in rows if row["items"] and row["known"]), default="")
    return [row for row in rows if row["group"] == group and row["start"] >= first]


def is_dense(rows: Sequence[Row]) -> bool:
    """Whether half of the periods have so many items that a share of them says something."""
    known = [row["relevant"] for row in rows if not row["gap"]]
    return bool(known) and median(known) >= FEWEST_FOR_A_SHARE


def labels(rows: Sequence[Row]) -> tuple[str, ...]:
    """The periods as labels of an axis."""
    return tuple(short_label(row["period"], row["start"]) for row in rows)


def share_series(rows: Sequence[Row], name: str) -> Series:
    """The negative share of each period with its interval, None in a gap."""
    return Series(name, _kept(rows, "share"), _kept(rows, "low"), _kept(rows, "high"))


def count_series(rows: Sequence[Row], name: str, field: str = "items") -> Series:
    """A count of each period, None in a gap."""
    return Series(name, _kept(rows, field))


def gap_reasons(rows: Sequence[Row], facts: Facts) -> tuple[str, ...]:
    """For each period the sources that were missing, "" where none was."""
    titles = {row["source"]: row["title"] for row in facts.rows("coverage")}
    named = ("、".join(titles.get(code, code) for code in row["missing"]) for row in rows)
    return tuple((names or "没有入库任何信息") if row["gap"] else "" for row, names in zip(rows, named, strict=True))


def inspected(rows: Sequence[Row]) -> tuple[str, ...]:
    """For each period what inspections ran in it, "" for none; empty where none ran at all."""
    kinds = tuple(row["inspection"] for row in rows)
    return kinds if any(kinds) else ()


def footnote(rows: Sequence[Row], facts: Facts) -> str:
    """The sources that were silent without leaving a gap, since they bring little."""
    titles = {row["source"]: row["title"] for row in facts.rows("coverage")}
    small = sorted({code for row in rows if not row["gap"] for code in row["missing"]})
    names = "、".join(titles.get(code, code) for code in small)
    return f"{names}有的时段没有内容，因平时条数少，不作缺数" if small else ""


def _kept(rows: Sequence[Row], field: str) -> tuple[float | None, ...]:
    return tuple(None if row["gap"] else row[field] for row in rows)
