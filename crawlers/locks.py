"""The lock that a worker holds in its office's folder while it lives. Imports nothing of ours."""

import fcntl
from pathlib import Path
from typing import IO


def lock_file(home: Path, worker: str) -> Path:
    """The file that a worker holds locked while it lives."""
    return home / "state" / f"worker-{worker}.lock"


def lock_is_free(path: Path) -> bool:
    """Whether no living process holds a worker's lock file; one that is gone is free."""
    if not path.exists():
        return True
    with path.open("rb") as lock:
        return locked(lock)


def locked(file: IO[bytes]) -> bool:
    """Lock a file until it is closed, or say that another process has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
