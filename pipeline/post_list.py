"""The posts of a period and the one before, with what every figure was counted by. May import pipeline.phrases, voices."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.context import Row, Rows
from pipeline.negative_kinds import kinds_of
from pipeline.periods import Period
from pipeline.phrases import words_of
from pipeline.rulebook import Rulebook
from pipeline.voices import cut, iso, within

_TEXT_LENGTH = 120


def post_list(
    posts: pd.DataFrame, period: Period, titles: Mapping[str, str], rulebook: Rulebook, phrases: Rows
) -> Rows:
    """A row for each dated post of the period and of the one before, by time.

    `tone` and `kind` are "" where a post does not count; `phrases` holds those of the table of that name. A complaint
    about conduct is `withheld`: it is counted, its words stand in the annex for the inspectorate alone.
    """
    words = frozenset(row["phrase"] for row in phrases)
    return [
        _row(post, current, titles, words)
        for current, chosen in ((False, period.previous), (True, period))
        for post in _with_kinds(within(posts, chosen), rulebook).sort_values(["published_at", "id"]).to_dict("records")
    ]


def _with_kinds(posts: pd.DataFrame, rulebook: Rulebook) -> pd.DataFrame:
    kinds = kinds_of(posts[posts["negative"]], rulebook.rules)
    return posts.assign(negative_kind=kinds.reindex(posts.index).fillna(""))


def _row(post: Mapping[Any, Any], current: bool, titles: Mapping[str, str], words: frozenset[str]) -> Row:
    return {
        "post_id": post["id"],
        "current": current,
        "published_at": iso(post["published_at"]),
        "source": titles.get(post["source"], post["source"]),
        "channel": post["channel"],
        "tier": post["tier"],
        "owner": post["owner"],
        "voice": post["voice"],
        "district": post["district"],
        "relevant": bool(post["counted"]),
        "elsewhere": bool(post["elsewhere"]),
        "tone": next((tone for tone in ("negative", "neutral", "positive") if post[tone]), ""),
        "copy": bool(post["copy"]),
        "issues": list(post["issues"]),
        "frames": list(post["frames"]),
        "kind": post["negative_kind"],
        "phrases": _said(post, words),
        "handled": not pd.isna(post["state"]),
        "story_id": None if pd.isna(post["story_id"]) else post["story_id"],
        "withheld": post["voice"] == "complaint" and post["negative_kind"] == "conduct",
        "title": post["title"],
        "text": cut(post["clean_text"], _TEXT_LENGTH),
        "url": post["url"],
    }


def _said(post: Mapping[Any, Any], words: frozenset[str]) -> list[str]:
    if not words or not post["counted"] or post["voice"] == "complaint":
        return []
    return sorted(words & words_of(f"{post['title']}\n{post['clean_text']}"))
