"""Who speaks and what counts."""

from typing import Any

import pandas as pd

from pipeline.periods import PeriodKind, parse_period
from pipeline.voices import complaints, cut, iso, prepared, public, within
from tests.pipeline.small_posts import complaint, frame, row

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


def test_a_copy_of_a_release_is_the_bureaus_voice() -> None:
    posts = prepared(
        frame(
            [
                row(1, owner="own", source="bureau"),
                row(2, duplicate_of=f"{1:016d}"),
                row(3),
                row(4, duplicate_of=f"{3:016d}", channel="forum"),
                row(5, channel="hot_list"),
                complaint(6, owner="own"),
            ]
        )
    )
    assert posts.set_index("id")["voice"].tolist() == ["own", "own", "press", "social", "social", "complaint"]
    assert public(posts)["native_id"].tolist() == ["3", "4", "5"]
    assert complaints(posts)["native_id"].tolist() == ["6"]
    assert posts["original"].tolist()[:4] == [f"{n:016d}" for n in (1, 1, 3, 3)]


def test_only_judged_relevant_posts_of_a_known_date_count() -> None:
    failed: dict[str, Any] = {"relevant": None, "sentiment": None, "error": "empty_text"}
    rows = [row(1), row(2, relevant=False), row(3, date_confidence="guessed"), row(4, **failed)]
    posts = prepared(frame([r | {"sentiment": r["sentiment"] and "negative"} for r in rows]))
    assert posts["counted"].tolist() == [True, False, False, False]
    assert posts["negative"].tolist() == [True, False, False, False]
    assert posts["judged"].tolist() == [True, True, True, False]
    assert within(posts, WEEK)["native_id"].tolist() == ["1", "2", "4"]


def test_an_empty_table_is_prepared() -> None:
    assert prepared(frame([])).empty


def test_moments_and_cuts() -> None:
    assert iso(pd.Timestamp("2026-11-17 20:30:12.5")) == "2026-11-17T20:30:12"
    assert iso(None) is None
    assert cut("一 二\n三四", 10) == "一 二 三四"
    assert cut("一二三四五", 4) == "一二三…"
