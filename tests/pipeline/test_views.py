"""网民观点: groups of a random sample of voices, with the names that an analyst gave."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.context import NamedView, Rows
from pipeline.periods import PeriodKind, parse_period
from pipeline.taxonomy import TaxonomyError
from pipeline.views import add_view, read_views, view_rows
from pipeline.voices import prepared
from tests.pipeline.small_posts import MONDAY, frame, row

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
SAID = (
    "摊主也要生活，给他们留个摆摊的地方",
    "占道经营堵住盲道，应当严格管理",
    "执法要公开全过程，视频放出来大家看",
    "夜市油烟噪声大，居民晚上睡不好觉",
)


def voices(number: int, **changes: Any) -> list[dict[str, Any]]:
    told = {"channel": "forum", "source": "forum", "story_id": "s1"}
    return [row(n, MONDAY, clean_text=SAID[n % 4], author_hash=f"a{n}", **(told | changes)) for n in range(number)]


def views(rows: list[dict[str, Any]], *named: NamedView) -> Rows:
    return view_rows(prepared(frame(rows)), WEEK, named, {"s1": "夜市"})


def test_groups_are_shares_of_a_random_sample() -> None:
    found = views(voices(300))
    assert 4 <= len(found) <= 6
    assert {(r["sample"], r["voices"], r["title"]) for r in found} == {(200, 300, "夜市")}
    assert sum(r["items"] for r in found) == 200
    assert [r["view"] for r in found] == list(range(1, len(found) + 1))
    assert all(r["low"] < r["share"] < r["high"] and r["items"] == len(r["post_ids"]) for r in found)
    assert "不代表全体市民" in found[0]["note"]
    assert found == views(voices(300))


@pytest.mark.parametrize(
    "rows",
    [
        voices(39),
        voices(60, story_id=None),
        voices(60, channel="press"),
        voices(60, channel="hotline"),
        voices(60, duplicate_of="x"),
        [r | {"author_hash": "one"} for r in voices(60)],
        [r | {"clean_text": "！！"} for r in voices(60)],
        [],
    ],
    ids=["few", "no story", "press", "complaints", "copies", "one author", "no words", "none"],
)
def test_what_is_no_crowd_has_no_views(rows: list[dict[str, Any]]) -> None:
    assert views(rows) == []


def test_comments_under_an_article_belong_to_its_story() -> None:
    article = row(999, MONDAY, story_id="s1")
    under = voices(50, story_id=None, parent_id=article["id"])
    assert {r["story_id"] for r in views([article, *under])} == {"s1"}


def test_a_name_stays_with_its_group(tmp_path: Path) -> None:
    path = tmp_path / "views.toml"
    assert read_views(path) == ()
    first = views(voices(100))[0]
    add_view(path, NamedView("s1", "给摊主“出路”", tuple(first["post_ids"])))
    add_view(path, NamedView("s1", "给出路", tuple(first["post_ids"])))
    add_view(path, NamedView("s2", "别的事", tuple(first["post_ids"])))
    later = views(voices(110), *read_views(path))
    assert [r["name"] for r in later if len(set(r["post_ids"]) & set(first["post_ids"])) > 10] == ["给出路"]
    assert sum(bool(r["name"]) for r in later) == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[[views]]\n", "views"),
        ('[[view]]\nstory = "s"\nname = "n"\nposts = []\n', "posts"),
        ('[[view]]\nname = "n"\n', "posts"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "views.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=place):
        read_views(path)
