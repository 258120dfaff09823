import re
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from models.labels import Frame, Issue, Kind, Sentiment, Tone
from tests.demo.shared import alike, load_items

ITEMS = load_items()
BY_ID = {item["id"]: item for item in ITEMS}
SOURCES = {"daily", "metro", "bureau", "portal", "media", "forum", "micro", "board", "hot", "hotline"}
WRITTEN = [i for i in ITEMS if i["origin"] == "written"]
TEMPLATE = [i for i in ITEMS if i["origin"] == "template"]


def test_the_city_is_about_as_large_as_declared() -> None:
    assert 2400 <= len(ITEMS) <= 3000
    assert {i["source"] for i in ITEMS} == SOURCES
    assert len(BY_ID) == len(ITEMS)


def test_items_are_sorted_and_in_the_period() -> None:
    times = [datetime.fromisoformat(i["published_at"]) for i in ITEMS]
    assert times == sorted(times)
    assert str(times[0]) >= "2025-09-29 00:00:00+08:00"
    assert str(times[-1]) <= "2026-11-22 23:59:59+08:00"
    assert {t.utcoffset().total_seconds() for t in times if t.utcoffset()} == {8 * 3600}


def test_labels_are_of_the_label_sets() -> None:
    for item in ITEMS:
        Sentiment(item["sentiment"]), Tone(item["tone"]), Kind(item["kind"])
        assert len(item["issues"]) <= 2, item["id"]
        assert all(Issue(code) for code in item["issues"])
        assert all(Frame(code) for code in item["frames"])
        if not item["relevant"]:
            assert (item["sentiment"], item["issues"], item["frames"]) == ("neutral", [], []), item["id"]


def test_events_keep_to_their_days() -> None:
    days: dict[str, set[str]] = {}
    for item in ITEMS:
        days.setdefault(item["event"], set()).add(item["published_at"][:10])
    assert min(days["conflict"]) == "2026-11-17"
    assert min(days["rumour"]) == "2026-06-09"
    assert max(days["rumour"]) <= "2026-06-14"
    metro = {i["published_at"][:10] for i in ITEMS if i["source"] == "metro"}
    assert not [day for day in metro if "2026-11-02" <= day <= "2026-11-15"]


def test_replies_and_reprints_point_at_items_that_came_before() -> None:
    for item in ITEMS:
        for name in ("parent", "reprint_of"):
            if item[name]:
                assert BY_ID[item[name]]["published_at"] <= item["published_at"], item["id"]


def test_hand_written_texts_are_many_and_no_near_copies() -> None:
    assert len({i["title"] + i["text"] for i in WRITTEN}) >= 300
    near = [pair for pair in alike(WRITTEN, 0.5) if not _one_release(*pair[:2])]
    assert near == []


def _one_release(first: str, second: str) -> bool:
    return (BY_ID[first]["reprint_of"] or first) == (BY_ID[second]["reprint_of"] or second)


def test_template_texts_differ() -> None:
    repeated = [text for text, count in Counter(i["text"] for i in TEMPLATE).items() if count > 1]
    assert repeated == []
    near = {
        name for first, second, _ in alike(TEMPLATE, 0.8) if not _one_release(first, second) for name in (first, second)
    }
    assert len(near) <= 0.02 * len(TEMPLATE)


def test_no_rule_is_left_unfilled() -> None:
    for item in TEMPLATE:
        text = item["title"] + item["text"] + item.get("reply", "")
        assert not re.search(r"[{}|^]|，[，。！？]|。。|None", text), item


PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
CARD = re.compile(r"(?<![\dA-Z])\d{17}[\dXx](?![\dA-Z])")
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z]·?[A-Z0-9]{5,6}(?![A-Z0-9])")


def test_planted_strings_stand_in_their_texts() -> None:
    planted = [i for i in ITEMS if i.get("planted")]
    complaints = [i for i in ITEMS if i["source"] in {"hotline", "board"}]
    assert 0.03 <= len(planted) / len(complaints) <= 0.09
    for item in planted:
        assert all(value in item["title"] + item["text"] for value in item["planted"]), item["id"]


@pytest.mark.parametrize("pattern", [PHONE, CARD, PLATE], ids=["phone", "card", "plate"])
def test_every_number_is_planted_and_belongs_to_nobody(pattern: re.Pattern[str]) -> None:
    found = [(i, v) for i in ITEMS for v in pattern.findall(i["title"] + i["text"] + i.get("reply", ""))]
    assert found
    for item, value in found:
        assert value in item.get("planted", []), (item["id"], value)
        assert re.fullmatch(r"1\d\d0000\d{4}|99\d{15}[\dX]|澜[A-Z]·?[A-Z0-9]{5,6}", value), value


def test_hotline_items_are_handled_in_order() -> None:
    for item in (i for i in ITEMS if i["source"] == "hotline"):
        record: dict[str, Any] = item["handling"]
        times = [
            t for t in (item["published_at"], *(record[k] for k in ("assigned_at", "closed_at", "revisited_at"))) if t
        ]
        assert [t[:16] for t in times] == sorted(t[:16] for t in times), item["id"]
        assert times[-1] <= "2026-11-23T08:00:00+08:00"
        assert (record["satisfied"] is None) == (record["revisited_at"] == "")
        assert not (record["reopened"] and record["satisfied"])
