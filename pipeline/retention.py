"""Deletes what lies past its time: raw lines, archived pages, the log of who opened what. May import crawlers.post."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crawlers.post import CITY_TIME, Channel
from pipeline import database
from pipeline.access_log import logs_due
from pipeline.database import Database

# What stage 1 could not decode lies here; nobody knows whose it is.
_QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Retention:
    """Days for which things lie: raw lines since they were stored, pages and the log since they were written.

    `archive_days` is for pages of the press, `citizen_archive_days` for all others, `citizen_post_days` (0: never) for
    the words of citizens' posts in the database, as pipeline.expiry deletes them.
    """

    raw_days: int = 30
    archive_days: int = 1095
    citizen_archive_days: int = 90
    citizen_post_days: int = 0
    access_days: int = 183


def apply_retention(db: Database, home: Path, now: datetime, retention: Retention) -> tuple[str, ...]:
    """Delete what is past its time; returns the paths relative to the office's folder. `now` is aware."""
    logs = logs_due(home, now.astimezone(CITY_TIME), retention.access_days)
    due = [*_raw(db, home, now, retention), *_pages(db, home, now, retention), *logs]
    for path in due:
        path.unlink(missing_ok=True)  # another run may delete the same
    return tuple(path.relative_to(home).as_posix() for path in due)


def _raw(db: Database, home: Path, now: datetime, retention: Retention) -> Iterator[Path]:
    moment = now.astimezone(CITY_TIME).replace(tzinfo=None) - timedelta(days=retention.raw_days)
    paths = (home / "raw" / name for name in database.files_stored_before(db, moment))
    return (path for path in paths if path.exists())


def _pages(db: Database, home: Path, now: datetime, retention: Retention) -> Iterator[Path]:
    press = database.sources_of_channel(db, Channel.PRESS.value)
    folders = sorted(path for path in (home / "archive").glob("*") if path.is_dir())
    yield from _older(home.glob("archive/*.*"), now, retention.citizen_archive_days)
    for folder in folders:
        days = retention.archive_days if folder.name in press else retention.citizen_archive_days
        yield from _older(folder.rglob("*"), now, days)
    yield from _older((home / _QUARANTINE).rglob("*"), now, min(retention.raw_days, retention.citizen_archive_days))


def _older(paths: Iterable[Path], now: datetime, days: int) -> Iterator[Path]:
    oldest = (now - timedelta(days=days)).timestamp()
    return (path for path in sorted(paths) if path.is_file() and path.stat().st_mtime < oldest)
