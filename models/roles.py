"""Who does what to whom and what comes of it, as far as word order tells. May import models.senses.

A bag of n-grams says the same of 城管打小贩 and 小贩打城管. Here words are replaced with their classes; what counts is
the order of classes within a clause and between clauses, for each deed who stands where its doer and its victim stand
(with 被 and 把 turned round), and whether clauses begin and end well or badly for city management.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from models.senses import HARM, NOT, PUBLIC, STAFF, Stretch, bare, clauses, sides

Clause = tuple[str, ...]
_DEEDS: Final = HARM | frozenset(
    [
        "help",
        "fine",
        "corrupt",
        "punished",
        "honour",
        "inaction",
        "solved",
        "rumour",
        "amends",
        "injury",
        "praise",
        "worse",
    ]
)
_HANDLING: Final = frozenset({"passive", "disposal", "benefit", "causative"})
# How well a clause speaks of city management by its classes alone; only the sign of the sum is used.
_WORTH: Final = {
    **dict.fromkeys(("help", "solved", "good", "lasting", "praise", "honour"), 1.0),
    **dict.fromkeys(("fast", "together", "rumour"), 0.5),
    "amends": 0.3,
    **dict.fromkeys(("problem", "inaction", "worse", "anger", "corrupt", "destroy", "insult"), -1.0),
    **dict.fromkeys(("again", "fine", "hurt", "chase"), -0.7),
    **dict.fromkeys(("pity", "slow", "injury", "confirm"), -0.5),
}
_CLEAR: Final = 0.4
# Names are made of classes (`_within`, `_deeds`, `features`) and of where they stand; some parts stand for several classes.
_PARTED: Final = re.compile(r"[~_/> ]")
_PLACES: Final = frozenset({"first", "last", "begins", "ends", "from", "to", "goes"})
_SEVERAL: Final = {
    "staff": sorted(STAFF),
    "public": sorted(PUBLIC),
    "harm": sorted(HARM),
    "passive": ["causative", "passive"],
}
# A name that fewer texts have says nothing yet.
FEWEST_TEXTS: Final = 3
# Who did what to whom counts more than mere order.
DEED_WEIGHT: Final = 2.0
# In a longer text order says less, so its row is shorter; without this the long letters are judged worse.
FULL_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Roles:
    """The names that are counted, sorted, and the weight of each; `mentions` (names, classes) is what they speak of.

    Of a side or of harm in general a name speaks of all their classes, of a passive of 让 as well, of what is turned
    round of the negation as well; the course from clause to clause (`begins +`) is no word's.
    """

    names: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    classes: tuple[str, ...]
    mentions: sparse.csr_matrix


def assembled(names: tuple[str, ...], weights: npt.NDArray[np.float32]) -> Roles:
    """Names and weights with what follows from them."""
    return Roles(names, weights, *_mentions(names))


def vocabulary(texts: Sequence[Sequence[str]], seen: Sequence[Sequence[Stretch]]) -> Roles:
    """The names that enough of the texts have; a text is its words, `seen` what `senses.stretches` says of each."""
    told = Counter(name for words, each in zip(texts, seen, strict=True) for name in set(features(words, each)))
    names = tuple(sorted(name for name, count in told.items() if count >= FEWEST_TEXTS))
    return assembled(names, np.array([_weight(name, told[name], len(texts)) for name in names], dtype=np.float32))


def _weight(name: str, count: int, texts: int) -> float:
    return float(np.log(texts / (1 + count)) + 1) * (DEED_WEIGHT if ">" in name else 1.0)


def matrix(roles: Roles, texts: Sequence[Sequence[str]], seen: Sequence[Sequence[Stretch]]) -> sparse.csr_matrix:
    """Square-root counts times weights: shape (texts, names), rows of length 1, less for texts over 40 characters."""
    column = {name: place for place, name in enumerate(roles.names)}
    found = [features(words, each) for words, each in zip(texts, seen, strict=True)]
    counted = [Counter(column[name] for name in names if name in column) for names in found]
    starts = np.cumsum([0, *(len(counts) for counts in counted)])
    columns = np.array([place for counts in counted for place in counts], dtype=np.int64)
    values = np.sqrt([count for counts in counted for count in counts.values()]) * roles.weights[columns]
    rows = sparse.csr_matrix((values.astype(np.float32), columns, starts), shape=(len(texts), len(roles.names)))
    # Names of a clause come out of sets: in another process in another order, and sums would differ in their last bits.
    rows.sort_indices()
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    sizes = np.array([sum(map(len, words)) for words in texts])
    scale = np.minimum(1, FULL_LENGTH / np.maximum(sizes, 1)) / np.maximum(lengths, 1e-9)
    rows.data *= np.repeat(scale.astype(np.float32), np.diff(rows.indptr))
    return rows


def _mentions(names: Sequence[str]) -> tuple[tuple[str, ...], sparse.csr_matrix]:
    """The classes that names speak of, and the share that each has in a name (names, classes); rows sum to 1 or 0."""
    spoken = [[one for said in _PARTED.split(name) for one in _classes(said)] for name in names]
    classes = tuple(sorted({one for each in spoken for one in each}))
    column = {name: place for place, name in enumerate(classes)}
    sizes = np.array([len(each) for each in spoken], dtype=np.int64)
    shares = np.repeat(1 / np.maximum(sizes, 1), sizes).astype(np.float32)
    columns = np.array([column[one] for each in spoken for one in each], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return classes, sparse.csr_matrix((shares, columns, starts), shape=(len(names), len(classes)))


def _classes(said: str) -> Sequence[str]:
    """The classes that a part of a name stands for; none where it is a sign, a number or an unknown side."""
    if not bare(said).isalpha() or said in _PLACES:
        return ()
    return (*_SEVERAL.get(bare(said), (bare(said),)), *(("no",) if said.startswith(NOT) else ()))


def features(words: Sequence[str], seen: Sequence[Stretch]) -> list[str]:
    """Names of what the order of the words says; a name holds classes alone, never a word."""
    found = clauses(words, seen)
    names = [name for clause in found for name in _within(clause)]
    sets = [set(clause) for clause in found]
    names += [f"{left}/{right}" for one, two in combinations(sets, 2) for left in one for right in two]
    if found:
        names += [f"first {name}" for name in found[0]] + [f"last {name}" for name in found[-1]]
        names += _course("".join(_sign(clause) for clause in found))
    return [*names, *_deeds(found)]


def _within(clause: Clause) -> Iterator[str]:
    yield from clause
    yield from (f"{left}~{right}" for left, right in combinations(clause, 2))
    yield from ("_".join(three) for three in zip(clause, clause[1:], clause[2:], strict=False))


def _sign(clause: Clause) -> str:
    worth = sum(-_WORTH.get(bare(name), 0) if name.startswith(NOT) else _WORTH.get(name, 0) for name in clause)
    return "+" if worth > _CLEAR else "-" if worth < -_CLEAR else "0"


def _course(signs: str) -> list[str]:
    return [f"begins {signs[0]}", f"ends {signs[-1]}", f"from {signs[0]} to {signs[-1]}", f"goes {signs[:4]}"]


def _deeds(found: Sequence[Clause]) -> Iterator[str]:
    subject = "?"
    for number, clause in enumerate(found):
        for place, name in enumerate(clause):
            if bare(name) in _DEEDS:
                doer, victim = _doer_and_victim(clause, place, subject)
                deed = (NOT if name.startswith(NOT) else "") + ("harm" if bare(name) in HARM else bare(name))
                whole = f"{doer}>{deed}>{victim}"
                yield from (whole, f"{whole} {min(number, 2)}", f"{doer}>{deed}", f"{deed}>{victim}")
        subject = (sides(clause) or [subject])[0]


def _doer_and_victim(clause: Clause, place: int, subject: str) -> tuple[str, str]:
    """Sides of the doer and the victim of the deed at `place`; `subject` stands in where the clause names none before."""
    before, after = clause[:place], clause[place + 1 :]
    turned = max((spot for spot, name in enumerate(before) if name in _HANDLING), default=-1)
    outer = sides(before[: max(turned, 0)]) or [subject]
    inner = sides(before[turned + 1 :])
    later = sides(_until_deed(after)) or ["?"]
    if turned >= 0 and before[turned] == "passive":
        return (inner or ["?"])[-1], outer[0]
    if turned >= 0:
        return outer[0], (inner or later)[0]
    return (inner or [subject])[-1], later[0]


def _until_deed(after: Clause) -> Clause:
    stop = next((spot for spot, name in enumerate(after) if bare(name) in _DEEDS), len(after))
    return after[:stop]
