"""Totals, outcomes, the model's line, and the list of negative items."""

from typing import Any

import pytest

from pipeline.appendix import model, negative_items, outcomes, summary
from pipeline.periods import PeriodKind, parse_period
from pipeline.quantification import CLASSES
from pipeline.rulebook import read_rulebook
from pipeline.taxonomy import tables
from pipeline.voices import prepared
from tests.pipeline.small_posts import ROOT, complaint, context, frame, row, weekly

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
FAILED: dict[str, Any] = {"relevant": None, "sentiment": None, "error": "too_long"}
ONES = {true: dict.fromkeys(CLASSES, 1) for true in CLASSES}


def test_the_parts_of_the_summary_add_up() -> None:
    rows = [
        row(1, story_id="s"), row(2, story_id="s"), row(3, relevant=False), row(4, **FAILED),
        row(5, date_confidence="guessed"), row(6, date_confidence="guessed", **FAILED), complaint(7),
        *weekly(3, 1, 100, channel="hotline", source="hotline"),
    ]  # fmt: skip
    (found,) = summary(prepared(frame(rows)), WEEK, "test@1")
    assert found == {
        "period": "2026-W47", "kind": "week", "start": "2026-11-16", "end": "2026-11-22", "posts": 7, "relevant": 3,
        "not_ours": 0, "off_topic": 1, "failed_scores": 1, "guessed_dates": 2, "stories": 1, "complaints": 1,
        "complaints_previous": 3, "model": "test@1",
    }  # fmt: skip


def test_outcomes_of_all_three_stages() -> None:
    runs = [{"outcomes": {"stored": 5, "http_404": 1}}, {"outcomes": {"stored": 2}}]
    found = outcomes(prepared(frame([row(1), row(2), row(3, **FAILED)])), runs, {"stored": 7}, {"stored": "已入库"})
    assert [(r["stage"], r["outcome"], r["label"], r["items"]) for r in found] == [
        ("collect", "stored", "已采集", 7),
        ("collect", "http_404", "页面不存在", 1),
        ("store", "stored", "已入库", 7),
        ("score", "scored", "已判读", 2),
        ("score", "too_long", "too_long", 1),
    ]


def test_the_model_line_holds_the_cards_figures() -> None:
    card = {"scores": {"sentiment_macro_f1": 0.7}, "promoted_at": "2026-11-01"}
    (found,) = model(prepared(frame([row(1), row(2, **FAILED)])), WEEK, context(card=card))
    assert found == {
        "model": "test@1", "judged": 1, "failed": 1, "sentiment_macro_f1": 0.7, "weeks_on_model": 3, "errors_origin": "none",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            {"confusion_on": {"origin": "blind", "name": "frozen.jsonl", "texts": 236, "blind": 236}},
            {
                "errors_origin": "blind",
                "errors_name": "frozen.jsonl",
                "errors_texts": 236,
                "errors_blind": 236,
                "errors_domains": 0,
            },
        ),
        # A model that an earlier version trained.
        ({}, {"errors_origin": "unknown", "errors_domains": 0}),
        (
            {"confusion_by_source": {str(n): ONES for n in range(7)}, "confusion_on": {"origin": "own"}},
            {"errors_origin": "own", "errors_domains": 7},
        ),
    ],
)
def test_the_model_line_says_on_which_texts_errors_were_counted(told: dict[str, Any], expected: dict[str, Any]) -> None:
    card = {"confusion": ONES, **told}
    (found,) = model(prepared(frame([row(1)])), WEEK, context(card=card))
    assert {name: value for name, value in found.items() if name.startswith("errors_")} == expected


def test_negative_items_and_complaints_about_conduct() -> None:
    bad: dict[str, Any] = {"sentiment": "negative"}
    rows = [
        row(1, clean_text="长" * 200, frames=["rebound"], story_id="s", **bad),
        row(2, duplicate_of=f"{1:016d}", issues=[], **bad),
        row(3),
        row(4, owner="own", **bad),
        complaint(5, frames=["misconduct"]),
        complaint(6, frames=["inaction"]),
        row(7, frames=["misconduct"], **bad),
    ]
    book = read_rulebook(tables(ROOT / "data" / "taxonomy"))
    found = negative_items(prepared(frame(rows)), WEEK, {"daily": "日报"}, book)
    assert [(r["post_id"][-1], r["reprint"], r["conduct"], r["issue"]) for r in found] == [
        ("1", False, False, "vending"),
        ("2", True, False, ""),
        ("5", False, True, "vending"),
        ("7", False, False, "vending"),
    ]
    first = found[0]
    assert (len(first["text"]), first["title_of_source"], first["story_id"]) == (120, "日报", "s")
    assert found[1]["story_id"] is None
