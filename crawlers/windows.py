"""The span of days whose posts are wanted. Imports nothing."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, whose posts are wanted; None leaves a side open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is wanted."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


ALL_DAYS = Window()
