"""One Post to its rows: masked, cleaned, hashed and placed; pure functions. May import crawlers.post."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crawlers.post import Handling, Post, canonical_url
from pipeline.cleaning import clean, own_words, simplified, worded
from pipeline.lines import city_time
from pipeline.personal_addresses import without_person
from pipeline.places import Atlas, place_of
from pipeline.privacy import author_hash, mask, mask_numbers
from pipeline.sieve import Sieve, off_topic

# Letters and digits that may be a number of somebody, and so much before them as may tell what they are.
_RUN = re.compile(r"[0-9A-Za-z零〇一二三四五六七八九幺](?:[ .·-]?[0-9A-Za-z零〇一二三四五六七八九幺]){2,}")
_BEFORE = 16
# Ids that are numbers and letters alone are those of a system; in any other a clerk may have written who it was.
_CODE = re.compile(r"[0-9A-Za-z_-]*")
# What the database's columns hold: a mark may be longer than what it hides.
_LONGEST_ID, _LONGEST_STATE = 200, 40
COUNTS = ("reposts", "comments", "likes", "rank")


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a post is treated with."""

    atlas: Atlas
    salt: bytes
    sieve: Sieve


@dataclass(frozen=True, slots=True)
class Treated:
    """A row of a table, and how many marks of each kind were set in its texts."""

    row: dict[str, Any]
    masked: Mapping[str, int]


def counts_of(post: Post) -> dict[str, int | None]:
    """What the posts table holds of a post and what may change: reposts, comments, likes, rank."""
    return {name: getattr(post, name) for name in COUNTS}


def post_row_of(post: Post, raw_file: str, line: int, treatment: Treatment) -> Treated:
    """The row of the posts table; no story, no copy yet."""
    masked: Counter[str] = Counter()
    title, text = (_masked(part, masked) for part in (post.title, post.text))
    clean_title = clean(title)
    clean_text = _cleaned(text, clean(text) if clean_title else worded(text), masked)
    place = place_of(treatment.atlas, clean_title, own_words(clean_title, clean_text))
    at = city_time(post.published_at)
    row = {
        "id": post.id,
        "source": post.source,
        "channel": post.channel.value,
        "tier": post.tier.value,
        "owner": post.owner.value,
        "native_id": post.native_id if _CODE.fullmatch(post.native_id) else _label(post.native_id)[:_LONGEST_ID],
        "url": without_person(canonical_url(post.url)),
        "title": title.strip(),
        "text": text,
        "clean_text": clean_text,
        "author_hash": author_hash(treatment.salt, post.source, post.author),
        "outlet": _label(post.outlet),
        "published_at": at,
        "day": at.date(),
        "date_confidence": post.date_confidence.value,
        "collected_at": city_time(post.collected_at),
        "parent_id": post.parent_id,
        **counts_of(post),
        "truncated": post.truncated,
        "archive": post.archive,
        "district": place.district,
        "street": place.street,
        "road": place.road,
        "place_confidence": place.confidence,
        "duplicate_of": "",
        "duplicate_kind": "",
        "off_topic": off_topic(treatment.sieve, post.channel.value, clean_title, clean_text),
        "story_id": None,
        "raw_file": raw_file,
        "raw_line": line,
    }
    return Treated(row, masked)


def handling_row_of(post_id: str, handling: Handling) -> Treated:
    """The row of the handling table."""
    masked: Counter[str] = Counter()
    row = {
        "post_id": post_id,
        "state": _label(handling.state)[:_LONGEST_STATE],
        "unit": _label(handling.unit),
        "assigned_at": city_time(handling.assigned_at) if handling.assigned_at else None,
        "closed_at": city_time(handling.closed_at) if handling.closed_at else None,
        "revisited_at": city_time(handling.revisited_at) if handling.revisited_at else None,
        "satisfied": handling.satisfied,
        "reopened": handling.reopened,
        "reply": _masked(handling.reply, masked),
        "replied_at": city_time(handling.replied_at) if handling.replied_at else None,
    }
    return Treated(row, masked)


def changed_counts(given: Mapping[str, int | None], known: Mapping[str, Any]) -> dict[str, Any] | None:
    """The counts of a post met again, where one differs from what is known; a count it does not give stays."""
    counts = {name: known[name] if value is None else value for name, value in given.items()}
    return counts if any(counts[name] != known[name] for name in COUNTS) else None


def changed_handling(row: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether a handling row says anything other than what is known."""
    return any(value != known[name] for name, value in row.items() if name != "post_id")


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    """A name of an outlet, a unit or a state, masked; the same few come again and again."""
    return mask(text.replace("\x00", "")).text if text else ""


def _masked(text: str, masked: Counter[str]) -> str:
    if not text:
        return ""
    done = mask(text.replace("\x00", ""))
    masked.update(done.counts)
    return done.text


def _cleaned(text: str, cleaned: str, masked: Counter[str]) -> str:
    """The cleaned form of a masked text without the numbers that cleaning brought together.

    What was taken out between two digits, or between a number and what tells whose it is, had kept masking from it.
    """
    runs = [cleaned[max(0, found.start() - _BEFORE) : found.end()] for found in _RUN.finditer(cleaned)]
    seen = simplified(text) if runs else ""
    if all(run in seen for run in runs):
        return cleaned
    done = mask_numbers(cleaned)
    masked.update(done.counts)
    return done.text
