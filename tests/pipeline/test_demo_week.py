"""The demo city's last week with its labels as scores: the tables equal counts taken straight from the items."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from pipeline.analyse import compute, material
from pipeline.city import City, District
from pipeline.context import Rows
from pipeline.periods import PeriodKind, parse_period
from pipeline.voices import prepared
from tests.pipeline.small_posts import ROOT, context, frame, row

DEMO = ROOT / "data" / "demo"
WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
CHANNELS = {
    "daily": "press", "metro": "press", "bureau": "press", "portal": "press", "media": "press", "forum": "forum",
    "micro": "social", "board": "message_board", "hot": "hot_list", "hotline": "hotline",
}  # fmt: skip
PRESS, SOCIAL, COMPLAINT = {"press"}, {"forum", "social", "hot_list"}, {"message_board", "hotline"}
Item = dict[str, Any]


@pytest.fixture(scope="module")
def items() -> list[Item]:
    path = DEMO / "items.jsonl"
    if not path.exists():
        pytest.skip("data/demo/items.jsonl is not there: no demo city to count")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def own() -> set[str]:
    return set(json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["own"])


@pytest.fixture(scope="module")
def posts(items: list[Item], own: set[str]) -> pd.DataFrame:
    return prepared(frame([as_row(number, item, own) for number, item in enumerate(items)]))


@pytest.fixture(scope="module")
def tables(posts: pd.DataFrame) -> dict[str, Rows]:
    names = ("澜东区", "澜西区", "砚湖区", "北桥区", "云埠区")
    city = City("望澜市", "澜海省", "望澜市城市管理局", tuple(District(name, 500_000) for name in names))
    return compute(material(posts, WEEK, context(city=city), [], {}, {}), lambda *_: None)


def as_row(number: int, item: Item, own: set[str]) -> dict[str, Any]:
    fields = {name: item[name] for name in ("source", "relevant", "sentiment", "tone", "issues", "frames", "kind")}
    at = datetime.fromisoformat(item["published_at"]).replace(tzinfo=None)
    return row(number, at) | fields | {
        "id": item["id"], "channel": CHANNELS[item["source"]], "title": item.get("title", ""), "text": item["text"],
        "clean_text": item["text"], "owner": "own" if item["id"] in own else "independent",
        "district": item.get("district", ""), "duplicate_of": item.get("reprint_of", ""),
        "story_id": item.get("event") or None,
    }  # fmt: skip


def of_week(items: list[Item], channels: set[str], first: str, last: str) -> list[Item]:
    return [i for i in items if CHANNELS[i["source"]] in channels and first <= i["published_at"][:10] <= last]


def is_own(item: Item, own: set[str]) -> bool:
    return item["id"] in own or item.get("reprint_of", "") in own


@pytest.mark.parametrize(("group", "channels"), [("press", PRESS), ("social", SOCIAL), ("all", PRESS | SOCIAL)])
def test_the_share_of_each_group(
    items: list[Item], own: set[str], tables: dict[str, Rows], group: str, channels: set[str]
) -> None:
    now = [i for i in of_week(items, channels, "2026-11-16", "2026-11-22") if not is_own(i, own)]
    before = [i for i in of_week(items, channels, "2026-11-09", "2026-11-15") if not is_own(i, own)]
    tones = Counter(i["sentiment"] for i in now if i["relevant"])
    (found,) = (r for r in tables["volume"] if r["group"] == group)
    assert (found["items"], found["relevant"], found["previous_items"]) == (len(now), tones.total(), len(before))
    assert [found[tone] for tone in ("negative", "neutral", "positive")] == [
        tones[tone] for tone in ("negative", "neutral", "positive")
    ]
    assert found["share"] == pytest.approx(tones["negative"] / tones.total())


def test_the_bureaus_own_voice_stands_apart(items: list[Item], own: set[str], tables: dict[str, Rows]) -> None:
    spoken = [i for i in of_week(items, PRESS | SOCIAL, "2026-11-16", "2026-11-22") if is_own(i, own)]
    (found,) = (r for r in tables["volume"] if r["group"] == "own")
    assert found["items"] == len(spoken) > 0


def test_complaints_by_issue_and_place(items: list[Item], tables: dict[str, Rows]) -> None:
    told = [i for i in of_week(items, COMPLAINT, "2026-11-16", "2026-11-22") if i["relevant"]]
    assert tables["summary"][0]["complaints"] == len(told)
    assert Counter({r["issue"]: r["items"] for r in tables["complaint_issues"] if r["items"]}) == Counter(
        issue for i in told for issue in i["issues"]
    )
    places = Counter(i.get("district", "") for i in told)
    assert {r["district"]: r["items"] for r in tables["districts"] if r["items"]} == dict(places)


def test_the_dead_source_is_a_gap_of_two_weeks_and_left_out(tables: dict[str, Rows]) -> None:
    gaps = {(r["period"], source) for r in tables["trend"] for source in r["missing"]}
    assert gaps == {("2026-W45", "metro"), ("2026-W46", "metro")}
    assert {r["group"]: r["sources_left_out"] for r in tables["volume"]}["press"] == ["metro"]


def test_the_conflict_is_the_story_and_its_words_rise(tables: dict[str, Rows]) -> None:
    story = tables["stories"][0]
    assert story["story_id"] == "conflict"
    assert story["first_at"] == "2026-11-17T20:30:12"
    assert story["response_at"][:13] == "2026-11-18T10"
    assert tables["frames"][0]["code"] == "officer_violence"
    assert tables["frames"][0]["verdict"] == "worse"
    assert "锦纺巷" in [r["phrase"] for r in tables["phrases"][:3]]
    everyone = next(r for r in tables["volume"] if r["group"] == "all")
    assert everyone["difference"] > 0
    assert everyone["negative_verdict"] == "worse"


def test_nothing_but_json_comes_out(tables: dict[str, Rows]) -> None:
    assert json.loads(json.dumps(tables, allow_nan=False)) == tables


@pytest.mark.parametrize(
    ("kind", "label"), [(PeriodKind.DAY, "2026-11-18"), (PeriodKind.MONTH, "2026-10"), (PeriodKind.QUARTER, "2026-Q3")]
)
def test_other_periods_have_every_table(
    posts: pd.DataFrame, tables: dict[str, Rows], kind: PeriodKind, label: str
) -> None:
    period = parse_period(kind, label)
    seen = posts[posts["day"] < pd.Timestamp(period.end)]
    found = compute(material(seen, period, context(), [], {}, {}), lambda *_: None)
    assert list(found) == list(tables)
    assert found["summary"][0]["relevant"] > 0
    json.dumps(found, allow_nan=False)
