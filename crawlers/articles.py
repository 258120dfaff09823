"""Article pages: bytes into a Post, and the part that listing, feed and sitemap spiders share. May import crawlers.*."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from scrapy.http import Request, Response

from crawlers.answers import http_charset, is_page
from crawlers.comment_pages import CommentSpider
from crawlers.extraction import Extraction, NoBodyError, NotHtmlError, Selectors, UndecodableError, extract
from crawlers.leads import Lead
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Post
from crawlers.sources import Source
from crawlers.visiting import Visit

_FUTURE = timedelta(days=1)
# Many Chinese feeds call their local time GMT, which makes them eight hours late.
_MISLABELLED = timedelta(hours=8)


class ArticleSpider(CommentSpider):
    """A spider whose items are article pages."""

    def read_item(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Store an article, or end its address by the name of what is wrong with it."""
        read = self._read(response, visit.lead)
        if isinstance(read, Outcome):
            self.end(visit, read, response)
            return
        published = datetime.fromisoformat(read.published_at).date()
        if not self.crawl.window.holds(published):
            self.end(visit, Outcome.OFF_WINDOW, response, day=published.isoformat())
            return
        if self.recording.standing(read) is Outcome.STORED:
            read = replace(read, archive=self.archived(response))
        outcome = self.ended_as_post(visit, read)
        yield from self.settle_with_comments(visit, outcome, response, read)

    def _read(self, response: Response, lead: Lead) -> Post | Outcome:
        if not is_page(response):
            return Outcome.NOT_HTML
        try:
            found = extract(response.body, response.url, http_charset(response), Selectors(**self.source.selectors))
        except UndecodableError:
            self.recording.quarantine(response.body)
            return Outcome.UNDECODABLE
        except NotHtmlError:
            return Outcome.NOT_HTML if response.body.strip() else Outcome.NO_BODY
        except NoBodyError:
            self.recording.fields(body=False)
            return Outcome.NO_BODY
        self.recording.fields(
            title=bool(found.title), date=bool(found.published_at), body=bool(found.text), outlet=bool(found.source)
        )
        return article_post(found, lead, self.source, self.recording.now)


def article_post(found: Extraction, lead: Lead, source: Source, now: datetime) -> Post | Outcome:
    """An extracted article as a Post, with what its list said where the page is silent; or what it lacks."""
    title = found.title or lead.title
    published, confidence = _date(found, lead)
    if not title:
        return Outcome.NO_TITLE
    if published is None:
        return Outcome.NO_DATE
    if published > now + _FUTURE:
        return Outcome.BAD_DATE
    if not found.text:
        return Outcome.NO_BODY
    if len(found.text) < source.min_chars:
        return Outcome.TOO_SHORT
    key = source.key(lead.url)
    return Post(
        source=source.name,
        channel=source.channel,
        tier=source.tier,
        owner=source.owner,
        native_id=key if source.local else "",
        url=lead.url,
        title=title,
        text=found.text,
        author=found.author,
        outlet=found.source or source.outlet,
        published_at=published.isoformat(),
        date_confidence=confidence,
        collected_at=now.isoformat(),
        region=source.region,
    )


def _date(found: Extraction, lead: Lead) -> tuple[datetime | None, DateConfidence]:
    """The better of the page's date and its list's: exact before visible before guessed, the page first."""
    page = datetime.fromisoformat(found.published_at) if found.published_at else None
    if page and lead.published and lead.published - page == _MISLABELLED:
        return page, found.date_confidence
    known = [(page, found.date_confidence), (lead.published, lead.confidence)]
    order = list(DateConfidence)
    dated = [pair for pair in known if pair[0] is not None]
    return min(dated, key=lambda pair: order.index(pair[1]), default=(None, DateConfidence.GUESSED))
