"""One post of a microblog's JSON into a Post, or the named outcome of one that is none. May import crawlers.*."""

import re
from datetime import datetime
from typing import Any

from lxml import html
from lxml.etree import ParserError

from crawlers.answers import at, objects
from crawlers.moments import read_microblog_date
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Owner, Post, Tier, post_id
from crawlers.sources import Source
from crawlers.wording import clean, read_count

_GOVERNMENT = 1  # verified_type of government accounts
_MORE = re.compile(r"(?:\.{3}|…)?\s*<a[^>]*>\s*全文\s*</a>\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ALT = re.compile(r"<img\b[^>]*?\balt=[\"']?(\[[^\]>]*\])[^>]*>", re.IGNORECASE)


def posts_in(cards: Any) -> list[dict[str, Any]]:
    """The posts of an answer's cards, those nested in groups too; cards without a post are left out."""
    found = []
    for card in objects(cards):
        nested = [inner.get("mblog") for inner in objects(card.get("card_group"))]
        found += objects([card.get("mblog"), *nested])
    return found


def mblog_post(mblog: dict[str, Any], source: Source, now: datetime) -> Post | Outcome:
    """A post as the interface gives it; `truncated` where only the beginning of a long text is in it."""
    native_id = str(mblog.get("id") or mblog.get("mid") or "")
    text = plain_text(str(mblog.get("text") or ""))
    published = read_microblog_date(str(mblog.get("created_at") or ""), now)
    if not native_id.isdigit():
        return Outcome.BAD_ROW
    if published is None:
        return Outcome.NO_DATE
    if not text:
        return Outcome.NO_BODY
    is_government = at(mblog, "user.verified") is True and at(mblog, "user.verified_type") == _GOVERNMENT
    return Post(
        source=source.name,
        channel=source.channel,
        tier=Tier.GOVERNMENT if is_government else source.tier,
        owner=Owner.OWN if is_government else source.owner,
        native_id=native_id,
        url=source.search.post_page.replace("{id}", native_id) if source.search else "",
        title="",
        text=text,
        author=str(at(mblog, "user.screen_name") or ""),
        outlet=source.outlet,
        published_at=published.isoformat(),
        date_confidence=DateConfidence.EXACT,
        collected_at=now.isoformat(),
        region=str(mblog.get("region_name") or "").removeprefix("发布于").strip() or source.region,
        parent_id=_parent(mblog, source),
        reposts=read_count(mblog.get("reposts_count")),
        comments=read_count(mblog.get("comments_count")),
        likes=read_count(mblog.get("attitudes_count")),
        truncated=bool(mblog.get("isLongText")),
    )


def whole_text(answer: Any) -> str:
    """The long text of an answer to the long-text request, or an empty string."""
    return plain_text(str(at(answer, "data.longTextContent") or ""))


def plain_text(markup: str) -> str:
    """The text of a post's HTML: line breaks kept, emoji as [偷笑], the label 全文 dropped."""
    marked = _BREAK.sub("\n", _ALT.sub(r"\1", _MORE.sub("", markup)))
    if "<" not in marked and "&" not in marked:
        return clean(marked)
    try:
        return clean(html.fromstring(f"<div>{marked}</div>").text_content())
    except (ParserError, ValueError):
        return ""


def _parent(mblog: dict[str, Any], source: Source) -> str:
    original = at(mblog, "retweeted_status.id")
    return post_id(source.name, str(original)) if original else ""
