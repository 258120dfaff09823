"""Who opened which posts, written apart from the data: one file a day in the office's folder. May import everything."""

import getpass
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from chengyu.config import Settings

FOLDER = "access"


def record_access(settings: Settings, command: str, ids: Sequence[str]) -> None:
    """Add one line: when, who, by which command, which posts; no text of a post."""
    folder = settings.home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{settings.now:%Y-%m-%d}.jsonl"
    path.touch(mode=0o600)
    line = {"at": settings.now.isoformat(timespec="seconds"), "who": user(), "command": command, "ids": list(ids)}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def remove_old_access(home: Path, now: datetime, days: int) -> tuple[str, ...]:
    """Delete the files of days that lie further back; returns their paths relative to the folder."""
    oldest = now.date() - timedelta(days=days)
    due = [path for path in sorted((home / FOLDER).glob("*.jsonl")) if date.fromisoformat(path.stem) < oldest]
    for path in due:
        path.unlink()
    return tuple(path.relative_to(home).as_posix() for path in due)


def user() -> str:
    """The name under which the person is logged in on this machine."""
    return getpass.getuser()
