"""Which days of the log of who opened what are past their time. Imports nothing of ours."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

FOLDER = "access"


def logs_due(home: Path, day: datetime, days: int) -> Iterator[Path]:
    """The files of days more than `days` before `day` (city time)."""
    oldest = (day - timedelta(days=days)).date().isoformat()
    return (path for path in sorted((home / FOLDER).glob("*-*-*.jsonl")) if path.stem < oldest)
