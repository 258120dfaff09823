"""Which addresses a spider asks for next: its own, or those that many workers share. May import crawlers.*."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from scrapy.http import Request

from crawlers.leads import Lead
from crawlers.post import DateConfidence
from crawlers.recording import Recording
from crawlers.shared_recording import SharedRecording, cut_uncommitted

_PAUSE = 0.05  # seconds between two looks at the queue; a page takes longer


class Walking(Protocol):
    """What a frontier needs of a spider."""

    open_lists: int

    def begin(self) -> Iterator[Request]:
        """The requests that a run starts with."""

    def ask_item(self, lead: Lead) -> Request:
        """The request for an item's address."""


class OwnFrontier:
    """One process reads all: an item found is asked for at once."""

    walked_here = True

    async def requests(self, spider: Walking) -> AsyncIterator[Request]:
        """What a run starts with."""
        for request in spider.begin():
            yield request

    def take(self, spider: Walking, _key: str, lead: Lead) -> Iterable[Request]:
        """An item that a list named."""
        return (spider.ask_item(lead),)


class SharedFrontier:
    """Many workers read a source: one walks its lists and offers what it finds, all take items from the queue."""

    def __init__(self, recording: SharedRecording, sources: list[str], at_once: int) -> None:
        self.walked_here = False
        self._recording, self._shared = recording, recording.shared
        self._source, self._sources, self._at_once = recording.source, sources, at_once

    async def requests(self, spider: Walking) -> AsyncIterator[Request]:
        """Items from the queue until the run is over, and the lists' first pages where this worker walks them."""
        run, walking = self._shared.join(self._source), False
        while not self._shared.is_over(self._source, run):
            self._shared.require_alive()
            if not walking and self._shared.walks(self._source):
                walking = True
                for request in spider.begin():
                    yield request
            if walking and not self.walked_here and not spider.open_lists:
                self.walked_here = True
                self._shared.walked(self._source)
                self._recording.checkpoint()
            for lead in self._leased():
                yield spider.ask_item(lead)
            self._shared.take_over(self._sources, self._cut)
            await asyncio.sleep(_PAUSE)

    def take(self, _spider: Walking, key: str, lead: Lead) -> Iterable[Request]:
        """An item that a list named goes into the queue."""
        self._shared.offer(self._source, key, lead_to_json(key, lead))
        return ()

    def _leased(self) -> Iterator[Lead]:
        while len(self._recording.leases) < self._at_once:
            payload = self._shared.lease(self._source)
            if payload is None:
                return
            key, lead = lead_from_json(payload)
            self._recording.leases[key] = payload
            yield lead

    def _cut(self, source: str, worker: str) -> None:
        committed = self._shared.raw_bytes(source)
        cut_uncommitted(self._recording.home, source, worker, committed, self._recording.now)


def frontier_of(recording: Recording, sources: list[str], at_once: int) -> OwnFrontier | SharedFrontier:
    """The frontier that belongs to a recording."""
    if isinstance(recording, SharedRecording):
        return SharedFrontier(recording, sources, at_once)
    return OwnFrontier()


def lead_to_json(key: str, lead: Lead) -> str:
    """An address for the queue."""
    published, changed = (moment.isoformat() if moment else "" for moment in (lead.published, lead.changed))
    return json.dumps([key, lead.url, lead.title, published, lead.confidence, changed, lead.hint], ensure_ascii=False)


def lead_from_json(text: str) -> tuple[str, Lead]:
    """An address from the queue."""
    key, url, title, published, confidence, changed, hint = json.loads(text)
    return key, Lead(url, title, _moment(published), DateConfidence(confidence), _moment(changed), hint)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
