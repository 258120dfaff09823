"""Names files that may still hold forgotten posts: papers, sheets of labels, backups. May import pipeline.database."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from glob import escape
from pathlib import Path

from crawlers.post import CITY_TIME
from pipeline import database
from pipeline.database import Database
from pipeline.quotations import Traces, quotes_any

# Where an office keeps sheets of posts that people label; these files are its own, so they are named, not changed.
_SHEETS = ("labels", "review")
# Beside models lie the settled labels that they are trained and judged on.
_LABELS = ("models",)


def quoting(home: Path, traces: Sequence[Traces]) -> tuple[str, ...]:
    """The papers' files of data that still quote the posts, by path under the office's folder."""
    return tuple(path for path in _files(home, ("reports",), ".json") if _is_quoted_in(home / path, traces))


def sheets_naming(db: Database, home: Path, ids: Sequence[str]) -> tuple[str, ...]:
    """The files of labels that name one of the posts; those outside the office's folder by their whole path."""
    return tuple(_shown(path, home) for path in _sheets(db, home) if _names_any(path, ids))


def backups_of(db: Database, home: Path) -> tuple[tuple[str, str], ...]:
    """Path and time of every copy of the database that still lies where it was made."""
    made = {row["target"] for row in database.audit_rows(db, "backup")}
    beside = {path for path in home.glob("*.before-*") if path.is_file()}
    if file := database.file_of(db):  # which may lie outside the office's folder
        # The second is what a restore that was killed leaves.
        for ending in (".before-*", ".restoring"):
            beside |= {path for path in file.parent.glob(f"{escape(file.name)}{ending}") if path.is_file()}
    found = sorted(path for path in {*map(Path, made), *beside} if path.exists())
    return tuple((str(path), _changed(path)) for path in found)


def _is_quoted_in(path: Path, traces: Sequence[Traces]) -> bool:
    try:
        brief = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return any(quotes_any(part, brief) for part in traces)


def _sheets(db: Database, home: Path) -> list[Path]:
    """Every file of labels that the office keeps or that was ever written for it, and still lies there."""
    own = [*_files(home, _SHEETS), *_files(home, _LABELS, ".jsonl")]
    written = (Path(row["target"]) for row in database.audit_rows(db, "export"))
    return sorted({*(home / name for name in own), *(path for path in written if path.is_file())})


def _shown(path: Path, home: Path) -> str:
    return path.relative_to(home).as_posix() if path.is_relative_to(home) else str(path)


def _names_any(path: Path, ids: Sequence[str]) -> bool:
    content = _content(path)
    return any(post.encode() in content for post in ids)


def _content(path: Path) -> bytes:
    """The bytes of a file, those of its parts where it is packed as spreadsheets are."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())


def _files(home: Path, folders: Sequence[str], suffix: str = "") -> Iterator[str]:
    for folder in folders:
        for path in sorted((home / folder).rglob(f"*{suffix}")):
            if path.is_file():
                yield path.relative_to(home).as_posix()


def _changed(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, CITY_TIME).isoformat(timespec="minutes")
