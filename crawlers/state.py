"""What earlier runs have seen of each source, in one SQLite file of the office. May import crawlers.outcomes."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from crawlers.outcomes import Outcome

Value = TypeVar("Value")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS posts (source TEXT, id TEXT, digest TEXT, PRIMARY KEY (source, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS addresses (
  source TEXT, url TEXT, outcome TEXT, day TEXT, etag TEXT, modified TEXT, declared TEXT, hint TEXT,
  attempts INTEGER,
  PRIMARY KEY (source, url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS raw_files (source TEXT, name TEXT, bytes INTEGER, PRIMARY KEY (source, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (source TEXT, key TEXT, value TEXT, PRIMARY KEY (source, key)) WITHOUT ROWID;
"""

# A page that failed so is asked for again by the next run, even if no list names it any more.
TRANSIENT = frozenset(
    {
        Outcome.TIMEOUT,
        Outcome.HTTP_5XX,
        Outcome.HTTP_429,
        Outcome.CUT_OFF,
        Outcome.CONNECTION_FAILED,
        Outcome.BAD_JSON,
        Outcome.FAILED,
    }
)
# What came out of a page depends on the declared selectors: a changed declaration is worth another look.
_BY_SELECTORS = frozenset({Outcome.NO_DATE, Outcome.NO_TITLE, Outcome.NO_BODY, Outcome.TOO_SHORT, Outcome.BAD_DATE})
_ASK_EVERY_TIME = TRANSIENT | {Outcome.ROBOTS, Outcome.LOGIN_REQUIRED, Outcome.REFUSED, Outcome.HTTP_4XX}
_MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one address.

    `day` is the publication day (YYYY-MM-DD) of a page outside the window, or of an article whose comments are read, `declared` the digest of the declaration
    that it was read by, `hint` what its list said of it (a number of replies, a date of change).
    """

    outcome: Outcome
    day: str = ""
    etag: str = ""
    modified: str = ""
    declared: str = ""
    hint: str = ""
    attempts: int = 1

    def settles(self, declared: str, hint: str = "") -> bool:
        """Whether the address need not be asked for again under a declaration with the digest `declared`."""
        if hint != self.hint:
            return False
        if self.outcome in _BY_SELECTORS:
            return self.declared == declared
        return self.outcome not in _ASK_EVERY_TIME


class Known(Protocol[Value]):
    """What is known by name, as a dictionary gives it."""

    def get(self, name: str, /) -> Value | None:
        """The value of a name."""

    def __setitem__(self, name: str, value: Value, /) -> None: ...

    def __contains__(self, name: object, /) -> bool: ...

    def items(self) -> Iterable[tuple[str, Value]]:
        """Everything that is known."""


class KnownState(Protocol):
    """A state of all sources, whether in a file or shared; nothing is kept until `commit`."""

    def commit(self) -> None:
        """Keep everything told so far."""

    def digests(self, source: str) -> Known[str]:
        """The digest of each known post of a source, by post id."""

    def add_post(self, source: str, identity: str, digest: str) -> None:
        """Remember a post."""

    def addresses(self, source: str) -> Known[Seen]:
        """Everything known of a source's addresses, by canonical address."""

    def add_address(self, source: str, url: str, seen: Seen) -> None:
        """Remember how an address ended."""

    def marks(self, source: str) -> Mapping[str, str]:
        """The high-water marks of a source."""

    def set_mark(self, source: str, key: str, value: str) -> None:
        """Move a high-water mark."""

    def raw_bytes(self, source: str) -> dict[str, int]:
        """How many bytes of each raw file the state already knows."""

    def set_raw_bytes(self, source: str, name: str, count: int) -> None:
        """Say that the first `count` bytes of a raw file are known."""


class State:
    """The state of all sources; nothing is kept until `commit`."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level="DEFERRED")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(_SCHEMA)

    def commit(self) -> None:
        """Keep everything told so far."""
        self._db.commit()

    def close(self) -> None:
        """Close without keeping what was not committed."""
        self._db.close()

    def digests(self, source: str) -> dict[str, str]:
        """The digest of each known post of a source, by post id."""
        return dict(self._db.execute("SELECT id, digest FROM posts WHERE source = ?", (source,)).fetchall())

    def add_post(self, source: str, identity: str, digest: str) -> None:
        """Remember a post."""
        self._db.execute("REPLACE INTO posts VALUES (?, ?, ?)", (source, identity, digest))

    def addresses(self, source: str) -> dict[str, Seen]:
        """Everything known of a source's addresses, by canonical address."""
        rows = self._db.execute(
            "SELECT url, outcome, day, etag, modified, declared, hint, attempts FROM addresses WHERE source = ?",
            (source,),
        )
        return {url: Seen(Outcome(outcome), *rest) for url, outcome, *rest in rows}

    def add_address(self, source: str, url: str, seen: Seen) -> None:
        """Remember how an address ended."""
        values = (
            source,
            url,
            seen.outcome,
            seen.day,
            seen.etag,
            seen.modified,
            seen.declared,
            seen.hint,
            seen.attempts,
        )
        self._db.execute("REPLACE INTO addresses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def marks(self, source: str) -> Mapping[str, str]:
        """The high-water marks of a source."""
        return dict(self._db.execute("SELECT key, value FROM marks WHERE source = ?", (source,)).fetchall())

    def set_mark(self, source: str, key: str, value: str) -> None:
        """Move a high-water mark."""
        self._db.execute("REPLACE INTO marks VALUES (?, ?, ?)", (source, key, value))

    def raw_bytes(self, source: str) -> dict[str, int]:
        """How many bytes of each raw file the state already knows."""
        return dict(self._db.execute("SELECT name, bytes FROM raw_files WHERE source = ?", (source,)).fetchall())

    def set_raw_bytes(self, source: str, name: str, count: int) -> None:
        """Say that the first `count` bytes of a raw file are known."""
        self._db.execute("REPLACE INTO raw_files VALUES (?, ?, ?)", (source, name, count))


def to_retry(addresses: Known[Seen], declared: str) -> list[str]:
    """Addresses that failed for a passing reason, or whose declaration has changed since, and are worth another try."""
    return [
        url
        for url, seen in addresses.items()
        if (seen.outcome in TRANSIENT and seen.attempts < _MAX_ATTEMPTS)
        or (seen.outcome in _BY_SELECTORS and seen.declared != declared)
    ]


@contextmanager
def open_state(path: Path) -> Iterator[State]:
    """The state kept in one file, closed at the end."""
    state = State(path)
    try:
        yield state
    finally:
        state.close()
