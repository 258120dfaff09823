"""The posts of a period and the one before, with what every figure was counted by. May import pipeline.matters, phrases."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from pipeline.context import Row, Rows
from pipeline.matters import with_matters
from pipeline.negative_kinds import kinds_of
from pipeline.periods import Period
from pipeline.phrases import words_of
from pipeline.quotations import shown_text
from pipeline.rulebook import Rulebook
from pipeline.voices import cut, iso, within

_TEXT_LENGTH = 120


# By measure the fields in which a row names posts; some of them are older than the period before.
_BEHIND = {
    "alerts": ("post_ids", "denial_ids"),
    "guidance": ("evidence",),
    "repeats": ("post_ids", "again_ids"),
    "handling": ("due_ids",),
    "views": ("post_ids",),
}


def post_list(
    posts: pd.DataFrame, period: Period, titles: Mapping[str, str], rulebook: Rulebook, tables: Mapping[str, Rows]
) -> Rows:
    """A row for each dated post of the period, of the one before, and of earlier ones that `tables` name, by time.

    `current` tells those of the period, `earlier` the last. `tone`, `kind`, `matter` and `part` are "" where a post
    does not count; `phrases` holds those of the table of that name. A complaint about conduct is `withheld`: it is
    counted, its words stand in the annex for the inspectorate alone.
    """
    words = frozenset(row["phrase"] for row in tables["phrases"])
    earlier = posts[(posts["day"] < pd.Timestamp(period.previous.start)) & posts["id"].isin(ids_behind(tables))]
    parts = (("earlier", earlier), ("before", within(posts, period.previous)), ("now", within(posts, period)))
    return [
        _row(post, when, titles, words)
        for when, chosen in parts
        for post in _named(chosen, rulebook).sort_values(["published_at", "id"]).to_dict("records")
    ]


def ids_behind(tables: Mapping[str, Rows]) -> Collection[str]:
    """The posts that rows of other measures rest on."""
    return {
        post
        for measure, fields in _BEHIND.items()
        for row in tables.get(measure, ())
        for field in fields
        for post in row.get(field) or ()
    }


def _named(posts: pd.DataFrame, rulebook: Rulebook) -> pd.DataFrame:
    kinds = kinds_of(posts[posts["negative"]], rulebook.rules)
    return with_matters(posts, rulebook.issues).assign(negative_kind=kinds.reindex(posts.index).fillna(""))


def _row(post: Mapping[Any, Any], when: str, titles: Mapping[str, str], words: frozenset[str]) -> Row:
    return {
        "post_id": post["id"],
        "current": when == "now",
        "earlier": when == "earlier",
        "published_at": iso(post["published_at"]),
        "source": titles.get(post["source"], post["source"]),
        "channel": post["channel"],
        "tier": post["tier"],
        "owner": post["owner"],
        "voice": post["voice"],
        "district": post["district"],
        "relevant": bool(post["counted"]),
        "matter": post["matter"],
        "part": post["part"],
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
        "text": cut(shown_text(post["title"], post["clean_text"]), _TEXT_LENGTH),
        "url": post["url"],
    }


def _said(post: Mapping[Any, Any], words: frozenset[str]) -> list[str]:
    if not words or not post["counted"] or post["voice"] == "complaint":
        return []
    return sorted(words & words_of(f"{post['title']}\n{post['clean_text']}"))
