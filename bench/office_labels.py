"""What a few labels of an office's own are worth: models of a city that the shipped one would not know, beside each other.

Run from the repository's root: CHENGYU_SHARED=../shared python -m bench.office_labels. All texts of one real city are taken out
of the labelled set; a model is trained on the rest; then labels are drawn from the city, whole groups of near-equal texts, and
each way of using them is measured on the city's other texts. May import models and bench.train_artifacts.
"""

import argparse
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.train_artifacts import ARTIFACTS, GOLD, made_pairs
from chengyu.commands.train import JOINED
from models import adapted, linear, stacked
from models.evaluate import Answer, figures
from models.judgement import Text
from models.train import read_all
from models.training_set import Labelled

CITY = frozenset({"hotline", "weibo_city", "news_city"})
SHOWN = (
    "sentiment_macro_f1",
    "negative_recall",
    "f1_positive",
    "relevance_f1",
    "issues_micro_f1",
    "frames_micro_f1",
    "ece",
)
Way = Callable[[Sequence[Labelled], Sequence[Text]], list[Answer]]


def main() -> None:
    """Print, for each number of labels and each way, the mean figures over all draws and their spread."""
    chosen = asked(__doc__, [50, 100, 300, 600], 6)
    city, rest = apart(chosen.shared)
    ways = ways_of(before(rest, chosen.scratch), read_all(JOINED))
    for count in chosen.labels:
        found = {
            name: [measured(way, *drawn(city, count, seed)) for seed in range(chosen.draws)]
            for name, way in ways.items()
        }
        for name, each in found.items():
            print(json.dumps({"labels": count, "way": name, **summed(each)}, ensure_ascii=False), flush=True)


def asked(told: str | None, labels: list[int], draws: int) -> argparse.Namespace:
    """What the command line asks for: `shared` and `scratch` folders, numbers of `labels`, and how many `draws` of each."""
    arguments = argparse.ArgumentParser(description=told)
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("CHENGYU_SHARED", "")))
    arguments.add_argument("--labels", type=int, nargs="+", default=labels)
    arguments.add_argument("--draws", type=int, default=draws)
    arguments.add_argument("--scratch", type=Path, default=ARTIFACTS.parents[1] / "out" / "training")
    return arguments.parse_args()


def apart(shared: Path) -> tuple[list[Labelled], list[Labelled]]:
    """The labelled texts of the city that are near-equal to none from elsewhere, and all texts from elsewhere."""
    rows = read_all([shared / "gold" / name for name in GOLD])
    elsewhere = {row.group for row in rows if row.source not in CITY}
    city = [row for row in rows if row.source in CITY and row.group not in elsewhere]
    return city, [row for row in rows if row.source not in CITY]


def before(rest: Sequence[Labelled], scratch: Path) -> stacked.Model:
    """A model as the shipped one that has not seen the city."""
    more = read_all([*JOINED, made_pairs(scratch)])
    return stacked.train([*rest, *more], stacked.load(ARTIFACTS / stacked.NAME).words)


def ways_of(unknowing: stacked.Model, joined: Sequence[Labelled]) -> dict[str, Way]:
    """The model as it comes; the step; `linear` from nothing but the labels and what joins every training."""
    return {
        "as it comes": lambda _labels, texts: stacked.score(unknowing, texts),
        "adapted": lambda labels, texts: adapted.score(adapted.train(labels, unknowing, len(labels)), texts),
        "linear from nothing": lambda labels, texts: linear.score(linear.train([*labels, *joined]), texts),
    }


def drawn(city: Sequence[Labelled], count: int, seed: int) -> tuple[list[Labelled], list[Labelled]]:
    """At least `count` labelled texts, whole groups, and all the others."""
    groups = sorted({row.group for row in city})
    order = np.random.default_rng(seed).permutation(len(groups))
    sizes = np.cumsum([sum(row.group == groups[place] for row in city) for place in order])
    taken = {groups[place] for place in order[: int(np.searchsorted(sizes, count)) + 1]}
    return [row for row in city if row.group in taken], [row for row in city if row.group not in taken]


def measured(way: Way, labels: Sequence[Labelled], others: Sequence[Labelled]) -> dict[str, float]:
    """The figures of a way on the texts that were not drawn."""
    found = figures(others, way(labels, [row.text for row in others]))
    return {name: found[name] for name in SHOWN}


def summed(each: Sequence[dict[str, float]]) -> dict[str, str]:
    """Mean and standard deviation over the draws."""
    values = {name: np.array([one[name] for one in each]) for name in SHOWN}
    return {name: f"{found.mean():.3f} ±{found.std():.3f}" for name, found in values.items()}


if __name__ == "__main__":
    main()
