"""The demo city's truth beside what stage 2 makes of it: copies and stories. Imports everything; run by bench.store."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from sqlalchemy import select

from chengyu.commands.collect import chosen_sources, collect_sources
from chengyu.commands.demo import DEMO, demo_settings
from chengyu.commands.store import store_lines
from chengyu.wiring import database
from demo.server import serve
from pipeline.cleaning import clean, comparable
from pipeline.database import POSTS
from pipeline.duplicates import similarity
from pipeline.rarity import rarity_of
from pipeline.stories import Item, cluster

_COLUMNS = (POSTS.c.id, POSTS.c.source, POSTS.c.published_at, POSTS.c.title, POSTS.c.clean_text)
_TOLD = (POSTS.c.duplicate_of, POSTS.c.story_id)
# Fewer shared bigrams are another item of the same minute.
_THE_SAME = 0.5

Row = Mapping[str, Any]


def measure_demo_copies() -> None:
    """Precision and recall of the copies that a run on the demo city links; its reprints are the truth."""
    items = demo_items()
    rows = stored_demo(items)
    posts = post_of(items, rows)
    first = {posts[i["id"]]: posts[i["reprint_of"]] for i in items if i["reprint_of"] and i["id"] in posts}
    told = {row["id"]: row["duplicate_of"] for row in rows if row["duplicate_of"]}
    right = sum(first.get(post) == first.get(of, of) for post, of in told.items())
    print(
        f"demo city, {len(rows)} posts stored, {len(first)} reprints among them: {len(told)} copies told, {right} right"
    )
    print(f"precision {right / len(told):.3f}, recall {right / len(first):.3f}")


def measure_stored_stories() -> None:
    """The same figures on the stories that a run on the demo city writes: places and copies as it told them."""
    items = demo_items()
    by_id = {item["id"]: item for item in items}
    rows = stored_demo(items)
    story_of = {row["id"]: row["story_id"] for row in rows}
    posts = post_of(items, rows)
    truth = {item["id"]: true_story(item, by_id) for item in items if item["id"] in posts}
    print_figures("as stored", {item: story_of[posts[item]] for item in truth}, truth)


def demo_items() -> list[dict[str, Any]]:
    """All items of the demo city."""
    return [json.loads(line) for line in (DEMO / "items.jsonl").read_text("utf-8").splitlines()]


def stored_demo(items: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The posts that collect and store make of the demo city's site."""
    with tempfile.TemporaryDirectory() as folder, serve(items) as base:
        settings = demo_settings(Path(folder))
        collect_sources(settings, chosen_sources(settings, (), base))
        store_lines(settings)
        with database(settings) as opened, opened.read() as connection:
            return [dict(row) for row in connection.execute(select(*_COLUMNS, *_TOLD)).mappings()]


def post_of(items: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> dict[str, str]:
    """The post of each item: same source and minute, the text most alike; items that no search found are left out."""
    at: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        at[row["source"], row["published_at"].isoformat()[:16]].append(row)
    found = {}
    for item in items:
        said = comparable(clean(f"{item['title']}{item['text']}"))
        alike = [
            (similarity(said, comparable(f"{row['title']}{row['clean_text']}")), row["id"])
            for row in at[item["source"], item["published_at"][:16]]
        ]
        likeness, post = max(alike, default=(0.0, ""))
        if likeness >= _THE_SAME:
            found[item["id"]] = post
    return found


def measure_stories() -> None:
    """B-cubed and pairwise F1 on the demo city, the two sudden events, threads and reprints being the truth."""
    rows = demo_items()
    by_id = {row["id"]: row for row in rows}
    items = [demo_item(row) for row in rows]
    truth = {row["id"]: true_story(row, by_id) for row in rows}
    found = cluster(items, rarity_of((item.at.date(), item.title, item.text) for item in items)).story_of
    print_figures("with the truth's places and copies", found, truth)


def print_figures(name: str, found: Mapping[str, str], truth: Mapping[str, str]) -> None:
    """B-cubed and pairwise precision, recall and F1."""
    for measure, (precision, recall) in (("B-cubed", b_cubed(found, truth)), ("pairs", pairwise(found, truth))):
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name}, {measure}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} ({len(truth)} items)")


def demo_item(row: Mapping[str, Any]) -> Item:
    """An item of the demo's file as clustering reads it."""
    return Item(
        id=row["id"],
        title=clean(row.get("title", "")),
        text=clean(row["text"]),
        at=datetime.fromisoformat(row["published_at"]),
        is_press=row["source"] in {"daily", "metro", "bureau", "portal", "media"},
        is_complaint=row["source"] in {"board", "hotline"},
        district=row.get("district", ""),
        road=row.get("place", ""),
        copy_of=row.get("reprint_of", ""),
        parent=row.get("parent", ""),
    )


def true_story(row: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> str:
    """The sudden event of a row or of what it answers, else the head of its thread or reprint chain."""
    head = by_id.get(row.get("parent", ""), row)
    event = row.get("event") or head.get("event") or ""
    return event if event in {"conflict", "rumour"} else row.get("reprint_of") or row.get("parent") or row["id"]


def b_cubed(found: Mapping[str, str], truth: Mapping[str, str]) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga & Baldwin 1998)."""
    groups, stories = members(found), members(truth)
    shared = {post: len(groups[found[post]] & stories[truth[post]]) for post in truth}
    precision = sum(n / len(groups[found[post]]) for post, n in shared.items()) / len(truth)
    return precision, sum(n / len(stories[truth[post]]) for post, n in shared.items()) / len(truth)


def pairwise(found: Mapping[str, str], truth: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall of pairs of posts in one story."""
    left, right = pairs(members(found)), pairs(members(truth))
    return len(left & right) / len(left), len(left & right) / len(right)


def members(story_of: Mapping[str, str]) -> dict[str, set[str]]:
    """The posts of each story."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for post, story in story_of.items():
        groups[story].add(post)
    return groups


def pairs(groups: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """Every pair of posts in one group."""
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}
