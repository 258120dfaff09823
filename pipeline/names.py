"""Full names of private persons in a text; pure functions. Imports pipeline.framed_names and pipeline.name_*."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pipeline import name_tagger
from pipeline.framed_names import framed_names, sounded_names
from pipeline.name_candidates import Candidate, candidates, weight_of
from pipeline.name_signs import FORM, OFFICE, ROLE, SURE, Signs, before
from pipeline.name_starts import starts
from pipeline.name_tables import DOUBLE, table
from pipeline.name_verdict import Evidence, evidence, odds

Span = tuple[int, int]

_SURE = re.compile(SURE)
_NAME = re.compile("[一-鿿·•・‧]+")
# By their signs alone: what nothing asks for is mostly somebody known for what he does in public.
_LEAST_ASKED, _LEAST_UNASKED = -0.3, 0.4
# A missed name costs more than a hidden word.
_LEAST, _LEAST_FORM, _SURELY = -0.5, 2.0, 3.0


def full_names(text: str) -> list[Span]:
    """Where full names of private persons stand, as (start, end), from left to right, none within another."""
    told = list(_spaced(text))
    weighed = {span: found for span, found in told_of(text, told).items() if not _is_mere_word(found)}
    # What a form asks for is a name by its signs, however unlikely it sounds to the network.
    by_form = ((found["signs"], span) for span, found in weighed.items() if found["form"])
    told += _best((pair for pair in by_form if pair[0] >= _LEAST_FORM), told)
    told += _best(((weight, span) for span, found in weighed.items() if (weight := odds(found)) >= _LEAST), told)
    return sorted([*told, *_again(text, told)]) if told else told


def told_of(text: str, spaced: Sequence[Span] = ()) -> Mapping[Span, Evidence]:
    """What speaks for and against each span that may be a name; spaced are names told already."""
    begun = starts(text)
    found = candidates(text, begun)
    signs = {(one.start, one.stop): weight_of(one.signs) for one in found}
    framed = framed_names(text, [*_likely(found, signs), *spaced])
    sounded = sounded_names(text)
    read = sorted({*begun, *(start for start, _ in [*framed, *sounded])})
    told: dict[Span, Evidence] = {}
    for opened, closed in name_tagger.windows(text, read):
        chances = name_tagger.chances(text[opened:closed])
        spans = {(opened + start, opened + stop) for start, stop in name_tagger.likely_spans(chances)}
        spans |= {span for span in [*signs, *framed, *sounded] if opened <= span[0] and span[1] <= closed}
        for start, stop in spans:
            if text[start:stop] in DOUBLE or _NAME.fullmatch(text, start, stop) is None:  # 欧阳先生, 段，
                continue
            chance = name_tagger.span_odds(chances, start - opened, stop - opened)
            span = start, stop
            told[span] = evidence(text, span, chance, signs.get(span), span in framed, span in sounded)
    return told


def _is_mere_word(found: Evidence) -> bool:
    """Whether it is a word of the dictionary where nothing asks for a name and the network is not sure: 许诺 is mostly a promise."""
    return bool(found["word"]) and not (found["asked"] or found["framed"]) and found["chance"] < _SURELY


@cache
def _apart_shape() -> re.Pattern[str]:
    """A surname and one or two characters, each after a space, alone on both sides."""
    return re.compile(rf"(?<![一-鿿])[{''.join(table('surname'))}] {{1,2}}[一-鿿](?: {{1,2}}[一-鿿])?(?![一-鿿:：])")


def _likely(found: Iterable[Candidate], signs: Mapping[Span, float]) -> list[Span]:
    """Which candidates are names by their signs alone."""
    weighed = ((signs[one.start, one.stop] - _least(one.signs), (one.start, one.stop)) for one in found)
    return _best((pair for pair in weighed if pair[0] >= 0), [])


def _best(weighed: Iterable[tuple[float, Span]], taken: Sequence[Span]) -> list[Span]:
    """Spans from the weightiest on, none within another or a taken one."""
    spans: list[Span] = []
    for _, span in sorted(weighed, reverse=True):
        if _apart(span, [*taken, *spans]):
            spans.append(span)
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
