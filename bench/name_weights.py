"""Learns the weights of the signs of names (data/masking/weights.txt) from lines written for masking and from real texts.

python -m bench.name_weights

A logistic regression over all candidates. Of lines the names are told; each line with names is repeated with other names
in their places, so that what is learned is the place more than the name. Real texts (CHENGYU_SHARED) name hardly any
private person, so that their candidates count as none, but for those that look like one once lines have been learned:
theirs may be names.
"""

import random
from collections import Counter
from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.name_lines import Line, lines, real_texts, swapped
from pipeline.name_candidates import candidates
from pipeline.name_signs import FORM, ROLE, Signs
from pipeline.name_starts import starts
from pipeline.name_tables import TABLES

_COPIES, _COPY_WEIGHT = 3, 0.3
_OWN_WEIGHT, _PUBLIC_WEIGHT = 0.15, 0.012
_FEWEST, _STRENGTH = 3, 1.0
_ROUNDS, _MAY_BE_NAME, _MAY_BE_NAME_ASKED, _HOPELESS = 3, 0.5, -0.5, -7.0

Row = tuple[Signs, bool, float]


def main() -> None:
    """Write the table of weights."""
    rng = random.Random(1)
    learned_from = lines()
    named = [line for line in learned_from if line.names]
    rows = [row for line in learned_from for row in rows_of(line, 1.0)]
    rows += [row for line in swapped(named * _COPIES, rng) for row in rows_of(line, _COPY_WEIGHT)]
    weights = learned(rows, list(real_rows(rng)))
    head = "# What each sign weighs, as log odds: learned by bench.name_weights. Weight, sign (none: where no sign is)."
    body = [f"{weight:.2f}\t{sign}" for sign, weight in sorted(weights.items())]
    (TABLES / "weights.txt").write_text("\n".join([head, *body, ""]), encoding="utf-8")
    print(f"{len(learned_from)} lines, {len(body)} weights")


def rows_of(line: Line, weight: float) -> Iterator[Row]:
    """The candidates of a line, and which of them are names."""
    for found in candidates(line.text, starts(line.text)):
        yield found.signs, (found.start, found.stop) in line.names, weight


def real_rows(rng: random.Random) -> Iterator[Row]:
    """The candidates of real texts that nothing asks for, as no names."""
    for real in real_texts(rng):
        for found in candidates(real.text, starts(real.text)):
            yield found.signs, False, _OWN_WEIGHT if real.own else _PUBLIC_WEIGHT


def learned(rows: list[Row], real: list[Row]) -> dict[str, float]:
    """The weight of each sign that stands in enough candidates of lines; "" is where none is."""
    met = Counter(sign for signs, _, _ in rows for sign in set(signs))
    known = {sign: place for place, sign in enumerate(sorted(sign for sign, n in met.items() if n >= _FEWEST))}
    weights = _fitted([*rows, *real[::6]], known)
    for _ in range(_ROUNDS):
        kept = [row for row in real if _HOPELESS < _odds(weights, row[0]) < _most(row)]
        weights = _fitted([*rows, *kept], known)
    return weights


def _most(row: Row) -> float:
    """The odds from which on a candidate of a real text may be a name that must go."""
    asked = FORM in row[0] or ROLE in row[0]
    if "w" in row[0] or (not asked and (row[2] == _PUBLIC_WEIGHT or "place" in row[0] or "land" in row[0])):
        return 99.0
    return _MAY_BE_NAME_ASKED if asked else _MAY_BE_NAME


def _odds(weights: dict[str, float], signs: Signs) -> float:
    return sum([weights.get(sign, 0.0) for sign in signs], weights[""])


def _fitted(rows: list[Row], known: dict[str, int]) -> dict[str, float]:
    columns = [[known[sign] for sign in dict.fromkeys(signs) if sign in known] for signs, _, _ in rows]
    ends = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    places = np.fromiter((place for row in columns for place in row), dtype=np.int32)
    table = csr_matrix((np.ones(len(places)), places, ends), shape=(len(rows), len(known)))
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300, random_state=0)
    model.fit(table, [name for _, name, _ in rows], sample_weight=[weight for _, _, weight in rows])
    return {"": float(model.intercept_[0])} | {sign: float(model.coef_[0][place]) for sign, place in known.items()}


if __name__ == "__main__":
    main()
