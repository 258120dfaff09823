"""Proposals for a person to sign, from result tables by the city's rules. May import models.labels."""

import string
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from models.labels import FRAME_ZH, ISSUE_ZH, Frame, Issue
from pipeline.context import Row, Rows
from pipeline.guidance_rules import EXPLAIN, PASS_ON, UNPROVEN, VERIFY, GuidanceRule
from pipeline.voices import iso

# No claim is answered on its merits before it could be looked into.
VERIFY_HOURS = 24


class GuidanceError(ValueError):
    """A rule names a column that its table does not have; the message is rule.column."""


# So few posts do not lead a paper once their clock has run out.
FEW = 3


def guidance_rows(tables: Mapping[str, Rows], rules: Sequence[GuidanceRule], now: datetime) -> Rows:
    """One proposal for each row of `tables` that a rule fits (the first that does), most urgent first.

    What has a clock running comes before what has none; then the rules' own order, save that a matter of one or two
    posts whose time ran out waits behind the larger ones. Of several alerts on one story or event the most urgent speaks
    for all. Raises GuidanceError.
    """
    moment = now.replace(tzinfo=None)
    timed = {row["story_id"] for row in tables.get("alerts", []) if row.get("deadline_at") and row["story_id"]}
    proposals = [_proposal(rule, row, moment) for rule, row in _fitting(tables, rules, moment)]
    today = moment.date().isoformat()

    def urgency(row: Row) -> tuple[bool, bool, int, str, str]:
        stale = bool(row["deadline"]) and row["deadline"][:10] < today and len(row["evidence"]) < FEW
        return (row["story_id"] not in timed, stale, row["priority"], row["deadline"] or "", row["id"])

    ordered = sorted(proposals, key=urgency)
    return [row for number, row in enumerate(ordered) if _is_first(row, ordered[:number])]


def _fitting(
    tables: Mapping[str, Rows], rules: Sequence[GuidanceRule], now: datetime
) -> Iterator[tuple[GuidanceRule, Row]]:
    for name, rows in tables.items():
        mine = [rule for rule in rules if rule.table == name]
        for row in rows:
            fitting = next((rule for rule in mine if _fits(rule, row, now)), None)
            if fitting is not None:
                yield fitting, row


def _fits(rule: GuidanceRule, row: Row, now: datetime) -> bool:
    if any(_value(rule, row, key) not in values for key, values in rule.where.items()):
        return False
    if any(_value(rule, row, key) in values for key, values in rule.unless.items()):
        return False
    if any((_value(rule, row, key) or 0) < bound for key, bound in rule.at_least.items()):
        return False
    return (not rule.needs or bool(row.get(rule.needs))) and _age(row, now) >= timedelta(hours=rule.after_hours)


def _proposal(rule: GuidanceRule, row: Row, now: datetime) -> Row:
    return {
        "id": f"{rule.id}/{_identity(row)}",
        "rule": rule.id,
        "action": action_of(rule, row, now),
        "matter": _Sentence(rule.id).vformat(rule.matter, (), _named(row)),
        "unit": _Sentence(rule.id).vformat(rule.unit, (), _named(row)),
        # A clock that an answer has stopped sets no date for what is still to do.
        "deadline": (not row.get("response_at") and row.get("deadline_at"))
        or iso(now + timedelta(hours=rule.deadline_hours)),
        "basis": _Sentence(rule.id).vformat(rule.basis, (), _named(row)),
        "proof": rule.proof,
        "evidence": _evidence(rule, row),
        "stop_condition": rule.stop,
        "priority": rule.priority,
        "criticism": rule.criticism,
        "story_id": row.get("story_id"),
        "event": row.get("event"),
    }


def action_of(rule: GuidanceRule, row: Row, now: datetime) -> str:
    """The rule's action, held back where it is too early for it or its evidence is not in hand."""
    early = _age(row, now) < timedelta(hours=VERIFY_HOURS)
    if rule.criticism == UNPROVEN and early and rule.action != PASS_ON:
        return VERIFY
    if rule.action == EXPLAIN and not row.get(rule.evidence):
        return rule.fallback
    return rule.action


def _age(row: Row, now: datetime) -> timedelta:
    """Time since the first post; what has no first post is not new."""
    first = row.get("first_post_at")
    return now - datetime.fromisoformat(first) if first else timedelta.max


def _value(rule: GuidanceRule, row: Row, key: str) -> Any:
    if key not in row:
        raise GuidanceError(f"{rule.id}.{key}")
    return row[key]


def _identity(row: Row) -> str:
    return str(next((row[key] for key in ("id", "campaign_id", "code", "issue", "kind") if row.get(key)), ""))


def _evidence(rule: GuidanceRule, row: Row) -> list[str]:
    said = list(row.get("post_ids") or row.get("examples") or [])
    return [*(row.get(rule.evidence) or []), *said] if rule.evidence else said


def _is_first(row: Row, before: Rows) -> bool:
    return not any(row[name] and row[name] == other[name] for other in before for name in ("story_id", "event"))


def _named(row: Row) -> Row:
    """The row with the Chinese names of its codes."""
    issue, code = row.get("issue"), row.get("code")
    names = {"issue_zh": ISSUE_ZH[Issue(issue)]} if issue in set(Issue) else {}
    # A fall is said as a fall, never as a change of minus so much.
    names |= {"size": abs(row["effect"])} if row.get("effect") is not None else {}
    return row | names | ({"frame_zh": FRAME_ZH[Frame(code)]} if code in set(Frame) else {})


class _Sentence(string.Formatter):
    """Fills a rule's sentence; what is not known shows as a dash, a column that is not there is an error."""

    def __init__(self, rule: str) -> None:
        self._rule = rule

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if key not in kwargs:
            raise GuidanceError(f"{self._rule}.{key}")
        return super().get_value(key, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> Any:
        return "—" if value is None else super().format_field(value, format_spec)
