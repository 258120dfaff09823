"""Hot-search lists in JSON, each entry with its rank and time. May import crawlers.*."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_json, at, objects
from crawlers.leads import Lead
from crawlers.moments import read_api_date
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Post
from crawlers.source_tables import HotList
from crawlers.visiting import SourceSpider, Visit
from crawlers.wording import clean_line, read_count


class HotListSpider(SourceSpider):
    """Reads each list once a run; an entry is one word at one time of entry (or one day, where none is given)."""

    @property
    def hot(self) -> HotList:
        """The declaration of the list."""
        assert self.source.hot is not None  # noqa: S101 - load_sources holds it for this kind
        return self.source.hot

    def first(self) -> Iterable[Request]:
        """The lists."""
        for address in self.source.start:
            yield self.ask(Lead(address), self.read_rows, item=False)

    def read_rows(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Keep the entries."""
        try:
            rows = at(as_json(response), self.hot.rows)
        except BadAnswerError:
            rows = None
        if not isinstance(rows, list):
            self.end(visit, Outcome.BAD_JSON)
            return ()
        self.remember_list(visit, response)
        for row in objects(rows):
            self._keep_row(row)
        return ()

    def _keep_row(self, row: dict[str, Any]) -> None:
        word = clean_line(str(row.get(self.hot.word) or ""))
        self.recording.fields(title=bool(word), date=bool(row.get(self.hot.time)))
        if not word:
            self.recording.count(Outcome.NO_TITLE)
            return
        post = self._post(word, row)
        self.keep(post, datetime.fromisoformat(post.published_at))

    def _post(self, word: str, row: dict[str, Any]) -> Post:
        entered = read_api_date(row.get(self.hot.time)) if self.hot.time else None
        published = entered or self.recording.now
        return Post(
            source=self.source.name,
            channel=self.source.channel,
            tier=self.source.tier,
            owner=self.source.owner,
            native_id=f"{word}@{published.isoformat() if entered else published.date().isoformat()}",
            url=str(row.get(self.hot.link) or "") if self.hot.link else "",
            title=word,
            text="",
            author="",
            outlet=self.source.outlet,
            published_at=published.isoformat(timespec="seconds"),
            # Without a time of entry all that is known is that the word was on the list when it was read.
            date_confidence=DateConfidence.EXACT if entered else DateConfidence.GUESSED,
            collected_at=self.recording.now.isoformat(),
            region=self.source.region,
            rank=read_count(row.get(self.hot.rank)),
        )
