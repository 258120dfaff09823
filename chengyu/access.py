"""Who opened which posts, written apart from the data: one file a day in the office's folder. May import everything."""

import getpass
import json
from collections.abc import Sequence

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


def user() -> str:
    """The name under which the person is logged in on this machine."""
    return getpass.getuser()
