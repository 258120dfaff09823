"""Volume and negative share of press, social and the bureau's own voice. May import pipeline.voices."""

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from pipeline.comparison import Share, Verdict, compare_shares, compare_voices, share_of
from pipeline.context import Row, Rows
from pipeline.inspections import Inspection, alike, named
from pipeline.periods import Period
from pipeline.presence import Presence
from pipeline.quantification import Confusion, corrected_share
from pipeline.voices import GROUPS, PUBLIC, complaints, in_days, last_day, within

_TREND_GROUPS = {"press": ("press",), "social": ("social",), "all": PUBLIC, "complaint": ("complaint",)}
_LEFT_OUT = "sources_left_out"
_TONES = ("negative", "neutral", "positive")


def volume(
    posts: pd.DataFrame,
    period: Period,
    seen: Presence,
    confusion: Confusion | None,
    inspections: Sequence[Inspection] = (),
) -> Rows:
    """A row for each group; `items` counts all dated posts, shares are over relevant ones.

    `story_share` is the part of the `stories` (a post of none is one of its own) of which most posts are negative.
    `difference` is of raw shares, `negative_ratio` of the numbers of negative posts, both over sources present in both
    periods and with a verdict each: a week may be no worse by its share and far worse by its number. Where one of the
    two was under inspection and the other not nothing is compared.
    """
    now, before = within(posts, period), within(posts, period.previous)
    both = seen.present(period, period.previous)
    compared = both if alike(inspections, period, period.previous) else frozenset()
    known = seen.known(period)
    sources = _sources(posts, GROUPS)
    rows = []
    for group, voices in GROUPS.items():
        left_out = sorted((sources[group] & known) - both)
        row = _volume_row(group, _of(now, voices), _of(before, voices), compared, confusion)
        rows.append(row | {_LEFT_OUT: left_out})
    return rows


def trend(
    posts: pd.DataFrame, periods: tuple[Period, ...], seen: Presence, inspections: Sequence[Inspection] = ()
) -> Rows:
    """A row for each period and group; complaint channels have no share, since nearly every text there is one.

    `inspection` names what inspections ran, "" for none; `missing` are the sources that were silent; `gap` says that
    they usually bring a tenth of the group or more; `known` that at least one source of the group had begun. Of
    complaints the relevant ones are counted.
    """
    sources = _sources(posts, _TREND_GROUPS)
    recent = posts[in_days(posts, periods[0].start, periods[-1].end)]
    rows = []
    for period in periods:
        inside = within(recent, period)
        rows += [
            _trend_row(period, group, complaints(inside) if group == "complaint" else _of(inside, voices))
            | {
                "inspection": named(inspections, period),
                "known": bool(sources[group] & seen.known(period)),
                "gap": bool(seen.lacking(period, sorted(sources[group]))),
                "missing": seen.missing(period, sorted(sources[group])),
            }
            for group, voices in _TREND_GROUPS.items()
        ]
    return rows


def by_tier(posts: pd.DataFrame, period: Period) -> Rows:
    """Press and public by tier of source, side by side; `firsts` counts the stories that a tier was the first to tell.

    `first_ids` are the posts that told them.
    """
    inside, first = _of(within(posts, period), PUBLIC), first_posts(posts, period)
    return [{"tier": tier} | _makeup(group, first) for tier, group in inside.groupby("tier")]


def by_source(posts: pd.DataFrame, period: Period, titles: Mapping[str, str]) -> Rows:
    """All voices but complaint channels by source, own posts of a source apart; `firsts` and `first_ids` as in by_tier."""
    inside, first = within(posts, period), first_posts(posts, period)
    inside = inside[inside["voice"] != "complaint"]
    groups = inside.groupby(["source", "channel", "owner"])
    return [_source_row(key, titles) | _makeup(group, first) for key, group in groups]


def first_posts(posts: pd.DataFrame, period: Period) -> frozenset[str]:
    """The first post of each story of the period that more than one post had told by its end, complaints left out."""
    told = posts[posts["counted"] & (posts["voice"] != "complaint") & (posts["day"] < pd.Timestamp(period.end))]
    told = told.loc[told["story_id"].isin(within(told, period)["story_id"].dropna()), ["id", "story_id"]]
    shared = told[told["story_id"].duplicated(keep=False)]
    return frozenset(shared.drop_duplicates("story_id")["id"])


def negative_share(posts: pd.DataFrame) -> Share:
    """Share of negative among relevant posts, what one voice repeats (copies, one author) weighing little more than once."""
    counted = posts[posts["counted"]]
    return share_of(counted["negative"], counted["speaker"])


def _sources(posts: pd.DataFrame, groups: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    pairs = posts[["voice", "source"]].drop_duplicates()
    return {group: set(_of(pairs, voices)["source"]) for group, voices in groups.items()}


def _of(posts: pd.DataFrame, voices: tuple[str, ...]) -> pd.DataFrame:
    return posts[posts["voice"].isin(voices)]


def _volume_row(
    group: str,
    now: pd.DataFrame,
    before: pd.DataFrame,
    both: frozenset[str],
    confusion: Confusion | None,
) -> Row:
    tones = {tone: int(now[tone].sum()) for tone in _TONES}
    relevant = int(now["counted"].sum())
    share = negative_share(now)
    return {
        "group": group,
        "items": len(now),
        "relevant": relevant,
        **tones,
        **share.fields,
        **corrected_share(now, share, confusion),
        **_by_story(now),
        "net": (tones["positive"] - tones["negative"]) / relevant if relevant else None,
        "previous_items": len(before),
        "previous_relevant": int(before["counted"].sum()),
        "previous_share": negative_share(before).value,
        "previous_negative": int(before["negative"].sum()),
        **_changes(now, before, both),
    }


def _by_story(posts: pd.DataFrame) -> Row:
    told = posts[posts["counted"]]
    mostly = told["negative"].groupby(told["story_id"].astype(object).fillna(told["original"])).mean() > 0.5
    return {"stories": len(mostly), "story_share": float(mostly.mean()) if len(mostly) else None}


def _changes(now: pd.DataFrame, before: pd.DataFrame, both: frozenset[str]) -> Row:
    """Of the share, and of the number of negative posts, over the sources of both periods."""
    now, before = now[now["source"].isin(both)], before[before["source"].isin(both)]
    change = compare_shares(negative_share(now), negative_share(before))
    verdict = change.verdict if both else Verdict.NOT_COMPARABLE
    speakers = [posts.loc[posts["negative"], "speaker"] for posts in (now, before)]
    rise = compare_voices(speakers[0], speakers[1], bool(both))
    return {
        "difference": change.value,
        "difference_low": change.low,
        "difference_high": change.high,
        "verdict": verdict,
        "negative_ratio": rise.value,
        "negative_ratio_low": rise.low,
        "negative_ratio_high": rise.high,
        "negative_verdict": rise.verdict,
    }


def _trend_row(period: Period, group: str, posts: pd.DataFrame) -> Row:
    share = Share(0, 0, 0.0) if group == "complaint" else negative_share(posts)
    return {
        "period": period.label,
        "start": period.start.isoformat(),
        "end": last_day(period),
        "group": group,
        "items": len(posts),
        "relevant": int(posts["counted"].sum()),
        "negative": int(posts["negative"].sum()),
        **share.fields,
    }


def _makeup(posts: pd.DataFrame, first: frozenset[str]) -> Row:
    copies = int((posts["copy"] & posts["counted"]).sum())
    relevant = int(posts["counted"].sum())
    first_ids = sorted(posts.loc[posts["id"].isin(first), "id"])
    return {
        "items": len(posts),
        "relevant": relevant,
        "negative": int(posts["negative"].sum()),
        **negative_share(posts).fields,
        "firsts": len(first_ids),
        "first_ids": first_ids,
        "originals": relevant - copies,
        "reprints": copies,
    }


def _source_row(key: Hashable, titles: Mapping[str, str]) -> Row:
    source, channel, owner = map(str, key)  # type: ignore[call-overload]  # a group key of three columns is a tuple
    return {"source": source, "title": titles.get(source, source), "channel": channel, "owner": owner}
