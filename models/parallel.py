"""JSON Lines scored by several processes at once, in order. May import models.lines, models.registry."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from models.lines import BATCH, score_lines
from models.registry import LoadedModel, load_model

# Batches that are on their way for each process: enough that none waits, few enough that memory stays bounded.
AHEAD = 3
Scored = tuple[list[str], int]
_loaded: list[LoadedModel] = []


def score_lines_by(processes: int, lines: Iterable[str], name: str, artifacts: Path, label: str) -> Iterator[Scored]:
    """What `score_lines` gives, from a shipped model that each process loads by name; raises BrokenProcessPool."""
    # Spawned, not forked: a fork of a process with threads may hang, and Windows and macOS have none.
    with ProcessPoolExecutor(processes, get_context("spawn"), _load, (name, artifacts)) as pool:
        stream, waiting = iter(lines), deque[Future[Scored]]()
        while batch := list(islice(stream, BATCH)):
            waiting.append(pool.submit(_score, batch, label))
            if len(waiting) > AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _load(name: str, artifacts: Path) -> None:
    gc.disable()
    _loaded.append(load_model(name, artifacts))


def _score(lines: list[str], label: str) -> Scored:
    (model,) = _loaded
    (scored,) = score_lines(lines, model.score, label)
    return scored
