"""GuidanceRule: what to propose when, as a city edits it; refuses what may never be advised. May import pipeline.taxonomy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.taxonomy import TaxonomyError, load_table, refuse_unknown, require

VERIFY, EXPLAIN, PASS_ON = "先核实", "解释", "转办"
ACTIONS = (VERIFY, "整改", "整改并公开", EXPLAIN, PASS_ON, "持续关注")
JUSTIFIED, UNPROVEN = "justified", "unproven"
CRITICISM = (JUSTIFIED, UNPROVEN, "disputed", "none")

# What may never be advised. A rule whose text speaks of it is refused, even to forbid it: advice says what to do.
FORBIDDEN: Mapping[str, re.Pattern[str]] = {
    "removing posts": re.compile(
        r"删帖|删除|删评|撤稿|下架|封号|封禁|屏蔽|限流|降热|压热|撤热搜|关闭评论|清理.{0,6}(?:帖|评论|信息)"
    ),
    "directed commenters": re.compile(
        r"水军|控评|网评员|评论员队伍|刷评|刷赞|引导评论|组织.{0,6}(?:跟帖|评论|发帖|点赞)|带节奏"
    ),
    "finding a poster": re.compile(
        r"(?:查找|追查|查清|锁定|核实|约谈|走访|上门|联系|落地).{0,8}(?:发帖人|网民身份|爆料人|举报人|发布者|拍摄者)|人肉|落地查人"
    ),
    "a reporter's employer": re.compile(
        r"记者.{0,6}(?:单位|领导|主管)|(?:报社|电视台|媒体).{0,4}(?:领导|主管)|约谈记者"
    ),
    "pressing for withdrawal": re.compile(r"撤诉|撤回|撤销投诉|劝.{0,8}(?:撤|销|改)|息诉|销号施压|要求.{0,8}不再投诉"),
    "calling people malicious": re.compile(r"恶意|别有用心|刁民|造谣者|煽动|无理取闹|职业投诉"),
    "blaming temporary staff": re.compile(r"临时工|(?:协管员|队员)个人(?:行为|责任)|编外人员所为"),
    "a citizen's record": re.compile(r"前科|案底|征信|违法记录|(?:当事人|摊主|反映人).{0,6}(?:底细|背景|历史)"),
    "a target for negative share": re.compile(
        r"负面.{0,8}(?:降到|降至|控制在|不超过|低于|压降|目标|指标)|(?:压降|压低).{0,4}负面"
    ),
    "scoring by sentiment": re.compile(r"(?:情绪|情感|负面|舆情).{0,8}(?:考核|打分|排名|评分|通报批评)"),
}


@dataclass(frozen=True, slots=True)
class GuidanceRule:
    """One rule; the file that ships says what each field means."""

    id: str
    table: str
    where: Mapping[str, tuple[Any, ...]]
    unless: Mapping[str, tuple[Any, ...]]
    at_least: Mapping[str, float]
    needs: str
    after_hours: int
    criticism: str
    action: str
    evidence: str
    fallback: str
    matter: str
    unit: str
    deadline_hours: int
    basis: str
    proof: str
    stop: str
    priority: int


def read_guidance(path: Path) -> tuple[GuidanceRule, ...]:
    """Read [[rule]] tables in their order; raises TaxonomyError for a rule that may not be, with its id."""
    table = load_table(path)
    refuse_unknown(table, frozenset({"rule"}), path)
    rules = tuple(_rule(item, path) for item in require(table, "rule", list, path))
    ids = [rule.id for rule in rules]
    if repeated := [name for name in ids if ids.count(name) > 1]:
        raise TaxonomyError(path, f"id {repeated[0]}")
    return rules


def forbidden_advice(text: str) -> str | None:
    """The name of the kind of forbidden advice that a text gives, or None."""
    return next((name for name, pattern in FORBIDDEN.items() if pattern.search(text)), None)


_WORDS = ("id", "table", "criticism", "action", "matter", "unit", "basis", "proof", "stop")
_OPTIONAL = ("needs", "evidence", "fallback")
_KEYS = frozenset({*_WORDS, *_OPTIONAL, "where", "unless", "at_least", "after_hours", "deadline_hours", "priority"})


def _rule(table: Mapping[str, Any], path: Path) -> GuidanceRule:
    refuse_unknown(table, _KEYS, path)
    words = {name: require(table, name, str, path) for name in _WORDS}
    optional = {name: require({**table, name: table.get(name, "")}, name, str, path) for name in _OPTIONAL}
    rule = GuidanceRule(
        where=_values(table, "where", path),
        unless=_values(table, "unless", path),
        at_least={key: float(value) for key, value in table.get("at_least", {}).items()},
        after_hours=int(table.get("after_hours", 0)),
        deadline_hours=require(table, "deadline_hours", int, path),
        priority=require(table, "priority", int, path),
        **words,
        **optional,
    )
    if wrong := _wrong(rule):
        raise TaxonomyError(path, f"{rule.id}: {wrong}")
    return rule


def _values(table: Mapping[str, Any], key: str, path: Path) -> dict[str, tuple[Any, ...]]:
    columns = require({**table, key: table.get(key, {})}, key, dict, path)
    return {column: tuple(values) for column, values in columns.items()}


def _wrong(rule: GuidanceRule) -> str:
    """What makes a rule one that may not be, or ''."""
    if rule.action not in ACTIONS or rule.criticism not in CRITICISM:
        return f"{rule.action} {rule.criticism}"
    if rule.action == EXPLAIN and rule.criticism == JUSTIFIED:
        return f"{EXPLAIN} {JUSTIFIED}"
    if rule.action == EXPLAIN and (not rule.evidence or rule.fallback not in ACTIONS or rule.fallback == EXPLAIN):
        return f"{EXPLAIN} evidence fallback"
    return forbidden_advice(f"{rule.matter}\n{rule.unit}\n{rule.basis}\n{rule.proof}\n{rule.stop}") or ""
