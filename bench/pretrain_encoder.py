"""Make the checkpoint that our encoder is fine-tuned from: pieces, word vectors, pre-training, neighbouring sets.

Run from the repository's root, after make train-setup: CHENGYU_SHARED=../shared python -m bench.pretrain_encoder OUT.
Two hours on one core; the result is OUT/checkpoint, for `chengyu train --model encoder --base OUT/checkpoint`. The same
files give the same weights on one machine. May import models and bench.
"""

import argparse
import logging
import os
from collections import Counter
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from bench import pretrain_corpus, transfer_sets
from models import contrast, pieces, pretrain, transfer, words
from models.labels import Sentiment
from models.training_set import read_labelled

CONTRAST = Path(__file__).parent.parent / "data" / "contrast"
GOLD = ("labelled_once.jsonl", "labelled_twice.jsonl")
# Word vectors are learned from so many pieces; more do not change them much.
MOST_PIECES = 20_000_000
# What is near the matter counts in the vocabulary as often as it is seen.
NEAR_FROM = 2.5
# Pairs of each pattern in the lesson on contrasts.
PAIRS = 24


def main() -> None:
    """Do all four steps, one after the other."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("CHENGYU_SHARED", "")))
    arguments.add_argument("--steps", type=int, default=5000)
    chosen = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    corpora, gold = chosen.shared / "corpora", [chosen.shared / "gold" / name for name in GOLD]
    texts = list(pretrain_corpus.texts(corpora, gold))
    cut = vocabulary(texts)
    rows = pretrain.rows(texts, cut, seed=0)
    started = chosen.out / "pretrained"
    pretrain.train(rows, cut, pretrain.Plan(steps=chosen.steps), started, vectors(rows, cut.get_vocab_size()))
    lessons = [*transfer_sets.lessons(corpora, gold), on_contrasts(PAIRS)]
    transfer.learn(lessons, str(started), chosen.out / "checkpoint")


def vocabulary(texts: list[tuple[str, float]]) -> Tokenizer:
    """A tokenizer for the texts, those that are near the matter counting as often as they are seen."""
    counted: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for near, weight in ((False, 1), (True, round(pretrain_corpus.NEAR_TIMES))):
        chosen = [text for text, times in texts if (times >= NEAR_FROM) is near]
        more, single = pieces.seen([chosen], weight)
        counted += more
        characters += single
    return pieces.tokenizer(counted, characters)


def vectors(rows: pretrain.Rows, size: int) -> words.Floats:
    """A vector for each piece from the company it keeps; marks keep no company."""
    sequence = rows[:, 1:].reshape(-1)[:MOST_PIECES].astype(np.int32)
    sequence[sequence < len(pieces.SPECIAL)] = -1
    return words.factored(words.associations(sequence, size), pretrain.Plan().width)


def on_contrasts(each: int) -> transfer.Lesson:
    """The sentiment of pairs made from patterns, apart from the pairs for testing."""
    tested = contrast.read_pairs(read_labelled(CONTRAST / "test.jsonl"))
    rows = [row for pair in contrast.pairs(CONTRAST / "grammar.toml", tested, each) for row in pair]
    numbers = {value: place for place, value in enumerate(Sentiment)}
    return transfer.Lesson(
        "contrast", tuple(row.text for row in rows), tuple(numbers[row.labels.sentiment] for row in rows)
    )


if __name__ == "__main__":
    main()
