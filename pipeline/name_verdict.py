"""Whether a span is a private person's full name, by all that was told of it; pure functions. Imports name_candidates, name_signs, name_tables.

A logistic regression of few terms (data/masking/verdict.txt), which bench.name_verdict learns from lines that none of its terms
was learned from.
"""

import re
from collections.abc import Mapping

from pipeline.name_candidates import is_no_name
from pipeline.name_signs import FORM, OFFICE, ROLE, before, is_word
from pipeline.name_tables import KNOWN, weights_of, words_of

Span = tuple[int, int]
Evidence = Mapping[str, float]

# Signs are summed without bound; more than this tells no more.
_STRONGEST = 5.0
_RUN = re.compile("[一-鿿]{1,8}$")
_HAN = re.compile("[一-鿿]+")


def odds(evidence: Evidence) -> float:
    """The log odds that a span with this evidence is a private person's full name."""
    weights = weights_of("verdict")
    return weights[""] + sum(weights[term] * value for term, value in evidence.items())


def evidence(text: str, span: Span, chance: float, signs: float | None, framed: bool, sounded: bool) -> Evidence:
    """What speaks for and against a span: log odds by the network, and by signs where it is a candidate; its frames and place."""
    start, stop = span
    name = text[start:stop]
    sort, _ = before(text, start, _word_before(text, start))
    asked = sort in (FORM, ROLE)
    terms = {
        "chance": chance,
        "chance, asked": chance * asked,
        "signs": 0.0 if signs is None else max(-_STRONGEST, min(_STRONGEST, signs)),
        "no candidate": signs is None,
        "no name": signs is None
        and _HAN.fullmatch(text, start, stop) is not None
        and is_no_name(text, start, stop, sort),
        "in office": sort == OFFICE,
        "framed": framed,
        "sounded": sounded,
        "asked": asked,
        "form": sort == FORM,
        "two characters": stop - start == 2,
        "long": stop - start > 4,
        "word": is_word(name) or name in words_of("does") or name in words_of("thing"),
        "known": name in KNOWN,
    }
    return {term: float(value) for term, value in terms.items()}


def _word_before(text: str, start: int) -> str:
    import rjieba

    run = _RUN.search(text, max(0, start - 8), start)
    return rjieba.cut(run.group(), False)[-1] if run is not None else ""
