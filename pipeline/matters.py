"""Whose matter it is: issues by part, class of GB/T 30428.2 and responsibility. May import pipeline.rulebook."""

import re
from collections.abc import Mapping

import pandas as pd

from models.labels import Frame, Issue, Sentiment
from pipeline.binning import main_issue
from pipeline.context import Row, Rows
from pipeline.periods import Period
from pipeline.rulebook import IssueEntry
from pipeline.voices import PUBLIC, within

NOT_OURS = "非本局"
_US = re.compile("城管|综合执法|执法局|执法队")
_CONDUCT = {
    Issue.ENFORCEMENT,
    Frame.OFFICER_VIOLENCE,
    Frame.VIOLENCE_AGAINST_OFFICERS,
    Frame.MISCONDUCT,
    Frame.INACTION,
}


def matters(posts: pd.DataFrame, period: Period, issues: Mapping[str, IssueEntry]) -> Rows:
    """A row for each issue and part of it ("" where no term was met) that anyone but the bureau spoke of, ours or not.

    Each post counts once, under its main issue; complaints and press and public are counted apart.
    """
    named = with_matters(within(posts, period), issues)
    rows = [
        _row(issues[str(code)], part, items)
        for (code, part), items in named[named["matter"] != ""].groupby(["matter", "part"])
    ]
    return sorted(rows, key=lambda row: (-row["items"], row["issue"], row["part"]))


def with_matters(posts: pd.DataFrame, issues: Mapping[str, IssueEntry]) -> pd.DataFrame:
    """The posts with `matter`, the issue under which the table of matters counts each ("" where it does not), and `part`."""
    heard = (posts["counted"] | posts["elsewhere"]) & (posts["voice"] != "own")
    named = posts.assign(matter=main_issue(posts).where(heard, ""), part="")
    for code, group in named[named["matter"] != ""].groupby("matter"):
        named.loc[group.index, "part"] = parts_of(_texts(group), issues[str(code)])
    return named


def ours_apart(posts: pd.DataFrame, issues: Mapping[str, IssueEntry]) -> pd.DataFrame:
    """Prepared posts in which press and public on another body's matter no longer count; `elsewhere` tells them.

    A post is another body's matter where the city's table says so of its main issue or the part of it. What names
    officers or speaks of what they did is about us, whatever it began with. Complaints stay: they are counted, not
    rated.
    """
    elsewhere = pd.Series(False, index=posts.index)
    heard = posts[posts["counted"] & posts["voice"].isin(PUBLIC)]
    main = main_issue(heard)
    for entry in issues.values():
        others = [place.name for place in entry.parts if place.responsibility == NOT_OURS]
        if others or entry.responsibility == NOT_OURS:
            mine = heard[main == entry.code]
            parts = parts_of(_texts(mine), entry)
            elsewhere[mine.index] = (parts.isin(others) | _whole(parts, entry)) & ~_about_us(mine)
    still = {name: posts[name] & ~elsewhere for name in ("counted", "negative", "neutral", "positive")}
    return posts.assign(elsewhere=elsewhere, **still)


def _whole(parts: "pd.Series[str]", entry: IssueEntry) -> "pd.Series[bool]":
    """Where no part was met, the issue's own line of the table holds."""
    return (parts == "") & (entry.responsibility == NOT_OURS)


def _about_us(posts: pd.DataFrame) -> "pd.Series[bool]":
    named = _texts(posts).str.contains(_US)
    done = [
        bool(_CONDUCT & {*frames, *issues}) for frames, issues in zip(posts["frames"], posts["issues"], strict=True)
    ]
    return named | pd.Series(done, index=posts.index, dtype=bool)


def _texts(posts: pd.DataFrame) -> "pd.Series[str]":
    return posts["title"] + "\n" + posts["clean_text"]


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
        "negative": int(((posts["sentiment"] == Sentiment.NEGATIVE) & (posts["voice"] != "complaint")).sum()),
    }
