"""Keyword search of a microblog through its container interface, window by window. May import crawlers.*."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from scrapy.http import Request, Response

from crawlers.answers import BadAnswerError, as_json, at
from crawlers.leads import Lead
from crawlers.microblogs import mblog_post, posts_in, whole_text
from crawlers.outcomes import Outcome
from crawlers.post import CITY_TIME, Post
from crawlers.source_tables import Search
from crawlers.visiting import SourceSpider, Visit

Span = tuple[datetime, datetime]

_OVERLAP = timedelta(days=1)  # platforms add posts to their index late
_SHORTEST = timedelta(hours=1)  # the interface knows no finer window


class WeiboSearchSpider(SourceSpider):
    """Asks for each keyword and window; a window that holds more than the site will show is split in two.

    No login and no made-up session: what asks for one ends as login_required.
    """

    @property
    def search(self) -> Search:
        """The declaration of the search."""
        assert self.source.search is not None  # noqa: S101 - load_sources holds it for this kind
        return self.source.search

    def first(self) -> Iterable[Request]:
        """The first page of each keyword's window."""
        for keyword in self.search.keywords:
            yield self._page(keyword, self._span(keyword), 1)

    def read_page(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Keep the posts of one page of answers, then ask for the next page or for the halves of the window."""
        try:
            answer = as_json(response)
        except BadAnswerError:
            self.end(visit, Outcome.BAD_JSON)
            return
        if refusal := refused(answer):
            self.end(visit, refusal)
            return
        self.listed(visit)
        found = posts_in(at(answer, "data.cards"))
        self.recording.says_nothing |= not found
        for mblog in found:
            yield from self._take(mblog)
        yield from self._onward(visit, at(answer, "data.cardlistInfo.total"), len(found))

    def read_long_text(self, response: Response, visit: Visit) -> Iterable[Request]:
        """Keep a post with its whole text, or marked as cut where that cannot be had."""
        try:
            text = whole_text(as_json(response))
        except BadAnswerError:
            text = ""
        post = visit.info["post"]
        self.ended_as_post(visit, replace(post, text=text, truncated=False) if text else post)
        return ()

    def end_list(self, visit: Visit, outcome: Outcome) -> None:
        """A long text that could not be had leaves the cut post; everything else is a page of answers lost."""
        if "post" in visit.info:
            self.ended_as_post(visit, visit.info["post"])
        else:
            super().end_list(visit, outcome)

    def closed(self, reason: str) -> None:
        """Move each keyword's mark after a finished run."""
        if self.is_complete(reason) and self.crawl.until is None:
            for keyword in self.search.keywords:
                self.recording.mark(f"keyword {keyword}", self.recording.now.isoformat())
        super().closed(reason)

    def _onward(self, visit: Visit, total: Any, found: int) -> Iterator[Request]:
        keyword, span, number = visit.info["keyword"], visit.info["span"], visit.info["number"]
        shown = self.search.page_limit * self.search.page_size
        is_last = number >= self.search.page_limit and found > 0
        is_too_many = total > shown if isinstance(total, int) else is_last
        if is_too_many and span[1] - span[0] > _SHORTEST:
            for half in halves(span):
                yield self._page(keyword, half, 1)
        elif found and number < self.search.page_limit:
            yield self._page(keyword, span, number + 1)
        elif found:
            self.recording.notes.append(
                f"“{keyword}”在{span[0]:%Y-%m-%d %H时}内超过{self.search.page_limit}页，其余读不到"
            )

    def _page(self, keyword: str, span: Span, number: int) -> Request:
        container = quote(f"100103type=61&q={keyword}", safe="")
        scope = ":".join(f"{moment:%Y-%m-%d-%H}" for moment in (span[0], span[1] - _SHORTEST))
        query = f"containerid={container}&page_type=searchall&page={number}&timescope=custom:{scope}"
        url = f"{self.source.start[0]}?{query}"
        return self.ask(Lead(url), self.read_page, item=False, keyword=keyword, span=span, number=number)

    def _span(self, keyword: str) -> Span:
        """From the last finished run (or --since, or the declared number of days back) to now, whole hours."""
        now = self.recording.now.astimezone(CITY_TIME)
        mark = self.recording.marks.get(f"keyword {keyword}") if self.caught_up else None
        start = datetime.fromisoformat(mark) - _OVERLAP if mark else now - timedelta(days=self.search.days)
        if self.crawl.since:
            start = max(start, _midnight(self.crawl.since)) if mark else _midnight(self.crawl.since)
        end = _midnight(self.crawl.until) + timedelta(days=1) if self.crawl.until else now
        return _hour(start), _hour(end) + _SHORTEST

    def _take(self, mblog: dict[str, Any]) -> Iterator[Request]:
        post = mblog_post(mblog, self.source, self.recording.now)
        self.recording.fields(date=post is not Outcome.NO_DATE, body=isinstance(post, Post))
        if isinstance(post, Outcome):
            self.recording.count(post)
        elif not post.truncated:
            self._keep(post)
        elif self.recording.knows(post.id) or not self.search.long_text:
            self._keep_cut(post)
        else:
            url = self.search.long_text.replace("{id}", post.native_id)
            yield self.ask(Lead(url), self.read_long_text, item=False, post=post)

    def _keep_cut(self, post: Post) -> None:
        """A cut text says nothing new of a post whose whole text is kept already."""
        if self.recording.knows(post.id):
            seen_now = self.recording.standing(post) is Outcome.DUPLICATE
            self.recording.count(Outcome.DUPLICATE if seen_now else Outcome.UNCHANGED)
        else:
            self._keep(post)

    def _keep(self, post: Post) -> None:
        self.keep(post, datetime.fromisoformat(post.published_at))


def refused(answer: Any) -> Outcome | None:
    """What an answer other than results means: not logged in, a captcha, or None for results or their end (ok 0)."""
    if not isinstance(answer, dict):
        return Outcome.BAD_JSON
    if answer.get("ok") == -100 or re.search(r"passport|login|signin", str(answer.get("url", ""))):
        return Outcome.LOGIN_REQUIRED
    if "data" not in answer and answer.get("url"):
        return Outcome.REFUSED  # a captcha page
    return None if answer.get("ok") in {0, 1} else Outcome.BAD_JSON


def halves(span: Span) -> tuple[Span, Span]:
    """The two halves of a window, cut at a whole hour."""
    middle = _hour(span[0] + (span[1] - span[0]) / 2)
    middle = max(middle, span[0] + _SHORTEST)
    return (middle, span[1]), (span[0], middle)


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), CITY_TIME)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
