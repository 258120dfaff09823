"""What the spiders of every kind share: asking an address, and ending it in one outcome. May import crawlers.*."""

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import scrapy
from scrapy.http import FormRequest, Request, Response
from twisted.python.failure import Failure

from crawlers.addresses import host_of
from crawlers.archive import Archive
from crawlers.failures import led_to_login, outcome_of_failure
from crawlers.frontier import OwnFrontier, SharedFrontier
from crawlers.leads import Lead
from crawlers.outcomes import Outcome
from crawlers.politeness import CrawlSettings
from crawlers.post import Post
from crawlers.recording import Recording
from crawlers.sources import Source
from crawlers.state import Seen, to_retry
from crawlers.wire import exchange, header

logger = logging.getLogger(__name__)

# Articles go before further list pages, so that what waits in memory stays small and is stored soon.
ARTICLE, LIST = 10, 0

KEPT = frozenset({Outcome.STORED, Outcome.UNCHANGED, Outcome.DUPLICATE})


@dataclass(slots=True)
class Visit:
    """One address on its way: `read` turns its answer into further requests, is called once at most and ends it once."""

    key: str
    read: "Read"
    lead: Lead
    is_item: bool
    info: dict[str, Any] = field(default_factory=dict)
    ended: bool = False


Read = Callable[[Response, Visit], Iterable[Request]]


class SourceSpider(scrapy.Spider):
    """A spider over one declared source; a kind's spider says what to ask first and how to read the answers."""

    def __init__(
        self,
        source: Source,
        recording: Recording,
        crawl: CrawlSettings,
        archive: Archive,
        refused_hosts: Set[str],
        frontier: OwnFrontier | SharedFrontier,
    ) -> None:
        super().__init__(name=source.name)
        self.refused_hosts = refused_hosts
        self.source = source
        self.recording = recording
        self.crawl = crawl
        self.archive = archive
        self.frontier = frontier
        self._asked: set[str] = set()
        self._validators: dict[str, Seen] = {}
        self.list_failed = False
        self.open_lists = 0
        # Only a finished run over all of the window lets the next one stop where everything is known.
        self.caught_up = self._caught_up()

    def first(self) -> Iterable[Request]:
        """The requests that a run starts with."""
        raise NotImplementedError

    def read_item(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Read an article, thread or other address that holds posts."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """The requests of a run."""
        async for request in self.frontier.requests(self):
            yield request

    def begin(self) -> Iterator[Request]:
        """Ask again for what failed in passing, then for what a run starts with."""
        self.recording.mark("complete_since", "")
        self.recording.checkpoint()
        for key in to_retry(self.recording.addresses, self.source.digest):
            yield from self.frontier.take(self, key, Lead(self.address(key)))
        yield from self.first()

    def ask_item(self, lead: Lead) -> Request:
        """A request for an address that holds posts."""
        return self.ask(lead, self.read_item, item=True)

    def ask(self, lead: Lead, read: Read, *, item: bool, form: dict[str, str] | None = None, **info: Any) -> Request:
        """A request for an address; `info` travels to `read` in the visit."""
        key = self.source.key(lead.url) + (f"#{sorted(form.items())}" if form else "")
        self._asked.add(key)
        self.open_lists += not item
        visit = Visit(key, read, lead, item, info)
        meta = {"visit": visit, "keep_wire": self.source.archived and item, "handle_httpstatus_list": [304]}
        given: dict[str, Any] = {
            "callback": self.answered,
            "errback": self.failed,
            "dont_filter": True,  # addresses are told apart here, by key, where each skipped one is counted
            "priority": ARTICLE if item else LIST,
            "meta": meta,
        }
        if form:
            return FormRequest(lead.url, formdata=form, **given)
        return Request(lead.url, headers=self._conditions(key, item=item), **given)

    def follow(self, leads: Iterable[Lead]) -> Iterator[Request]:
        """Requests for the item addresses that are not settled yet; the others end here, counted."""
        for lead in leads:
            key = self.source.key(lead.url)
            outcome = Outcome.DUPLICATE if key in self._asked else self._settled(key, lead)
            if outcome is None:
                self._asked.add(key)
                yield from self.frontier.take(self, key, lead)
            else:
                self._asked.add(key)
                self.recording.count(outcome)

    def was_asked(self, url: str) -> bool:
        """Whether this run has asked for an address, or skipped it."""
        return self.source.key(url) in self._asked

    @staticmethod
    def is_link(href: str) -> bool:
        """Whether a reference leads to a page, not to a script, a mail address or a place on the same page."""
        return not href.strip().lower().startswith(("javascript:", "mailto:", "tel:", "data:", "#")) and bool(
            href.strip()
        )

    def is_known(self, lead: Lead) -> bool:
        """Whether an earlier run has settled an address, so that nothing new lies behind it."""
        seen = self.recording.addresses.get(self.source.key(lead.url))
        return seen is not None and seen.settles(self.source.digest, lead.hint) and not self._came_into_window(seen)

    def is_before_window(self, lead: Lead) -> bool:
        """Whether a page was last changed, and so published, before the window."""
        since = self.crawl.since
        return since is not None and lead.changed is not None and lead.changed.date() < since

    def answered(self, response: Response) -> Iterator[Any]:
        """Read an answer that came."""
        visit: Visit = response.meta["visit"]
        self.recording.pages += 1
        if response.status == 304:
            self._unchanged(visit)
        elif led_to_login(response):
            self.end(visit, Outcome.LOGIN_REQUIRED)
        else:
            yield from visit.read(response, visit)
        if not visit.ended:
            self._err(visit, "no outcome")
        self.open_lists -= not visit.is_item

    def broke(self, visit: Visit, fault: str) -> None:
        """End an address that a fault of the program cut short: counted, told, and asked for again by the next run."""
        self._err(visit, fault)
        self.open_lists -= not visit.is_item

    def _err(self, visit: Visit, fault: str) -> None:
        self.recording.notes.append(f"程序出错：{fault}，详见日志")
        self.list_failed |= not visit.is_item
        if not visit.ended:
            self.end(visit, Outcome.FAILED)

    def failed(self, failure: Failure) -> None:
        """End an address that gave no answer."""
        visit: Visit = failure.request.meta["visit"]  # type: ignore[attr-defined] # put there by scrapy
        inside = host_of(failure.request.url) in self.refused_hosts  # type: ignore[attr-defined] # put there by scrapy
        outcome = Outcome.PRIVATE_ADDRESS if inside else outcome_of_failure(failure.value)
        logger.info("%s: %s: %s", self.name, outcome, failure.getErrorMessage())
        self.end(visit, outcome)
        self.open_lists -= not visit.is_item

    def end(self, visit: Visit, outcome: Outcome, response: Response | None = None, day: str = "") -> None:
        """Count how an address ended, and remember it."""
        visit.ended = True
        if not visit.is_item:
            self.end_list(visit, outcome)
            return
        self.recording.count(outcome)
        self.settle(visit, outcome, response, day)

    def listed(self, visit: Visit) -> None:
        """Count a page that was read well and whose entries are counted one by one."""
        visit.ended = True
        self.recording.count(Outcome.LISTED)

    def remember_list(self, visit: Visit, response: Response) -> None:
        """Count a list, and ask for it conditionally next time: only for one that does not change while nothing new comes."""
        self.listed(visit)
        self._validators[visit.key] = self._seen(Outcome.UNCHANGED, response, visit)

    def end_list(self, visit: Visit, outcome: Outcome) -> None:
        """Count a list or further page that could not be read; what hangs on it is asked for again by the next run."""
        self.list_failed = True
        self.recording.count(outcome)
        if root := visit.info.get("root"):
            self.settle(root, outcome)

    def settle(self, visit: Visit, outcome: Outcome, response: Response | None = None, day: str = "") -> None:
        """Remember how an address ended, where its posts are counted one by one."""
        self.recording.settle(visit.key, self._seen(outcome, response, visit, day))

    def ended_as_post(self, visit: Visit, post: Post) -> Outcome:
        """Write the post that an address holds; how it ends is how the address does."""
        visit.ended = True
        return self.keep(post, datetime.fromisoformat(post.published_at))

    def keep(self, post: Post, window_day: datetime) -> Outcome:
        """Write a post, or count that it lies outside the window."""
        if self.crawl.window.holds(window_day.date()):
            return self.recording.keep(post)
        self.recording.count(Outcome.OFF_WINDOW)
        return Outcome.OFF_WINDOW

    def archived(self, response: Response) -> str:
        """The archived name of an answer, written now; empty where this source is not archived."""
        wire = response.meta.get("wire")
        return self.archive.add(exchange(*wire)) if wire else ""

    def closed(self, reason: str) -> None:
        """Keep list validators and marks after a finished run only: a cut run must look at everything again."""
        if not self.is_complete(reason):
            return
        for key, seen in self._validators.items():
            self.recording.settle(key, seen)
        if self.crawl.until is None:
            self.recording.mark("complete_since", self._since())
            self.recording.mark("declared", self.source.declaration)

    def is_complete(self, reason: str) -> bool:
        """Whether a run that ended for a reason of Scrapy's has walked all of its lists here, and read them."""
        return reason == "finished" and not self.list_failed and self.frontier.walked_here

    def _caught_up(self) -> bool:
        complete = self.recording.marks.get("complete_since", "")
        same = self.recording.marks.get("declared") == self.source.declaration
        return same and complete != "" and complete <= self._since()

    def _since(self) -> str:
        return self.crawl.since.isoformat() if self.crawl.since else "0000-00-00"

    def _conditions(self, key: str, *, item: bool) -> dict[str, str]:
        seen = self.recording.addresses.get(key)
        if seen is None or seen.outcome not in KEPT or seen.declared != self.source.digest:
            return {}
        if not (item or self.caught_up):
            return {}
        given = {"If-None-Match": seen.etag, "If-Modified-Since": seen.modified}
        return {name: value for name, value in given.items() if value}

    def _settled(self, key: str, lead: Lead) -> Outcome | None:
        seen = self.recording.addresses.get(key)
        if seen and seen.settles(self.source.digest, lead.hint) and not self._came_into_window(seen):
            return Outcome.OFF_WINDOW if seen.outcome is Outcome.OFF_WINDOW else Outcome.UNCHANGED
        return Outcome.OFF_WINDOW if self._is_off_window(lead) else None

    def _came_into_window(self, seen: Seen) -> bool:
        day = datetime.fromisoformat(seen.day).date() if seen.day else None
        return seen.outcome is Outcome.OFF_WINDOW and (day is None or self.crawl.window.holds(day))

    def _is_off_window(self, lead: Lead) -> bool:
        published = lead.published
        return self.is_before_window(lead) or (published is not None and not self.crawl.window.holds(published.date()))

    def _unchanged(self, visit: Visit) -> None:
        visit.ended = True
        self.recording.count(Outcome.UNCHANGED)
        known = self.recording.addresses.get(visit.key)
        if known and visit.is_item:
            self.recording.settle(visit.key, replace(known, hint=visit.lead.hint))
        elif known:
            self._validators[visit.key] = known

    def _seen(self, outcome: Outcome, response: Response | None, visit: Visit, day: str = "") -> Seen:
        etag, modified = (header(response, name) for name in ("ETag", "Last-Modified"))
        return Seen(outcome, day, etag, modified, self.source.digest, visit.lead.hint)

    def address(self, key: str) -> str:
        """The address of a key; a local site's is completed from the start address."""
        root = "/".join(self.source.start[0].split("/", 3)[:3])
        return root + key if key.startswith("/") else key
