"""One answer of the demo site, and the HTML that its pages share. Imports nothing of ours."""

import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

Item = Mapping[str, Any]

NOTICE = "演示站点：望澜市为虚构城市，内容均为虚构，仅供软件演示。"


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes with their type; `modified` is None where a page has no date of its own."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A strong validator made from the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def last_modified(self) -> str:
        """HTTP date of `modified`, or an empty string."""
        return format_datetime(self.modified) if self.modified else ""


def moment(item: Item) -> datetime:
    """When an item was published, with its offset."""
    return datetime.fromisoformat(item["published_at"])


def newest(items: Sequence[Item]) -> datetime | None:
    """When the newest of some items was published: the date of a page that lists them; None for no items."""
    return max(map(moment, items), default=None)


def escape(text: str) -> str:
    """Text made safe for HTML."""
    return html.escape(text, quote=True)


def paragraphs(text: str, tag: str = "p") -> str:
    """Lines of a text as HTML paragraphs."""
    return "\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in text.split("\n") if line.strip())


def related(item: Item, others: Sequence[Item], count: int = 4) -> list[Item]:
    """A few other items to link to, the same for the same item in every run."""
    if len(others) < 2:
        return []
    start = int(hashlib.sha256(item["id"].encode()).hexdigest(), 16) % len(others)
    picked = [others[(start + step) % len(others)] for step in range(count + 1)]
    return [other for other in picked if other["id"] != item["id"]][:count]


def document(title: str, head: str, body: str, charset: str = "utf-8") -> str:
    """A whole HTML document."""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}"><title>{escape(title)}</title>\n{head}\n'
        f'</head>\n<body>\n{body}\n<div class="footer"><p>{NOTICE}</p><p>澜ICP备00000000号</p></div>\n</body></html>'
    )
