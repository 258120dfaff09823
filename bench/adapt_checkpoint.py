"""From the checkpoint that a package carries to the one that our encoder is fine-tuned from: it learns neighbouring sets first.

Run from the repository's root, after make train-setup and bench.bundled_checkpoint with --layers 0 1 2 3 4 5 6 7:
CHENGYU_SHARED=../shared OMP_NUM_THREADS=1 python -m bench.adapt_checkpoint BUNDLED OUT. Twenty minutes on one core; the same files
give the same weights on one machine. May import models and bench.
"""

import argparse
import logging
import os
from pathlib import Path

from bench import transfer_sets
from bench.pretrain_encoder import GOLD, on_contrasts
from models import transfer

# Most texts of the neighbouring sets are shorter.
LONGEST = 80
# Pairs of each pattern in the lesson on contrasts.
PAIRS = 10


def main() -> None:
    """One round of all lessons, mixed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("start", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("CHENGYU_SHARED", "")))
    chosen = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    gold = [chosen.shared / "gold" / name for name in GOLD]
    lessons = [*transfer_sets.lessons(chosen.shared / "corpora", gold), on_contrasts(PAIRS)]
    transfer.learn(lessons, str(chosen.start), chosen.out, transfer.Plan(longest=LONGEST))


if __name__ == "__main__":
    main()
