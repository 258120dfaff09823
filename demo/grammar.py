"""Texts grown from written rules: choices, references, numbers and frame marks. Imports demo.chance.

A rule is a text with `(a|b|)` for one of several parts, `{name}` for a rule or a slot, `{n:2-9}` for a number in
digits, `{c:2-9}` for one in Chinese numerals, and `^code` for a frame that the part just written brings with it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from demo.chance import Chance

MAX_DEPTH = 12
_TOKEN = re.compile(r"[()|]|\{[^{}]*\}|\^[a-z_]+|[^()|{}^]+")
_NUMBER = re.compile(r"([nc]):(\d+)-(\d+)")
_DIGITS = "零一二三四五六七八九"


class GrammarError(ValueError):
    """A rule that cannot be read or a name that stands for nothing; the message is the rule or the name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences of parts."""

    options: tuple[tuple["Part", ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A rule, slot or number to put in."""

    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A frame that goes with the text before it."""

    code: str


Part = str | Choice | Reference | Mark


def parse(rule: str) -> Choice:
    """Read one rule; raises GrammarError."""
    tokens = _TOKEN.findall(rule)
    if "".join(tokens) != rule:
        raise GrammarError(rule)
    stream = iter(tokens)
    choice, closed = _choice(stream)
    if closed:
        raise GrammarError(rule)
    return choice


def _choice(stream: Iterator[str]) -> tuple[Choice, bool]:
    options: list[tuple[Part, ...]] = []
    parts: list[Part] = []
    for token in stream:
        if token == ")":  # noqa: S105 - a token of the rule, not a secret
            return Choice((*options, tuple(parts))), True
        if token == "|":  # noqa: S105 - a token of the rule, not a secret
            options.append(tuple(parts))
            parts = []
        else:
            parts.append(_part(token, stream))
    return Choice((*options, tuple(parts))), False


def _part(token: str, stream: Iterator[str]) -> Part:
    if token == "(":  # noqa: S105 - a token of the rule, not a secret
        choice, closed = _choice(stream)
        if not closed:
            raise GrammarError("(")
        return choice
    if token.startswith("{"):
        return Reference(token[1:-1])
    return Mark(token[1:]) if token.startswith("^") else token


@dataclass(slots=True)
class Grammar:
    """Rules by name, and for each choice a bag from which every option is taken before one comes again."""

    rules: Mapping[str, Choice]
    _bags: dict[int, list[int]] = field(default_factory=dict)

    def grow(
        self, rule: Choice, slots: Mapping[str, str], moods: Sequence[str], chance: Chance
    ) -> tuple[str, list[str]]:
        """A text and the frames it brings; `moods` are tried as variants (name@mood) before a rule's plain name."""
        marks: list[str] = []
        text = "".join(self._grown(rule, _Setting(slots, moods, chance), marks, 0))
        return text, marks

    def _grown(self, part: Part, setting: "_Setting", marks: list[str], depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH * 3:
            raise GrammarError("too deep")
        if isinstance(part, str):
            yield part
        elif isinstance(part, Mark):
            marks.append(part.code)
        elif isinstance(part, Reference):
            yield from self._referred(part.name, setting, marks, depth)
        else:
            for inner in self._taken(part, setting.chance):
                yield from self._grown(inner, setting, marks, depth + 1)

    def _referred(self, name: str, setting: "_Setting", marks: list[str], depth: int) -> Iterator[str]:
        if name in setting.slots:
            yield setting.slots[name]
        elif number := _NUMBER.fullmatch(name):
            value = setting.chance.between(int(number[2]), int(number[3]))
            yield chinese(value) if number[1] == "c" else str(value)
        else:
            yield from self._grown(self._rule(name, setting.moods), setting, marks, depth + 1)

    def _rule(self, name: str, moods: Sequence[str]) -> Choice:
        for variant in (*(f"{name}@{mood}" for mood in moods), name):
            if variant in self.rules:
                return self.rules[variant]
        raise GrammarError(name)

    def _taken(self, choice: Choice, chance: Chance) -> tuple[Part, ...]:
        if len(choice.options) == 1:
            return choice.options[0]
        bag = self._bags.get(id(choice))
        if not bag:
            bag = self._bags[id(choice)] = chance.shuffled(range(len(choice.options)))
        return choice.options[bag.pop()]


@dataclass(frozen=True, slots=True)
class _Setting:
    slots: Mapping[str, str]
    moods: Sequence[str]
    chance: Chance


def chinese(value: int) -> str:
    """A number under 100 in Chinese numerals, 两 before a measure word."""
    tens, ones = divmod(value, 10)
    if not tens:
        return "两" if ones == 2 else _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
