"""How well two annotators agree: Cohen's kappa for one answer a text, micro-F1 for several. Imports pipeline.context."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.context import Row

SINGLE = ("relevant", "sentiment", "tone", "kind")
SEVERAL = ("issues", "frames")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of two annotators over the texts that both have read: kappa by field (None where it is not defined), F1 by field."""

    first: str
    second: str
    texts: int
    kappa: Mapping[str, float | None]
    f1: Mapping[str, float | None]


def agreements(labels: Sequence[Row]) -> list[Agreement]:
    """Every pair of annotators with a text in common; rows hold post_id, annotator and the labels, one each."""
    mine: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in labels:
        mine[row["annotator"]][row["post_id"]] = row
    found = [_agreement(first, second, mine) for first, second in combinations(sorted(mine), 2)]
    return [agreement for agreement in found if agreement.texts]


def _agreement(first: str, second: str, mine: Mapping[str, Mapping[str, Row]]) -> Agreement:
    both = sorted(mine[first].keys() & mine[second].keys())
    pairs = [(mine[first][post], mine[second][post]) for post in both]
    return Agreement(
        first,
        second,
        len(both),
        {name: kappa([(left[name], right[name]) for left, right in pairs]) for name in SINGLE},
        {name: micro_f1([(set(left[name]), set(right[name])) for left, right in pairs]) for name in SEVERAL},
    )


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (1960, doi:10.1177/001316446002000104); None without pairs or where only one answer occurs."""
    left, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(left[value] * right[value] for value in left) / max(len(pairs), 1) ** 2
    if not pairs or by_chance == 1:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    return (observed - by_chance) / (1 - by_chance)


def micro_f1(pairs: Sequence[tuple[set[str], set[str]]]) -> float | None:
    """2 · common / all answers of both; None where neither gave any."""
    size = sum(len(left) + len(right) for left, right in pairs)
    return 2 * sum(len(left & right) for left, right in pairs) / size if size else None
