"""Comments that a site shows openly under an article, as posts with a parent. May import crawlers.*."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from parsel import Selector

from crawlers.answers import BadAnswerError, at, has, objects
from crawlers.floors import Floor, read_floor
from crawlers.microblogs import plain_text
from crawlers.moments import read_api_date, read_short_date
from crawlers.outcomes import Outcome
from crawlers.post import Channel, DateConfidence, Owner, Post, Tier, post_id
from crawlers.source_tables import CommentApi, Comments
from crawlers.sources import Source
from crawlers.wording import clean_line, read_count

_DEEPEST = 5  # answers to answers; no site nests deeper


@dataclass(frozen=True, slots=True)
class Commented:
    """The article that comments stand under."""

    id: str
    url: str


def comments_on(
    page: Selector, article: Commented, comments: Comments, source: Source, now: datetime
) -> Iterator[Post | Outcome]:
    """Each comment on a page, or what it lacks; whoever owns the site, readers speak here for themselves."""
    for node in page.css(comments.comment):
        floor = read_floor(node, comments.author, comments.time, comments.text, now)
        yield _checked(floor, article, source, now, DateConfidence.PAGE) if floor else Outcome.NO_BODY


def api_address(api: CommentApi, article: Commented, page: int, cursor: str = "") -> str:
    """The address of one answer with an article's comments, empty where the article's address holds no id."""
    found = re.search(api.id, article.url)
    if not found:
        return ""
    filled = {"{id}": quote(found[1] or "", safe=""), "{page}": str(page), "{next}": quote(cursor, safe="")}
    address = api.address
    for name, value in filled.items():
        address = address.replace(name, value)
    return address


def comment_rows(answer: Any, api: CommentApi) -> list[dict[str, Any]]:
    """The comments in an answer; raises BadAnswerError where their place is missing, not where it is empty."""
    rows = at(answer, api.rows)
    if isinstance(rows, list | dict) or (rows is None and has(answer, api.rows)):
        return objects(rows)
    raise BadAnswerError(f"no comments at {api.rows}")


def comments_in(
    rows: list[dict[str, Any]], article: Commented, api: CommentApi, source: Source, now: datetime
) -> Iterator[Post | Outcome]:
    """Each comment of an answer, nested ones after the one that they answer, or what it lacks."""
    yield from _nested(rows, "", _Reader(article, api, source, now), _DEEPEST)


def next_cursor(answer: Any, api: CommentApi) -> str:
    """Where an answer says that the next one begins, or an empty string at the end or where it says nothing."""
    value = at(answer, api.next) if api.next else None
    cursor = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return "" if cursor in {"0", "-1"} else cursor


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the comments of one answer have in common."""

    article: Commented
    api: CommentApi
    source: Source
    now: datetime

    def post(self, row: dict[str, Any], above: str) -> Post | Outcome:
        """The comment in a row; `above` is the number of the one that it is nested in."""
        parent = _text(row, self.api.parent) or above
        return _checked(
            self.floor(row),
            self.article,
            self.source,
            self.now,
            DateConfidence.EXACT,
            parent="" if parent == "0" else parent,
            likes=read_count(at(row, self.api.likes)) if self.api.likes else None,
        )

    def floor(self, row: dict[str, Any]) -> Floor:
        """What a row says."""
        told = at(row, self.api.time)
        published = read_api_date(told) or read_short_date(str(told or "").strip(), self.now)
        author = clean_line(_text(row, self.api.author))
        return Floor(_text(row, self.api.native_id), author, published, plain_text(_text(row, self.api.text)))


def _nested(rows: list[dict[str, Any]], above: str, reader: _Reader, deep: int) -> Iterator[Post | Outcome]:
    for row in rows:
        yield reader.post(row, above)
        if reader.api.replies and deep:
            number = _text(row, reader.api.native_id) or above
            yield from _nested(objects(at(row, reader.api.replies)), number, reader, deep - 1)


def _text(row: dict[str, Any], path: str) -> str:
    value = at(row, path) if path else None
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _checked(
    floor: Floor,
    article: Commented,
    source: Source,
    now: datetime,
    confidence: DateConfidence,
    parent: str = "",
    likes: int | None = None,
) -> Post | Outcome:
    """A comment as a Post below its article or the comment that it answers, or what it lacks."""
    if not floor.text:
        return Outcome.NO_BODY
    if floor.published is None:
        return Outcome.NO_DATE
    identity = floor.number or floor.digest
    return Post(
        source=source.name,
        channel=Channel.SOCIAL,
        tier=Tier.SELF_MEDIA,
        owner=Owner.INDEPENDENT,
        native_id=f"{article.id}-{identity}",
        url=f"{article.url}#comment-{identity}",
        title="",
        text=floor.text,
        author=floor.author,
        outlet=source.outlet,
        published_at=floor.published.isoformat(),
        date_confidence=confidence,
        collected_at=now.isoformat(),
        region=source.region,
        parent_id=post_id(source.name, f"{article.id}-{parent}") if parent else article.id,
        likes=likes,
    )
