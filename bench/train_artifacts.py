"""Make the shipped models from the labelled texts, the background texts, the demo city and the contrast pairs.

Run from the repository's root: CHENGYU_SHARED=../shared python -m bench.train_artifacts linear stacked snownlp. The same
files give the same bytes. May import models and bench.demo_split.
"""

import argparse
import json
import logging
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np

from bench.demo_split import Item, digest, labelled_line, split
from models import background, contrast, ensemble, train, words
from models.tasks import WIDTH, targets
from models.training_set import digest as file_digest
from models.training_set import folds, read_labelled

ROOT = Path(__file__).parent.parent
ARTIFACTS = ROOT / "models" / "artifacts"
DEMO, CONTRAST, WRITTEN = ROOT / "data" / "demo", ROOT / "data" / "contrast", ROOT / "data" / "written"
# What the gate of `chengyu models promote` compares on where an office has no blind labels yet: texts that we may ship.
FROZEN = ROOT / "data" / "frozen.jsonl"
# Pairs made from each pattern: with four, test pairs both right .238 -> .262 beside 2,400 real texts, which lose nothing.
MADE_OF_EACH = 4
GOLD = ("labelled_once.jsonl", "labelled_twice.jsonl")


def main() -> None:
    """Train each kind that is named, then measure it on what no training set holds."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kinds", nargs="+", choices=["snownlp", "linear", "stacked", "ensemble"])
    arguments.add_argument("--base", type=Path, help="the checkpoint that the ensemble's encoder starts from")
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("CHENGYU_SHARED", "")))
    arguments.add_argument("--made", type=date.fromisoformat, required=True, help="the date that the cards show")
    arguments.add_argument("--scratch", type=Path, default=ROOT / "out" / "training")
    arguments.add_argument("--only-measure", action="store_true", help="keep the weights, score the held-out sets anew")
    chosen = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    demo_trained, demo_held_out = write_demo(chosen.scratch)
    for kind in chosen.kinds:
        if kind == ensemble.NAME and not chosen.only_measure:
            make_ensemble(chosen.shared, chosen.scratch, demo_trained, chosen.base, chosen.made.isoformat())
        elif not chosen.only_measure:
            gold = [chosen.shared / "gold" / name for name in GOLD]
            more = [] if kind == "snownlp" else [demo_trained, CONTRAST / "train.jsonl", *written()]
            more += [made_pairs(chosen.scratch)] if kind == "stacked" else []
            vectors = word_vectors(chosen.shared / "corpora", chosen.scratch) if kind == "stacked" else None
            train.train(kind, train.Files(gold, more), ARTIFACTS / kind, chosen.made.isoformat(), vectors)
        sets = {"demo_held_out": demo_held_out, "contrast_test": CONTRAST / "test.jsonl"}
        found = train.measure(ARTIFACTS / kind, {name: path for name, path in sets.items() if path.exists()})
        print(json.dumps({kind: found}, ensure_ascii=False, indent=1))


def make_ensemble(shared: Path, scratch: Path, demo_trained: Path, base: Path, made: str) -> None:
    """Fit the members on each fold's rest and on everything, keeping each fold's part in `scratch`; then heads and card.

    An encoder takes a quarter of an hour on one core: what is kept is not done again.
    """
    paths = [shared / "gold" / name for name in GOLD]
    always = [demo_trained, CONTRAST / "train.jsonl", *written(), made_pairs(scratch)]
    rows, more = train.read_all(paths), train.read_all(always)
    vectors = word_vectors(shared / "corpora", scratch)
    fold = folds([row.group for row in rows], ensemble.FOLDS, ensemble.SEED)
    said = np.zeros((len(rows), 2 * WIDTH), dtype=np.float32)
    for held in range(ensemble.FOLDS):
        kept = scratch / f"ensemble_fold_{held}.npy"
        if not kept.exists():
            np.save(kept, ensemble.held_out(rows, more, fold == held, vectors, str(base)))
        said[fold == held] = np.load(kept)
    model = ensemble.joined(
        *ensemble.fitted([*rows, *more], vectors, str(base)), said, targets([row.labels for row in rows])
    )
    folder = ARTIFACTS / ensemble.NAME
    ensemble.save(model, folder)
    files, answers = train.Files(paths, always), ensemble.cross_fitted(said, rows, fold)
    train.describe(ensemble.NAME, folder, made, files, rows, answers, train.own_errors(files, rows, answers))


def write_demo(folder: Path) -> tuple[Path, Path]:
    """The two halves of the demo city as labelled files in `folder`; which text is where is kept by digest."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = split(DEMO)
    kept = {
        "items_sha256": file_digest(DEMO / "items.jsonl"),
        "trained": sorted({digest(item) for item in halves.trained}),
        "held_out": sorted({digest(item) for item in halves.held_out}),
    }
    (ARTIFACTS / "demo_split.json").write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    return (
        _write(folder / "demo_trained.jsonl", halves.trained),
        _write(FROZEN, halves.held_out),
    )


def written() -> list[Path]:
    """The files of texts that were written for training."""
    return sorted(WRITTEN.glob("*.jsonl"))


def made_pairs(folder: Path) -> Path:
    """Pairs from the patterns as a labelled file in `folder`; none is like a pair that is kept for testing."""
    kept = contrast.read_pairs(read_labelled(CONTRAST / "test.jsonl"))
    found = contrast.pairs(CONTRAST / "grammar.toml", kept, MADE_OF_EACH)
    return contrast.write(found, folder / "grammar_pairs.jsonl")


def _write(path: Path, items: Iterable[Item]) -> Path:
    lines = (json.dumps(labelled_line(item), ensure_ascii=False) for item in items)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def word_vectors(corpora: Path, folder: Path) -> words.Words:
    """Vectors learned from the background texts; kept in `folder`, as learning them takes minutes."""
    path = folder / "words.npz"
    if not path.exists():
        learned = words.learn(background.texts(corpora))
        np.savez(path, hashes=learned.hashes, vectors=learned.vectors, rarity=learned.rarity)
    kept = np.load(path)
    return words.Words(kept["hashes"], kept["vectors"], kept["rarity"])


if __name__ == "__main__":
    main()
