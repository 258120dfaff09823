"""Learns how to weigh all that is told of a name (data/masking/verdict.txt), from written lines that taught nothing else and real texts.

CHENGYU_SHARED=../shared python -m bench.name_verdict        (after bench.name_starts, name_weights and name_tagger)

Every other written line holds a name, hardly any real text does: sentences of real texts are told none in, but where LAC sees a
person in a citizen's own.
"""

from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.name_lines import Line, Sentence, kept_lines, real_sentences
from pipeline.name_tables import TABLES
from pipeline.name_verdict import Evidence
from pipeline.names import told_of

_STRENGTH = 1.0
_OWN_WEIGHT, _PUBLIC_WEIGHT = 0.3, 0.1

Row = tuple[Evidence, bool, float]


def main() -> None:
    """Write the table of weights."""
    rows = [row for line in kept_lines() for row in _of_line(line)]
    rows += [row for sentence in real_sentences() for row in _of_sentence(sentence)]
    terms = list(rows[0][0])
    table = np.array([[evidence[term] for term in terms] for evidence, _, _ in rows])
    names, shares = [name for _, name, _ in rows], [weight for _, _, weight in rows]
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(table, names, sample_weight=shares)
    weights = {"": float(model.intercept_[0])} | dict(zip(terms, map(float, model.coef_[0]), strict=True))
    head = "# What each term weighs, as log odds: learned by bench.name_verdict. Weight, term (none: what is added to all)."
    body = [f"{weight:.3f}\t{term}" for term, weight in weights.items()]
    (TABLES / "verdict.txt").write_text("\n".join([head, *body, ""]), encoding="utf-8")
    print(f"{len(rows)} spans, {sum(names)} of them names")


def _of_line(line: Line) -> Iterator[Row]:
    return ((evidence, span in line.names, 1.0) for span, evidence in told_of(line.text).items())


def _of_sentence(sentence: Sentence) -> Iterator[Row]:
    for (start, stop), evidence in told_of(sentence.text).items():
        if not sentence.own or not any(a < stop and start < b for a, b in sentence.persons):
            yield evidence, False, _OWN_WEIGHT if sentence.own else _PUBLIC_WEIGHT


if __name__ == "__main__":
    main()
