"""Full names of private persons in a text; pure functions. Imports pipeline.framed_names, name_candidates, name_signs."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.framed_names import framed_names, sounded_names
from pipeline.name_candidates import candidates, weight_of
from pipeline.name_signs import FORM, OFFICE, ROLE, SURE, Signs, before, table

Span = tuple[int, int]

_SURE = re.compile(SURE)
# A missed name costs more than a hidden word where a name is asked for; where none is, most that look like one are somebody
# known for what he does in public.
_LEAST_ASKED, _LEAST_UNASKED = -0.3, 0.4


def full_names(text: str) -> list[Span]:
    """Where full names of private persons stand, as (start, end), from left to right, none within another."""
    told = [*_likely(text), *_spaced(text)]
    if framed := framed_names(text, told):
        told = [*framed, *(span for span in told if _apart(span, framed))]
    if sounded := [span for span in sounded_names(text) if not _within(span, told)]:
        told = [*sounded, *(span for span in told if _apart(span, sounded))]
    return sorted([*told, *_again(text, told)]) if told else told


@cache
def _apart_shape() -> re.Pattern[str]:
    """A surname and one or two characters, each after a space, alone on both sides."""
    return re.compile(rf"(?<![一-鿿])[{''.join(table('surname'))}] {{1,2}}[一-鿿](?: {{1,2}}[一-鿿])?(?![一-鿿:：])")


def _likely(text: str) -> list[Span]:
    weighed = [(weight_of(found.signs) - _least(found.signs), found.start, found.stop) for found in candidates(text)]
    spans: list[Span] = []
    for weight, start, stop in sorted(weighed, reverse=True):
        if weight >= 0 and _apart((start, stop), spans):
            spans.append((start, stop))
    return spans


def _least(signs: Signs) -> float:
    return _LEAST_ASKED if FORM in signs or ROLE in signs else _LEAST_UNASKED


def _spaced(text: str) -> Iterator[Span]:
    """Names with a space after each character, where a form asks for a name or where what follows tells one."""
    for found in _apart_shape().finditer(text):
        start, end = found.span()
        sort, letters = before(text, start, "")[0], found.group().split()
        if sort == FORM or _SURE.match(text, end) or (sort == ROLE and len(letters) > 2):
            yield start, end


def _apart(span: Span, others: list[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in others)


def _within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] < end for start, end in others)


def _again(text: str, told: list[Span]) -> Iterator[Span]:
    """Where names of three characters and more that were told in one place stand in others."""
    names = {text[start:end] for start, end in told if end - start > 2}
    if not names:
        return
    taken = list(told)
    for found in re.finditer("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))), text):
        if _apart(found.span(), taken) and before(text, found.start(), "")[0] != OFFICE:
            taken.append(found.span())
            yield found.span()
