"""Tables and exports on disk (CSV, XLSX, JSON Lines) as rows of named cells. May import crawlers.outcomes."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawlers.outcomes import Outcome

Cells = Mapping[str, Any]

_HEADER_DEPTH = 15  # offices put a title and a note above the header, rarely more
_BROKEN = re.compile("[\udc80-\udcff]")
_SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})
_LINES = frozenset({".jsonl", ".ndjson"})
_MAX_CELL = 10_000_000
_PASSWORD = "有打开密码：在 Excel 里去掉密码，另存一份"  # noqa: S105 - what a user is told
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
_NO_ROWS = "里面没有行"
_NO_TABLE = "不是 CSV、XLSX 或 JSON Lines 文件，或已损坏"


class FileError(ValueError):
    """A file that cannot be read as a table; `wrong` says why, in Chinese, as a coverage's message does."""

    def __init__(self, path: Path, wrong: str) -> None:
        super().__init__(f"{path}：{wrong}")
        self.path, self.wrong = path, wrong


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the header: cells by column name, or the outcome of a row that is none."""

    columns: tuple[str, ...]
    rows: tuple[Cells | Outcome, ...]


def read_table(path: Path, needed: frozenset[str]) -> Table:
    """Read a table whose header holds every column of `needed`; raises FileError, naming what is missing."""
    try:
        if path.suffix.lower() in _SHEETS:
            return _read_sheets(path, needed)
        text = _read_text(path)
    except OSError as error:
        raise FileError(path, _unread(error)) from error
    if path.suffix.lower() in _LINES:
        return _read_json_lines(path, text, needed)
    return _below_header(path, _read_csv(path, text), needed)


def read_any_table(path: Path) -> Table:
    """Read a table of unknown columns; its header is the first row that fills the most cells. Raises FileError."""
    try:
        if path.suffix.lower() in _LINES:
            return _read_json_lines(path, _read_text(path), frozenset())
        is_book = path.suffix.lower() in _SHEETS
        sheets = _sheets(path) if is_book else [_read_csv(path, _read_text(path))]
    except OSError as error:
        raise FileError(path, _unread(error)) from error
    rows = max(sheets, key=len, default=[])
    heads = [frozenset(map(_name, row)) - {""} for row in rows[:_HEADER_DEPTH]]
    header = max(heads, key=len, default=frozenset())
    if not header:
        raise FileError(path, _NO_ROWS)
    return _below_header(path, rows, header)


def _read_text(path: Path) -> str:
    raw = path.read_bytes()
    if raw.startswith(_NOT_TEXT):
        raise FileError(path, f"{_NO_TABLE}；Excel 工作簿的文件名要以 .xlsx 或 .xls 结尾")
    return _decode(raw)


def _decode(raw: bytes) -> str:
    """UTF-8, UTF-16 with a mark, or GB18030, whichever loses least; bytes that are neither stay as lone surrogates."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return raw.decode("utf-16", errors="replace")
    texts = (raw.decode(name, errors="surrogateescape") for name in ("utf-8-sig", "gb18030"))
    return min(texts, key=lambda text: len(_BROKEN.findall(text)))


def _read_csv(path: Path, text: str) -> list[list[Any]]:
    csv.field_size_limit(_MAX_CELL)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileError(path, _NO_TABLE) from error


def _read_json_lines(path: Path, text: str, needed: frozenset[str]) -> Table:
    rows = tuple(_json_row(line) for line in text.split("\n") if line.strip())
    columns = tuple(dict.fromkeys(key for row in rows if not isinstance(row, Outcome) for key in row))
    if missing := sorted(needed - set(columns)):
        raise _lacking(path, missing)
    return Table(columns, rows)


def _json_row(line: str) -> Cells | Outcome:
    if _BROKEN.search(line):
        return Outcome.UNDECODABLE
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return Outcome.BAD_ROW
    return row if isinstance(row, dict) else Outcome.BAD_ROW


def _sheets(path: Path) -> list[list[list[Any]]]:
    import python_calamine

    path.open("rb").close()  # the library's own error for a file that is not there does not say so
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return [book.get_sheet_by_name(name).to_python(skip_empty_area=True) for name in book.sheet_names]
    except python_calamine.PasswordError as error:
        raise FileError(path, _PASSWORD) from error
    except python_calamine.CalamineError as error:
        raise FileError(path, _NO_TABLE) from error


def _unread(error: OSError) -> str:
    """Why the system does not give a file."""
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    return "没有权限，或正被别的程序占用" if isinstance(error, PermissionError) else f"读不出来（{error.strerror}）"


def _lacking(path: Path, columns: Sequence[str]) -> FileError:
    return FileError(path, f"缺少列 {'、'.join(columns)}（布局不对？见 chengyu layouts guess）")


def _read_sheets(path: Path, needed: frozenset[str]) -> Table:
    sheets = _sheets(path)
    found = [rows for rows in sheets if _header_at(rows, needed) is not None]
    return _below_header(path, found[0] if found else (sheets or [[]])[0], needed)


def _below_header(path: Path, rows: Sequence[Sequence[Any]], needed: frozenset[str]) -> Table:
    at = _header_at(rows, needed)
    if at is None:
        raise _lacking(path, _missing(rows, needed)) if rows else FileError(path, _NO_ROWS)
    columns = tuple(_name(cell) for cell in rows[at])
    return Table(tuple(c for c in columns if c), tuple(_named(columns, rows[at + 1 :])))


def _header_at(rows: Sequence[Sequence[Any]], needed: frozenset[str]) -> int | None:
    top = enumerate(rows[:_HEADER_DEPTH])
    return next((number for number, row in top if needed <= {_name(cell) for cell in row}), None)


def _missing(rows: Sequence[Sequence[Any]], needed: frozenset[str]) -> list[str]:
    """What the likeliest header row lacks."""
    return min(
        (sorted(needed - {_name(c) for c in row}) for row in rows[:_HEADER_DEPTH]), key=len, default=sorted(needed)
    )


def _name(cell: object) -> str:
    return str(cell).strip().lstrip("\ufeff")


def _named(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Cells | Outcome]:
    for row in rows:
        if not any(_name(cell) for cell in row):
            continue  # a formatted but empty line of a sheet is no row
        if any(isinstance(cell, str) and _BROKEN.search(cell) for cell in row):
            yield Outcome.UNDECODABLE
        elif len(row) < len(columns) or any(_name(cell) for cell in row[len(columns) :]):
            yield Outcome.BAD_ROW
        else:
            yield {name: cell for name, cell in zip(columns, row, strict=False) if name}
