"""Bias and intervals of corrected shares when the true share moves, beside counting and quapy's adjusted counts.

`pip install quapy`, then `python -m bench.quantify` prints the table for bench/RESULTS.md; a minute on one core.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from quapy.method.aggregative import ACC

from pipeline.quantification import CLASSES, counted, estimate

CARD = Path(__file__).parent.parent / "models" / "artifacts" / "stacked" / "model.json"
SHARES = (0.1, 0.2, 0.35, 0.5, 0.6)
DRAWS, TEXTS = 400, 400
# Of the texts that are looked at, and of the rest what is no negative.
IRRELEVANT, NEUTRAL = 0.1, 0.7
HEAD = (
    "true share", "bias of counting", "bias corrected", "bias quapy", "RMSE counting", "RMSE corrected", "RMSE quapy",
    "covers", "mean width",
)  # fmt: skip
Array = NDArray[np.float64]


def by_quapy(said: Array, counts: Array) -> float:
    """The negative share among relevant texts by ACC (Forman 2008) as quapy solves it."""
    rates = (counts / counts.sum(axis=1, keepdims=True)).T
    prior = ACC.solve_adjustment(rates, said / said.sum(), method="inversion", solver="minimize")
    return float(prior[1] / prior[1:].sum())


def setting(share: float, tested: Array) -> list[float]:
    """Bias, root mean square error and coverage over draws of texts and of the confusion they are corrected by."""
    rng = np.random.default_rng(7)
    rates, sizes = tested / tested.sum(axis=1, keepdims=True), tested.sum(axis=1).astype(int)
    rest = (1 - IRRELEVANT) * (1 - share)
    prior = np.array([IRRELEVANT, (1 - IRRELEVANT) * share, rest * NEUTRAL, rest * (1 - NEUTRAL)])
    found: list[tuple[float, ...]] = []
    for _ in range(DRAWS):
        said = rng.multinomial(TEXTS, prior @ rates).astype(float)
        counts = np.stack([rng.multinomial(n, row) for n, row in zip(sizes, rates, strict=True)]).astype(float)
        point, low, high = estimate(said, counted(counts))
        found.append((said[1] / said[1:].sum(), point, by_quapy(said, counts), low <= share <= high, high - low))
    columns = np.array(found, dtype=float)
    errors = columns[:, :3] - share
    return [share, *errors.mean(axis=0), *np.sqrt((errors**2).mean(axis=0)), *columns[:, 3:].mean(axis=0)]


def main() -> None:
    """Print the table in Markdown."""
    table = json.loads(CARD.read_text(encoding="utf-8"))["confusion"]
    tested = np.array([[table[true][said] for said in CLASSES] for true in CLASSES])
    print(f"{tested.sum():,} test texts, {len(CLASSES)} classes, {DRAWS} draws of {TEXTS} texts a line\n")
    for row in (HEAD, ["---"] * len(HEAD), *(setting(share, tested) for share in SHARES)):
        print("| " + " | ".join(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")


if __name__ == "__main__":
    main()
