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
from pipeline.label_files import read_rows
from pipeline.labelling import is_blind

FIELDS = ("relevant", "sentiment", "tone", "issues", "frames", "kind")
ADDED, CHANGED, SAME, EMPTY, REFUSED = "added", "changed", "same", "empty", "refused"
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

    `annotator` stands for rows that name none, or only the number that Label Studio gives a person. Raises LabelFileError, OSError, DatabaseError.
    """
    rows = [(number, cells | {ANNOTATOR: _who(cells, annotator)}) for number, cells in read_rows(path)]
    readings = {(row["post_id"], row["annotator"]): row for row in newest_labels(db)}
    known = _Known(origins(db, [cells[ID] for _, cells in rows]), readings)
    origin = f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
    taken = _Taken(known, {"labelled_at": now.replace(tzinfo=None), "file": origin}, replace)
    for number, cells in rows:
        taken.take(number, cells)
    add_labels(db, taken.rows)
    return ImportReport(dict(taken.outcomes), tuple(taken.refusals), tuple(agreements(newest_labels(db))))


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
        if before and all(before[name] == value for name, value in plain(labels).items()):
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
        if not annotator or len(annotator) > 60:
            raise CellError("不知道是谁标注的：请用 --by 写明，或填“标注人”一列")
        first = self.seen.setdefault((post, annotator), number)
        if first != number:
            raise CellError(f"与第 {first} 行是同一条")
        return post, annotator


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
    """Lines of a labelled file, and how many texts were left out because their annotators differ."""

    lines: tuple[Row, ...]
    open_disputes: int


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
    return Settled(lines, len(chosen) - len(lines))


def _chosen(rows: Sequence[Row], judge: str) -> Row | None:
    for row in rows:
        if row["annotator"] == judge:
            return row
    if len({(row["relevant"], row["sentiment"]) for row in rows}) > 1:
        return None
    return max(rows, key=lambda row: row["labelled_at"])


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
