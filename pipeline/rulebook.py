"""The city's own rules as records: kinds of negative, whose matter, deadlines. May import models.labels."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.labels import Frame, Issue, Kind
from pipeline.taxonomy import TaxonomyError, load_table

NEGATIVE_KINDS = ("nuisance", "inaction", "conduct", "policy")
RESPONSIBILITIES = ("本局", "协同", "非本局")


@dataclass(frozen=True, slots=True)
class KindRule:
    """A negative text is of `negative_kind` if it has one of each set that is not empty; the first rule that fits."""

    negative_kind: str
    kinds: frozenset[str]
    issues: frozenset[str]
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class SubIssue:
    """A part of an issue, known by terms in the text."""

    name: str
    terms: tuple[str, ...]
    standard: str
    responsibility: str
    unit: str


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """An issue's class in GB/T 30428.2, whose matter it is, and its parts in order of search."""

    code: str
    standard: str
    responsibility: str
    unit: str
    hotline: str
    parts: tuple[SubIssue, ...]


@dataclass(frozen=True, slots=True)
class StateWords:
    """Words in the state of a complaint that say whether its unit took it on, not yet, or gave it back."""

    unsigned: tuple[str, ...]
    signed: tuple[str, ...]
    returned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All tables that the measures read; `units` gives the unit for each kind of negative."""

    rules: tuple[KindRule, ...]
    units: Mapping[str, str]
    issues: Mapping[str, IssueEntry]
    deadlines: Mapping[str, int]
    states: StateWords


def read_rulebook(tables: Mapping[str, Path]) -> Rulebook:
    """Read negative_kinds.toml, issues.toml and handling.toml of the tables by name; raises TaxonomyError."""
    rules, units = _table(tables["negative_kinds.toml"], _kinds)
    return Rulebook(
        rules=rules,
        units=units,
        issues=_table(tables["issues.toml"], _issues),
        deadlines=_table(tables["handling.toml"], _deadlines),
        states=_table(tables["handling.toml"], _states),
    )


def _table(path: Path, read: Callable[[dict[str, Any]], Any]) -> Any:
    table = load_table(path)
    try:
        return read(table)
    except KeyError as error:
        raise TaxonomyError(path, str(error.args[0])) from error
    except (ValueError, TypeError, IndexError) as error:
        raise TaxonomyError(path, str(error)) from error


def _kinds(raw: dict[str, Any]) -> tuple[tuple[KindRule, ...], Mapping[str, str]]:
    rules = tuple(_rule(entry) for entry in raw["rule"])
    last = rules[-1]
    if last.kinds or last.issues or last.frames:
        raise ValueError("the last rule must fit every text")
    return rules, {name: str(raw["unit"][name]) for name in NEGATIVE_KINDS}


def _rule(entry: dict[str, Any]) -> KindRule:
    return KindRule(
        _known(NEGATIVE_KINDS, [entry["negative_kind"]])[0],
        frozenset(_known(Kind, entry.get("kinds", []))),
        frozenset(_known(Issue, entry.get("issues", []))),
        frozenset(_known(Frame, entry.get("frames", []))),
    )


def _issues(raw: dict[str, Any]) -> Mapping[str, IssueEntry]:
    entries = {code: _issue(code, raw[code]) for code in _known(Issue, Issue)}
    _known(Issue, raw)
    return entries


def _issue(code: str, entry: dict[str, Any]) -> IssueEntry:
    _known(RESPONSIBILITIES, [entry["responsibility"]])
    parts = tuple(_part(entry | part) for part in entry.get("part", []))
    return IssueEntry(
        code, str(entry["standard"]), entry["responsibility"], str(entry["unit"]), str(entry["hotline"]), parts
    )


def _part(entry: dict[str, Any]) -> SubIssue:
    _known(RESPONSIBILITIES, [entry["responsibility"]])
    return SubIssue(
        entry["name"], tuple(entry["terms"]), str(entry["standard"]), entry["responsibility"], str(entry["unit"])
    )


def _deadlines(raw: dict[str, Any]) -> Mapping[str, int]:
    return {channel: int(entry["days"]) for channel, entry in raw.items() if channel != "states"}


def _states(raw: dict[str, Any]) -> StateWords:
    words = {name: tuple(map(str, raw["states"][name])) for name in StateWords.__slots__}
    _known(words, raw["states"])
    if empty := [name for name, given in words.items() if not all(given) or not given]:
        raise ValueError(f"states.{empty[0]}")
    return StateWords(**words)


def _known(names: Iterable[str], given: Iterable[str]) -> list[str]:
    known, values = {str(name) for name in names}, [str(value) for value in given]
    if unknown := [value for value in values if value not in known]:
        raise ValueError(unknown[0])
    return values
