"""One person's post on a page that many write on: a floor of a forum, a comment under an article. May import crawlers.*."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from parsel import Selector

from crawlers.answers import text_of
from crawlers.moments import read_feed_date, read_short_date
from crawlers.wording import clean, clean_line

_TIME = re.compile(
    r"\d{2,4}[-/年]\d{1,2}[-/月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?|刚刚|\d+\s*(?:秒|分钟|小时|天)前|[今昨前]天\s*\d{1,2}:\d{2}"
)
_NUMBER = re.compile(r"(\d+)\D*$")


@dataclass(frozen=True, slots=True)
class Floor:
    """One post as it stands on its page; `number` is empty where the page gives it none, `published` None likewise."""

    number: str
    author: str
    published: datetime | None
    text: str

    @property
    def digest(self) -> str:
        """What tells a post without a number from others on its page; a time such as 刚刚 moves and stands outside."""
        return hashlib.sha256(f"{self.author}\n{self.text}".encode("utf-8", "replace")).hexdigest()[:12]


def read_floor(node: Selector, author: str, time: str, text: str, now: datetime) -> Floor | None:
    """The post in an element, its parts found by CSS selectors; None where it holds no text element."""
    body = node.css(text)
    if not body:
        return None
    number = _NUMBER.search(node.attrib.get("id", ""))
    byline = clean_line(node.css(author).xpath("./text()").get() or "") if author else ""
    shown = clean_line(node.css(time).xpath("string(.)").get() or "") if time else ""
    return Floor(number[1] if number else "", byline, _moment(shown, now), clean(text_of(body[0])))


def _moment(text: str, now: datetime) -> datetime | None:
    found = _TIME.search(text)
    return (read_feed_date(found[0]) or read_short_date(found[0], now)) if found else None
