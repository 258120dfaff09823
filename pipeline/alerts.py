"""Alerts of a period: counts far above their forecast and named rules, with levels and clocks. May import models.labels."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from pipeline.alert_events import with_events
from pipeline.alert_levels import RULES_ZH, AlertLevels, Level, clock
from pipeline.alert_rules import Finding, findings
from pipeline.alert_series import Reading, readings, watched
from pipeline.context import Row, Rows
from pipeline.holidays import holiday_gap
from pipeline.inspections import Inspection, named
from pipeline.periods import Period
from pipeline.voices import in_days, iso

if TYPE_CHECKING:
    import pandas as pd

# A row names at most this many posts; the others are found through its series and days.
MOST_POSTS = 50


def alert_rows(
    posts: "pd.DataFrame",
    period: Period,
    levels: AlertLevels,
    holidays: Mapping[date, bool],
    now: datetime,
    names: Mapping[str, str],
    inspections: Sequence[Inspection] = (),
) -> Rows:
    """One row an alert of the period, highest level first; `event` tells which are of one event.

    `posts`: all that is known up to the period's end, as voices.prepared gives it; `now` is aware or local; `names`
    gives the titles of stories.
    """
    counted = _count_rows(posts, period, levels, holidays, now.replace(tzinfo=None), inspections)
    return with_events(highest_first(counted + rule_rows(posts, period, levels, now, names), levels))


def rule_rows(
    posts: "pd.DataFrame", period: Period, levels: AlertLevels, now: datetime, names: Mapping[str, str]
) -> Rows:
    """The rows of the named rules alone, which need no past to compare with."""
    moment = now.replace(tzinfo=None)
    rows = (_finding_row(finding, levels, names, moment) for finding in findings(posts, period, levels))
    return highest_first([row for row in rows if row is not None], levels)


def highest_first(rows: Rows, levels: AlertLevels) -> Rows:
    """Rows by level from the highest, then by their first post."""
    order = [level.name for level in levels.levels]
    return sorted(rows, key=lambda row: (-order.index(row["level"]), row["first_post_at"] or "", row["id"]))


def adjusted(p_values: list[float]) -> list[float]:
    """Benjamini and Hochberg's adjusted p-values, in the order given (JRSS B 57(1), 1995, 289-300)."""
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(p_values, method="bh")] if p_values else []


def _count_rows(
    posts: "pd.DataFrame",
    period: Period,
    levels: AlertLevels,
    holidays: Mapping[date, bool],
    now: datetime,
    inspections: Sequence[Inspection],
) -> Rows:
    read = readings(posts, period, holidays, watched(posts), inspections)
    corrected = adjusted([reading.p_value for reading in read])
    passed = [(one, p) for one, p in zip(read, corrected, strict=True) if p <= levels.false_discovery]
    # What passes after correction passes at this p-value before it: so much a count had to reach.
    limit = levels.false_discovery * len(passed) / max(1, len(read))
    running = named(inspections, period)
    notes = (holiday_gap(holidays, period.end), f"处于检查期（{running}）" if running else "")
    note = "；".join(filter(None, notes))
    counted = [(one, p) for one, p in passed if one.observed >= levels.minimum_items]
    rows = [_count_row(one, p, limit, levels, now, note) for one, p in counted]
    return [row for row in rows if row is not None]


def _count_row(
    reading: Reading, p_value: float, limit: float, levels: AlertLevels, now: datetime, note: str
) -> Row | None:
    # Against less than one expected item any count is many times as much; the ratio is taken to one item then.
    ratio = reading.observed / max(1.0, reading.forecast.expected)
    level = levels.level_of("count", ratio)
    if level is None:
        return None
    posts = _in_bin(reading)
    threshold = max(levels.minimum_items, reading.forecast.threshold(limit))
    detected = min(datetime.combine(reading.end, time()), now)
    first = posts["published_at"].min().to_pydatetime()
    message = _message(reading, threshold, note)
    return {
        "id": f"count/{reading.series.key}/{reading.start.isoformat()}",
        "rule": "count",
        "series": reading.series.key,
        "group": reading.series.group,
        "level": level.name,
        "observed": reading.observed,
        "expected": reading.forecast.expected,
        "threshold": threshold,
        "p_value": reading.p_value,
        "adjusted_p": p_value,
        "story_id": _story_of(posts),
        "place": "",
        "message": message,
        "post_ids": list(posts["id"][:MOST_POSTS]),
        "answer": "",
        # A count is no event with a first post: both clocks run from the end of its bin.
    } | _clock_fields(level, first, detected, detected, None, now)


def _story_of(posts: "pd.DataFrame") -> str | None:
    """The story that more than half of the posts belong to, or None."""
    sizes = posts["story_id"].value_counts()
    return str(sizes.index[0]) if len(sizes) and int(sizes.iloc[0]) * 2 > len(posts) else None


def _message(reading: Reading, threshold: int, note: str) -> str:
    expected = reading.forecast.expected
    usual = f"按以往应约{expected:.1f}件" if expected >= 1 else "以往几乎没有"
    times = f"，为{reading.observed / expected:.1f}倍" if expected >= 1 else ""
    days = f"{reading.start:%m月%d日}起{(reading.end - reading.start).days}天"
    said = f"{reading.series.label}{days}{reading.observed}件，{usual}（{threshold}件起预警）{times}"
    return f"{said}；{note}" if note else said


def _finding_row(finding: Finding, levels: AlertLevels, names: Mapping[str, str], now: datetime) -> Row | None:
    level = levels.level_of(finding.rule, finding.size)
    if level is None:
        return None
    label = names.get(finding.story_id or "") or finding.label
    head = {
        "id": f"{finding.rule}/{finding.key}",
        "rule": finding.rule,
        "series": finding.key,
        "group": finding.group,
        "level": level.name,
        "observed": finding.size,
        "expected": None,
        "threshold": finding.threshold,
        "p_value": None,
        "adjusted_p": None,
        "story_id": finding.story_id,
        "place": _place_of(finding.posts),
        "message": f"{RULES_ZH[finding.rule]}：{label}（{finding.size}{_UNIT.get(finding.rule, '条')}）",
        "post_ids": list(finding.posts["id"][:MOST_POSTS]),
        "denial_ids": list(finding.denial_ids),
        "answer": _answer(finding),
    }
    detected = min(_collected(finding), now)
    return head | _clock_fields(level, finding.first_post_at, finding.first_post_at, detected, finding.answered_at, now)


def _answer(finding: Finding) -> str:
    """Whether the office has spoken on it: denied, answered, or not ("")."""
    if finding.denial_ids:
        return "denied"
    return "answered" if finding.answered_at else ""


def _place_of(posts: "pd.DataFrame") -> str:
    """The one road that the posts name, "" for none or several."""
    roads = set(posts["road"]) - {""}
    return str(roads.pop()) if len(roads) == 1 else ""


_UNIT = {"many_sources": "个来源", "repeat_place": "件"}


def _clock_fields(
    level: Level, first: datetime, start: datetime, detected: datetime, answered: datetime | None, now: datetime
) -> Row:
    """Both clocks: from the first post (of a count, from its bin's end) and from first detection."""
    public, own = clock(level, start, answered, now), clock(level, detected, answered, now)
    return {
        "first_post_at": iso(first),
        "detected_at": iso(detected),
        "response_at": iso(answered),
        "deadline_at": iso(public.deadline),
        "clock": public.state,
        "deadline_from_detection_at": iso(own.deadline),
        "clock_from_detection": own.state,
        "tell": level.tell,
        "task": level.task,
        "basis": level.basis,
    }


def _collected(finding: Finding) -> datetime:
    """When the office first held what the rule needed: the collection of the first post from then on."""
    late = finding.posts[finding.posts["published_at"] >= finding.reached_at]
    collected: datetime = late["collected_at"].min().to_pydatetime()
    return max(finding.reached_at, collected)


def _in_bin(reading: Reading) -> "pd.DataFrame":
    posts = reading.series.posts
    return posts[in_days(posts, reading.start, reading.end)].sort_values(["published_at", "id"])
