"""Raw lines to Posts, or to a named refusal; pure functions. May import crawlers.post, models.judgement."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from crawlers.post import CITY_TIME, Post, PostError
from models.judgement import is_whole
from pipeline.cleaning import clean, comparable, worded

# Longer is no article: a novel, a log, a page that was not taken apart.
LONGEST_TEXT = 100_000
# One Chinese character takes up to 12 bytes as a JSON escape.
LONGEST_LINE = 12 * LONGEST_TEXT
SHORTEST_TEXT = 2
# Clocks of sources go wrong by hours, and some print the next day's date in the evening.
AHEAD = timedelta(days=1)
# No source on the web is older; an earlier date is a fault of reading.
OLDEST = date(1995, 1, 1)
# What the database's columns hold.
_LONGEST = {"source": 60, "native_id": 200, "parent_id": 16}
_LARGEST_COUNT = 2**31 - 1
_TEXTS = tuple(name for name, kind in Post.__annotations__.items() if kind is str)
# The character that no column holds, as JSON writes it; after an escaped backslash the same letters are text.
_NUL = re.compile(r"(\\\\)|\\u0000")
# A name that a program gave a field; any other may be a text of the line.
_FIELD_NAME = re.compile(r"[a-z_.]{1,60}")
# Of a text so much is looked at first.
_BEGINNING = 90


class LineOutcome(StrEnum):
    """The single named end of one raw line."""

    STORED = "stored"
    STORED_REPRINT = "stored_reprint"
    UPDATED = "updated"
    DUPLICATE_ID = "duplicate_id"
    DUPLICATE_ADDRESS = "duplicate_address"
    FORGOTTEN = "forgotten"
    EMPTY_LINE = "empty_line"
    HALF_LINE = "half_line"
    BAD_JSON = "bad_json"
    BAD_FIELD = "bad_field"
    FUTURE_DATE = "future_date"
    TOO_OLD = "too_old"
    TOO_LONG = "too_long"
    TOO_SHORT = "too_short"


# Whoever collects or fills in a table can do something about these.
REFUSED = (
    LineOutcome.HALF_LINE,
    LineOutcome.BAD_JSON,
    LineOutcome.BAD_FIELD,
    LineOutcome.FUTURE_DATE,
    LineOutcome.TOO_OLD,
    LineOutcome.TOO_LONG,
    LineOutcome.TOO_SHORT,
)
UNKNOWN_FIELD = "unknown_field"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line was not taken; `detail` names the field or value that was wrong and holds no text of the line."""

    outcome: LineOutcome
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not taken: its file as the database names it, its number from 1, and why."""

    raw_file: str
    line: int
    refusal: Refusal


def read_line(raw: bytes, now: datetime) -> Post | Refusal:
    """One line of a raw file; one without a line end that cannot be read is half a line. `now` is aware."""
    if not raw.strip():
        return Refusal(LineOutcome.EMPTY_LINE)
    if len(raw) > LONGEST_LINE:
        return Refusal(LineOutcome.TOO_LONG, f"{len(raw)} bytes")
    post = _parsed(raw)
    if isinstance(post, Refusal):
        is_half = post.outcome is LineOutcome.BAD_JSON and not raw.endswith(b"\n")
        return Refusal(LineOutcome.HALF_LINE) if is_half else post
    return _refusal(post, now) or post


def city_time(moment: str) -> datetime:
    """ISO 8601 with offset as local city time without; raises ValueError or OverflowError."""
    return datetime.fromisoformat(moment).astimezone(CITY_TIME).replace(tzinfo=None)


def _parsed(raw: bytes) -> Post | Refusal:
    try:
        return Post.from_json(_NUL.sub(r"\1", raw.decode("utf-8")))
    except (UnicodeDecodeError, RecursionError):
        return Refusal(LineOutcome.BAD_JSON)
    except PostError as error:
        name = str(error)
        if name == "json":
            return Refusal(LineOutcome.BAD_JSON)
        return Refusal(LineOutcome.BAD_FIELD, name if _FIELD_NAME.fullmatch(name) else UNKNOWN_FIELD)


def _refusal(post: Post, now: datetime) -> Refusal | None:
    wrong = _wrong_field(post)
    if wrong:
        return Refusal(LineOutcome.BAD_FIELD, wrong)
    at = city_time(post.published_at)
    if at > now.astimezone(CITY_TIME).replace(tzinfo=None) + AHEAD:
        return Refusal(LineOutcome.FUTURE_DATE, at.isoformat())
    if at.date() < OLDEST:
        return Refusal(LineOutcome.TOO_OLD, at.isoformat())
    length = len(post.title) + len(post.text)
    if length > LONGEST_TEXT:
        return Refusal(LineOutcome.TOO_LONG, f"{length} characters")
    return Refusal(LineOutcome.TOO_SHORT) if _is_too_short(f"{post.title}\n{post.text}") else None


def _is_too_short(text: str) -> bool:
    """Whether next to nothing is left of a text once cleaned, nor of what it passes on."""
    # So much of the beginning is left of nearly every text that the rest need not be read twice.
    if len(comparable(clean(text[:_BEGINNING]))) >= _BEGINNING // 3:
        return False
    return len(comparable(worded(text[:2000]))) < SHORTEST_TEXT


def _wrong_field(post: Post) -> str:
    """The first field that the database could not hold, or ""."""
    for name, longest in _LONGEST.items():
        if len(getattr(post, name)) > longest:
            return name
    for name in ("reposts", "comments", "likes", "rank"):
        if not 0 <= (getattr(post, name) or 0) <= _LARGEST_COUNT:
            return name
    for name in ("published_at", "collected_at"):
        if not _is_moment(getattr(post, name)):
            return name
    return _wrong_handling(post) or _wrong_characters(post)


def _wrong_handling(post: Post) -> str:
    if post.handling is None:
        return ""
    if len(post.handling.state) > 40:
        return "handling.state"
    for name in ("assigned_at", "closed_at", "revisited_at", "replied_at"):
        moment = getattr(post.handling, name)
        if moment and not _is_moment(moment):
            return f"handling.{name}"
    return ""


def _wrong_characters(post: Post) -> str:
    """The first field with half a character (a lone surrogate), which neither file nor database can hold."""
    values = {name: getattr(post, name) for name in _TEXTS}
    if post.handling:
        values |= {f"handling.{name}": getattr(post.handling, name) for name in ("state", "unit", "reply")}
    if is_whole("".join(values.values())):
        return ""
    return next(name for name, value in values.items() if not is_whole(value))


def _is_moment(text: str) -> bool:
    try:
        city_time(text)
    except (ValueError, OverflowError):
        return False
    return True
