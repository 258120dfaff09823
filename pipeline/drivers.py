"""What made the change of negative items: additive contributions that sum exactly. May import models.labels."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from models.labels import ISSUE_ZH, Issue
from pipeline.binning import main_issue
from pipeline.context import Rows
from pipeline.periods import Period
from pipeline.voices import cut, public, within

if TYPE_CHECKING:
    import pandas as pd

# Keys shown of each dimension; the others are summed in one row, so that the rows still add up.
SHOWN = 8
OTHERS = "others"
_TITLE_LENGTH = 40


def driver_rows(posts: "pd.DataFrame", period: Period, titles: Mapping[str, str], names: Mapping[str, str]) -> Rows:
    """Rows of four dimensions (story, source, district, issue), largest first, rest under the key "others".

    Of the negative posts of press and public, copies included. Each post has one key a dimension (the main issue,
    '' where it has none), so the contributions of a dimension sum to items now minus items in the period before.
    `post_ids` are the posts of a row in both periods. `titles` are of sources, `names` of stories; a story without a name takes its first headline or words.
    """
    said = public(posts)
    said = said[said["negative"]]
    now, before = within(said, period), within(said, period.previous)
    known = {**titles, **{story: title for story, title in names.items() if title}}
    return [row for name, keys in _DIMENSIONS.items() for row in _rows(name, keys(now), keys(before), posts, known)]


def _rows(
    name: str, now: "pd.Series[str]", before: "pd.Series[str]", posts: "pd.DataFrame", titles: Mapping[str, str]
) -> Rows:
    change = now.value_counts().sub(before.value_counts(), fill_value=0).astype(int)
    ordered = sorted(((str(k), int(v)) for k, v in change.items() if v), key=lambda item: (-abs(item[1]), item[0]))
    ids = _ids(posts, now, before)
    rows = [
        {"dimension": name, "key": key, "label": _label(name, key, posts, titles), "contribution": size}
        | {"post_ids": ids[key]}
        for key, size in ordered[:SHOWN]
    ]
    rest = sum(size for _, size in ordered[SHOWN:])
    others = {"dimension": name, "key": OTHERS, "label": "其他合计", "contribution": rest}
    behind = {"post_ids": [post for key, _ in ordered[SHOWN:] for post in ids[key]]}
    return [*rows, others | behind] if ordered[SHOWN:] else rows


def _ids(posts: "pd.DataFrame", *keyed: "pd.Series[str]") -> dict[str, list[str]]:
    """By key the posts that have it."""
    found: dict[str, list[str]] = {}
    for keys in keyed:
        for key, post in zip(keys, posts["id"].loc[keys.index], strict=True):
            found.setdefault(str(key), []).append(str(post))
    return found


def _label(name: str, key: str, posts: "pd.DataFrame", titles: Mapping[str, str]) -> str:
    if not key:
        return {"story": "未归入事件", "district": "未定位", "issue": "未分类"}[name]
    if name == "source":
        return titles.get(key, key)
    if name == "issue":
        return ISSUE_ZH[Issue(key)]
    return titles.get(key) or _words(posts[posts["story_id"] == key]) if name == "story" else key


def _words(story: "pd.DataFrame") -> str:
    """The first headline of a story; a microblog has none, and its first words stand for it."""
    titled = story.loc[story["title"] != "", "title"]
    return cut(str(titled.iloc[0] if len(titled) else story["clean_text"].iloc[0]), _TITLE_LENGTH)


def _stories(posts: "pd.DataFrame") -> "pd.Series[str]":
    return posts["story_id"].where(posts["story_id"].notna(), "")


_DIMENSIONS: dict[str, Callable[["pd.DataFrame"], "pd.Series[str]"]] = {
    "story": _stories,
    "source": lambda posts: posts["source"],
    "district": lambda posts: posts["district"],
    "issue": main_issue,
}
