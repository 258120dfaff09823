"""Training with its honest measure: each figure is from fits that did not see the text's group.

May import every file of models/.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from models import stacked
from models.evaluate import Answer, figures
from models.registry import KINDS, ModelError
from models.training_set import Labelled, digest, folds, read_labelled
from models.words import Words

log = logging.getLogger(__name__)
FOLDS = 5
# Another draw than the one the heads are fitted on inside a training run.
SEED = 2026


def read_all(paths: Sequence[Path]) -> list[Labelled]:
    """All labelled texts of the files, in order."""
    return [row for path in paths for row in read_labelled(path)]


def trainer(kind: str, words: Words | None) -> Callable[[Sequence[Labelled]], Any]:
    """The training function of a kind; `stacked` stands on word vectors, which it cannot do without (ModelError)."""
    if kind != stacked.NAME:
        fit: Callable[[Sequence[Labelled]], Any] = KINDS[kind].train
        return fit
    if words is None:
        raise ModelError(kind, "needs word vectors")
    return partial(stacked.train, words=words)


def cross_validated(
    kind: str, rows: Sequence[Labelled], always: Sequence[Labelled] = (), words: Words | None = None
) -> list[Answer]:
    """Each row's answer from a model that was trained without its group; `always` joins every training set."""
    module, fit = KINDS[kind], trainer(kind, words)
    fold = folds([row.group for row in rows], FOLDS, SEED)
    answers: list[Answer | None] = [None] * len(rows)
    for held in range(FOLDS):
        model = fit([*(row for row, place in zip(rows, fold, strict=True) if place != held), *always])
        out = np.flatnonzero(fold == held).tolist()
        for index, answer in zip(out, module.score(model, [rows[index].text for index in out]), strict=True):
            answers[index] = answer
        log.info("fold %d of %d: %d texts scored", held + 1, FOLDS, len(out))
    return [answer for answer in answers if answer is not None]


def train(
    kind: str, paths: Sequence[Path], always: Sequence[Path], folder: Path, made: str, words: Words | None = None
) -> dict[str, float]:
    """Measure by cross-validation, fit on everything, write the artifact; returns the figures on the rows of `paths`.

    `made` is the date that the card shows. Raises ModelError for an unknown kind, LabelError for a bad line.
    """
    if kind not in KINDS:
        raise ModelError(kind, f"unknown kind; known: {', '.join(KINDS)}")
    rows, more = read_all(paths), read_all(always)
    scores = figures(rows, cross_validated(kind, rows, more, words))
    KINDS[kind].save(trainer(kind, words)([*rows, *more]), folder)
    data = [{"name": path.name, "sha256": digest(path), "rows": len(read_labelled(path))} for path in (*paths, *always)]
    card = {"kind": kind, "version": version(folder), "made": made, "data": data, "scores": scores}
    (folder / "model.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return scores


def version(folder: Path) -> str:
    """Eight hex digits of the digest of all weight files: the same weights have the same version."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in {".safetensors", ".npz", ".onnx"} or path.name in {"layout.json", "cuts.json"}:
            total.update(path.read_bytes())
    return total.hexdigest()[:8]
