"""Papers, orders and deliveries in the database."""

from datetime import date, datetime
from typing import Any

import pytest

from pipeline import database
from pipeline.database import Database, PublishedError

NOON = datetime.fromisoformat("2026-11-23T12:00")


def paper(edition: int = 1, **changes: Any) -> dict[str, Any]:
    row = {
        "id": "2026-W47" if edition == 1 else f"2026-W47-{edition}", "period_kind": "week", "period": "2026-W47",
        "edition": edition, "state": "draft", "run_id": "r", "digest": "0" * 64, "path": "a.json", "changes": "",
        "made_at": NOON, "reviewed_at": None, "reviewed_by": "", "published_at": None,
    }  # fmt: skip
    return row | changes


def test_a_draft_changes_and_a_published_paper_does_not(db: Database) -> None:
    database.save_paper(db, paper())
    database.save_paper(db, paper(digest="1" * 64))
    database.save_paper(db, paper(state="published", published_at=NOON))
    with pytest.raises(PublishedError, match="2026-W47"):
        database.save_paper(db, paper(digest="2" * 64))
    database.save_paper(db, paper(2, changes="负面 3 → 4"))
    assert [row["id"] for row in database.papers(db)] == ["2026-W47", "2026-W47-2"]
    assert database.papers(db, "month", "2026-W47") == []
    assert (database.paper(db, "2026-W47") or {})["state"] == "published"
    assert database.paper(db, "none") is None


def test_orders_are_numbered_and_closed_once(db: Database) -> None:
    row = {"period": "2026-W46", "matter": "夜间巡查", "unit": "一大队", "deadline": date(2026, 11, 20),
           "ordered_at": NOON, "closed_at": None, "result": ""}  # fmt: skip
    numbers = [database.save_action(db, row) for _ in range(2)]
    assert numbers == [1, 2]
    assert database.close_action(db, 2, NOON, "已办") is True
    assert database.close_action(db, 2, NOON, "再办") is False
    assert database.close_action(db, 9, NOON, "") is False
    assert [found["result"] for found in database.actions(db)] == ["", "已办"]


def test_a_delivery_is_taken_once_unless_it_failed(db: Database) -> None:
    database.save_paper(db, paper())
    assert database.claim_delivery(db, "2026-W47", "a@b.example", NOON) == ""
    assert database.claim_delivery(db, "2026-W47", "a@b.example", NOON) == "sending"
    database.end_delivery(db, "2026-W47", "a@b.example", "failed", "550")
    assert database.claim_delivery(db, "2026-W47", "a@b.example", NOON) == ""
    database.end_delivery(db, "2026-W47", "a@b.example", "sent", "")
    assert database.claim_delivery(db, "2026-W47", "a@b.example", NOON) == "sent"
    assert [(row["recipient"], row["state"]) for row in database.deliveries(db, "2026-W47")] == [
        ("a@b.example", "sent")
    ]
