"""Pairs of contrasting sentences made from patterns, for training, and what two sets of pairs have in common.

A model that has seen 城管打了小贩 and 小贩打了城管 with many doers, deeds and victims has to read their order.
May import models.judgement, models.labels, models.training_set, models.words.
"""

import json
import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from models.judgement import Text
from models.labels import Frame, Issue, Kind, Sentiment, Tone
from models.training_set import Labelled, Labels
from models.words import cut

Pair = tuple[Labelled, Labelled]
Draw = Callable[[str], Pair]
# A run of so many characters in common is taken for a template.
RUN = 7
# Tries for each pair that is wanted: doubles and words that are held back cost some.
TRIES = 8
_SLOT = re.compile(r"\{(\w+)\}")


def pairs(grammar: Path, apart_from: Sequence[Pair], each: int, seed: int = 0) -> list[Pair]:
    """At most `each` pairs of every pattern; none shares a template or a pair of words with `apart_from`.

    The same grammar, pairs and seed give the same result. Raises KeyError for a slot that is not declared.
    """
    rules = tomllib.loads(grammar.read_text(encoding="utf-8"))
    words = {two for pair in apart_from for two in contrasts(pair)}
    templates, held = {template(pair) for pair in apart_from}, runs(apart_from)
    seen: set[str] = set()
    found: list[Pair] = []
    for number, drawn in enumerate(_patterns(rules, random.Random(seed))):  # noqa: S311  (nothing here is secret)
        made = 0
        for tried in range(each * TRIES):
            pair = drawn(f"grammar-{number:03d}-{tried:03d}")
            both = {row.text.text for row in pair}
            known = template(pair) in templates or contrasts(pair) & words or runs([pair]) & held
            if made == each or len(both) < len(pair) or both & seen or known:
                continue
            seen |= both
            found.append(pair)
            made += 1
    return found


def read_pairs(rows: Sequence[Labelled]) -> list[Pair]:
    """Rows two by two, as the files of pairs hold them."""
    return list(zip(rows[::2], rows[1::2], strict=True))


def write(found: Sequence[Pair], path: Path) -> Path:
    """The pairs as a labelled file; returns its path."""
    lines = (json.dumps(_line(row), ensure_ascii=False) for pair in found for row in pair)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def contrasts(pair: Pair) -> set[frozenset[str]]:
    """What stands in one text alone against what stands in the other alone: words of two characters or more."""
    left, right = (set(words) for words in cut([row.text.text for row in pair]))
    sides = [{word for word in side if len(word) > 1} for side in (left - right, right - left)]
    return {frozenset(two) for two in product(*sides)}


def template(pair: Pair) -> str:
    """The words that both texts have, in order, the others left open: the template of a pair."""
    left, right = cut([row.text.text for row in pair])
    return "".join(word if word in right else "_" for word in left)


def runs(found: Sequence[Pair]) -> set[str]:
    """Every run of seven characters that stands in a text of the pairs."""
    texts = [row.text.text for pair in found for row in pair]
    return {text[place : place + RUN] for text in texts for place in range(len(text) - RUN + 1)}


def _line(row: Labelled) -> dict[str, object]:
    said = row.labels
    return {
        "id": row.text.id,
        "group": row.group,
        "source": row.source,
        "title": row.text.title,
        "text": row.text.text,
        "relevant": said.relevant,
        "sentiment": said.sentiment,
        "tone": said.tone,
        "issues": said.issues,
        "frames": said.frames,
        "kind": said.kind,
    }


def _patterns(rules: Mapping[str, Any], draw: random.Random) -> Iterator[Draw]:
    slots: Mapping[str, Sequence[str]] = rules["slots"]
    for rule in rules["roles"]:
        for pattern in rule["texts"]:
            yield partial(_roles, rule=rule, pattern=pattern, slots=slots, draw=draw)
    for rule in rules["pairs"]:
        for pattern in rule["texts"]:
            yield partial(_sides, rule=rule, pattern=pattern, slots=slots, draw=draw)


def _roles(
    name: str, rule: Mapping[str, Any], pattern: str, slots: Mapping[str, Sequence[str]], draw: random.Random
) -> Pair:
    filled = _filled([pattern], slots, draw)
    doer, other = (draw.choice(slots[slot]) for slot in rule["who"])
    by_officer, to_officer = ({**filled, "X": left, "Y": right} for left, right in ((doer, other), (other, doer)))
    return (
        _labelled(f"{name}a", name, pattern, by_officer, rule["done_by_officer"], "report"),
        _labelled(f"{name}b", name, pattern, to_officer, rule["done_to_officer"], "report"),
    )


def _sides(
    name: str, rule: Mapping[str, Any], pattern: str, slots: Mapping[str, Sequence[str]], draw: random.Random
) -> Pair:
    sides = pattern.split(" | ")
    filled, kind = _filled(sides, slots, draw), rule.get("kind", "report")
    left, right = (
        _labelled(f"{name}{mark}", name, side, filled, labels, kind)
        for mark, side, labels in zip("ab", sides, (rule["left"], rule["right"]), strict=True)
    )
    return left, right


def _filled(patterns: Sequence[str], slots: Mapping[str, Sequence[str]], draw: random.Random) -> dict[str, str]:
    names = dict.fromkeys(name for pattern in patterns for name in _SLOT.findall(pattern) if name not in {"X", "Y"})
    return {name: draw.choice(slots[name]) for name in names}


def _labelled(
    name: str, group: str, pattern: str, filled: Mapping[str, str], labels: Mapping[str, Any], kind: str
) -> Labelled:
    used = [filled[slot].partition("@") for slot in _SLOT.findall(pattern)]
    words = iter(word for word, _, _ in used)
    text = _SLOT.sub(lambda _: next(words), pattern)
    relevant = labels.get("relevant", True)
    issues = dict.fromkeys([*(Issue(issue) for _, _, issue in used if issue), *map(Issue, labels["issues"])])
    said = Labels(
        relevant,
        Sentiment(labels["sentiment"]),
        Tone(labels["tone"]),
        tuple(issues)[:2] if relevant else (),
        tuple(map(Frame, labels["frames"])),
        Kind(kind),
    )
    return Labelled(Text(name, "", text), said, group, "grammar")
