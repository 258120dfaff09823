"""The collect stage's door: `collect` for declared sources, `collect_file` for one file. May import crawlers.*."""

import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from crawlers.coverage import Coverage, Verdict
from crawlers.files import FileError
from crawlers.imports import CollectBusyError, UnknownLayoutError, collect_file, collecting, import_rows
from crawlers.layouts import Layout, load_layouts
from crawlers.politeness import ContactMissingError, CrawlSettings, require_contact
from crawlers.recording import STOPPED_ZH, Progress, silent
from crawlers.shared_recording import record
from crawlers.sharing import SharedState, working
from crawlers.sources import Kind, Source
from crawlers.state import KnownState
from crawlers.windows import Window

__all__ = [
    "CollectBusyError",
    "ContactMissingError",
    "CrawlSettings",
    "CrawlStoppedError",
    "UnknownLayoutError",
    "Window",
    "collect",
    "collect_file",
]


class CrawlStoppedError(RuntimeError):
    """A signal or a fault of ours ended sources too early; what was read is kept. The message names those sources."""


def collect(
    sources: Sequence[Source],
    home: Path,
    now: datetime,
    crawl: CrawlSettings,
    progress: Progress = silent,
    layouts: Mapping[str, Layout] | None = None,
) -> tuple[Coverage, ...]:
    """Read every enabled source into home/raw/<source>/ and give what was seen of each, in the order of `sources`.

    `layouts` are those that declared files may name, the ones that ship where not given.

    Sites are read together, files one after another. A Twisted reactor runs once a process, so that sites can be
    collected once a process too. A declared file that cannot be read ends as a source that is dead. Raises
    ContactMissingError, CollectBusyError and UnknownLayoutError before anything is asked of a site, and
    CrawlStoppedError after all coverage files are written.
    """
    wanted = [source for source in sources if source.enabled]
    require_contact(crawl, wanted)
    known = load_layouts() if layouts is None else layouts
    with _state(home, crawl) as state:
        done = {s.name: _import(s, _layout(s, known), home, now, state, crawl, progress) for s in _files(wanted)}
        done |= _crawl([s for s in wanted if s.kind is not Kind.FILE], home, now, crawl, state, progress)
    return tuple(done[source.name] for source in wanted)


def _state(home: Path, crawl: CrawlSettings) -> AbstractContextManager[KnownState]:
    return working(home, crawl.shared) if crawl.shared else collecting(home)


def _files(sources: Sequence[Source]) -> list[Source]:
    return [source for source in sources if source.kind is Kind.FILE]


def _layout(source: Source, layouts: Mapping[str, Layout]) -> Layout:
    assert source.table is not None  # noqa: S101 - load_sources holds it for this kind
    if source.table.layout not in layouts:
        raise UnknownLayoutError(source.table.layout, sorted(layouts))
    return layouts[source.table.layout]


def _import(
    source: Source,
    layout: Layout,
    home: Path,
    now: datetime,
    state: KnownState,
    crawl: CrawlSettings,
    progress: Progress,
) -> Coverage:
    assert source.table is not None  # noqa: S101 - load_sources holds it for this kind
    try:
        with state.alone(source.name) if isinstance(state, SharedState) else nullcontext():
            return import_rows(source.table.path, layout, source.name, home, now, state, crawl.window, progress)
    except FileError as error:
        # An export that has not been handed over yet is a gap of one source, no reason to collect nothing.
        gap = (Verdict.DEAD, f"读不到文件 {error.path}：{error.wrong}")
        return record(source.name, home, now, state, progress).close(now, gap)


def _crawl(
    sources: Sequence[Source], home: Path, now: datetime, crawl: CrawlSettings, state: KnownState, progress: Progress
) -> dict[str, Coverage]:
    if not sources:
        return {}
    # Scrapy and Twisted take half a second to import, and a file needs neither.
    from crawlers.running import run_spiders

    started = time.monotonic()
    recordings = {source.name: record(source.name, home, now, state, progress) for source in sources}
    stopped = run_spiders(sources, recordings, home, crawl, state.beat if isinstance(state, SharedState) else None)
    finished = now + timedelta(seconds=round(time.monotonic() - started, 3))
    verdicts = dict.fromkeys(stopped, (Verdict.DEAD, STOPPED_ZH))
    done = {name: recording.close(finished, verdicts.get(name)) for name, recording in recordings.items()}
    if stopped:
        raise CrawlStoppedError(", ".join(sorted(stopped)))
    return done
