"""The rows that some raw lines lead to, as they come together. Imports pipeline.intake."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from pipeline.appearances import Appearances
from pipeline.database import HANDLING, PostRows
from pipeline.intake import Sighting
from pipeline.lines import LineOutcome
from pipeline.post_rows import Treated, Treatment, changed_counts, changed_handling, post_row_of


@dataclass(slots=True)
class Draft:
    """The rows that some lines of one raw file lead to, as they come together, and the marks set in them by kind."""

    name: str
    known: dict[str, dict[str, Any]]
    forgotten: Set[str] = frozenset()
    posts: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    handling: list[dict[str, Any]] = field(default_factory=list)
    counts: list[dict[str, Any]] = field(default_factory=list)
    masked: Counter[str] = field(default_factory=Counter)

    def settle(self, line: int, outcome: LineOutcome, detail: str = "") -> None:
        """Say how a line ended."""
        self.outcomes.append({"raw_file": self.name, "line": line, "outcome": outcome.value, "detail": detail})

    def take(self, line: int, met: Sighting, appearances: Appearances, treatment: Treatment) -> None:
        """A post that is new, one met again, or one that must not come back."""
        if not self.forgotten.isdisjoint({met.id, met.page_mark}):
            self.settle(line, LineOutcome.FORGOTTEN)
            return
        handling = self._counted(met.handling) if met.handling else None
        if met.id in self.known:
            self._again(line, met, handling)
        elif first := appearances.at_address(met.native_id, met.url):
            self.settle(line, LineOutcome.DUPLICATE_ADDRESS, first)
        else:
            new = met.new
            row = self._counted(new if isinstance(new, Treated) else post_row_of(new, self.name, line, treatment))
            appearances.add_address(met.id, met.native_id, met.url)
            self.posts.append(row)
            self._learn(met.id, row, handling)

    def finish(self, moved: Mapping[str, tuple[str, str]]) -> PostRows:
        """All rows, once copies are linked."""
        for row in self.posts:
            outcome = LineOutcome.STORED_REPRINT if row["duplicate_of"] else LineOutcome.STORED
            self.settle(row["raw_line"], outcome, row["duplicate_of"])
        return PostRows(self.outcomes, self.posts, self.handling, self.counts, moved)

    def _counted(self, treated: Treated) -> dict[str, Any]:
        self.masked.update(treated.masked)
        return treated.row

    def _again(self, line: int, met: Sighting, handling: dict[str, Any] | None) -> None:
        known = self.known[met.id]
        is_home = (known["raw_file"], known["raw_line"]) == (self.name, line)
        counts = changed_counts(met.counts, known)
        news = handling if handling and changed_handling(handling, known) else None
        if counts:
            self.counts.append({"id": met.id, **counts})
        self._learn(met.id, counts or {}, news)
        if is_home and not (counts or news):
            return  # a line of a file that was changed elsewhere: it ended when it was read first
        self.settle(line, LineOutcome.UPDATED if counts or news else LineOutcome.DUPLICATE_ID, met.id)

    def _learn(self, post_id: str, values: Mapping[str, Any], handling: dict[str, Any] | None) -> None:
        if handling:
            self.handling.append(handling)
        blank = dict.fromkeys(column.name for column in HANDLING.c)
        self.known[post_id] = blank | self.known.get(post_id, {}) | dict(values) | (handling or {})
