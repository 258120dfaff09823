"""The tables that names are told by (data/masking), read once. Imports nothing of ours."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent.parent / "data" / "masking"
CUES = tomllib.loads((TABLES / "cues.toml").read_text(encoding="utf-8"))
# How strongly words ask for a name; an underscore in the table stands for a space within a word, as forms write it.
STRENGTH: Mapping[str, float] = {
    word.replace("_", " "): cue["odds"] for cue in CUES["cues"] for word in cue["words"].split()
}
# What stands in the place of a name and is none.
OTHERS = frozenset(CUES["never"].split())
# A given name's character so rare that the table lacks it.
UNKNOWN_GIVEN = -1.0
# Surnames of two characters.
DOUBLE = frozenset(CUES["double"].split())
DOUBLE_FIRST = frozenset(two[0] for two in DOUBLE)


@cache
def table(kind: str) -> Mapping[str, float]:
    """The log odds of characters of one kind."""
    lines = (TABLES / "names.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines if line.startswith(kind))
    return {character: float(value) for _, value, characters in rows for character in characters}


@cache
def weights_of(kind: str) -> Mapping[str, float]:
    """What each sign of one kind weighs, as log odds; "" is what is added to all."""
    lines = (TABLES / f"{kind}.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {sign: float(weight) for weight, sign in rows}


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind."""
    lines = (TABLES / "words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line.startswith(kind) for word in line.split(" ")[1:])


# Whoever is known to all, as those whom streets and prizes are named after.
KNOWN = words_of("known")
