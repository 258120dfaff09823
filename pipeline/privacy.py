"""Hides who is meant: authors become keyed hashes, personal numbers and names in free text become typed marks.

Pure functions. Imports pipeline.accounts, cleaning, cuts, doors, names, personal_numbers, phones and plates.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.accounts import NICKNAMES, QQS, WECHATS
from pipeline.cleaning import half_width
from pipeline.cuts import Cut, Rule, signs_of
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
    full-width characters too. Masking twice changes nothing, but that a mark may tell one more name beside it.
    """
    counts: Counter[str] = Counter()
    plain = half_width(text)
    # What the rules read, and the text itself where that is another: as long, and cut alike.
    forms = [plain] if plain == text else [plain, text]
    held = signs_of(plain)
    for signs, cuts_of in _RULES:
        if signs and held.isdisjoint(signs):  # most texts hold the signs of few
            continue
        if cuts := list(cuts_of(forms[0])):
            forms = [_cut(form, cuts) for form in forms]
            counts.update(mark for _, _, mark in cuts)
    return Masked(forms[-1], counts)


def _cut(text: str, cuts: list[Cut]) -> str:
    parts, end = [], 0
    for start, stop, mark in cuts:
        parts += [text[end:start], mark]
        end = stop
    return "".join([*parts, text[end:]])


def _name_cuts(text: str) -> Iterator[Cut]:
    return ((start, stop, "[姓名]") for start, stop in full_names(text))


# Longer numbers first: an ID number holds what looks like a phone.
_RULES: tuple[Rule, ...] = (
    *MAILS,
    *CARDS_AND_IDS,
    *PLATES,
    *QQS,
    *MOBILES,
    *WECHATS,
    *LANDLINES,
    *DOORS,
    Rule(frozenset(), _name_cuts),
    *NICKNAMES,
)
