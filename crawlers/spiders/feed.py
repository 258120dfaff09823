"""RSS and Atom feeds, then their articles. May import crawlers.*."""

import io
import re
from collections.abc import Iterable

import feedparser
from scrapy.http import Request, Response

from crawlers.answers import as_text
from crawlers.articles import ArticleSpider
from crawlers.extraction import UndecodableError
from crawlers.leads import Lead
from crawlers.moments import read_feed_date
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence
from crawlers.visiting import Visit
from crawlers.wording import clean_line

# Declarations go: the text is UTF-8 by then, and no entity of a feed's own is to be expanded.
_PROLOGUE = re.compile(r"<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL)
_UTF8 = {"content-type": "application/xml; charset=utf-8"}


class FeedSpider(ArticleSpider):
    """Reads each feed, then every article in it that is not known yet."""

    def first(self) -> Iterable[Request]:
        """The feeds."""
        for address in self.source.start:
            yield self.ask(Lead(address), self.read_feed, item=False)

    def read_feed(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Follow the entries of a feed."""
        try:
            text = as_text(response)
        except UndecodableError:
            self.end(visit, Outcome.UNDECODABLE)
            return
        leads = [lead for lead in feed_leads(text, response) if self.is_link(lead.url)]
        if not leads and not re.search(r"<(?:rss|feed|rdf:RDF|channel)\b", text):
            self.end(visit, Outcome.BAD_JSON)
            return
        self.remember_list(visit, response)
        yield from self.follow(leads)


def feed_leads(text: str, response: Response) -> list[Lead]:
    """The entries of a feed; a date only where it is RFC 822 or ISO, since feedparser reads 2026年11月20日 as the 1st."""
    raw = io.BytesIO(_PROLOGUE.sub("", text, count=2).strip().encode())
    feed = feedparser.parse(raw, response_headers=_UTF8, resolve_relative_uris=False, sanitize_html=False)
    return [_lead(entry, response) for entry in feed.entries if entry.get("link")]


def _lead(entry: "feedparser.FeedParserDict", response: Response) -> Lead:
    shown = entry.get("published") or entry.get("updated") or ""
    return Lead(
        response.urljoin(entry.link.strip()),
        clean_line(entry.get("title", "")),
        read_feed_date(shown),
        DateConfidence.EXACT,
    )
