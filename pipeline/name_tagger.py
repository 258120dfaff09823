"""How likely each character begins or goes on a private person's full name, by a small network; pure functions. Imports nothing of ours.

Two layers of gated recurrent units read a sentence both ways (data/masking/tagger.onnx). They begin from those of Baidu's LAC
(Jiao, Sun and Sun 2018, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network") and are taught by bench.name_tagger.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NETWORK = Path(__file__).parent.parent / "data" / "masking" / "tagger.onnx"
OUTSIDE, BEGINS, GOES_ON = 0, 1, 2
# A character that the network does not know.
UNKNOWN = 0
# A name may begin where this chance is reached, and goes on while that one is.
_MAY_BEGIN, _MAY_GO_ON = 0.1, 0.5
_SHORTEST, _LONGEST = 2, 8
# Of odds: what is surer than this is as sure.
_SURE = 1e-6
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]?")
# How many characters are read before a place where a name may begin, and from there on.
BEFORE, BEHIND = 12, 15

Floats = NDArray[np.float64]


@cache
def _session() -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Posts are masked side by side, in processes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(NETWORK, options, providers=["CPUExecutionProvider"])


@cache
def _numbers() -> Mapping[str, int]:
    known = _session().get_modelmeta().custom_metadata_map["characters"]
    return {character: number for number, character in enumerate(known, UNKNOWN + 1)}


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand, as (start, end)."""
    return (found.span() for found in _SENTENCE.finditer(text))


def windows(text: str, starts: Iterable[int]) -> list[tuple[int, int]]:
    """What must be read to tell names that begin at these places, which ascend: parts of sentences, none within another."""
    found: list[tuple[int, int]] = []
    bounds = sentences(text)
    first = last = 0
    for start in starts:
        while last <= start:
            first, last = next(bounds)
        opened, closed = max(first, start - BEFORE), min(last, start + BEHIND)
        if found and opened <= found[-1][1] and found[-1][0] >= first:
            found[-1] = (found[-1][0], closed)
        else:
            found.append((opened, closed))
    return found


def chances(sentence: str) -> Floats:
    """Chances that each character of a sentence or a part of one, which is not empty, is OUTSIDE, BEGINS or GOES_ON: (characters, 3)."""
    numbers = _numbers()
    read = np.array([numbers.get(character, UNKNOWN) for character in sentence], dtype=np.int64)
    (found,) = _session().run(None, {"characters": read})
    return np.asarray(found, dtype=np.float64)


def likely_spans(found: Floats) -> Iterator[tuple[int, int]]:
    """Where a name may stand by the chances, as (start, end), from left to right; may overlap."""
    for start in np.flatnonzero(found[:, BEGINS] >= _MAY_BEGIN).tolist():
        stop = start + 1
        while stop < len(found) and found[stop, GOES_ON] >= _MAY_GO_ON:
            stop += 1
        if _SHORTEST <= stop - start <= _LONGEST:
            yield start, stop


def span_odds(found: Floats, start: int, stop: int) -> float:
    """The log odds that a name stands just from start to stop."""
    chance = found[start, BEGINS] * found[start + 1 : stop, GOES_ON].prod()
    if stop < len(found):
        chance *= 1 - found[stop, GOES_ON]
    chance = min(max(chance, _SURE), 1 - _SURE)
    return float(np.log(chance) - np.log1p(-chance))
