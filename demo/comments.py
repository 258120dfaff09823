"""The comments below the articles of one demo press site, as its open JSON interface gives them. Imports demo.page."""

import json
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from demo.page import Item, Page, moment

COMMENTED = "portal"
PER_PAGE = 10


def is_comment(item: Item) -> bool:
    """Whether an item is what a reader wrote below an article or below another comment."""
    return item["source"] == COMMENTED and bool(item.get("parent"))


def comment_list(items: Sequence[Item], query: str) -> Page:
    """One answer: the comments below an article, newest first; an article without any has an empty list."""
    fields = {name: values[0] for name, values in parse_qs(query).items()}
    page = max(int(fields.get("page", "1")), 1)
    by_id = {item["id"]: item for item in items if item["source"] == COMMENTED}
    below = [i for i in by_id.values() if is_comment(i) and _article_of(i, by_id) == fields.get("id")]
    below.sort(key=moment, reverse=True)
    rows = [_row(item, by_id) for item in below[(page - 1) * PER_PAGE : page * PER_PAGE]]
    answer = {"code": 0, "data": {"total": len(below), "list": rows}}
    return Page(json.dumps(answer, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _article_of(item: Item, by_id: Mapping[str, Item]) -> str:
    while (above := by_id.get(item.get("parent") or "")) is not None:
        item = above
    return str(item["id"])


def _row(item: Item, by_id: Mapping[str, Item]) -> dict[str, object]:
    answered = item["parent"] if is_comment(by_id[item["parent"]]) else "0"
    return {
        "id": item["id"],
        "content": item["text"],
        "create_time": int(moment(item).timestamp() * 1000),
        "user": {"nick": item.get("author") or "网友"},
        "reply_id": answered,
        "like": item.get("likes", 0),
    }
