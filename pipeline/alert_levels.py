"""AlertLevels: which trigger means which level, who is told and by when, as the city fills it in. Imports nothing of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.taxonomy import TaxonomyError, load_table, refuse_unknown, require

RULES_ZH = {
    "count": "数量异常",
    "officer_violence": "暴力执法指称（伤情或视频）",
    "violence_against_officers": "暴力抗法",
    "misconduct": "吃拿卡要指称",
    "many_sources": "多源集中传播",
    "central_medium": "央媒负面",
    "provincial_medium": "省媒负面",
    "claim_rising": "未经证实的说法上升",
    "repeat_place": "同一地点重复投诉",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One grade; `hours` count from the first post (0: no clock)."""

    name: str
    hours: int
    tell: str
    task: str
    basis: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """From `at_least` on (ratio for count, number otherwise) a rule reaches `level`."""

    rule: str
    at_least: float
    level: str


@dataclass(frozen=True, slots=True)
class AlertLevels:
    """The table; `levels` from low to high. Settings are described in the file that ships."""

    levels: tuple[Level, ...]
    triggers: tuple[Trigger, ...]
    false_discovery: float
    minimum_items: int
    sources_in_24_hours: int
    claim_posts_in_24_hours: int
    place_complaints: int
    place_days: int

    def level_of(self, rule: str, size: float) -> Level | None:
        """The highest level whose trigger is reached, or None where the city wants no alert."""
        names = {t.level for t in self.triggers if t.rule == rule and size >= t.at_least}
        reached = [level for level in self.levels if level.name in names]
        return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class Clock:
    """The time by which a level wants an answer, and how it stands: on_time, due or overdue."""

    deadline: datetime | None
    state: str


def clock(level: Level, start: datetime, answered: datetime | None, now: datetime) -> Clock:
    """All times local without offset. Due (到点) is the last quarter of the time while no answer is known."""
    if not level.hours:
        return Clock(None, "on_time")
    allowed = timedelta(hours=level.hours)
    deadline = start + allowed
    if (answered or now) > deadline:
        return Clock(deadline, "overdue")
    return Clock(deadline, "due" if answered is None and now > deadline - allowed / 4 else "on_time")


def read_levels(path: Path) -> AlertLevels:
    """Read the table; raises TaxonomyError where a key is missing or unknown or a trigger names no level."""
    table = load_table(path)
    refuse_unknown(table, frozenset({"settings", "level", "trigger"}), path)
    levels = tuple(_level(item, path) for item in require(table, "level", list, path))
    triggers = tuple(_trigger(item, path) for item in require(table, "trigger", list, path))
    names = {level.name for level in levels}
    for trigger in triggers:
        if trigger.level not in names or trigger.rule not in RULES_ZH:
            raise TaxonomyError(path, f"trigger {trigger.rule} {trigger.level}")
    return AlertLevels(levels, triggers, **_settings(require(table, "settings", dict, path), path))


def _settings(table: Mapping[str, Any], path: Path) -> dict[str, Any]:
    numbers = ("minimum_items", "sources_in_24_hours", "claim_posts_in_24_hours", "place_complaints", "place_days")
    refuse_unknown(table, frozenset({*numbers, "false_discovery"}), path)
    return {name: require(table, name, int, path) for name in numbers} | {
        "false_discovery": require(table, "false_discovery", float, path)
    }


def _level(table: Mapping[str, Any], path: Path) -> Level:
    refuse_unknown(table, frozenset(Level.__slots__), path)
    words = {name: require(table, name, str, path) for name in ("name", "tell", "task", "basis")}
    return Level(hours=require(table, "hours", int, path), **words)


def _trigger(table: Mapping[str, Any], path: Path) -> Trigger:
    refuse_unknown(table, frozenset(Trigger.__slots__), path)
    at_least = table.get("at_least")
    if not isinstance(at_least, int | float):
        raise TaxonomyError(path, f"trigger.{table.get('rule')}.at_least")
    return Trigger(require(table, "rule", str, path), float(at_least), require(table, "level", str, path))
