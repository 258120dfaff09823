"""`chengyu mask`: lines from standard input, written masked to standard output. May import everything."""

import sys

from pipeline.privacy import mask


def command() -> None:
    """Mask every line."""
    for line in sys.stdin:
        sys.stdout.write(mask(line.rstrip("\n")).text + "\n")
