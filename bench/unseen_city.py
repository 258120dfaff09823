"""Does the corrected share hold in a city that the model has not seen? Each source of the labelled texts in turn is that city.

Run from the repository's root: OMP_NUM_THREADS=1 CHENGYU_SHARED=../shared python -m bench.unseen_city. The texts of a source are judged by a
`stacked` that was trained without them, and their share is corrected by the errors in the shipped model's card, the source taken out. The
five models that this needs take a quarter of an hour on one core. May import models, bench.blind_labels, office_labels and
train_artifacts.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.blind_labels import Measured, measured, summed, without
from bench.office_labels import CITY, asked, before
from bench.train_artifacts import ARTIFACTS, GOLD
from models import stacked
from models.bootstrap import Answer
from models.train import read_all
from models.training_set import Labelled

# Sources that are taken out together, so that five models do: those of one city, and each time others of several kinds.
PARTS = (
    CITY,
    frozenset({"message_board_a", "weibo_hot", "news_tv"}),
    frozenset({"message_board_b", "weibo_comment", "news_title"}),
    frozenset({"message_board_c", "message_board_d", "weibo_misc", "zhihu_question"}),
    frozenset({"news", "weibo_post", "policy_microblog"}),
)
# A share of fewer texts on our matters says little of itself.
FEWEST = 15


def main() -> None:
    """Print what each source's interval holds, then for all texts and for draws of some the means over sources."""
    chosen = asked(__doc__, [100, 200, 300], 60)
    rows = read_all([chosen.shared / "gold" / name for name in GOLD])
    answers = unseen(rows, chosen.scratch)
    card = json.loads((ARTIFACTS / stacked.NAME / "model.json").read_text(encoding="utf-8"))
    for count, draws in ((len(rows), 1), *((count, chosen.draws) for count in chosen.labels)):
        each = by_source(rows, answers, card, count, draws)
        for (source, way), found in each.items():
            print(f"up to {count} texts of {source}, {way}: {summed(found, draws)}", flush=True)
        for way in dict.fromkeys(way for _, way in each):
            means = [np.mean(found, axis=0) for (_, other), found in each.items() if other == way]
            print(f"up to {count} texts, {way}, mean of {len(means)} sources: {summed(means, len(means))}", flush=True)


def unseen(rows: Sequence[Labelled], scratch: Path) -> list[Answer]:
    """Each text's answer from a model that has not seen its source, nor a near-equal text."""
    found: dict[int, Answer] = {}
    for part in PARTS:
        places = [place for place, row in enumerate(rows) if row.source in part]
        groups = {rows[place].group for place in places}
        model = before([row for row in rows if row.source not in part and row.group not in groups], scratch)
        found |= dict(zip(places, stacked.score(model, [rows[place].text for place in places]), strict=True))
    return [found[place] for place in range(len(rows))]


def by_source(
    rows: Sequence[Labelled], answers: Sequence[Answer], card: Mapping[str, Any], count: int, draws: int
) -> dict[tuple[str, str], list[Measured]]:
    """By source with enough texts on our matters, and by way, what is measured on draws of up to `count` of them."""
    found: dict[tuple[str, str], list[Measured]] = {}
    for source in sorted({row.source for row in rows}):
        places = [place for place, row in enumerate(rows) if row.source == source]
        if sum(rows[place].labels.relevant for place in places) < FEWEST:
            continue
        drawn = [np.random.default_rng(seed).permutation(places)[:count] for seed in range(draws)]
        for way, confusion in without(card, {source}).items():
            found[source, way] = [measured(rows, answers, each, confusion) for each in drawn]
    return found
