"""What stands between the spiders and the network: address guard, robots, retries. May import crawlers.*."""

import asyncio
import logging
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.response import response_status_message

from crawlers.addresses import PrivateAddressError, host_of, literal_is_private
from crawlers.saved_pages import keep_page
from crawlers.shared_recording import SharedRecording
from crawlers.sharing import SharedState

logger = logging.getLogger(__name__)

_BACKOFF = 2.0
_LOCAL_BACKOFF = 0.1
_BUSY = frozenset({429, 503})
_LONGEST_CRAWL_DELAY = 60.0


class RobotsError(IgnoreRequest):
    """An address that robots.txt does not allow; the message is the address."""


class RobotsUnreadError(RobotsError):
    """An address whose robots.txt could not be read; `reason` is what went wrong there."""

    def __init__(self, url: str, reason: Exception) -> None:
        super().__init__(url)
        self.reason = reason


class AddressGuard:
    """Refuses requests that leave the open internet, redirects included, for every source that is not local."""

    def __init__(self, local: bool, local_hosts: frozenset[str]) -> None:
        self._local = local
        self._local_hosts = local_hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler.settings.getbool("SOURCE_LOCAL"), frozenset(crawler.settings.getlist("LOCAL_HOSTS")))

    def process_request(self, request: Request) -> None:
        """Raise PrivateAddressError for a host that is no public one; names are checked where they are resolved."""
        host = host_of(request.url)
        private = literal_is_private(host) or host in {"localhost", ""}
        declared = host in self._local_hosts
        if (private and not declared) if self._local else (private or declared):
            raise PrivateAddressError(host)


class StrictRobots(RobotsTxtMiddleware):
    """robots.txt by RFC 9309: unreachable or a server error means no crawl, a client error means no rules."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unread: dict[str, Exception] = {}

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002
        """Raise RobotsError for what is not allowed, RobotsUnreadError where nobody can say."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        await self.robot_parser(request)
        # What robot_parser gives is None for all but the first of several requests that wait for one robots.txt
        # (each await of a Deferred empties it); what it leaves behind is right.
        site = urlparse_cached(request).netloc
        rules: Any = self._parsers[site]
        agent = self.crawler.settings["USER_AGENT"]
        if rules is None:
            raise RobotsUnreadError(request.url, self._unread[site])
        if not rules.allowed(request.url, agent):
            raise RobotsError(request.url)
        self._slow_down(rules.rp.crawl_delay(agent))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            raise HttpError(response)
        body = response.body if response.status < 300 else b""
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unread[netloc] = exc
        super()._robots_error(exc, netloc)

    def _slow_down(self, delay: float | None) -> None:
        """Keep to a Crawl-delay, which AutoThrottle would otherwise undercut."""
        throttle = self.crawler.get_extension(AutoThrottle)
        if delay and throttle:
            throttle.mindelay = max(throttle.mindelay, min(delay, _LONGEST_CRAWL_DELAY))
            for slot in self.crawler.engine.downloader.slots.values():
                slot.delay = max(slot.delay, throttle.mindelay)


class PatientRetry(RetryMiddleware):
    """Retries, after the time that Retry-After names (or a growing pause); meanwhile the whole host rests."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._longest = settings.getfloat("LONGEST_WAIT")
        self._backoff = _LOCAL_BACKOFF if settings.getbool("SOURCE_LOCAL") else _BACKOFF
        self._rest_until: dict[str, float] = {}

    async def process_request(self, request: Request) -> None:
        """Wait while the host rests."""
        while (wait := self._rest_until.get(host_of(request.url), 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 - the overridden name
    ) -> Request | Response:
        """Retry server errors and refusals for haste; give up where the site asks for too long a wait."""
        if response.status not in self.retry_http_codes:
            return response
        wait = retry_after(response)
        if wait is not None and wait > self._longest:
            return response
        again = self._retry(request, response_status_message(response.status))
        if again is None:
            return response
        self._rest(request, self._pause(request) if wait is None else wait, response.status)
        return again

    def process_exception(
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002 - the overridden name
    ) -> Request | None:
        """Retry after a failure of the connection, but not where a name led to a private address."""
        if host_of(request.url) in getattr(self.crawler.spider, "refused_hosts", ()):
            return None
        again = super().process_exception(request, exception)
        if again is not None:
            self._rest(request, self._pause(request), 0)
        return again if isinstance(again, Request) else None

    def _pause(self, request: Request) -> float:
        return self._backoff * float(1 << int(request.meta.get("retry_times", 0)))

    def _rest(self, request: Request, wait: float, status: int) -> None:
        host = host_of(request.url)
        logger.info("%s answered %s, resting %.1f s", host, status or "nothing", wait)
        self._rest_until[host] = max(self._rest_until.get(host, 0.0), time.monotonic() + wait)


def retry_after(response: Response) -> float | None:
    """Seconds that a 429 or 503 asks to wait (from a number or an HTTP date), or None where it does not say."""
    told = response.headers.get("Retry-After")
    if response.status not in _BUSY or not told:
        return None
    text = told.decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        sent = parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
        wait: float = (parsedate_to_datetime(text) - sent).total_seconds()
        return max(wait, 0.0)
    except (ValueError, TypeError):
        return None


class FirstPages(BaseSpiderMiddleware):
    """Lets only the first lists and the first article of a spider pass, and keeps their answers where a folder is named."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Counted apart, so that an index of many lists leaves room for the article.
        self._left = {False: crawler.settings.getint("SAMPLE_LISTS"), True: 1}
        self._folder = crawler.settings["SAMPLE_FOLDER"]

    def process_spider_input(self, response: Response) -> None:
        """Keep an answer."""
        spider: Any = self.crawler.spider
        if self._folder:
            keep_page(Path(self._folder), response, spider.recording.now)

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:  # noqa: ARG002
        """The request, or None once there were enough."""
        is_item = request.meta["visit"].is_item
        self._left[is_item] -= 1
        return request if self._left[is_item] >= 0 else None


class OneAtATime:
    """Keeps to one request at a time for each real host, and to the pause between two, over all workers."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until no worker asks the host."""
        state = self._state()
        while state and not state.take_host(host_of(request.url)):
            await asyncio.sleep(0.1)

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the host rest as long as it would between two requests of one worker."""
        self._rest(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002 - the overridden name
        """The same after a request that failed."""
        self._rest(request)

    def _rest(self, request: Request) -> None:
        if state := self._state():
            slots = self._crawler.engine.downloader.slots
            state.rest_host(host_of(request.url), max((slot.delay for slot in slots.values()), default=0.0))

    def _state(self) -> SharedState | None:
        recording = getattr(self._crawler.spider, "recording", None)
        is_local = self._crawler.settings.getbool("SOURCE_LOCAL")
        return recording.shared if isinstance(recording, SharedRecording) and not is_local else None


class KeepWire:
    """Keeps the answer as it came, before decompression, for the archive."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Remember the answer with its request."""
        if request.meta.get("keep_wire"):
            request.meta["wire"] = (request, response)
        return response
