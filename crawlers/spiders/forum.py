"""Forums: thread list, threads page by page, replies as posts with a parent. May import crawlers.*."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from parsel import Selector
from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_html
from crawlers.floors import Floor, read_floor
from crawlers.leads import Lead
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Post, post_id
from crawlers.source_tables import Forum
from crawlers.visiting import SourceSpider, Visit
from crawlers.wording import clean_line


class ForumSpider(SourceSpider):
    """Walks the thread list; a thread is read again when its number of replies has changed."""

    @property
    def forum(self) -> Forum:
        """The declaration of the forum."""
        assert self.source.forum is not None  # noqa: S101 - load_sources holds it for this kind
        return self.source.forum

    def first(self) -> Iterable[Request]:
        """The first page of each thread list."""
        for address in self.source.start:
            yield self.ask(Lead(address), self.read_list, item=False, number=1)

    def read_list(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Follow the threads of a list page, then the next page."""
        try:
            page = as_html(response)
        except BadAnswerError:
            self.end(visit, Outcome.UNDECODABLE)
            return
        leads = [lead for entry in page.css(self.forum.thread) if (lead := self._thread(response, entry))]
        self.remember_list(visit, response)
        yield from self.follow(leads)
        if not leads or (self.caught_up and all(self.is_known(lead) for lead in leads)):
            return
        yield from self._more(response, page, self.forum.more, visit)

    def read_item(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Store the posts of one page of a thread; the thread is settled with its last page."""
        try:
            page = as_html(response)
        except BadAnswerError:
            self.recording.quarantine(response.body)
            self.end(visit, Outcome.UNDECODABLE)
            return
        root: Visit = visit.info.get("root", visit)
        floors = [floor for node in page.css(self.forum.post) if (floor := self._floor(node))]
        if not floors:
            self.end(visit, Outcome.NO_BODY)
            return
        root.info.setdefault("opening", floors[0].number)
        title = root.info.setdefault("title", self._title(page) or root.lead.title)
        for floor in floors:
            self._keep(floor, title, root.info["opening"], response)
        self.listed(visit)
        further = list(self._more(response, page, self.forum.more_posts, visit, root=root))
        if not further:
            self.settle(root, Outcome.STORED, response if root is visit else None)
        yield from further

    def _more(self, response: Response, page: Selector, css: str, visit: Visit, **info: Any) -> Iterable[Request]:
        number = visit.info.get("number", 1) + 1
        hrefs = (response.urljoin(href) for href in page.css(css).xpath("./@href").getall() if self.is_link(href))
        url = next((href for href in hrefs if not self.was_asked(href)), None)
        if url and number <= self.forum.max_pages:
            read = self.read_item if info else self.read_list
            yield self.ask(Lead(url), read, item=False, number=number, **info)
        elif url:
            self.recording.notes.append(f"超过{self.forum.max_pages}页，后面的没有读")

    def _thread(self, response: Response, entry: Selector) -> Lead | None:
        link = entry.css(self.forum.link)
        href = link.xpath("./@href").get()
        if not href or not self.is_link(href):
            return None
        replies = clean_line(entry.css(self.forum.replies).xpath("string(.)").get() or "") if self.forum.replies else ""
        return Lead(response.urljoin(href), clean_line(link.xpath("string(.)").get() or ""), hint=replies)

    def _title(self, page: Selector) -> str:
        return clean_line(page.css(self.forum.title).xpath("string(.)").get() or "")

    def _floor(self, node: Selector) -> Floor | None:
        floor = read_floor(node, self.forum.author, self.forum.time, self.forum.text, self.recording.now)
        return floor if floor and floor.number else None

    def _keep(self, floor: Floor, title: str, opening: str, response: Response) -> None:
        is_reply = floor.number != opening
        published = floor.published
        self.recording.fields(date=published is not None, body=bool(floor.text), author=bool(floor.author))
        if published is None:
            self.recording.count(Outcome.NO_DATE)
        elif not (floor.text or (title and not is_reply)):
            self.recording.count(Outcome.NO_BODY)
        else:
            self.keep(
                self._post(floor, "" if is_reply else title, opening if is_reply else "", published, response),
                published,
            )

    def _post(self, floor: Floor, title: str, parent: str, published: datetime, response: Response) -> Post:
        return Post(
            source=self.source.name,
            channel=self.source.channel,
            tier=self.source.tier,
            owner=self.source.owner,
            native_id=floor.number,
            url=f"{response.url}#pid{floor.number}",
            title=title,
            text=floor.text,
            author=floor.author,
            outlet=self.source.outlet,
            published_at=published.isoformat(),
            date_confidence=DateConfidence.PAGE,
            collected_at=self.recording.now.isoformat(),
            region=self.source.region,
            parent_id=post_id(self.source.name, parent) if parent else "",
        )
