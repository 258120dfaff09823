"""Hides who is meant: authors become keyed hashes, personal numbers and names in free text become typed marks.

Pure functions. Imports pipeline.accounts, cleaning, cuts, disguises, doors, names, personal_numbers, phones and plates.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.accounts import NICKNAMES, QQS, WECHATS
from pipeline.cleaning import simplified
from pipeline.cuts import Cut, Rule, signs_of
from pipeline.disguises import is_disguised, seen_through
from pipeline.doors import DOORS
from pipeline.names import full_names
from pipeline.personal_numbers import CARDS_AND_IDS, MAILS
from pipeline.phones import LANDLINES, MOBILES
from pipeline.plates import PLATES


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with marks in place of what was hidden, and how many of each mark."""

    text: str
    counts: Mapping[str, int]


def author_hash(salt: bytes, source: str, author: str) -> str:
    """32 hexadecimal digits for an author of a source, "" for none; without the salt it leads nowhere.

    The source is part of the key, so that one name in two places is not joined to one person.
    """
    name = author.strip()
    if not name:
        return ""
    return hashlib.blake2b(f"{source}\n{name}".encode(), key=salt[:64], digest_size=16).hexdigest()


def mask(text: str) -> Masked:
    """The text with phones, ID numbers, plates, mail, QQ, WeChat, cards, doors and marked names as typed marks.

    王某某, 张先生 and service numbers (12345, 12319, 96310, 110, 400-…) stay. What is not hidden stays exactly as it was,
    full-width and traditional characters too. What a text says behind references, tags within a line and unseen
    characters is hidden as well, with these. Masking twice changes nothing, but that a mark may tell one more name beside
    it.
    """
    return _masked(text, _RULES)


def mask_numbers(text: str) -> Masked:
    """The same but for names, in a tenth of the time: for a text that was masked, and changed since."""
    return _masked(text, _NUMBERS)


def _masked(text: str, rules: Sequence[Rule]) -> Masked:
    counts: Counter[str] = Counter()
    # Twice, since what is not seen also keeps apart: two numbers with such a character between them are two.
    done = _hidden(simplified(text), text, rules, counts)
    if is_disguised(done):
        done = _hidden(*seen_through(done), rules, counts)
    return Masked(done, counts)


def _hidden(plain: str, pieces: Sequence[str], rules: Sequence[Rule], counts: Counter[str]) -> str:
    """The pieces without what the rules find in a plain text, of which each stands for a character."""
    held = signs_of(plain)
    for signs, cuts_of in rules:
        if signs and held.isdisjoint(signs):  # most texts hold the signs of few
            continue
        if cuts := list(cuts_of(plain)):
            is_same = pieces == plain
            plain = "".join(_cut(plain, cuts))
            pieces = plain if is_same else _cut(pieces, cuts)
            counts.update(mark for _, _, mark in cuts)
    return "".join(pieces)


def _cut(pieces: Sequence[str], cuts: list[Cut]) -> list[str]:
    left: list[str] = []
    end = 0
    for start, stop, mark in cuts:
        left += [*pieces[end:start], *mark]
        end = stop
    return [*left, *pieces[end:]]


def _name_cuts(text: str) -> Iterator[Cut]:
    return ((start, stop, "[姓名]") for start, stop in full_names(text))


# Longer numbers first: an ID number holds what looks like a phone.
_NUMBERS: tuple[Rule, ...] = (
    *MAILS,
    *CARDS_AND_IDS,
    *PLATES,
    *QQS,
    *MOBILES,
    *WECHATS,
    *LANDLINES,
    *DOORS,
)
_RULES: tuple[Rule, ...] = (*_NUMBERS, Rule(frozenset(), _name_cuts), *NICKNAMES)
