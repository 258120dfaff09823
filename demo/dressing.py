"""What surrounds a text at its source: bylines, nicknames, counts, replies. Imports demo.composing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from demo.calendar import season
from demo.composing import Composer, tidy
from demo.handling import NOW, unit_for

REPORTERS = ("本报记者 林舟", "本报记者 陈渡", "本报记者 许乔", "本报记者 方禾", "本报通讯员")
OUTLETS = {
    "daily": "望澜日报", "metro": "望澜都市报", "portal": "澜海在线", "media": "北桥融媒", "bureau": "望澜市城市管理局",
}  # fmt: skip


def dressed(
    made: Sequence[dict[str, Any]], written: Sequence[Mapping[str, Any]], composer: Composer
) -> list[dict[str, Any]]:
    """The items with what their source adds; forum threads bring replies."""
    taken = {item["author"] for item in written}
    for item in made:
        if dress := _DRESSERS.get(item["source"]):
            item.update(dress(item, composer))
        if item["source"] in _NAMED and not item["account"] and item["author"] in taken:
            item["author"] += str(composer.chance.between(10, 99))
    return list(made)


def _byline(item: Mapping[str, Any], composer: Composer) -> dict[str, Any]:
    signed = item["source"] in {"daily", "metro"}
    return {"author": composer.chance.pick(REPORTERS) if signed else "", "outlet": OUTLETS[item["source"]]}


def _microblog(item: Mapping[str, Any], composer: Composer) -> dict[str, Any]:
    chance, official = composer.chance, bool(item["account"])
    # Attention is heavy-tailed: most remarks are seen by a few, some by thousands; an event multiplies it.
    heat = int(2 ** (1 + 7 * chance.unit()) * (6 if item["event"] in {"conflict", "rumour"} else 1))
    topic = item["text"].split("#")[1] if item["text"].count("#") >= 2 else ""
    return {
        "author": item["account"] if official else composer.rule("nickname", {}),
        "reposts": heat // 4,
        "comments": heat // 3 + chance.below(6),
        "likes": heat * 2 + chance.below(20),
        "topic": topic,
        "verified": official,
    }


def _forum(_item: Mapping[str, Any], composer: Composer) -> dict[str, Any]:
    return {"author": composer.rule("nickname", {})}


def _board(item: Mapping[str, Any], composer: Composer) -> dict[str, Any]:
    chance = composer.chance
    written = datetime.fromisoformat(item["published_at"])
    replied = (written + timedelta(days=chance.between(2, 12))).replace(
        hour=chance.between(9, 17), minute=chance.below(60), second=0
    )
    unit = unit_for(item, chance)
    answered = replied <= NOW and chance.unit() < 0.84
    begun = chance.unit() < 0.5
    rule = "board_reply" if item["kind"] == "complaint" else "answer"
    slots = {"place": item["place"] or "信中所述地点", "unit": unit}
    return {
        "author": composer.rule("nickname", {}),
        "state": "已办理" if answered else "办理中" if begun else "待回复",
        "unit": unit if answered or begun else "",
        "reply": tidy(composer.rule(rule, slots, (season(replied.date()),))) if answered else "",
        "replied_at": replied.isoformat() if answered else "",
    }


_NAMED = frozenset({"micro", "forum", "board"})
_DRESSERS = {"micro": _microblog, "forum": _forum, "board": _board} | dict.fromkeys(OUTLETS, _byline)
