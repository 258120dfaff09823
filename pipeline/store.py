"""Stage 2, store: raw lines to the database, masked, linked, placed and clustered. May import crawlers records."""

import logging
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from crawlers.post import CITY_TIME, Channel
from pipeline import database, stories
from pipeline.appearances import Appearances
from pipeline.city import City
from pipeline.cleaning import own_words
from pipeline.coverage_rows import BrokenCoverageError, coverage_row
from pipeline.database import Connection, Database, PostRows
from pipeline.drafts import Draft
from pipeline.expiry import expire
from pipeline.intake import Chunk, RawFile, Taken, chunks_of, has_grown, processes_for, survey, taken_by, taken_in_turn
from pipeline.lines import REFUSED, LineOutcome, RefusedLine
from pipeline.places import atlas_of
from pipeline.post_rows import Treatment
from pipeline.rarity import Rarity, rarity_of
from pipeline.raw_paths import can_stand, name_of, raw_paths
from pipeline.resieve import Resieved, resieve
from pipeline.retention import Retention, apply_retention
from pipeline.sieve import Grammar, sieve_of

__all__ = ["Retention", "StoreReport", "cluster_stories", "store"]

LOG = logging.getLogger(__name__)
# Posts of so many days are clustered at once, with those of a story's span on either side.
_SLICE = timedelta(days=31)
# Posts from which it is learned which words are common; their ids are hashes, so the smallest are a fair sample.
_SAMPLE = 10_000
# Refused lines named by the report; all of them stand in the database.
_NAMED = 5
# Without one, nothing is held back.
_NO_GRAMMAR = Grammar()
_COMPLAINTS = frozenset({Channel.MESSAGE_BOARD, Channel.HOTLINE})

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What one run did; `outcomes` (by name) add up to `lines`.

    `masked` counts marks by kind, `off_topic` posts that the sieve held back by reason; `resieved` is what new words of
    the sieve did to posts stored before, None where they are the same words. `broken_coverage` and `removed` are paths
    relative to the office's folder, `expired` counts posts whose words were past their time. `refused` are the first few
    lines that were refused, `unnameable` paths of raw files under a name that the database cannot hold.
    """

    files: int
    lines: int
    outcomes: Mapping[str, int]
    masked: Mapping[str, int]
    off_topic: Mapping[str, int]
    resieved: Resieved | None
    coverage: int
    broken_coverage: tuple[str, ...]
    stories: int
    expired: int
    removed: tuple[str, ...]
    refused: tuple[RefusedLine, ...]
    unnameable: tuple[str, ...]


def store(
    db: Database,
    home: Path,
    city: City,
    salt: bytes,
    now: datetime,
    retention: Retention,
    progress: Progress,
    grammar: Grammar = _NO_GRAMMAR,
) -> StoreReport:
    """Store every raw line under home/raw that is not stored yet, and the coverage files beside them.

    `now` is aware. A file is stored in one transaction or not at all; a second run changes nothing. Where there is much
    to store, other processes treat the lines, as many as this one may use processors; the rows are the same. Raises
    pipeline.database.DatabaseError, pipeline.sieve.PatternError, OSError for a file that cannot be read, and
    models.processes.ProcessDiedError where one of the other processes dies.
    """
    sieve = sieve_of(grammar, city)
    resieved = resieve(db, sieve, now)
    keeper = _Keeper(db, home, now, Treatment(atlas_of(city), salt, sieve))
    files = 0
    with closing(keeper.taken()) as taken:
        for file, parts in groupby(taken, key=attrgetter("file")):
            lines = keeper.store_file(file, parts)
            files += lines > 0
            progress(file.name, lines)
    coverage, broken = _store_coverage(db, home)
    keeper.appearances = Appearances()  # stories need the memory
    return StoreReport(
        files=files,
        lines=keeper.outcomes.total(),
        outcomes=dict(keeper.outcomes),
        masked=dict(keeper.masked),
        off_topic=dict(keeper.off_topic),
        resieved=resieved,
        coverage=coverage,
        broken_coverage=broken,
        stories=cluster_stories(db),
        expired=expire(db, now, retention.citizen_post_days),
        removed=apply_retention(db, home, now, retention),
        refused=tuple(keeper.refused),
        unnameable=tuple(keeper.unnameable),
    )


@dataclass(slots=True)
class _Keeper:
    """What one run carries from file to file."""

    db: Database
    home: Path
    now: datetime
    treatment: Treatment
    outcomes: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    off_topic: Counter[str] = field(default_factory=Counter)
    appearances: Appearances = field(default_factory=Appearances)
    files: dict[str, str] = field(default_factory=dict)
    refused: list[RefusedLine] = field(default_factory=list)
    unnameable: list[str] = field(default_factory=list)

    def taken(self) -> Generator[Taken, None, None]:
        """What the files hold that are not stored yet as they are now, in order."""
        with self.db.read() as connection:
            self.files = database.stored_files(connection)
        found = raw_paths(self.home / "raw")
        paths = [path for path in found if can_stand(self._name(path))]
        self.unnameable = [path.relative_to(self.home).as_posix() for path in found if path not in set(paths)]
        unknown = sum(path.stat().st_size for path in paths if self._name(path) not in self.files)
        processes = processes_for(unknown)
        if processes > 1:
            with self.db.read() as connection:
                known = database.stored_ids(connection)
                return taken_by(processes, self._chunks(paths), self.now, self.treatment, known)
        return taken_in_turn(self._chunks(paths), self.now)

    def store_file(self, file: RawFile, parts: Iterable[Taken]) -> int:
        """Store a file whose content is not stored; returns the number of lines that were taken up."""
        with self.db.write() as connection:
            self._look_again(connection)
            if self.files.get(file.name) == file.digest:
                return 0
            counts = self._store_parts(connection, file, parts)
        self.files[file.name] = file.digest
        self.outcomes += counts
        LOG.info("stored %s: %s", file.name, dict(counts))
        return counts.total()

    def _name(self, path: Path) -> str:
        return name_of(path, self.home / "raw")

    def _chunks(self, paths: Sequence[Path]) -> Iterator[Chunk]:
        for path in paths:
            try:
                file = survey(path, self._name(path))
            except FileNotFoundError:
                continue  # another run found it past its time
            if self.files.get(file.name) != file.digest:
                with self.db.read() as connection:
                    settled = self._settled(connection, file)
                yield from chunks_of(file, settled)

    def _settled(self, connection: Connection, file: RawFile) -> set[int]:
        # A file that grew keeps what was settled; only the line that had been cut off is read again. One that was changed
        # in any other way is read anew.
        digest = self.files.get(file.name)
        known = database.line_outcomes_of(connection, file.name) if digest else {}
        if not known or not digest or not has_grown(file, max(known), digest):
            return set()
        return {line for line, outcome in known.items() if outcome != LineOutcome.HALF_LINE}

    def _look_again(self, connection: Connection) -> None:
        # Another writer may have stored files since this run learned which posts there are.
        stored = database.stored_files(connection)
        if stored != self.files:
            self.files, self.appearances = stored, Appearances()

    def _store_parts(self, connection: Connection, file: RawFile, parts: Iterable[Taken]) -> Counter[str]:
        settled = self._settled(connection, file)
        stored_at = _local(self.now)
        whole = {"path": file.name, "digest": file.digest, "lines": file.lines, "stored_at": stored_at}
        database.save_raw_file(connection, whole)
        database.drop_lines_after(connection, file.name, file.lines)
        counts: Counter[str] = Counter()
        for part in parts:
            rows = self._rows(connection, part.without(settled))
            database.save_posts(connection, rows)
            counts.update(str(row["outcome"]) for row in rows.outcomes)
        return counts

    def _rows(self, connection: Connection, part: Taken) -> PostRows:
        ids = [met.id for _, met in part.sightings]
        marks = [mark for _, met in part.sightings if (mark := met.page_mark)]
        forgotten = database.forgotten_of(connection, [*ids, *marks])
        draft = Draft(part.file.name, database.known_posts(connection, ids), forgotten)
        for n, refusal in part.refusals:
            draft.settle(n, refusal.outcome, refusal.detail)
            if refusal.outcome in REFUSED and len(self.refused) < _NAMED:
                self.refused.append(RefusedLine(part.file.name, n, refusal))
        if part.sightings:
            days = [met.day for _, met in part.sightings]
            self.appearances.cover(days, partial(database.first_appearances, connection))
        for n, met in part.sightings:
            draft.take(n, met, self.appearances, self.treatment)
        self.masked.update(draft.masked)
        self.off_topic.update(row["off_topic"] for row in draft.posts if row["off_topic"])
        return draft.finish(self.appearances.link(draft.posts))


def cluster_stories(db: Database) -> int:
    """Give every post without a story one; returns how many stories were opened or grew."""
    first = database.first_day_without_story(db)
    rarity = rarity_of(database.sample_texts(db, _SAMPLE) if first else ())
    touched: set[str] = set()
    while first is not None:
        with db.write() as connection:
            touched |= _cluster_slice(connection, rarity, first, first + _SLICE)
        first = database.first_day_without_story(db)
    return len(touched)


def _cluster_slice(connection: Connection, rarity: Rarity, start: date, end: date) -> set[str]:
    margin = stories.SPAN + timedelta(days=1)
    rows = database.story_items(connection, start - margin, end + margin)
    items = [_item(row) for row in rows if row.story_id or row.published_at.date() < end]
    found = stories.cluster(items, rarity)
    table = [{"id": s.id, "title": s.title, "first_at": s.first_at, "last_at": s.last_at} for s in found.stories]
    database.save_stories(connection, table, found.story_of)
    return {story.id for story in found.stories}


def _item(row: Any) -> stories.Item:
    return stories.Item(
        id=row.id,
        title=row.title,
        text=own_words(row.title, row.clean_text),
        at=row.published_at,
        is_press=row.channel == Channel.PRESS,
        is_complaint=row.channel in _COMPLAINTS,
        district=row.district,
        road=row.road,
        copy_of=row.duplicate_of,
        parent=row.parent_id,
        story=row.story_id or "",
    )


def _store_coverage(db: Database, home: Path) -> tuple[int, tuple[str, ...]]:
    """How many coverage files were taken in, and the paths of those that cannot be read."""
    with db.read() as connection:
        known = database.coverage_files(connection)
    rows, broken = [], []
    for path in sorted((home / "raw").rglob("*.coverage.json")):
        try:
            row = coverage_row(path)
        except BrokenCoverageError:
            broken.append(path.relative_to(home).as_posix())
            continue
        if row["raw_file"] not in known:
            rows.append(row)
    with db.write() as connection:
        database.save_coverage(connection, rows)
    return len(rows), tuple(broken)


def _local(now: datetime) -> datetime:
    return now.astimezone(CITY_TIME).replace(tzinfo=None)
