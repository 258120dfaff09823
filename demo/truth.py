"""The truth file: every figure that the product must find in the demo city. Imports demo.calendar."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from demo.calendar import CAMPAIGNS, DEAD_METRO, DOG_MANNERS, EFFECT, QUIET_NIGHTS

Item = Mapping[str, Any]
CHANNELS = {
    "daily": "press", "metro": "press", "bureau": "press", "portal": "press", "media": "press", "forum": "forum",
    "micro": "social", "board": "message_board", "hot": "hot_list", "hotline": "hotline",
}  # fmt: skip
# The words that the demo's microblog search is asked for (crawlers/sources.toml holds at least these).
KEYWORDS = (
    "城管", "协管", "执法", "摆摊", "夜市", "推车", "小贩", "占道", "整治", "文庙街", "锦纺巷", "煎饼", "老周", "站前路", "工地",
    "施工", "渣土车", "噪音", "广场舞", "油烟", "烧烤", "遛狗", "养犬", "垃圾", "环卫", "公厕", "违建", "加盖", "停车", "共享单车",
    "路灯", "井盖", "地砖", "绿化", "园林", "广告牌", "招牌", "小广告", "烟花", "拆迁", "旧改", "早点摊", "静夜", "疏导点", "落叶", "队员", "通报", "造谣",
    "望澜",
)  # fmt: skip
COMPLAINT_SOURCES = ("hotline", "board")


def truth(items: Sequence[Item]) -> dict[str, Any]:
    """All figures, from the finished items."""
    return {
        "city": "望澜市",
        "fictional": True,
        "first_day": items[0]["published_at"][:10],
        "last_day": items[-1]["published_at"][:10],
        "totals": _totals(items),
        "weeks": _weeks(items),
        "series": {name: _series(items, belongs) for name, belongs in SERIES.items()},
        "handling": _handling(items),
        "events": events(),
        "stories": _groups(items, lambda i: i["event"]),
        "reprints": _reprints(items),
        "off_topic": [i["id"] for i in items if not i["relevant"]],
        "own": [i["id"] for i in items if i["source"] == "bureau" or i.get("verified")],
        "beyond_search": [
            i["id"] for i in items if i["source"] == "micro" and not any(k in i["text"] for k in KEYWORDS)
        ],
        "planted": {i["id"]: i["planted"] for i in items if i.get("planted")},
    }


def week_of(item: Item) -> str:
    """2026-W47 and the like."""
    year, week, _ = datetime.fromisoformat(item["published_at"]).isocalendar()
    return f"{year}-W{week:02d}"


def _complaint(issue: str, district: str = "") -> Callable[[Item], bool]:
    return lambda item: (
        item["source"] in COMPLAINT_SOURCES
        and issue in item["issues"]
        and (not district or item["district"] == district)
    )


SERIES: Mapping[str, Callable[[Item], bool]] = {
    "vending_landong": _complaint("vending", "澜东区"),
    "construction_site": _complaint("construction_site"),
    "dogs": _complaint("dogs"),
    "conflict_social": lambda i: i["event"] == "conflict" and i["source"] in {"micro", "forum"},
    "rumour_social": lambda i: i["event"] == "rumour" and i["source"] in {"micro", "forum"},
    "metro": lambda i: i["source"] == "metro",
}


def _series(items: Sequence[Item], belongs: Callable[[Item], bool]) -> dict[str, int]:
    return dict(sorted(Counter(week_of(i) for i in items if belongs(i)).items()))


def _tallies(items: Sequence[Item]) -> dict[str, Any]:
    return {
        "items": len(items),
        "source": _count(i["source"] for i in items),
        "channel": _count(CHANNELS[i["source"]] for i in items),
        "relevant": _count(str(i["relevant"]).lower() for i in items),
        "sentiment": _count(i["sentiment"] for i in items if i["relevant"]),
        "issue": _count(issue for i in items for issue in i["issues"]),
        "district": _count(i["district"] for i in items if i["district"]),
    }


def _totals(items: Sequence[Item]) -> dict[str, Any]:
    return _tallies(items) | {
        "kind": _count(i["kind"] for i in items),
        "frame": _count(frame for i in items for frame in i["frames"]),
        "hand_written": sum(i["origin"] == "written" for i in items),
    }


def _weeks(items: Sequence[Item]) -> dict[str, Any]:
    return {week: _tallies([i for i in items if week_of(i) == week]) for week in sorted({week_of(i) for i in items})}


def _count(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _handling(items: Sequence[Item]) -> dict[str, int]:
    records = [i["handling"] for i in items if i["source"] == "hotline"]
    return {
        "all": len(records),
        "closed": sum(bool(r["closed_at"]) for r in records),
        "revisited": sum(bool(r["revisited_at"]) for r in records),
        "satisfied": sum(r["satisfied"] is True for r in records),
        "reopened": sum(r["reopened"] is True for r in records),
    }


def _groups(items: Sequence[Item], key: Callable[[Item], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for item in items:
        if name := key(item):
            groups.setdefault(name, []).append(item["id"])
    return groups


def _reprints(items: Sequence[Item]) -> dict[str, list[str]]:
    return _groups(items, lambda i: i["reprint_of"])


def events() -> list[dict[str, Any]]:
    """What happened in the city, with the series that shows it."""
    first, second = CAMPAIGNS
    return [
        _event("rebound_1", "night-market campaign, complaints return by late June", first, "vending_landong", EFFECT),
        _event("rebound_2", "night-market campaign, back by late September", second, "vending_landong", EFFECT),
        _event("rumour", "rumour and denial", (date(2026, 6, 9), date(2026, 6, 14)), "rumour_social", None),
        _event("dog_manners", "outreach without effect", (DOG_MANNERS, None), "dogs", 1.0),
        _event("quiet_nights", "outreach that worked", (QUIET_NIGHTS, None), "construction_site", EFFECT),
        _event("dead_source", "metro publishes nothing", DEAD_METRO, "metro", 0.0),
        _event("conflict", "scuffle in 锦纺巷", (date(2026, 11, 17), date(2026, 11, 22)), "conflict_social", None),
    ]


def _event(name: str, what: str, days: tuple[date, date | None], series: str, left: float | None) -> dict[str, Any]:
    begin, end = days
    return {
        "id": name,
        "what": what,
        "begin": begin.isoformat(),
        "end": end.isoformat() if end else "",
        "weeks": [f"{d.isocalendar()[0]}-W{d.isocalendar()[1]:02d}" for d in (begin, end) if d],
        "series": series,
        "expected_share_left": left,
    }
