"""Sends what has been committed to disk on to a feed address, piece by piece, each once. May import crawlers.* records and state."""

import asyncio
import fcntl
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from crawlers.recording import RAW_DIGITS, private_folder
from crawlers.sharing import SharedQueueError

logger = logging.getLogger(__name__)

_EVERY = 60.0  # seconds between two looks at what is new
_LONGEST = 8_000_000  # bytes of a piece, and the rest of its last line
_PAUSES = (0.0, 1.0, 3.0)  # seconds before each try at one piece
_MARKS = "shipped.sqlite"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS shipped (place TEXT, name TEXT, bytes INTEGER, PRIMARY KEY (place, name)) WITHOUT ROWID"
)
Committed = Callable[[str], Mapping[str, int]]


class Place(Protocol):
    """Where pieces go: a folder in which a file is written whole, over what has its name."""

    @property
    def place(self) -> str:
        """Its address without a password."""

    async def put(self, name: str, content: bytes) -> None:
        """Write a file; raises whatever goes wrong."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a raw file from byte `start` on, or a whole coverage file, and its name at the feed."""

    path: Path
    start: int
    end: int
    name: str


@dataclass(slots=True)
class Shipped:
    """How many pieces arrived, and why the last ones did not (empty where all did)."""

    arrived: int = 0
    failure: str = ""


def pieces(home: Path, source: str, committed: Mapping[str, int], shipped: Mapping[str, int]) -> Iterator[Piece]:
    """What of a source is committed and has not arrived: parts of raw files, and the coverage of runs sent in full.

    `committed` is by name of the raw file, `shipped` by its path below `home`; both are in bytes. A piece is named by the
    byte that it begins at, so that one sent again after a kill takes the place of the first and nothing stands twice.
    """
    for path in sorted((home / "raw" / source).glob(f"{RAW_DIGITS}*.jsonl")):
        key, end = path.relative_to(home).as_posix(), min(committed.get(path.name, 0), path.stat().st_size)
        for start, until in _spans(path, shipped.get(key, 0), end):
            yield Piece(path, start, until, f"{source}/{path.stem}-{start:012d}.jsonl")
        covered = path.with_suffix(".coverage.json")
        if covered.exists() and covered.relative_to(home).as_posix() not in shipped:
            yield Piece(covered, 0, covered.stat().st_size, f"{source}/{covered.name}")


def ship(
    home: Path, feed: Place, sources: Sequence[str], committed: Committed, pauses: Sequence[float] = (0.0,)
) -> Shipped:
    """Send everything that is committed and has not arrived; what fails stays for the next pass, and ends this one.

    One pass at a time works in a folder, so that two workers never send different ends of the same piece.
    """
    done = Shipped()
    with _marks(home) as marks:
        for source in sources:
            for piece in pieces(home, source, committed(source), _shipped(marks, feed.place)):
                done.failure = _send(feed, piece, pauses)
                if done.failure:
                    return done
                key = piece.path.relative_to(home).as_posix()
                marks.execute("REPLACE INTO shipped VALUES (?, ?, ?)", (feed.place, key, piece.end))
                marks.commit()
                done.arrived += 1
    return done


def sent(home: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Where copies of raw files (raw/source/time.jsonl) were sent to, gone ones too: place/source/time-*.jsonl."""
    path = home / "state" / _MARKS
    if not path.is_file():
        return ()
    with closing(sqlite3.connect(path)) as marks:
        shipped = marks.execute("SELECT place, name FROM shipped ORDER BY place, name").fetchall()
    wanted = frozenset(names)
    known = ((place, Path(name)) for place, name in shipped if name in wanted)
    return tuple(f"{place}/{name.parent.name}/{name.stem}-*.jsonl" for place, name in known)


@contextmanager
def shipping(
    home: Path, feed: Place, sources: Sequence[str], committed: Committed, every: float = _EVERY
) -> Iterator[Shipped]:
    """Send what becomes committed while the block runs, every so many seconds, and the rest once it has ended.

    The count that is given is complete after the block.
    """
    over = threading.Event()
    total = Shipped()

    def now_and_then() -> None:
        while not over.wait(every):
            # Whatever is in the way now, the last pass meets as well, and tells it.
            with suppress(OSError, sqlite3.Error, SharedQueueError):
                total.arrived += ship(home, feed, sources, committed, _PAUSES[:1]).arrived

    thread = threading.Thread(target=now_and_then, name="shipping", daemon=True)
    thread.start()
    try:
        yield total
    finally:
        over.set()
        thread.join()
        last = ship(home, feed, sources, committed, _PAUSES)
        total.arrived, total.failure = total.arrived + last.arrived, last.failure


@contextmanager
def _marks(home: Path) -> Iterator[sqlite3.Connection]:
    """What has arrived so far, for one process at a time."""
    folder = private_folder(home / "state")
    with (folder / "shipping.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with closing(sqlite3.connect(folder / _MARKS)) as marks:
            marks.execute(_SCHEMA)
            yield marks


def _shipped(marks: sqlite3.Connection, place: str) -> dict[str, int]:
    return dict(marks.execute("SELECT name, bytes FROM shipped WHERE place = ?", (place,)).fetchall())


def _spans(path: Path, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A part of a file in spans of whole lines, so that what waited for days does not stand in memory at once."""
    with path.open("rb") as file:
        while start < end:
            file.seek(min(start + _LONGEST, end) - 1)
            file.readline()
            yield start, file.tell()
            start = file.tell()


def _send(feed: Place, piece: Piece, pauses: Sequence[float]) -> str:
    """Why a piece did not arrive in as many tries as there are pauses, or an empty string."""
    with piece.path.open("rb") as file:
        file.seek(piece.start)
        content = file.read(piece.end - piece.start)
    failure = ""
    for pause in pauses:
        failure = asyncio.run(_try(feed, piece.name, content, pause))
        if not failure:
            return ""
        logger.info("%s: %s", piece.name, failure)
    return failure


async def _try(feed: Place, name: str, content: bytes, pause: float) -> str:
    await asyncio.sleep(pause)
    # Each kind of address has a library with errors of its own; whichever it is, the piece has not arrived.
    (failed,) = await asyncio.gather(feed.put(name, content), return_exceptions=True)
    if failed is not None and not isinstance(failed, Exception):
        raise failed
    return " ".join(f"{type(failed).__name__}: {failed}".split()) if failed else ""
