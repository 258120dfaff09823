"""Article pages: bytes into a Post, and the part that listing, feed and sitemap spiders share. May import crawlers.*."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from parsel import Selector
from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_html, http_charset, is_page
from crawlers.comments import comments_on
from crawlers.extraction import Extraction, NoBodyError, NotHtmlError, Selectors, UndecodableError, extract
from crawlers.leads import Lead
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Post
from crawlers.sources import Comments, Source
from crawlers.visiting import SourceSpider, Visit

_FUTURE = timedelta(days=1)
# Many Chinese feeds call their local time GMT, which makes them eight hours late.
_MISLABELLED = timedelta(hours=8)


class ArticleSpider(SourceSpider):
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
        if self.source.comments:
            visit.info |= {"outcome": outcome, "response": response, "article": read}
            yield from self._comments(self.source.comments, response, visit, visit)
        else:
            self.settle(visit, outcome, response)

    def read_comments(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Keep a further page of comments."""
        self.listed(visit)
        yield from self._comments(visit.info["comments"], response, visit, visit.info["root"])

    def _comments(self, declared: Comments, response: Response, visit: Visit, root: Visit) -> Iterable[Request]:
        article: Post = root.info["article"]
        page = self._tree(response)
        for found in comments_on(page, article, declared, self.source, self.recording.now):
            if isinstance(found, Outcome):
                self.recording.count(found)
            else:
                self.keep(found, datetime.fromisoformat(found.published_at))
        further = list(self._further(declared, page, response, visit, root))
        if not further:  # only now is nothing left that a kill could lose
            self.settle(root, root.info["outcome"], root.info["response"])
        yield from further

    def _tree(self, response: Response) -> Selector:
        try:
            return as_html(response)
        except BadAnswerError:
            self.recording.count(Outcome.UNDECODABLE)
            return Selector(text="<html/>")

    def _further(
        self, declared: Comments, page: Selector, response: Response, visit: Visit, root: Visit
    ) -> Iterable[Request]:
        hrefs = page.css(declared.more).xpath("./@href").getall() if declared.more else []
        urls = [response.urljoin(href) for href in hrefs if self.is_link(href)]
        number = visit.info.get("number", 1) + 1
        url = next((url for url in urls if not self.was_asked(url)), None)
        if url and number <= declared.max_pages:
            told = {"comments": declared, "number": number, "root": root}
            yield self.ask(Lead(url), self.read_comments, item=False, form=None, **told)
        elif url:
            self.recording.notes.append(f"{root.lead.url} 的评论超过{declared.max_pages}页，后面的没有读")

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
