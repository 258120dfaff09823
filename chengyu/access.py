"""Who opened which posts, written apart from the data: one file a day in the office's folder. May import everything."""

import json
import os
import pwd
from collections.abc import Sequence

from chengyu.config import Settings
from pipeline.access_log import FOLDER, logs_due


def record_access(settings: Settings, command: str, ids: Sequence[str]) -> None:
    """Add one line: when, who, by which command, which posts; no text of a post. Days past their time go."""
    folder = settings.home / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{settings.now:%Y-%m-%d}.jsonl"
    path.touch(mode=0o600)
    line = {"at": settings.now.isoformat(timespec="seconds"), "who": user(), "command": command, "ids": list(ids)}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    # An office that stores no more still looks at rows.
    for old in logs_due(settings.home, settings.now, settings.file.retention.access_days):
        old.unlink(missing_ok=True)


def user() -> str:
    """The account that runs this, as the system knows it: an environment variable could name anybody."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # as in a container that runs under a bare number
        return f"uid{number}"
