"""Which model each week stands on, beside what the one before it said of the same texts."""

from datetime import date
from typing import Any

from pipeline import database
from pipeline.database import Database
from pipeline.model_weeks import model_weeks, previous_model
from pipeline.periods import PeriodKind, last_periods, parse_period
from tests.pipeline.test_database import MODEL, NOON, fill, post, score

WEEKS = last_periods(parse_period(PeriodKind.WEEK, "2026-W47"), 2)


def day(on: str, model: str, at: int, texts: int, relevant: int, negative: int) -> dict[str, Any]:
    moment = NOON.replace(day=at)
    return {"day": date.fromisoformat(on), "model": model, "newest": moment, "texts": texts} | {
        "relevant": relevant,
        "negative": negative,
    }


def test_both_models_of_a_week_are_told_and_a_half_scored_week_is_not_standing() -> None:
    days = [
        day("2026-11-10", "old@1", 11, 10, 8, 4),
        day("2026-11-10", "new@2", 20, 6, 5, 2),
        day("2026-11-17", "old@1", 18, 10, 8, 4),
        day("2026-11-17", "new@2", 20, 10, 10, 6),
        day("2026-11-18", "older@0", 2, 1, 1, 1),
    ]
    first, second = model_weeks(days, WEEKS, "new@2")
    assert (first["standing"], second["standing"]) == (False, True)
    assert second == {
        "period": "2026-W47", "model": "new@2", "texts": 10, "standing": True, "negative_share": 0.6,
        "model_before": "old@1", "share_before": 0.5, "difference": 0.1,
    }  # fmt: skip


def test_a_first_model_has_none_before_it() -> None:
    days = [day("2026-11-17", "new@2", 20, 10, 10, 6)]
    (*_, last) = model_weeks(days, WEEKS, "new@2")
    assert (last["model_before"], last["share_before"], last["difference"]) == ("", None, None)
    assert previous_model(days, "new@2") == ""
    assert [row["texts"] for row in model_weeks([], WEEKS, "new@2")] == [0, 0]


def test_days_are_counted_by_model_without_failures(db: Database) -> None:
    fill(db, post(1), post(2), post(3))
    failed = {"relevant": None, "sentiment": None, "error": "empty_text"}
    database.save_scores(db, [score(1), score(2, relevant=False), score(3, **failed), score(1, model="other@1")])
    found = database.score_days(db, NOON.date(), date(2026, 11, 19))
    assert [(row["model"], row["texts"], row["relevant"], row["negative"]) for row in found] == [
        (MODEL, 2, 1, 1),
        ("other@1", 1, 1, 1),
    ]
    assert found[0]["newest"] == NOON
