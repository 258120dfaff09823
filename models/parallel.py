"""JSON Lines scored by several processes at once, in order. May import models.lines, models.processes, models.registry."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from models.lines import BATCH, score_lines
from models.processes import in_order
from models.registry import LoadedModel, load_model

# Batches that are on their way for each process.
AHEAD = 3
Scored = tuple[list[str], int]
_loaded: list[tuple[LoadedModel, str]] = []


def score_lines_by(
    processes: int, lines: Iterable[str], name: str, folders: tuple[Path, Path], label: str
) -> Iterator[Scored]:
    """What `score_lines` gives, from a model that each process loads by name; raises ProcessDiedError.

    `folders` are that of the shipped models and that of the office's.
    """
    return in_order(processes, _load, (name, folders, label), _score, _batches(lines), AHEAD)


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    stream = iter(lines)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _load(name: str, folders: tuple[Path, Path], label: str) -> None:
    _loaded.append((load_model(name, *folders), label))


def _score(lines: list[str]) -> Scored:
    ((model, label),) = _loaded
    (scored,) = score_lines(lines, model.score, label)
    return scored
