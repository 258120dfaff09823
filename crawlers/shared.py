"""Where many workers share a queue. Imports nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shared:
    """Where the shared queue is, and this worker's name in it (letters, digits and _); `lease_seconds` is how long a
    worker on another machine may be silent before others take over.
    """

    url: str
    worker: str
    prefix: str = "chengyu"
    lease_seconds: int = 60
