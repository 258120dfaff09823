"""Post, the one record that travels from collect to store: its fields, id and JSON form. Imports nothing of ours."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

CITY_TIME = ZoneInfo("Asia/Shanghai")


class PostError(ValueError):
    """A line or a set of fields that is no Post; the message names the field."""


class Channel(StrEnum):
    """Where people speak: press and social are measured by sentiment, the complaint channels by handling."""

    PRESS = "press"
    SOCIAL = "social"
    FORUM = "forum"
    MESSAGE_BOARD = "message_board"
    HOTLINE = "hotline"
    HOT_LIST = "hot_list"


CHANNEL_ZH = {
    Channel.PRESS: "新闻媒体",
    Channel.SOCIAL: "社交平台",
    Channel.FORUM: "论坛社区",
    Channel.MESSAGE_BOARD: "网民留言",
    Channel.HOTLINE: "12345热线",
    Channel.HOT_LIST: "热榜",
}


class Tier(StrEnum):
    """The standing of a source, as publicity offices divide them."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    CITY = "city"
    COUNTY = "county"
    TRADE = "trade"
    COMMERCIAL = "commercial"
    SELF_MEDIA = "self_media"
    GOVERNMENT = "government"


TIER_ZH = {
    Tier.CENTRAL: "央媒",
    Tier.PROVINCIAL: "省媒",
    Tier.CITY: "市媒",
    Tier.COUNTY: "县融媒",
    Tier.TRADE: "行业媒体",
    Tier.COMMERCIAL: "商业平台",
    Tier.SELF_MEDIA: "自媒体",
    Tier.GOVERNMENT: "政务平台",
}


class Owner(StrEnum):
    """Who speaks: the bureau and government itself (`own`), or others."""

    OWN = "own"
    INDEPENDENT = "independent"


class DateConfidence(StrEnum):
    """How a publication date is known: metadata or API, visible text, or a guess."""

    EXACT = "exact"
    PAGE = "page"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Handling:
    """What a complaint channel says of the handling of a post; times are ISO 8601 with offset or empty."""

    state: str = ""
    unit: str = ""
    assigned_at: str = ""
    closed_at: str = ""
    revisited_at: str = ""
    satisfied: bool | None = None
    reopened: bool | None = None
    reply: str = ""
    replied_at: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One item as a source gave it.

    `published_at` and `collected_at` are ISO 8601 with offset (+08:00). `native_id` is the source's own id
    or empty. `archive` names the WARC file and record that hold the raw page ("file#record-id"), or is empty.
    `author` and free text are raw here; they are hashed and masked by `store`.
    """

    source: str
    channel: Channel
    tier: Tier
    owner: Owner
    native_id: str
    url: str
    title: str
    text: str
    author: str
    outlet: str
    published_at: str
    date_confidence: DateConfidence
    collected_at: str
    region: str = ""
    parent_id: str = ""
    reposts: int | None = None
    comments: int | None = None
    likes: int | None = None
    rank: int | None = None
    archive: str = ""
    truncated: bool = False
    handling: Handling | None = None

    def __post_init__(self) -> None:
        for name in ("published_at", "collected_at"):
            _require_time(name, getattr(self, name))
        if not (self.title.strip() or self.text.strip()):
            raise PostError("text")

    @property
    def id(self) -> str:
        """16 hexadecimal digits, the same for the same item of the same source in every run."""
        key = self.native_id or canonical_url(self.url) or f"{self.published_at}\n{self.title}\n{self.text}"
        return post_id(self.source, key)

    def to_json(self) -> str:
        """One line of JSON, keys in field order."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> "Post":
        """Read one line; raises PostError naming what is wrong."""
        try:
            raw = json.loads(line)
        except ValueError as error:
            raise PostError("json") from error
        if not isinstance(raw, dict):
            raise PostError("json")
        return cls(**_checked(raw))


def post_id(source: str, key: str) -> str:
    """The id of an item from its source's name and its native id or canonical address."""
    return hashlib.sha256(f"{source}\n{key}".encode()).hexdigest()[:16]


def canonical_url(url: str) -> str:
    """The address without fragment, tracking parameters, default port and letter case of the host.

    A fragment that names a page of its own (#/detail/1) stays. What is no address, http://[见附件]/2, stays as it is.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.netloc:
        return url
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.match(p))
    fragment = parts.fragment if _PAGE.match(parts.fragment) else ""
    host = parts.netloc.lower().removesuffix(":80" if parts.scheme == "http" else ":443")
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, fragment))


# How pages that a browser puts together name what they show.
_PAGE = re.compile(r"!?/.")
_TRACKING = re.compile(r"(?:utm_\w+|spm|from|isappinstalled|share_token|timestamp)=", re.IGNORECASE)
_ENUMS: Mapping[str, type[StrEnum]] = {
    "channel": Channel,
    "tier": Tier,
    "owner": Owner,
    "date_confidence": DateConfidence,
}
_FIELDS = tuple(f.name for f in fields(Post))
_COUNTS = frozenset({"reposts", "comments", "likes", "rank"})


def _require_time(name: str, value: str) -> None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise PostError(name) from error
    if moment.tzinfo is None:
        raise PostError(name)


def _checked(raw: dict[str, Any]) -> dict[str, Any]:
    if unknown := raw.keys() - _FIELDS:
        raise PostError(sorted(unknown)[0])
    missing = [name for name in _FIELDS[:13] if name not in raw]
    if missing:
        raise PostError(missing[0])
    return {name: _checked_field(name, value) for name, value in raw.items()}


def _checked_field(name: str, value: Any) -> Any:
    if name in _ENUMS:
        try:
            return _ENUMS[name](value)
        except ValueError as error:
            raise PostError(name) from error
    if name in _COUNTS:
        valid = value is None or (isinstance(value, int) and not isinstance(value, bool))
    elif name == "truncated":
        valid = isinstance(value, bool)
    elif name == "handling":
        return _checked_handling(value)
    else:
        valid = isinstance(value, str)
    if not valid:
        raise PostError(name)
    return value


def _checked_handling(value: Any) -> Handling | None:
    if value is None:
        return None
    names = {f.name for f in fields(Handling)}
    if not isinstance(value, dict) or not set(value) <= names:
        raise PostError("handling")
    for name, item in value.items():
        valid = item is None or isinstance(item, bool) if name in {"satisfied", "reopened"} else isinstance(item, str)
        if not valid:
            raise PostError(f"handling.{name}")
    return Handling(**value)
