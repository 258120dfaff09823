"""Recomputes every figure of truth.json from items.jsonl; imports nothing of the product."""

from collections import Counter
from datetime import date, timedelta
from statistics import mean
from typing import Any

import pytest

from tests.demo.shared import load_items, load_truth

ITEMS = load_items()
TRUTH = load_truth()
CHANNEL = {
    "press": ("daily", "metro", "bureau", "portal", "media"), "forum": ("forum",), "social": ("micro",),
    "message_board": ("board",), "hot_list": ("hot",), "hotline": ("hotline",),
}  # fmt: skip
CHANNEL_OF = {source: channel for channel, sources in CHANNEL.items() for source in sources}


def week(item: dict[str, Any]) -> str:
    year, number, _ = date.fromisoformat(item["published_at"][:10]).isocalendar()
    return f"{year}-W{number:02d}"


def tallies(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "items": len(items),
        "source": Counter(i["source"] for i in items),
        "channel": Counter(CHANNEL_OF[i["source"]] for i in items),
        "relevant": Counter("true" if i["relevant"] else "false" for i in items),
        "sentiment": Counter(i["sentiment"] for i in items if i["relevant"]),
        "issue": Counter(code for i in items for code in i["issues"]),
        "district": Counter(i["district"] for i in items if i["district"]),
    }


def complaints(issue: str, district: str = "") -> list[dict[str, Any]]:
    return [
        i for i in ITEMS
        if i["source"] in ("hotline", "board") and issue in i["issues"] and district in ("", i["district"])
    ]  # fmt: skip


SERIES = {
    "vending_landong": complaints("vending", "澜东区"),
    "construction_site": complaints("construction_site"),
    "dogs": complaints("dogs"),
    "conflict_social": [i for i in ITEMS if i["event"] == "conflict" and i["source"] in ("micro", "forum")],
    "rumour_social": [i for i in ITEMS if i["event"] == "rumour" and i["source"] in ("micro", "forum")],
    "metro": [i for i in ITEMS if i["source"] == "metro"],
}


def per_week(name: str, first: date, weeks: int) -> float:
    """Mean count a week, recomputed from the items."""
    counts = Counter(i["published_at"][:10] for i in SERIES[name])
    return mean(
        sum(counts[(first + timedelta(days=7 * number + day)).isoformat()] for day in range(7))
        for number in range(weeks)
    )


def test_weeks() -> None:
    weeks = sorted({week(i) for i in ITEMS})
    assert len(weeks) == 60
    assert {name: tallies([i for i in ITEMS if week(i) == name]) for name in weeks} == TRUTH["weeks"]


def test_totals() -> None:
    more = {
        "kind": Counter(i["kind"] for i in ITEMS),
        "frame": Counter(code for i in ITEMS for code in i["frames"]),
        "hand_written": sum(i["origin"] == "written" for i in ITEMS),
    }
    assert tallies(ITEMS) | more == TRUTH["totals"]
    assert (TRUTH["first_day"], TRUTH["last_day"]) == (ITEMS[0]["published_at"][:10], ITEMS[-1]["published_at"][:10])


@pytest.mark.parametrize("name", sorted(SERIES))
def test_series(name: str) -> None:
    assert Counter(week(i) for i in SERIES[name]) == TRUTH["series"][name]


def test_handling() -> None:
    records = [i["handling"] for i in ITEMS if i["source"] == "hotline"]
    assert TRUTH["handling"] == {
        "all": len(records),
        "closed": sum(r["closed_at"] != "" for r in records),
        "revisited": sum(r["revisited_at"] != "" for r in records),
        "satisfied": sum(r["satisfied"] is True for r in records),
        "reopened": sum(r["reopened"] is True for r in records),
    }


def groups(key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in ITEMS:
        if item[key]:
            found.setdefault(item[key], []).append(item["id"])
    return found


def test_lists() -> None:
    assert TRUTH["stories"] == groups("event")
    assert TRUTH["reprints"] == groups("reprint_of")
    assert TRUTH["off_topic"] == [i["id"] for i in ITEMS if i["relevant"] is False]
    assert TRUTH["own"] == [i["id"] for i in ITEMS if i["source"] == "bureau" or i.get("verified")]
    assert TRUTH["planted"] == {i["id"]: i["planted"] for i in ITEMS if i.get("planted")}


@pytest.mark.parametrize(
    ("name", "before", "weeks_before", "after", "weeks_after", "low", "high"),
    [
        ("vending_landong", date(2026, 2, 2), 12, date(2026, 4, 27), 3, 0.1, 0.45),
        ("vending_landong", date(2026, 2, 2), 12, date(2026, 6, 22), 6, 0.75, 1.3),
        ("vending_landong", date(2026, 6, 22), 6, date(2026, 8, 3), 2, 0.1, 0.45),
        ("vending_landong", date(2026, 6, 22), 6, date(2026, 9, 28), 8, 0.7, 1.3),
        ("construction_site", date(2026, 2, 16), 26, date(2026, 8, 17), 12, 0.2, 0.45),
        ("dogs", date(2026, 1, 12), 26, date(2026, 7, 13), 12, 0.85, 1.2),
    ],
)
def test_events_show_in_the_counts(
    name: str, before: date, weeks_before: int, after: date, weeks_after: int, low: float, high: float
) -> None:
    usual = per_week(name, before, weeks_before)
    assert 7 <= usual <= 12
    assert low <= per_week(name, after, weeks_after) / usual <= high


def test_bursts_and_silence() -> None:
    assert 50 <= TRUTH["series"]["conflict_social"]["2026-W47"] <= 80
    assert TRUTH["series"]["rumour_social"]["2026-W24"] >= 25
    silent = {"2026-W45", "2026-W46"}
    everyone = {week(i) for i in ITEMS}
    assert everyone - set(TRUTH["series"]["metro"]) == silent


def test_events_name_series_and_weeks_that_exist() -> None:
    for event in TRUTH["events"]:
        assert event["series"] in TRUTH["series"]
        assert set(event["weeks"]) <= set(TRUTH["weeks"])
