"""The stories of a week: counts, course and quotes."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline.periods import PeriodKind, parse_period
from pipeline.story_table import stories
from pipeline.voices import prepared
from tests.pipeline.small_posts import MONDAY, complaint, frame, row

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


def told(number: int, hours: float, **changes: Any) -> dict[str, Any]:
    return row(number, MONDAY + timedelta(hours=hours), story_id="s1", **({"sentiment": "negative"} | changes))


def social(number: int, hours: float, **changes: Any) -> dict[str, Any]:
    return told(number, hours, source="micro", channel="social", tier="self_media", **changes)


ROWS = [
    social(1, -24, title=""),
    social(2, 0, likes=5, clean_text="推了人"),
    social(3, 1, likes=900, clean_text="视频" * 80),
    told(4, 10, source="metro", clean_text="见报"),
    told(5, 11, source="daily", duplicate_of=f"{4:016d}"),
    told(6, 20, source="bureau", owner="own", sentiment="neutral"),
    social(7, 30, sentiment="positive"),
    complaint(8, MONDAY, story_id="s1"),
    row(9, story_id="s2"),
    told(10, 24 * 7),
]


def table(rows: list[dict[str, Any]], **names: Any) -> list[dict[str, Any]]:
    return stories(prepared(frame(rows)), WEEK, names, {"metro": "都市报", "micro": "微言"}, {"s1": "较大"})


def test_counts_are_of_the_week_and_the_course_of_the_whole_story() -> None:
    (story,) = table(ROWS)
    wanted = {
        "story_id": "s1", "items": 6, "voices": 5, "reprints": 1, "sources": 4, "channels": ["press", "social"],
        "negative": 4, "share": pytest.approx(4 / 5), "first_at": "2026-11-15T09:00:00", "first_source": "微言",
        "first_medium_at": "2026-11-16T19:00:00", "first_medium": "都市报", "peak_day": "2026-11-16",
        "last_at": "2026-11-17T15:00:00", "response_at": "2026-11-17T05:00:00", "items_before_response": 5,
        "items_after_response": 1, "share_after_response": 0.0, "grade": "较大",
        "post_ids": [f"{n:016d}" for n in range(2, 8)],
    }  # fmt: skip
    assert {name: story[name] for name in wanted} == wanted


def test_the_title_is_the_given_one_else_that_of_the_first_post_with_one() -> None:
    assert table(ROWS, s1="锦纺巷冲突")[0]["title"] == "锦纺巷冲突"
    assert table(ROWS)[0]["title"] == "标题2"


def test_quotes_are_short_and_of_two_sources() -> None:
    first, second = table(ROWS)[0]["quotes"]
    assert (first["post_id"], first["source"], len(first["text"])) == (f"{3:016d}", "微言", 90)
    assert (second["post_id"], second["text"]) == (f"{4:016d}", "见报")


def test_a_story_of_the_bureau_alone_has_no_share_and_no_response() -> None:
    (story,) = table([told(1, 0, owner="own"), told(2, 1, owner="own")])
    assert (story["share"], story["response_at"], story["first_medium"], story["half_life_hours"]) == (
        None,
        None,
        "",
        None,
    )
    assert story["quotes"] == []


def test_the_larger_story_comes_first() -> None:
    rows = [row(1, story_id="a"), row(2, story_id="a"), *(row(n, story_id="b") for n in (3, 4, 5))]
    assert [story["story_id"] for story in table(rows)] == ["b", "a"]
    assert table([]) == []
