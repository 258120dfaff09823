"""The stories of a period: who tells them, how they spread, two quotes each. May import pipeline.spread and voices."""

from collections.abc import Mapping

import pandas as pd

from pipeline.context import Row, Rows
from pipeline.periods import Period
from pipeline.spread import Spread, spread_of
from pipeline.voices import PUBLIC, cut, iso, within

_MOST = 30
_QUOTES = 2
_QUOTE_LENGTH = 90
_TITLE_LENGTH = 40


def stories(
    posts: pd.DataFrame, period: Period, names: Mapping[str, str], titles: Mapping[str, str], grades: Mapping[str, str]
) -> Rows:
    """The (at most 30) stories with two or more relevant posts of press, public or bureau in the period, largest first.

    Counts, quotes and ids are of the period, the course is of the whole story up to the period's end; negative and
    share are of press and public alone. `names` gives each story's title, `grades` the level of its alerts ("": none).
    """
    told = posts[posts["counted"] & (posts["voice"] != "complaint") & posts["story_id"].notna()]
    told = told[told["day"] < pd.Timestamp(period.end)]
    inside = within(told, period)
    sizes = inside["story_id"].value_counts()
    chosen = sorted((-int(size), str(story)) for story, size in sizes.items() if size > 1)[:_MOST]
    ids = [story for _, story in chosen]
    whole = dict(list(told[told["story_id"].isin(ids)].groupby("story_id")))
    now = dict(list(inside[inside["story_id"].isin(ids)].groupby("story_id")))
    return [
        {"story_id": story, "title": names.get(story) or _title(whole[story])}
        | _counts(now[story])
        | _course(spread_of(whole[story]), titles)
        | {"grade": grades.get(story, ""), "quotes": _quotes(now[story], titles)}
        | {"post_ids": now[story]["id"].tolist()}
        for story in ids
    ]


def _title(story: pd.DataFrame) -> str:
    titled = story.loc[story["title"] != "", "title"]
    return cut(str(titled.iloc[0] if len(titled) else story["clean_text"].iloc[0]), _TITLE_LENGTH)


def _counts(now: pd.DataFrame) -> Row:
    heard = now[now["voice"].isin(PUBLIC)]
    negative = int(heard["negative"].sum())
    return {
        "items": len(now),
        "voices": int((~now["copy"]).sum()),
        "reprints": int(now["copy"].sum()),
        "sources": int(now["source"].nunique()),
        "channels": sorted(now["channel"].unique().tolist()),
        "negative": negative,
        "share": negative / len(heard) if len(heard) else None,
    }


def _course(spread: Spread, titles: Mapping[str, str]) -> Row:
    return {
        "first_at": iso(spread.first_at),
        "first_source": titles.get(spread.first_source, spread.first_source),
        "first_medium_at": iso(spread.first_medium_at),
        "first_medium": titles.get(spread.first_medium, spread.first_medium) if spread.first_medium else "",
        "peak_day": spread.peak_day,
        "last_at": iso(spread.last_at),
        "response_at": iso(spread.response_at),
        "half_life_hours": spread.half_life_hours,
        "items_before_response": spread.items_before_response,
        "items_after_response": spread.items_after_response,
        "share_before_response": spread.share_before_response,
        "share_after_response": spread.share_after_response,
    }


def _quotes(now: pd.DataFrame, titles: Mapping[str, str]) -> Rows:
    """Two posts in people's own words, the negative and most answered first, of two sources where there are two."""
    worded = (now["clean_text"] != "") | (now["title"] != "")
    heard = now[now["voice"].isin(PUBLIC) & ~now["copy"] & worded]
    weight = heard[["reposts", "comments", "likes"]].apply(pd.to_numeric).fillna(0).sum(axis=1)
    ordered = heard.assign(weight=weight).sort_values(["negative", "weight", "id"], ascending=[False, False, True])
    apart = pd.concat([ordered.drop_duplicates("source"), ordered]).drop_duplicates("id").head(_QUOTES)
    return [
        {
            "post_id": post["id"],
            "source": titles.get(post["source"], post["source"]),
            "published_at": iso(post["published_at"]),
            "text": cut(post["clean_text"] or post["title"], _QUOTE_LENGTH),
        }
        for post in apart.to_dict("records")
    ]
