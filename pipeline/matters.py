"""Whose matter it is: issues by part, class of GB/T 30428.2 and responsibility. May import pipeline.rulebook."""

import re
from collections.abc import Mapping

import pandas as pd

from pipeline.context import Row, Rows
from pipeline.periods import Period
from pipeline.rulebook import IssueEntry
from pipeline.voices import within


def matters(posts: pd.DataFrame, period: Period, issues: Mapping[str, IssueEntry]) -> Rows:
    """A row for each issue and part of it ("" where no term was met) that anyone but the bureau spoke of.

    Each post counts once, under its main issue; complaints and press and public are counted apart.
    """
    heard = within(posts, period)
    heard = heard[heard["counted"] & (heard["voice"] != "own")]
    named = heard.assign(issue=heard["issues"].map(lambda codes: codes[0] if codes else None)).dropna(subset="issue")
    rows = [
        _row(issues[str(code)], part, items)
        for code, group in named.groupby("issue")
        for part, items in group.groupby(parts_of(group["title"] + "\n" + group["clean_text"], issues[str(code)]))
    ]
    return sorted(rows, key=lambda row: (-row["items"], row["issue"], row["part"]))


def parts_of(texts: "pd.Series[str]", entry: IssueEntry) -> "pd.Series[str]":
    """The first part of an issue whose terms a text holds, "" for none."""
    found = pd.Series("", index=texts.index, dtype=object)
    for part in reversed(entry.parts):
        found[texts.str.contains("|".join(map(re.escape, part.terms)))] = part.name
    return found


def _row(entry: IssueEntry, part: object, posts: pd.DataFrame) -> Row:
    place = next((p for p in entry.parts if p.name == part), entry)
    complaint = int((posts["voice"] == "complaint").sum())
    return {
        "issue": entry.code,
        "part": str(part),
        "standard": place.standard,
        "responsibility": place.responsibility,
        "unit": place.unit,
        "items": len(posts),
        "complaints": complaint,
        "negative": int((posts["negative"] & (posts["voice"] != "complaint")).sum()),
    }
