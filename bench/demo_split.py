"""The demo city's labelled items in two halves that share no thread, no near copy and no template. Imports demo.grammar.

Written by hand: threads and near copies stand together, and a hash of their first id puts them on one side. Drawn from
templates: every text of one rule of one skeleton stands on one side, and of each at most three are taken.
"""

import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.grammar import Choice, parse

Item = Mapping[str, Any]
PER_TEMPLATE = 3
# Two texts that share this part of their pairs of characters are copies with small changes.
ALIKE = 0.5
# Shorter fixed parts of a rule stand in many texts.
SHORTEST = 3
LABELS = ("relevant", "sentiment", "tone", "issues", "frames", "kind")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that a body is drawn from: the sources that use it, and its characters that always stand together."""

    name: str
    sources: frozenset[str]
    fixed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Items to train on and items held out, each with its `group` of near copies."""

    trained: tuple[Item, ...]
    held_out: tuple[Item, ...]


def split(folder: Path) -> Split:
    """Split `items.jsonl` of the demo folder; the same items are always split alike."""
    items = [json.loads(line) for line in (folder / "items.jsonl").read_text(encoding="utf-8").splitlines()]
    rules = list(_rules(folder / "templates"))
    written = [item for item in items if item["origin"] == "written"]
    drawn = [item for item in items if item["origin"] == "template"]
    grouped = [*_with_groups(written, threads(written)), *_few_of_each(drawn, [rule_of(item, rules) for item in drawn])]
    sides: dict[bool, list[Item]] = {True: [], False: []}
    for item in grouped:
        sides[_first_half(item["group"])].append(item)
    return Split(tuple(sides[True]), tuple(_unlinked(sides[False], sides[True])))


def _unlinked(held: Iterable[Item], trained: Iterable[Item]) -> Iterator[Item]:
    """Those that neither reprint a text that is trained on nor are reprinted by one."""
    names = {name for item in trained for name in (item["id"], item["reprint_of"])}
    return (item for item in held if item["id"] not in names and item["reprint_of"] not in names - {""})


def digest(item: Item) -> str:
    """Sixteen hex digits that name a text whatever its id is."""
    return hashlib.sha256(f"{item['title']}\n{item['text']}".encode()).hexdigest()[:16]


def labelled_line(item: Item) -> dict[str, Any]:
    """An item in the form of a labelled file."""
    fields = {key: item[key] for key in ("id", "group", "title", "text", *LABELS)}
    return {**fields, "source": f"demo_{item['source']}"}


def _first_half(group: str) -> bool:
    return hashlib.sha256(group.encode()).digest()[0] % 2 == 0


def _with_groups(items: Iterable[Item], groups: Iterable[str]) -> list[Item]:
    return [{**item, "group": group} for item, group in zip(items, groups, strict=True)]


def threads(items: Sequence[Item]) -> list[str]:
    """For each item the least id of its thread, joined with what it was reprinted from and with its near copies."""
    parent = {item["id"]: item["id"] for item in items}
    for item in items:
        for other in (item["parent"], item["reprint_of"]):
            if other in parent:
                _join(parent, item["id"], other)
    pairs = [_pairs(item) for item in items]
    for place, item in enumerate(items):
        for before in range(place):
            if _alike(pairs[place], pairs[before]):
                _join(parent, item["id"], items[before]["id"])
    return [_root(parent, item["id"]) for item in items]


def _root(parent: dict[str, str], name: str) -> str:
    while parent[name] != name:
        name = parent[name]
    return name


def _join(parent: dict[str, str], left: str, right: str) -> None:
    low, high = sorted((_root(parent, left), _root(parent, right)))
    parent[high] = low


def _pairs(item: Item) -> frozenset[str]:
    text = item["title"] + item["text"]
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) > ALIKE * min(len(left), len(right)) and min(len(left), len(right)) > 5


def _few_of_each(items: Sequence[Item], rules: Sequence[str]) -> list[Item]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in _with_groups(items, rules):
        found[item["group"]].append(item)
    return [item for group in found.values() for item in sorted(group, key=digest)[:PER_TEMPLATE]]


def _rules(folder: Path) -> Iterator[Rule]:
    for path in sorted(folder.glob("*.toml")):
        for number, skeleton in enumerate(tomllib.loads(path.read_text(encoding="utf-8")).get("skeleton", ())):
            for place, rule in enumerate(skeleton.get("texts", ())):
                fixed = tuple(part for part in _fixed(parse(rule)) if len(part) >= SHORTEST)
                yield Rule(f"{path.stem}/{number}/{place}", frozenset(skeleton["sources"]), fixed)


def _fixed(choice: Choice) -> Iterator[str]:
    for part in (part for option in choice.options for part in option):
        if isinstance(part, Choice):
            yield from _fixed(part)
        elif isinstance(part, str):
            yield part


def rule_of(item: Item, rules: Sequence[Rule]) -> str:
    """The rule of which most fixed characters stand in the text; by source, kind and issues where there is none."""
    shares = [
        (sum(len(part) for part in rule.fixed if part in item["text"]), rule.name)
        for rule in rules
        if item["source"] in rule.sources
    ]
    length, name = max(shares, default=(0, ""))
    return name if length else f"{item['source']}/{item['kind']}/{'+'.join(item['issues'])}"
