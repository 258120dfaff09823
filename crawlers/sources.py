"""The declared sources, read strictly from sources.toml. May import crawlers.declared, post and source_tables."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from cssselect import ExpressionError, HTMLTranslator
from cssselect import SelectorError as CssError
from lxml.etree import XPath, XPathError
from pydantic import ConfigDict

from crawlers.declared import DeclarationError, read_record, read_tables
from crawlers.post import Channel, Owner, Tier, canonical_url
from crawlers.source_tables import Board, CommentApi, Comments, Forum, HotList, Listing, Search, Table

SOURCES_FILE = Path(__file__).parent / "sources.toml"
_STRICT = ConfigDict(extra="forbid")


class SourceError(DeclarationError):
    """A source that cannot be used; the message names file, source and key."""


class Kind(StrEnum):
    """How a source is read; each but `file` has a spider of its name."""

    FEED = "feed"
    LISTING = "listing"
    SITEMAP = "sitemap"
    FORUM = "forum"
    WEIBO_SEARCH = "weibo_search"
    MESSAGE_BOARD = "message_board"
    HOT_LIST = "hot_list"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Source:
    """One declared source.

    `local` sources may lie on this machine and are read quickly; every other source is read politely and may not.
    `archive` says whether raw pages are kept (by default those of the press, not those of citizens).
    `selectors` are the CSS selectors of an article's title, date, source, author and body, where the generic
    extraction is not enough. `min_chars` is the length under which a body counts as too short.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    name: str
    label: str
    kind: Kind
    channel: Channel
    tier: Tier
    owner: Owner
    start: tuple[str, ...] = ()
    enabled: bool = True
    local: bool = False
    archive: bool | None = None
    region: str = ""
    outlet: str = ""
    note: str = ""
    min_chars: int = 20
    selectors: Mapping[str, str] = field(default_factory=dict)
    listing: Listing | None = None
    comments: Comments | None = None
    comment_api: CommentApi | None = None
    forum: Forum | None = None
    search: Search | None = None
    board: Board | None = None
    hot: HotList | None = None
    table: Table | None = None

    @property
    def archived(self) -> bool:
        """Whether raw pages of this source are kept."""
        return self.channel is Channel.PRESS if self.archive is None else self.archive

    @property
    def digest(self) -> str:
        """Changes with what decides how a page is read."""
        parts = (sorted(self.selectors.items()), self.min_chars, self.forum, self.comments, self.comment_api)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]

    @property
    def declaration(self) -> str:
        """Changes with what decides which addresses are found; a local site's address is chance and stands outside."""
        parts = repr((self.digest, self.start, self.listing, self.forum, self.search, self.board))
        root = "/".join(self.start[0].split("/", 3)[:3]) if self.start else ""
        return hashlib.sha256((parts.replace(root, "") if self.local else parts).encode()).hexdigest()[:12]

    def key(self, url: str) -> str:
        """What tells one address of this source from another; a local site's port is chance and stands outside."""
        canonical = canonical_url(url)
        if not self.local:
            return canonical
        parts = urlsplit(canonical)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


# The fields that the extraction takes selectors for.
_SELECTED = frozenset({"title", "date", "source", "author", "body", "drop"})
_WITH_ARTICLES = frozenset({Kind.LISTING, Kind.FEED, Kind.SITEMAP})
_TABLES = {
    Kind.LISTING: "listing",
    Kind.FORUM: "forum",
    Kind.WEIBO_SEARCH: "search",
    Kind.MESSAGE_BOARD: "board",
    Kind.HOT_LIST: "hot",
    Kind.FILE: "table",
}


def load_sources(path: Path = SOURCES_FILE, base: str = "") -> tuple[Source, ...]:
    """Every source of a file, in its order; `base` fills {base} in addresses. Raises SourceError."""
    tables = read_tables(path, SourceError)
    return tuple(_source(path, name, _filled(table, base)) for name, table in tables.items())


def _filled(value: Any, base: str) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, base) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, base) for item in value]
    return value.replace("{base}", base) if isinstance(value, str) and base else value


def _source(path: Path, name: str, table: Mapping[str, Any]) -> Source:
    source = read_record(path, table, Source, SourceError, name)
    own = _TABLES.get(source.kind)
    given = [key for key in _TABLES.values() if getattr(source, key) is not None]
    if own and own not in given:
        raise SourceError(path, name, own, f"needed by kind {source.kind}")
    if wrong := [key for key in given if key != own]:
        raise SourceError(path, name, wrong[0], f"not for kind {source.kind}")
    _require_comments(path, source)
    if source.listing and _groups(source.listing.pattern) < 0:
        raise SourceError(path, name, "listing.pattern", f"not a regular expression: {source.listing.pattern}")
    for address in source.start:
        if not re.match(r"https?://[^/{]+", address):
            raise SourceError(path, name, "start", f"not an http address: {address}")
    if not source.start and source.kind is not Kind.FILE:
        raise SourceError(path, name, "start", "needed")
    _require_selectors(path, source)
    return _with_path(source, path.parent)


def _require_comments(path: Path, source: Source) -> None:
    """Refuse comments where no article is read, and an interface that could not be asked."""
    declared = [key for key in ("comments", "comment_api") if getattr(source, key)]
    if declared and source.kind not in _WITH_ARTICLES:
        raise SourceError(path, source.name, declared[0], f"not for kind {source.kind}")
    if len(declared) > 1:
        raise SourceError(path, source.name, declared[1], "not beside comments")
    if api := source.comment_api:
        if not (re.match(r"https?://[^/{]+", api.address) and "{id}" in api.address):
            raise SourceError(
                path, source.name, "comment_api.address", f"not an http address with {{id}}: {api.address}"
            )
        if ("{next}" in api.address) != bool(api.next):
            raise SourceError(path, source.name, "comment_api.next", "needed with {next} in the address, and only then")
        if _groups(api.id) != 1:
            raise SourceError(path, source.name, "comment_api.id", f"not a pattern with one group: {api.id}")


def _groups(pattern: str) -> int:
    """The number of groups in a regular expression, -1 where it is none."""
    try:
        return re.compile(pattern).groups
    except re.error:
        return -1


def _require_selectors(path: Path, source: Source) -> None:
    """Refuse a selector that could not be read on any page, before a crawl stumbles over it."""
    if wrong := sorted(set(source.selectors) - _SELECTED):
        raise SourceError(path, source.name, f"selectors.{wrong[0]}", f"not one of {', '.join(sorted(_SELECTED))}")
    for key, selector in _declared_selectors(source):
        try:
            _compile(selector)
        except (CssError, ExpressionError, XPathError) as error:
            raise SourceError(path, source.name, key, f"not a selector: {selector}") from error


def _declared_selectors(source: Source) -> Iterator[tuple[str, str]]:
    yield from ((f"selectors.{key}", value) for key, value in source.selectors.items())
    if source.listing and not source.listing.rows:
        yield from ((f"listing.{key}", getattr(source.listing, key)) for key in ("entry", "link", "date", "more"))
    for name, table in (("forum", source.forum), ("comments", source.comments)):
        values = ((f.name, getattr(table, f.name)) for f in fields(table)) if table else ()
        yield from ((f"{name}.{key}", value) for key, value in values if isinstance(value, str))


def _compile(selector: str) -> None:
    if selector.startswith(("/", "(")):
        XPath(selector)
    elif selector:
        HTMLTranslator().css_to_xpath(selector)


def _with_path(source: Source, folder: Path) -> Source:
    if source.table is None:
        return source
    return replace(source, table=replace(source.table, path=(folder / source.table.path).resolve()))
