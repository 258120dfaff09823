"""What happens to a complaint: unit, times, outcome, reply. Imports demo.calendar, demo.chance."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from demo.calendar import QUIET_NIGHTS
from demo.chance import Chance

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
CALL_CHANNELS = ("电话", "微信小程序", "网页", "手机应用")
REQUEST_TYPES = {
    "complaint": "投诉举报",
    "inquiry": "咨询",
    "suggestion": "建议",
    "praise": "表扬",
    "opinion": "其他",
    "report": "其他",
}
# Mean days to close; what needs a procedure takes longer.
_DAYS = {"illegal_construction": 16.0, "facilities": 5.0, "greening": 5.0, "advertising": 4.5}


def unit_for(item: Mapping[str, Any], chance: Chance) -> str:
    """The unit that an item is assigned to."""
    if not item["district"]:
        return "市城管局" if item["relevant"] else "市有关部门"
    street = f"{item['district']}{item['street']}" if item.get("street") else f"{item['district']}城管大队"
    return chance.weighted((f"{item['district']}城管大队", street), (7, 3))


def handled(item: Mapping[str, Any], chance: Chance) -> dict[str, Any]:
    """Handling of a hotline item; what would come after `NOW` is left open."""
    taken = datetime.fromisoformat(item["published_at"])
    assigned = taken + timedelta(minutes=chance.between(4, 300))
    mean = _DAYS.get((item["issues"] or [""])[0], 3.2)
    closed = assigned + timedelta(days=0.3 + mean * (0.3 + 1.4 * chance.unit()) * (0.5 + chance.unit()))
    visited = closed + timedelta(days=0.5 + 3 * chance.unit())
    stuck, reached, happy, again = (chance.unit() for _ in range(4))
    done, known = closed <= NOW and stuck > 0.025, visited <= NOW and reached > 0.14
    satisfied = happy < _pleased(item, taken) if done and known else None
    return {
        "state": _state(assigned, done, known),
        "unit": unit_for(item, chance),
        "assigned_at": _stamp(assigned) if assigned <= NOW else "",
        "closed_at": _stamp(closed) if done else "",
        "revisited_at": _stamp(visited) if done and known else "",
        "satisfied": satisfied,
        "reopened": None if satisfied is None else not satisfied and again < 0.4,
    }


def _state(assigned: datetime, done: bool, known: bool) -> str:
    if done:
        return "已回访" if known else "已办结"
    return "办理中" if assigned <= NOW else "待派单"


def _stamp(moment: datetime) -> str:
    return moment.replace(second=0, microsecond=0).isoformat()


def _pleased(item: Mapping[str, Any], taken: datetime) -> float:
    """The chance of a satisfied caller: high for questions and thanks, low where a nuisance keeps coming back."""
    if item["kind"] != "complaint":
        return 0.94
    if "construction_site" in item["issues"]:
        return 0.83 if taken.date() >= QUIET_NIGHTS else 0.55
    return 0.42 if {"rebound", "inaction"} & set(item["frames"]) else 0.7
