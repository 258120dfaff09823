"""How a crawl behaves towards the sites: its settings, and those of Scrapy. May import crawlers.sources and windows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from crawlers.shared import Shared
from crawlers.sources import Source
from crawlers.windows import Window

_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://\S+")


@dataclass(frozen=True, slots=True)
class Sample:
    """How many lists of each source are asked for, by its name, before one article or thread; and where they are kept, if at all."""

    lists: Mapping[str, int]
    keep: Path | None = None


class ContactMissingError(ValueError):
    """A user agent without a mail or web address, where a site that is not local is to be read; the message is it."""


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """What the shell decides of a crawl.

    `user_agent` holds a contact address unless all sources are local. Times are in seconds, sizes in bytes.
    `local_concurrency` requests at a time go to a local site; every other host gets one.
    """

    user_agent: str
    since: date | None = None
    until: date | None = None
    # Extraction keeps one core busy at three; more only crowds a small server's queue of connections.
    local_concurrency: int = 3
    timeout: float = 30.0
    # A news page is 100 KB, the longest seen 3 MB; the limit holds for the compressed and the decompressed size.
    max_page_bytes: int = 16_000_000
    retries: int = 2
    max_redirects: int = 5
    # A longer Retry-After ends the address for this run; the next run asks again.
    longest_wait: float = 120.0
    # Only the first pages of each source, to see whether it can be read.
    sample: Sample | None = None
    # Many machines share one queue; without it nothing needs Redis.
    shared: Shared | None = None

    @property
    def window(self) -> Window:
        """The days that are wanted."""
        return Window(self.since, self.until)


def require_contact(settings: CrawlSettings, sources: Iterable[Source]) -> None:
    """Raise ContactMissingError where a real site would be read by an agent that names nobody."""
    if not _CONTACT.search(settings.user_agent) and any(not s.local and s.start for s in sources):
        raise ContactMissingError(settings.user_agent)


def scrapy_settings(source: Source, crawl: CrawlSettings, local_hosts: Sequence[str]) -> dict[str, Any]:
    """Scrapy's settings for one source: a polite profile, or a quick one for a site on this machine.

    `local_hosts` are the hosts of all local sources; nothing but a local source may ask them.
    """
    return (
        _BOTH
        | (_LOCAL if source.local else _POLITE)
        | _sample(source, crawl.sample)
        | {
            "USER_AGENT": crawl.user_agent,
            "CONCURRENT_REQUESTS_PER_DOMAIN": crawl.local_concurrency if source.local else 1,
            "CONCURRENT_REQUESTS": 2 * crawl.local_concurrency,
            "DOWNLOAD_TIMEOUT": crawl.timeout,
            "DOWNLOAD_MAXSIZE": crawl.max_page_bytes,
            "RETRY_TIMES": crawl.retries,
            "REDIRECT_MAX_TIMES": crawl.max_redirects,
            "SOURCE_LOCAL": source.local,
            "LOCAL_HOSTS": list(local_hosts),
            "LONGEST_WAIT": crawl.longest_wait,
        }
    )


def _sample(source: Source, sample: Sample | None) -> dict[str, Any]:
    if sample is None:
        return {}
    return {
        "SPIDER_MIDDLEWARES": {"crawlers.middlewares.FirstPages": 900},
        "SAMPLE_LISTS": sample.lists[source.name],
        "SAMPLE_FOLDER": str(sample.keep / source.name) if sample.keep else "",
    }


_BOTH: dict[str, Any] = {
    "ROBOTSTXT_OBEY": True,
    # Scrapy starts this many tasks for every answer, to feed pipelines that we do not have.
    "CONCURRENT_ITEMS": 1,
    "COOKIES_ENABLED": False,  # no session is kept, so none can be made up
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "REFERER_ENABLED": True,
    "METAREFRESH_ENABLED": False,
    "LOG_VERSIONS": [],
    "STATS_DUMP": False,
    "LOGSTATS_INTERVAL": 0,
    "DOWNLOAD_WARNSIZE": 0,
    # Many county and bureau sites have lapsed certificates; a page is read, never trusted with anything.
    "DOWNLOAD_VERIFY_CERTIFICATES": False,
    "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
    # First in, first out: the newest articles, which lists name first, are stored first.
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
        "Accept-Language": "zh-CN,zh;q=0.9",
    },
    "DOWNLOADER_MIDDLEWARES": {
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
        "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
        "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        "crawlers.middlewares.AddressGuard": 50,
        "crawlers.middlewares.StrictRobots": 100,
        "crawlers.middlewares.PatientRetry": 550,
        "crawlers.middlewares.KeepWire": 595,
        "crawlers.middlewares.OneAtATime": 900,
    },
}
_LOCAL: dict[str, Any] = {"AUTOTHROTTLE_ENABLED": False, "DOWNLOAD_DELAY": 0}
_POLITE: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": True,
    "AUTOTHROTTLE_START_DELAY": 2.0,
    "AUTOTHROTTLE_MAX_DELAY": 60.0,
    "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
    "DOWNLOAD_DELAY": 1.0,
}
