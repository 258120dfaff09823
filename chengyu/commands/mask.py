"""`chengyu mask`: lines from standard input, written masked to standard output. May import everything."""

import sys

from chengyu.typed_calls import ChineseTyper
from pipeline.privacy import mask


def register(app: ChineseTyper) -> None:
    """Add the command."""
    app.add("mask", "脱敏：从标准输入逐行读，打码后写到标准输出", command)


def command() -> None:
    """Mask every line."""
    for line in sys.stdin:
        sys.stdout.write(mask(line.rstrip("\n")).text + "\n")
