"""Learns where a person's name may begin (data/masking/starts.txt) from lines written for masking and from real texts.

CHENGYU_SHARED=../shared python -m bench.name_starts

A logistic regression over all places where a surname stands. Places in citizens' own real texts at which LAC's tagger sees a
person are left out: nobody has said whether they are names that must go.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.name_lines import Line, Sentence, lines, real_sentences, swapped
from pipeline.name_starts import places, signs_around
from pipeline.name_tables import TABLES

_TIMES, _REAL_WEIGHT = 2, 0.3
# Pairs of characters count where real texts hold them this often, and signs that stand at this many places.
_FEWEST_PAIRS, _FEWEST = 12, 4
_STRENGTH = 0.3
# Smaller weights tell nothing.
_LEAST_WEIGHT = 0.05

Row = tuple[tuple[str, ...], bool, float]


def main() -> None:
    """Write the table of weights."""
    rng = random.Random(1)
    learned_from, real = lines(), real_sentences()
    named = [line for line in learned_from if line.names]
    rows = [row for line in [*learned_from, *swapped(named * _TIMES, rng)] for row in _of_line(line)]
    rows += [row for sentence in real for row in _of_sentence(sentence)]
    weights = _fitted(rows, _known(rows, real))
    head = "# What each sign weighs, as log odds: learned by bench.name_starts. Weight, sign (none: where no sign is)."
    body = [f"{weight:.2f}\t{sign}" for sign, weight in sorted(weights.items())]
    (TABLES / "starts.txt").write_text("\n".join([head, *body, ""]), encoding="utf-8")
    print(f"{len(rows)} places, {len(body)} weights")


def _of_line(line: Line) -> Iterator[Row]:
    begun = {start for start, _ in line.names}
    return ((signs, at in begun, 1.0) for at, signs in _places(line.text))


def _of_sentence(sentence: Sentence) -> Iterator[Row]:
    open_ = {start for start, _ in sentence.persons} if sentence.own else set()
    return ((signs, False, _REAL_WEIGHT) for at, signs in _places(sentence.text) if at not in open_)


def _places(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    return ((at, signs_around(text, at)) for at in places(text))


def _known(rows: Iterable[Row], real: Sequence[Sentence]) -> dict[str, int]:
    """The signs that are weighed, and their places."""
    pairs = Counter(sentence.text[at : at + 2] for sentence in real for at in range(len(sentence.text) - 1))
    often = {pair for pair, count in pairs.items() if count >= _FEWEST_PAIRS}
    met = Counter(sign for signs, _, _ in rows for sign in signs)
    kept = (sign for sign, count in met.items() if count >= _FEWEST and sign.isprintable() and _counts(sign, often))
    return {sign: place for place, sign in enumerate(sorted(kept))}


def _counts(sign: str, often: Collection[str]) -> bool:
    """Whether it tells of one character, of how likely characters are, or of a pair that is met often."""
    told = sign.rsplit(" ", maxsplit=1)[-1]
    return "like" in sign or len(told) == 1 or told in often


def _fitted(rows: Sequence[Row], known: dict[str, int]) -> dict[str, float]:
    columns = [[known[sign] for sign in signs if sign in known] for signs, _, _ in rows]
    ends = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    at = np.fromiter((place for row in columns for place in row), dtype=np.int32)
    table = csr_matrix((np.ones(len(at)), at, ends), shape=(len(rows), len(known)))
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300, random_state=0)
    model.fit(table, [name for _, name, _ in rows], sample_weight=[weight for _, _, weight in rows])
    weights = {sign: float(model.coef_[0][place]) for sign, place in known.items()}
    return {"": float(model.intercept_[0])} | {sign: w for sign, w in weights.items() if abs(w) >= _LEAST_WEIGHT}


if __name__ == "__main__":
    main()
