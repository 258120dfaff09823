"""How likely each character begins or goes on a private person's full name, by a small network; pure functions. Imports nothing of ours.

Two layers of gated recurrent units read a sentence both ways (data/masking/tagger.onnx). They begin from those of Baidu's LAC
(Jiao, Sun and Sun 2018, "Chinese Lexical Analysis with Deep Bi-GRU-CRF Network") and are taught by bench.name_tagger.
"""

from collections.abc import Iterator, Mapping
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


def chances(sentence: str) -> Floats:
    """Chances that each character of a sentence, which is not empty, is OUTSIDE, BEGINS or GOES_ON: (characters, 3)."""
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
