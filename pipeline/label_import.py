"""Filled-in sheets to the database, row by row, and settled labels out of it. May import models, pipeline.database."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from models.training_set import Labels
from pipeline.agreement import Agreement, agreements
from pipeline.context import Row
from pipeline.database import Database, add_labels, newest_labels, origins
from pipeline.label_cells import ANNOTATOR, ID, CellError, read_cells
from pipeline.label_files import LabelFileError, read_rows
from pipeline.labelling import is_blind

FIELDS = ("relevant", "sentiment", "tone", "issues", "frames", "kind")
ADDED, CHANGED, SAME, EMPTY, REFUSED = "added", "changed", "same", "empty", "refused"
LONGEST_NAME = 60
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`outcomes` add up to the rows of the file; `refusals` are row numbers with a Chinese reason."""

    outcomes: Mapping[str, int]
    refusals: tuple[tuple[int, str], ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands in the database: first appearances by post id, newest readings by post and annotator."""

    origins: Mapping[str, str]
    readings: Mapping[tuple[str, str], Row]


def import_labels(db: Database, path: Path, annotator: str, now: datetime, *, replace: bool) -> ImportReport:
    """Check every row, add the sound ones; a changed reading is refused unless `replace`, and then both are kept.

    `annotator` stands for rows that name none, or only the number that Label Studio gives a person; it can stand for one
    such number, so that a file with several raises LabelFileError. Agreements are those of the people whose readings the
    file holds. Raises LabelFileError, OSError, DatabaseError.
    """
    found = read_rows(path)
    _check_numbers(found, annotator)
    rows = [(number, cells | {ANNOTATOR: _who(cells, annotator)}) for number, cells in found]
    readings = {(row["post_id"], row["annotator"]): row for row in newest_labels(db)}
    known = _Known(origins(db, [cells[ID] for _, cells in rows]), readings)
    origin = f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
    taken = _Taken(known, {"labelled_at": now.replace(tzinfo=None), "file": origin}, replace)
    for number, cells in rows:
        taken.take(number, cells)
    add_labels(db, taken.rows)
    pairs = agreements(newest_labels(db)) if taken.people else []
    touched = tuple(pair for pair in pairs if taken.people & {pair.first, pair.second})
    return ImportReport(dict(taken.outcomes), tuple(taken.refusals), touched)


def _check_numbers(rows: Sequence[tuple[int, Cells]], annotator: str) -> None:
    """One name must not be given to the readings of two people."""
    numbers = sorted({cells.get(ANNOTATOR, "") for _, cells in rows if cells.get(ANNOTATOR, "").isdigit()}, key=int)
    if annotator and len(numbers) > 1:
        listed = "、".join(numbers)
        raise LabelFileError(f"标注人只有编号，并且不止一个（{listed}），不能都算作{annotator}：请每人分别导出、导入")


def _who(cells: Cells, annotator: str) -> str:
    named = cells.get(ANNOTATOR, "")
    return annotator if annotator and (not named or named.isdigit()) else named


class _Taken:
    """What the rows of one file lead to."""

    def __init__(self, known: _Known, always: Row, replace: bool) -> None:
        self.known, self.always, self.replace = known, always, replace
        self.rows: list[Row] = []
        self.refusals: list[tuple[int, str]] = []
        self.outcomes: Counter[str] = Counter()
        self.seen: dict[tuple[str, str], int] = {}
        self.people: set[str] = set()

    def take(self, number: int, cells: Cells) -> None:
        """Settle one row."""
        try:
            outcome = self._settle(number, cells)
        except CellError as error:
            self.refusals.append((number, str(error)))
            outcome = REFUSED
        self.outcomes[outcome] += 1

    def _settle(self, number: int, cells: Cells) -> str:
        labels = read_cells(cells)
        if labels is None:
            return EMPTY
        key = self._key(number, cells)
        before = self.known.readings.get(key)
        same = before and all(before[name] == value for name, value in plain(labels).items())
        if same or not before or self.replace:
            self.people.add(key[1])
        if same:
            return SAME
        if before and not self.replace:
            day = f"{before['labelled_at']:%Y-%m-%d}"
            raise CellError(f"{key[1]} 在 {day} 已有不同的标注，没有改动；确要更正请加 --replace")
        place = dict(zip(("post_id", "annotator"), key, strict=True))
        standing = {"revision": before["revision"] + 1 if before else 1, "blind": is_blind(self.known.origins[key[0]])}
        self.rows.append(place | standing | plain(labels) | self.always)
        return CHANGED if before else ADDED

    def _key(self, number: int, cells: Cells) -> tuple[str, str]:
        post, annotator = cells[ID], cells[ANNOTATOR]
        if post not in self.known.origins:
            raise CellError(f"数据库里没有编号“{post}”" if post else "没有编号")
        _check_name(annotator)
        first = self.seen.get((post, annotator))
        if first == number:
            # Label Studio keeps several annotations of one task, and they stand in one place of its file.
            raise CellError(f"{annotator} 在这一条上标了不止一次，只收前一次")
        if first:
            raise CellError(f"与第 {first} 行是同一条")
        self.seen[post, annotator] = number
        return post, annotator


def _check_name(annotator: str) -> None:
    """Raise CellError for what is no name of a person."""
    if not annotator:
        raise CellError("不知道是谁标注的：请用 --by 写明，或填“标注人”一列")
    if annotator.isdigit():
        raise CellError(f"标注人只有编号“{annotator}”，不知道是谁：请用 --by 写明")
    if len(annotator) > LONGEST_NAME:
        raise CellError(f"标注人的名字太长（{len(annotator)} 个字），至多 {LONGEST_NAME} 个字")


def plain(labels: Labels) -> dict[str, Any]:
    """Labels as JSON values."""
    fields = asdict(labels)
    return {
        name: [str(code) for code in value] if isinstance(value, tuple) else _code(value)
        for name, value in fields.items()
    }


def _code(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Settled:
    """Lines of a labelled file, and how many texts were left out because their annotators differ.

    `by_newest` counts the lines whose annotators agree on relevance and sentiment, but not on all else.
    """

    lines: tuple[Row, ...]
    open_disputes: int
    by_newest: int


def settled_labels(labels: Sequence[Row], *, blind: bool, judge: str) -> Settled:
    """One line a text from the newest readings: the judge's where there is one, else where all agree on
    relevance and sentiment the newest; only blind texts or only the others, and none whose words are past their time.
    """
    by_post: defaultdict[str, list[Row]] = defaultdict(list)
    for row in labels:
        if row["blind"] is blind and (row["title"] or row["clean_text"]):
            by_post[row["post_id"]].append(row)
    chosen = [_chosen(rows, judge) for _, rows in sorted(by_post.items())]
    lines = tuple(_line(row) for row in chosen if row is not None)
    unjudged = [rows for rows in by_post.values() if all(row["annotator"] != judge for row in rows)]
    by_newest = sum(_agree(rows) and not all(_same(row, rows[0]) for row in rows) for rows in unjudged)
    return Settled(lines, len(chosen) - len(lines), by_newest)


def _chosen(rows: Sequence[Row], judge: str) -> Row | None:
    for row in rows:
        if row["annotator"] == judge:
            return row
    return max(rows, key=lambda row: row["labelled_at"]) if _agree(rows) else None


def _agree(rows: Sequence[Row]) -> bool:
    """Whether relevance and sentiment are the same in all; of the rest two people seldom choose all alike."""
    return len({(row["relevant"], row["sentiment"]) for row in rows}) == 1


def _same(one: Row, other: Row) -> bool:
    return all(_alike(one[name]) == _alike(other[name]) for name in FIELDS)


def _alike(value: Any) -> Any:
    """Several answers in any order."""
    return sorted(value) if isinstance(value, list) else value


def _line(row: Row) -> Row:
    return {
        "id": row["post_id"],
        "group": row["duplicate_of"] or row["post_id"],
        "source": row["source"],
        "date": row["day"].isoformat(),
        "title": row["title"],
        "text": row["clean_text"],
        **{name: row[name] for name in FIELDS},
        "blind": row["blind"],
    }
