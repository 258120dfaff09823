"""Runs the spiders of all sources in one Twisted reactor. May import crawlers.*."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.reactor import install_reactor
from twisted.python.failure import Failure

from crawlers.addresses import GuardedResolver, host_of
from crawlers.archive import Archive
from crawlers.frontier import frontier_of
from crawlers.politeness import CrawlSettings, scrapy_settings
from crawlers.recording import Recording, private_folder
from crawlers.sources import Source
from crawlers.spiders import SPIDERS
from crawlers.visiting import SourceSpider

logger = logging.getLogger(__name__)


def run_spiders(
    sources: Sequence[Source],
    recordings: Mapping[str, Recording],
    home: Path,
    crawl: CrawlSettings,
    beat: Callable[[], None] | None = None,
) -> frozenset[str]:
    """Read all sites; those on one real host one after another, so that no host gets two requests at a time.

    `beat` is called every few seconds to tell other workers that this one lives.
    Gives the names of the sources that a signal or a fault of ours cut short.
    """
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed

    reactor: Any = installed
    local_hosts = sorted({host_of(source.start[0]) for source in sources if source.local})
    resolver = GuardedResolver(reactor, local_hosts)
    resolver.install_on_reactor()
    unread = {source.name for source in sources}

    async def one(source: Source) -> None:
        settings = Settings(scrapy_settings(source, crawl, local_hosts))
        recording = recordings[source.name]
        with archiving(source, recording, home, crawl.user_agent) as archive:
            crawler = Crawler(SPIDERS[source.kind], settings)
            _listen(crawler, recording)
            frontier = frontier_of(recording, sorted(recordings), 2 * crawl.local_concurrency if source.local else 2)
            await crawler.crawl_async(source, recording, crawl, archive, resolver.refused, frontier)
        unread.discard(source.name)

    async def one_host(group: Sequence[Source]) -> None:
        for source in group:
            await one(source)

    async def everything() -> None:
        groups = by_host(sources)
        beating = asyncio.ensure_future(beats(beat, crawl.shared.lease_seconds / 4)) if beat and crawl.shared else None
        ended = await asyncio.gather(*(one_host(group) for group in groups), return_exceptions=True)
        if beating:
            beating.cancel()
        for group, end in zip(groups, ended, strict=True):
            if isinstance(end, BaseException):  # one source's trouble must not end the others
                logger.error("crawl of %s failed", group[0].name, exc_info=end)

    def begin() -> None:
        ended: Any = deferred_from_coro(everything())
        ended.addBoth(lambda _: reactor.stop())

    reactor.callWhenRunning(begin)
    reactor.run()
    return frozenset(unread)


async def beats(beat: Callable[[], None], pause: float) -> None:
    """Call `beat` again and again, with a pause in seconds."""
    while True:
        beat()
        await asyncio.sleep(pause)


def by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """The sources in groups that can be read at the same time: those of one host together, each local one alone."""
    groups: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        groups[f"local {source.name}" if source.local else host_of(source.start[0])].append(source)
    return list(groups.values())


@contextmanager
def archiving(source: Source, recording: Recording, home: Path, software: str) -> Iterator[Archive]:
    """The run's archive, put on disk whenever the recording puts its lines there."""
    folder = private_folder(home / "archive" / source.name) if source.archived else home
    archive = Archive(folder / f"{recording.stamp}.warc.gz", software, recording.now)
    recording.before_commit = archive.sync
    try:
        yield archive
    finally:
        recording.checkpoint()
        recording.before_commit = archive.flush
        archive.close()


def _listen(crawler: Crawler, recording: Recording) -> None:
    def asked(**_: Any) -> None:
        recording.requests += 1

    def broke(failure: Failure, response: Response, spider: SourceSpider) -> None:
        # A bug of ours must not lose a page without a word: it is counted, and said in the coverage.
        spider.broke(response.meta["visit"], failure.type.__name__ if failure.type else "?")

    crawler.signals.connect(asked, signal=signals.request_reached_downloader, weak=False)
    crawler.signals.connect(broke, signal=signals.spider_error, weak=False)
