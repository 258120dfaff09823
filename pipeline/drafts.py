"""The rows that some raw lines lead to, as they come together. May import crawlers.post."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from crawlers.post import Post
from pipeline.appearances import Appearances
from pipeline.database import HANDLING, PostRows
from pipeline.lines import LineOutcome
from pipeline.post_rows import Treatment, changed_counts, changed_handling, handling_row_of, post_row_of


@dataclass(slots=True)
class Draft:
    """The rows that some lines of one raw file lead to, as they come together."""

    name: str
    known: dict[str, dict[str, Any]]
    forgotten: Set[str] = frozenset()
    posts: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    handling: list[dict[str, Any]] = field(default_factory=list)
    counts: list[dict[str, Any]] = field(default_factory=list)

    def settle(self, line: int, outcome: LineOutcome, detail: str = "") -> None:
        """Say how a line ended."""
        self.outcomes.append({"raw_file": self.name, "line": line, "outcome": outcome.value, "detail": detail})

    def take(self, line: int, post: Post, appearances: Appearances, treatment: Treatment) -> None:
        """A post that is new, one met again, or one that must not come back."""
        if post.id in self.forgotten:
            self.settle(line, LineOutcome.FORGOTTEN)
            return
        handling = handling_row_of(post.id, post.handling, treatment) if post.handling else None
        if post.id in self.known:
            self._again(line, post, handling)
        elif first := appearances.at_address(post.native_id, post.url):
            self.settle(line, LineOutcome.DUPLICATE_ADDRESS, first)
        else:
            row = post_row_of(post, self.name, line, treatment)
            appearances.add_address(post.id, post.native_id, post.url)
            self.posts.append(row)
            self._learn(post.id, row, handling)

    def finish(self, moved: Mapping[str, tuple[str, str]]) -> PostRows:
        """All rows, once copies are linked."""
        for row in self.posts:
            outcome = LineOutcome.STORED_REPRINT if row["duplicate_of"] else LineOutcome.STORED
            self.settle(row["raw_line"], outcome, row["duplicate_of"])
        return PostRows(self.outcomes, self.posts, self.handling, self.counts, moved)

    def _again(self, line: int, post: Post, handling: dict[str, Any] | None) -> None:
        known = self.known[post.id]
        counts = changed_counts(post, known)
        news = handling if handling and changed_handling(handling, known) else None
        if counts:
            self.counts.append(counts)
        self._learn(post.id, counts or {}, news)
        self.settle(line, LineOutcome.UPDATED if counts or news else LineOutcome.DUPLICATE_ID, post.id)

    def _learn(self, post_id: str, values: Mapping[str, Any], handling: dict[str, Any] | None) -> None:
        if handling:
            self.handling.append(handling)
        blank = dict.fromkeys(column.name for column in HANDLING.c)
        self.known[post_id] = blank | self.known.get(post_id, {}) | dict(values) | (handling or {})
