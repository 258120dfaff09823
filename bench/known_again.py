"""Whether `stacked` knows a text again that it learned from, by the vectors that it keeps: copies changed in several ways, and texts that are none.

Run from the repository's root: CHENGYU_SHARED=../shared python -m bench.known_again. May import models and bench.train_artifacts.
"""

import argparse
import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.train_artifacts import ARTIFACTS, FROZEN, GOLD
from models import stacked
from models.judgement import Text
from models.train import read_all
from models.training_set import read_labelled

_MARKS = re.compile(r"\W+")
COMMON = "的了是在不我有"
CHANGES: dict[str, Callable[[Text], Text]] = {
    "as it is": lambda text: text,
    "title set before the text": lambda text: Text(text.id, "", f"{text.title} {text.text}"),
    "without title": lambda text: Text(text.id, "", text.text),
    "without marks": lambda text: Text(text.id, _MARKS.sub("", text.title), _MARKS.sub("", text.text)),
    "one character in twenty another": lambda text: Text(text.id, text.title, _with_slips(text.text)),
    "last fifth cut off": lambda text: Text(text.id, text.title, text.text[: len(text.text) * 4 // 5]),
    "second half cut off": lambda text: Text(text.id, text.title, text.text[: len(text.text) // 2]),
    "source and editor added": lambda text: Text(text.id, text.title, f"{text.text}（来源：城市日报 编辑：王某）"),
}


def main() -> None:
    """Print the share that is known again of each kind of copy, and of texts of other groups."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("CHENGYU_SHARED", "")))
    arguments.add_argument("--draw", type=int, default=1_200)
    chosen = arguments.parse_args()
    rows = read_all([chosen.shared / "gold" / name for name in GOLD])
    model = stacked.load(ARTIFACTS / stacked.NAME)
    drawn = np.random.default_rng(0).permutation(len(rows))[: chosen.draw]
    for name, change in CHANGES.items():
        known = stacked.seen(model, [change(rows[place].text) for place in drawn])
        print(f"{name}: {known.mean():.3f}", flush=True)
    group = np.array([row.group for row in rows] + [""] * (len(model.known) - len(rows)))
    vectors = stacked.meaning(model, [row.text for row in rows])
    alone = [
        bool(stacked.copies(vectors[place : place + 1], model.known[group != rows[place].group])[0]) for place in drawn
    ]
    length = np.array([len(rows[place].text.title) + len(rows[place].text.text) for place in drawn])
    for low, high in ((0, 15), (15, 30), (30, 10_000), (0, 10_000)):
        inside = (length >= low) & (length < high)
        print(f"{low}-{high} characters, beside texts of other groups: {np.array(alone)[inside].mean():.4f}")
    frozen = stacked.seen(model, [row.text for row in read_labelled(FROZEN)])
    print(f"held-out texts of the demo city: {frozen.mean():.4f}")


def _with_slips(text: str) -> str:
    return "".join(COMMON[place % len(COMMON)] if place % 20 == 9 else sign for place, sign in enumerate(text))


if __name__ == "__main__":
    main()
