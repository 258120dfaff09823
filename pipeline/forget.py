"""Deletes posts with their traces, and writes down that it was done. May import crawlers.post and pipeline.database."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from crawlers.post import CITY_TIME, Channel, canonical_url
from pipeline import database
from pipeline.database import Connection, Database
from pipeline.left_copies import backups_of, quoting, sheets_naming
from pipeline.lines import city_time
from pipeline.pages import page_mark, page_of
from pipeline.personal_addresses import without_person
from pipeline.privacy import author_hash
from pipeline.quotations import EXPIRED, Traces, is_quoted, traces_of, without_quotations
from pipeline.raw_paths import can_stand, name_of
from pipeline.raw_traces import RawLine, Said, blank, drop_pages, raw_lines

# Posts whose words are looked for in results at once: their blocks fit in memory easily.
_CHUNK = 20_000


class By(StrEnum):
    """What posts are told by."""

    ID = "id"
    URL = "url"
    AUTHOR = "author"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts: by id, at an address, by an author (of one source where `source` is given), or of before a day."""

    by: By
    value: str
    source: str = ""

    def takes(self, said: Said) -> bool:
        """Whether a line of a raw file is one of them; one that is no post is, wherever it says the name or address."""
        if self.by is By.ID:
            return said.id == self.value
        if self.by is By.URL:
            is_there = not self.addresses.isdisjoint({said.url, canonical_url(said.url), *said.texts})
            return is_there or without_person(canonical_url(said.url)) == self.value  # as reports show it
        if self.by is By.AUTHOR:
            named = {text.strip() for text in (said.author, *said.texts)}
            return self.value.strip() in named and (not self.source or said.source in {"", self.source})
        return _is_before(said.published_at, self.before)

    @property
    def addresses(self) -> frozenset[str]:
        """The address as given, in its canonical form and as it is stored; never "", which posts without one have."""
        canonical = canonical_url(self.value)
        return frozenset({self.value, canonical, without_person(canonical)} - {""})

    @property
    def before(self) -> datetime:
        """The first moment that stays; raises ValueError where `value` is no day."""
        return datetime.fromisoformat(self.value)

    @property
    def told(self) -> str:
        """What the audit says was asked for: no address and no name."""
        return f"before {self.value}" if self.by is By.BEFORE else self.by.value


@dataclass(frozen=True, slots=True)
class Reissued:
    """A series of papers from which the posts were taken out: what was written, each by its number in the register.

    `draft` is the paper written as a draft and `issue` its number in words; `corrects` is the published paper that it
    corrects, "" where none was out. `removed` is how many places went: quotations, rows, and posts behind the figures.
    `withdrawn` are published papers whose files were written again without them, number and state as they were.
    """

    draft: str
    issue: str
    corrects: str
    removed: int
    withdrawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one run deleted, by kind, what it wrote again, and what is left for people to do.

    `quoted_in` (reports that were not written again), `sheets` and `backups` (path and time it was made) are files;
    `copies` are ids of reprints that still say the same words in other sources. `raw_files` are the raw files in which
    they were met (raw/source/time.jsonl), gone ones too. Where `is_wiped` is False, a reader keeps deleted words on disk.
    """

    counts: Mapping[str, int]
    reissued: tuple[Reissued, ...]
    quoted_in: tuple[str, ...]
    sheets: tuple[str, ...]
    backups: tuple[tuple[str, str], ...]
    copies: tuple[str, ...]
    raw_files: tuple[str, ...]
    is_wiped: bool


def forget(
    db: Database,
    home: Path,
    wanted: Wanted,
    salt: bytes,
    now: datetime,
    who: str,
    reissue: Callable[[Sequence[Traces]], Sequence[Reissued]],
) -> Forgotten:
    """Delete what is wanted from raw lines, archive and database; a second run finds nothing and says so.

    `reissue` takes the posts out of the papers that were written, and says which. Files come first: a run that ends
    half-way leaves rows by which the next one finds the rest. Nothing must be collecting meanwhile. `salt` is read for
    an author alone. Raises
    pipeline.database.DatabaseError, OSError, and what `reissue` raises.
    """
    lines = list(raw_lines(home / "raw", wanted.takes))
    with db.read() as connection:
        rows = _rows(connection, wanted, salt, lines)
        gone = _pages_of(wanted, [*rows, *(line.said for line in lines)])
        lines += _twins(connection, home / "raw", gone, {row.id for row in rows}, lines)
    traces = [traces_of(part) for part in _chunks(rows)]
    reissued = tuple(reissue(traces)) if traces else ()
    pages = _drop_archived(home, wanted, rows, [line.said for line in lines])
    digests = blank(lines)
    ids = sorted(({row.id for row in rows} | {line.said.id for line in lines}) - {""})
    quoted_in, sheets, backups = quoting(home, traces), sheets_naming(db, home, ids), backups_of(db, home)
    with db.write() as connection:
        copies = database.copies_of(connection, ids)
        counts = _delete(connection, rows, ids, traces) | {"raw_lines": len(lines), "pages": pages}
        named = {name_of(path, home / "raw"): digest for path, digest in digests.items()}
        database.replace_digests(connection, {name: digest for name, digest in named.items() if can_stand(name)})
        if any(counts.values()):
            left = {"quoted_in": quoted_in, "sheets": sheets, "backups": backups}
            details = {"counts": counts, "reissued": [asdict(one) for one in reissued], **left}
            row = audit_row(now, who, "forget", wanted.told, details)
            database.save_audit(connection, row)
            database.save_forgotten(connection, [*ids, *map(page_mark, gone)], row["id"])
    is_wiped = database.wipe_freed_pages(db) if counts["posts"] else True
    met_in = {f"raw/{row.raw_file}" for row in rows} | {line.path.relative_to(home).as_posix() for line in lines}
    return Forgotten(counts, reissued, quoted_in, sheets, backups, tuple(copies), tuple(sorted(met_in)), is_wiped)


def forget_again(connection: Connection) -> int:
    """Delete posts that stand although they were forgotten, as after a restore; returns how many."""
    rows = database.posts_forgotten(connection)
    _delete(connection, rows, [row.id for row in rows], [traces_of(part) for part in _chunks(rows)])
    return len(rows)


def audit_row(now: datetime, who: str, action: str, target: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the audit, under an id that no other row has."""
    moment = now.astimezone(CITY_TIME).replace(tzinfo=None)
    row = {"done_at": moment, "done_by": who, "action": action, "target": target, "details": dict(details)}
    return {"id": secrets.token_hex(8), **row}


def _rows(connection: Connection, wanted: Wanted, salt: bytes, lines: Sequence[RawLine]) -> Sequence[Any]:
    if wanted.by is By.ID:
        rows = database.posts_of(connection, [wanted.value])
    elif wanted.by is By.URL:
        rows = database.posts_at(connection, sorted(wanted.addresses))
    elif wanted.by is By.AUTHOR:
        sources = [wanted.source] if wanted.source else database.sources_of_posts(connection)
        rows = database.posts_by(connection, [author_hash(salt, source, wanted.value) for source in sources])
    else:
        rows = database.posts_until(connection, wanted.before)
    known = {row.id for row in rows}
    # A post that was met again with another address or author stands under the first.
    return [*rows, *database.posts_of(connection, sorted({line.said.id for line in lines} - known))]


def _pages_of(wanted: Wanted, found: Sequence[Any]) -> list[str]:
    """The addresses of pages that were one post by themselves: whichever source shows them, they say the same."""
    asked = {page_of("", wanted.value)} if wanted.by is By.URL else set()
    return sorted(({page_of(one.native_id, one.url) for one in found} | asked) - {""})


def _twins(
    connection: Connection, raw: Path, pages: Sequence[str], taken: Set[str], lines: Sequence[RawLine]
) -> list[RawLine]:
    """Lines of those pages from other sources, none of which has a row of its own that stays."""
    if not pages:
        return []
    wanted, known = frozenset(pages), {(line.path, line.offset) for line in lines}
    met = raw_lines(raw, lambda said: page_of(said.native_id, said.url) in wanted)
    found = [line for line in met if (line.path, line.offset) not in known]
    standing = {row.id for row in database.posts_of(connection, sorted({line.said.id for line in found}))} - taken
    return [line for line in found if line.said.id not in standing]


def _delete(
    connection: Connection, rows: Sequence[Any], ids: Sequence[str], traces: Sequence[Traces]
) -> dict[str, int]:
    counts = database.delete_posts(connection, ids)
    stories = sorted({row.story_id for row in rows if row.story_id})
    told = _Told(traces)
    counts["stories"] = database.mend_stories(connection, stories, title_of, told.quotes)
    counts["results"] = sum(database.change_results(connection, partial(without_quotations, part)) for part in traces)
    return counts


@dataclass(frozen=True, slots=True)
class _Told:
    traces: Sequence[Traces]

    def quotes(self, text: str) -> bool:
        """Whether a text quotes any of the posts."""
        return any(is_quoted(part, text) for part in self.traces)


def title_of(rows: Sequence[Any]) -> str:
    """A story's title from the posts that still have words: an article's first."""
    worded = [row for row in rows if row.title or row.clean_text]
    if not worded:
        return EXPIRED
    best = min(worded, key=lambda row: (not row.title, row.channel != Channel.PRESS, row.published_at, row.id))
    return str(best.title or best.clean_text[:40])


def _drop_archived(home: Path, wanted: Wanted, rows: Sequence[Any], posts: Sequence[Said]) -> int:
    urls = wanted.addresses if wanted.by is By.URL else frozenset()
    records: dict[Path, set[str]] = {}
    for item in (*rows, *posts):
        name, _, record = item.archive.partition("#")
        if record:
            records.setdefault(home / "archive" / item.source / name, set()).add(record)
    return sum(drop_pages(path, found, urls) for path, found in sorted(records.items()) if path.exists())


def _chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + _CHUNK] for start in range(0, len(rows), _CHUNK))


def _is_before(moment: str, end: datetime) -> bool:
    """Whether a moment as a line says it is one, and lies before."""
    try:
        return city_time(moment) < end
    except (ValueError, OverflowError):
        return False
