"""Knows which posts appeared before, by address and by text, and links copies to the first. Imports pipeline.duplicates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from crawlers.post import canonical_url
from pipeline.cleaning import comparable, own_words
from pipeline.duplicates import CopyIndex

# A copy after three months is a new statement.
DAYS = 90
# (id, title, clean_text, published_at, native_id, url, duplicate_of) of the posts of some days, by time.
Loader = Callable[[date, date], Sequence[Any]]


@dataclass(slots=True)
class Appearances:
    """Texts and addresses of posts in a range of days that grows as it is asked."""

    first_day: date = date.max
    last_day: date = date.min
    _index: CopyIndex = field(default_factory=lambda: CopyIndex(days=DAYS))
    _ids: list[tuple[str, datetime]] = field(default_factory=list)
    _addresses: dict[str, str] = field(default_factory=dict)

    def cover(self, days: Sequence[date], load: Loader) -> None:
        """Make sure that what lies within DAYS of each of `days` is known."""
        first, last = _before(min(days)), max(days) + timedelta(days=DAYS)
        if self.first_day > self.last_day:
            self._learn(load(first, last))
            self.first_day, self.last_day = first, last
        if first < self.first_day:
            self._learn(load(first, self.first_day - timedelta(days=1)))
            self.first_day = first
        if last > self.last_day:
            self._learn(load(self.last_day + timedelta(days=1), last))
            self.last_day = last

    def at_address(self, native_id: str, url: str) -> str:
        """The id of the post with that address, or ""; a post with an id of its own shares its page with others."""
        return "" if native_id else self._addresses.get(canonical_url(url), "")

    def add_address(self, post_id: str, native_id: str, url: str) -> None:
        """Remember the address of a post."""
        if url and not native_id:
            self._addresses.setdefault(canonical_url(url), post_id)

    def link(self, rows: Sequence[dict[str, Any]]) -> Mapping[str, tuple[str, str]]:
        """Set duplicate_of and duplicate_kind in new rows; returns which stored posts are copies of new ones.

        The result maps the id of a post that was held to be the first to the earlier one's id and the kind.
        """
        ordered = sorted(rows, key=lambda row: (row["published_at"], row["id"]))
        first_place = len(self._ids)
        self._ids += [(row["id"], row["published_at"]) for row in ordered]
        moved: dict[str, tuple[str, str]] = {}
        for copy in self._index.add([_text(row) for row in ordered], [_number(row["published_at"]) for row in ordered]):
            row = ordered[copy.place - first_place]
            first, first_at = self._ids[copy.of]
            if row["published_at"] < first_at:
                moved[first] = (row["id"], copy.kind)
                self._ids[copy.of] = (row["id"], row["published_at"])
            else:
                row["duplicate_of"], row["duplicate_kind"] = first, copy.kind
        return moved

    def _learn(self, stored: Sequence[Any]) -> None:
        for row in stored:
            self.add_address(row.id, row.native_id, row.url)
        firsts = [row for row in stored if not row.duplicate_of]
        self._ids += [(row.id, row.published_at) for row in firsts]
        texts = [comparable(own_words(row.title, row.clean_text) or row.title) for row in firsts]
        self._index.add(texts, [_number(row.published_at) for row in firsts])


def _text(row: Mapping[str, Any]) -> str:
    return comparable(own_words(row["title"], row["clean_text"]) or row["title"])


def _number(moment: datetime) -> int:
    return moment.date().toordinal()


def _before(day: date) -> date:
    return day - timedelta(days=DAYS)
