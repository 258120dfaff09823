"""The first pages of a source: asked for once, shown, and kept for a test of its own. May import crawlers.*."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from crawlers.archive import Archive
from crawlers.collect import collect, collect_file
from crawlers.coverage import Coverage
from crawlers.files import read_table
from crawlers.frontier import OwnFrontier
from crawlers.imports import collecting
from crawlers.layouts import LAYOUTS_FILE, Layout, load_layouts
from crawlers.outcomes import Outcome
from crawlers.politeness import CrawlSettings, Sample
from crawlers.post import Post
from crawlers.recording import Recording
from crawlers.saved_pages import keep_rows, saved_pages, saved_rows
from crawlers.sources import SOURCES_FILE, Kind, Source, load_sources
from crawlers.spiders import SPIDERS

PAGES_FOLDER = "pages"
# The first list, and its first article where it has articles. An index of sitemaps often begins with one of sections.
_LISTS = {Kind.SITEMAP: 3}
_ROWS = 20  # of a table, kept for a test: enough to see its columns by


@dataclass(frozen=True, slots=True)
class Taste:
    """What the first pages of one source gave: its coverage, and its first post where there was one."""

    source: Source
    coverage: Coverage
    post: Post | None


def taste(
    sources: Sequence[Source],
    now: datetime,
    crawl: CrawlSettings,
    layouts: Mapping[str, Layout],
    keep: Path | None = None,
) -> tuple[Taste, ...]:
    """Ask for the first pages of each source, in the order of `sources`; nothing of the office's own state is moved.

    The pages are kept in keep/<source>/ where `keep` is given. Raises what `collect` raises.
    """
    first = [_first_of(source) for source in sources]
    sample = Sample({source.name: _LISTS.get(source.kind, 1) for source in first}, keep)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        coverages = collect(first, home, now, replace(crawl, sample=sample), layouts=layouts)
        tastes = tuple(
            Taste(source, coverage, _first_post(home / coverage.raw_file))
            for source, coverage in zip(first, coverages, strict=True)
        )
    for source in (tasted.source for tasted in tastes if keep and tasted.post):
        if keep and source.table:
            rows = read_table(source.table.path, layouts[source.table.layout].needed).rows[:_ROWS]
            keep_rows(keep / source.name, (row for row in rows if not isinstance(row, Outcome)), now)
    return tastes


def read_saved(home: Path, name: str) -> list[dict[str, str]]:
    """What comes out of the pages kept of an office's source: heads, first and last paragraphs, for a test to compare.

    Raises SourceError, NoPagesError, and KeyError where no source has that name.
    """
    sources = {source.name: source for source in load_sources(home / SOURCES_FILE.name)}
    source, folder = sources[name], home / PAGES_FOLDER / name
    return [_summary(post) for post in (_rows(source, folder, home) if source.table else replay(source, folder))]


def replay(source: Source, folder: Path) -> tuple[Post, ...]:
    """The posts that the pages kept in a folder hold, read as a crawl would read them but without asking anybody.

    Raises NoPagesError.
    """
    answer, now = saved_pages(folder)
    first = _first_of(source)
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        with collecting(home) as state:
            recording = Recording(source.name, home, now, state)
            archive = Archive(home / "unused.warc.gz", "", now)
            spider = SPIDERS[source.kind](
                replace(first, archive=False), recording, CrawlSettings(""), archive, set(), OwnFrontier()
            )
            waiting = list(spider.begin())
            for request in waiting:
                if response := answer(request):
                    waiting.extend(spider.answered(response))
            coverage = recording.close(now)
        return tuple(map(Post.from_json, _lines(home / coverage.raw_file)))


def _rows(source: Source, folder: Path, home: Path) -> tuple[Post, ...]:
    """The posts of the table kept in a folder."""
    assert source.table is not None  # noqa: S101 - asked for by the caller
    path, now = saved_rows(folder)
    own = home / LAYOUTS_FILE.name
    layouts = load_layouts(LAYOUTS_FILE, *([own] if own.exists() else []))
    with tempfile.TemporaryDirectory() as scratch:
        coverage = collect_file(path, source.table.layout, Path(scratch), now, source=source.name, layouts=layouts)
        return tuple(map(Post.from_json, _lines(Path(scratch) / coverage.raw_file)))


def _summary(post: Post) -> dict[str, str]:
    paragraphs = post.text.split("\n")
    fields = {name: getattr(post, name) for name in ("title", "published_at", "outlet", "author")}
    return fields | {"first": paragraphs[0], "last": paragraphs[-1]}


def _first_of(source: Source) -> Source:
    """A source with only the first of whatever is read first."""
    search = source.search and replace(source.search, keywords=source.search.keywords[:1])
    board = source.board and replace(source.board, fids=source.board.fids[:1])
    return replace(source, start=source.start[:1], search=search, board=board)


def _first_post(raw: Path) -> Post | None:
    return next((Post.from_json(line) for line in _lines(raw)), None)


def _lines(raw: Path) -> Iterator[str]:
    return (line for line in raw.read_text(encoding="utf-8").split("\n") if line)
