"""Alert rules by name: what one post or one story is enough for, whatever the counts say. May import models.labels."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawlers.post import Tier
from models.labels import ISSUE_ZH, Frame, Issue
from pipeline.alert_levels import AlertLevels
from pipeline.binning import district_by_road, labelled, main_issue
from pipeline.denials import denials
from pipeline.periods import Period
from pipeline.voices import complaints, in_days

if TYPE_CHECKING:
    import pandas as pd

INJURY = re.compile(r"受伤|打伤|烫伤|擦伤|流血|出血|骨折|淤青|昏迷|昏倒|送医|住院|救护车|身亡|死亡|打死|致死|伤者|伤情")
VIDEO = re.compile(r"视频|录像|监控|画面|直播|拍下|执法记录仪")
_OFFICERS = r"(?:城管|执法人员|执法队|执法员|执法局|协管|中队|大队|巡查员|局领导|队员|队长|所长|科长|工作人员)"
_TAKING = r"(?:吃拿卡要|索贿|受贿|(?:收|要|拿).{0,4}(?:红包|好处|保护费)|白拿|白吃|拿.{0,8}不给钱)"
# Estates and owners' committees quarrel about money too, officers who only fail to stop it take none, and a question
# asked in anger claims nothing.
_OTHERS = r"是不是|会不会|难道|有没有|不管|不查|不理|不作为|物业|业委|业主|保安|房东|开发商|包工头"
# In one clause officers take, or are given.
EXTORTION = re.compile(
    rf"{_OFFICERS}(?:(?!{_OTHERS})[^，。！？；,!?;\n]){{0,14}}{_TAKING}"
    rf"|(?:给|向|送|塞|交|找|被){_OFFICERS}(?:(?!{_OTHERS})[^，。！？；,!?;\n]){{0,8}}(?:红包|好处|保护费|烟|钱|索)"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the posts (oldest first), the number its trigger compares, and when it was reached."""

    rule: str
    key: str
    label: str
    group: str
    posts: "pd.DataFrame"
    size: int
    threshold: int
    reached_at: datetime
    story_id: str | None
    first_post_at: datetime
    answered_at: datetime | None
    denial_ids: tuple[str, ...] = ()


# What the rules read; each takes its own choice of years of posts, and the other columns would be copied for nothing.
_READ = [
    "id", "day", "published_at", "collected_at", "source", "tier", "district", "road", "title", "clean_text", "story_id",
    "duplicate_of", "issues", "frames", "voice", "counted", "negative",
]  # fmt: skip


def findings(posts: "pd.DataFrame", period: Period, levels: AlertLevels) -> list[Finding]:
    """Everything that the named rules find in the period."""
    read = posts[_READ]
    return [finding for rule in _RULES for finding in rule(read, period, levels)]


def _officer_violence(posts: "pd.DataFrame", period: Period, _levels: AlertLevels) -> Iterator[Finding]:
    """Officers are said to have hurt someone, and there is an injury or a picture."""
    said = _spoken(labelled(_accusing(posts), "frames", Frame.OFFICER_VIOLENCE), INJURY, VIDEO)
    return _by_story("officer_violence", posts, said, period)


def _violence_against_officers(posts: "pd.DataFrame", period: Period, _levels: AlertLevels) -> Iterator[Finding]:
    """Officers were attacked; light or dark, it needs an answer."""
    said = _spoken(labelled(_independent(posts), "frames", Frame.VIOLENCE_AGAINST_OFFICERS), INJURY, VIDEO)
    return _by_story("violence_against_officers", posts, said, period)


def _misconduct(posts: "pd.DataFrame", period: Period, _levels: AlertLevels) -> Iterator[Finding]:
    """Officers themselves are said, in so many words, to take money or goods: a matter for discipline inspection."""
    said = _spoken(labelled(_accusing(posts), "frames", Frame.MISCONDUCT), EXTORTION)
    return _by_story("misconduct", posts, said, period)


def _central_medium(posts: "pd.DataFrame", period: Period, _levels: AlertLevels) -> Iterator[Finding]:
    """A central medium wrote in a bad light."""
    return _by_story("central_medium", posts, _written(posts, Tier.CENTRAL), period)


def _provincial_medium(posts: "pd.DataFrame", period: Period, _levels: AlertLevels) -> Iterator[Finding]:
    """A provincial medium wrote in a bad light."""
    return _by_story("provincial_medium", posts, _written(posts, Tier.PROVINCIAL), period)


def _many_sources(posts: "pd.DataFrame", period: Period, levels: AlertLevels) -> Iterator[Finding]:
    """A story reached N sources within a day; the moment it did so lies in the period."""
    said, need = _accusing(posts), levels.sources_in_24_hours
    fresh = _fresh(said[said["story_id"].notna()], period)
    for key, story in _large(fresh, fresh["story_id"], "source", need):
        reached, most = busiest_day(story["published_at"], story["source"])
        if most >= need and _inside(reached, period):
            yield _finding("many_sources", key, posts, said[said["story_id"] == key], most, need, reached)


def _claim_rising(posts: "pd.DataFrame", period: Period, levels: AlertLevels) -> Iterator[Finding]:
    """An unproven claim of a story is told N times within a day, more often than the day before."""
    said = labelled(_accusing(posts), "frames", Frame.RUMOUR)
    said, need = _fresh(said, period), levels.claim_posts_in_24_hours
    for key, story in _large(said, _stories_or(said, "未归并/" + said["district"].astype("str")), "id", need):
        reached, most = busiest_day(story["published_at"], story["id"])
        day = timedelta(days=1)
        earlier = story["published_at"].between(reached - 2 * day, reached - day)
        if most >= need and most > int(earlier.sum()) and _inside(reached, period):
            yield _finding("claim_rising", key, posts, story, most, need, reached)


def _repeat_place(posts: "pd.DataFrame", period: Period, levels: AlertLevels) -> Iterator[Finding]:
    """N complaints on one issue at one road within so many days, the last of them in the period."""
    start = period.end - timedelta(days=max(levels.place_days, period.days))
    told = complaints(posts[in_days(posts, start, period.end) & (posts["road"] != "")])
    keys = district_by_road(told) + "/" + told["road"] + "/" + main_issue(told)
    fresh = set(keys[in_days(told, period.start, period.end)])
    for key, rows in _large(told, keys, "id", levels.place_complaints):
        district, road, issue = key.split("/")
        # What officers did is looked into by the rules on conduct; it is no nuisance of a place.
        if key in fresh and issue not in {"", Issue.ENFORCEMENT}:
            label = f"{district}{road}{ISSUE_ZH[Issue(issue)]}"
            yield _repeated(key, label, rows.sort_values(["published_at", "id"]), levels.place_complaints)


def _repeated(key: str, label: str, rows: "pd.DataFrame", need: int) -> Finding:
    first, last = (rows["published_at"].iloc[end].to_pydatetime() for end in (0, -1))
    return Finding("repeat_place", key, label, "complaint", rows, len(rows), need, last, None, first, None)


_RULES: tuple[Callable[["pd.DataFrame", Period, AlertLevels], Iterator[Finding]], ...] = (
    _officer_violence, _violence_against_officers, _misconduct, _central_medium, _provincial_medium,
    _many_sources, _claim_rising, _repeat_place,
)  # fmt: skip


def busiest_day(moments: "pd.Series[pd.Timestamp]", things: "pd.Series[str]") -> tuple[datetime, int]:
    """The most different `things` within 24 hours, and the first moment at which that many were reached."""
    best, reached = 0, moments.min()
    for end in moments.sort_values():
        inside = (moments > end - timedelta(hours=24)) & (moments <= end)
        if (number := int(things[inside].nunique())) > best:
            best, reached = number, end
    return reached.to_pydatetime(), best


def _by_story(rule: str, posts: "pd.DataFrame", said: "pd.DataFrame", period: Period) -> Iterator[Finding]:
    """A finding for each story with such a post in the period."""
    keys = _stories_or(said, said["duplicate_of"].where(said["duplicate_of"] != "", said["id"]))
    fresh = in_days(said, period.start, period.end)
    going_on = keys[keys.isin(keys[fresh])]
    for key, places in going_on.groupby(going_on).groups.items():
        story = said.loc[places]
        reached = story.loc[fresh[places], "published_at"].min().to_pydatetime()
        yield _finding(rule, str(key), posts, story, len(story), 1, reached)


def _finding(
    rule: str, key: str, posts: "pd.DataFrame", said: "pd.DataFrame", size: int, threshold: int, reached: datetime
) -> Finding:
    story = posts[posts["story_id"] == key] if said["story_id"].notna().any() else said
    first = min(story["published_at"].min(), said["published_at"].min()).to_pydatetime()
    answers = story[(story["voice"] == "own") & (story["published_at"] > first)]
    denied = denials(answers)["id"]
    answered = None if answers.empty else answers["published_at"].min().to_pydatetime()
    ordered = said.sort_values(["published_at", "id"])
    # A microblog has no title; its first words stand for it.
    label = str(ordered["title"].iloc[0] or ordered["clean_text"].iloc[0][:20])
    return Finding(
        rule, key, label, "all", ordered, size, threshold, reached,
        key if said["story_id"].notna().any() else None, first, answered, tuple(denied),
    )  # fmt: skip


def _independent(posts: "pd.DataFrame") -> "pd.DataFrame":
    return posts[posts["counted"] & (posts["voice"] != "own")]


def _accusing(posts: "pd.DataFrame") -> "pd.DataFrame":
    return posts[posts["negative"] & (posts["voice"] != "own")]


def _written(posts: "pd.DataFrame", tier: Tier) -> "pd.DataFrame":
    """Negative articles of media of a tier."""
    said = _accusing(posts)
    return said[(said["voice"] == "press") & (said["tier"] == tier.value)]


def _spoken(posts: "pd.DataFrame", *patterns: re.Pattern[str]) -> "pd.DataFrame":
    """The posts in whose title or text one of the patterns stands."""
    import pandas as pd

    texts = posts["title"] + "\n" + posts["clean_text"]
    found = (any(pattern.search(text) for pattern in patterns) for text in texts)
    return posts[pd.Series(found, index=posts.index, dtype=bool)]


def _fresh(posts: "pd.DataFrame", period: Period) -> "pd.DataFrame":
    """The posts of the period and of two days before, whose 24 hours may reach into it."""
    return posts[in_days(posts, period.start - timedelta(days=2), period.end)]


def _large(
    posts: "pd.DataFrame", keys: "pd.Series[str]", things: str, least: int
) -> Iterator[tuple[str, "pd.DataFrame"]]:
    """Groups with at least so many different `things`; the others need no closer look."""
    sizes = posts[things].groupby(keys).nunique()
    large = keys[keys.isin(sizes.index[sizes >= least])]
    return ((str(key), posts.loc[places]) for key, places in large.groupby(large).groups.items())


def _stories_or(posts: "pd.DataFrame", otherwise: "pd.Series[str]") -> "pd.Series[str]":
    """The story of each post, and `otherwise` where it has none."""
    return posts["story_id"].where(posts["story_id"].notna(), otherwise)


def _inside(moment: datetime, period: Period) -> bool:
    return period.start <= moment.date() < period.end
