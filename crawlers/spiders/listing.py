"""List pages with paging (next link, numbers, or JSON "load more"), then their articles. May import crawlers.*."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from parsel import Selector
from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_html, as_json, at, objects
from crawlers.articles import ArticleSpider
from crawlers.leads import Lead
from crawlers.moments import read_feed_date, read_short_date
from crawlers.outcomes import Outcome
from crawlers.source_tables import Listing
from crawlers.visiting import Visit
from crawlers.wording import clean_line


class ListingSpider(ArticleSpider):
    """Walks each list from its newest page until everything on a page is known, or too old, or the list ends."""

    @property
    def listing(self) -> Listing:
        """The declaration of the list."""
        assert self.source.listing is not None  # noqa: S101 - load_sources holds it for this kind
        return self.source.listing

    def first(self) -> Iterable[Request]:
        """The first page of each list."""
        for address in self.source.start:
            yield self._page(address, address, 1)

    def read_list(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Follow the entries of a list page, then its next page."""
        try:
            leads, more = self._read_json(response) if self.listing.rows else self._read_html(response)
        except BadAnswerError:
            self.end(visit, Outcome.BAD_JSON if self.listing.rows else Outcome.UNDECODABLE)
            return
        self.remember_list(visit, response)
        leads = [lead for lead in leads if re.search(self.listing.pattern, lead.url)]
        is_end = not leads or self._nothing_newer(leads)
        yield from self.follow(leads)
        number = visit.info["number"] + 1
        if not is_end and number <= self.listing.max_pages:
            yield from self._next(visit.info["template"], more, number)
        elif not is_end:
            self.recording.notes.append(f"列表超过{self.listing.max_pages}页，后面的没有读")

    def _next(self, template: str, more: Iterable[str], number: int) -> Iterator[Request]:
        if "{page}" in template:
            yield self._page(template, template, number)
            return
        unasked = (url for url in more if not self.was_asked(url))
        if url := next(unasked, None):
            yield self._page(url, template, number)

    def _page(self, address: str, template: str, number: int) -> Request:
        url = address.replace("{page}", str(number))
        return self.ask(Lead(url), self.read_list, item=False, number=number, template=template)

    def _nothing_newer(self, leads: list[Lead]) -> bool:
        """Whether the list, newest first, has come to what is known or lies before the window."""
        since = self.crawl.since
        if since and all(lead.published and lead.published.date() < since for lead in leads):
            return True
        return self.caught_up and all(self.is_known(lead) for lead in leads)

    def _read_html(self, response: Response) -> tuple[list[Lead], list[str]]:
        page = as_html(response)
        entries = page.css(self.listing.entry) if self.listing.entry else page.css(self.listing.link)
        leads = [lead for entry in entries if (lead := self._lead(response, entry))]
        more = page.css(self.listing.more).xpath("./@href").getall() if self.listing.more else []
        return leads, [response.urljoin(url) for url in more if self.is_link(url)]

    def _lead(self, response: Response, entry: Selector) -> Lead | None:
        link = entry.css(self.listing.link) if self.listing.entry else entry
        href = link.xpath("./@href").get()
        if not href or not self.is_link(href):
            return None
        title = clean_line(link.xpath("string(.)").get() or "")
        shown = clean_line(entry.css(self.listing.date).xpath("string(.)").get() or "") if self.listing.date else ""
        return Lead(response.urljoin(href.strip()), title, self._date(shown), hint=self._count(entry))

    def _count(self, entry: Selector) -> str:
        """The number of comments that a list shows of an article."""
        count = self.source.comments.count if self.source.comments else ""
        return clean_line(entry.css(count).xpath("string(.)").get() or "") if count else ""

    def _date(self, text: str) -> datetime | None:
        return read_feed_date(text) or read_short_date(text.strip("[]()（）"), self.recording.now)

    def _read_json(self, response: Response) -> tuple[list[Lead], list[str]]:
        rows = at(as_json(response), self.listing.rows)
        if not isinstance(rows, list):
            raise BadAnswerError(f"no list at {self.listing.rows}")
        return [lead for row in objects(rows) if (lead := self._json_lead(response, row))], []

    def _json_lead(self, response: Response, row: dict[str, Any]) -> Lead | None:
        url = row.get(self.listing.link)
        if not isinstance(url, str) or not self.is_link(url):
            return None
        return Lead(
            response.urljoin(url),
            clean_line(str(row.get(self.listing.title, ""))),
            self._date(str(row.get(self.listing.date, ""))),
        )
