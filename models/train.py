"""Training with its honest measure: each figure is from fits that did not see the text's group.

May import every file of models/.
"""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

from models import adapted, card, confusion, encoder, ensemble, learned, reference, stacked
from models.bootstrap import compare, intervals
from models.ensemble import Progress, silent
from models.evaluate import Answer, both_right, figures
from models.registry import KINDS, SEEN, ModelError
from models.training_set import Labelled, digest, folds, read_labelled
from models.words import Words

log = logging.getLogger(__name__)
FOLDS = 5
# Another draw than the one the heads are fitted on inside a training run.
SEED = 2026


@dataclass(frozen=True, slots=True)
class Files:
    """Labelled files: `labelled` ones are learned from and measured on, `always` ones only learned from.

    On the `blind` one, drawn at random and kept out of training, the errors that correct shares are counted.
    """

    labelled: Sequence[Path]
    always: Sequence[Path] = ()
    blind: Path | None = None


def read_all(paths: Sequence[Path]) -> list[Labelled]:
    """All labelled texts of the files, in order."""
    return [row for path in paths for row in read_labelled(path)]


def trainer(kind: str, words: Words | None, start: str = "", whole: int = 0) -> Callable[[Sequence[Labelled]], Any]:
    """The training function of a kind; ModelError where what it stands on is missing.

    `stacked` stands on word vectors, `encoder` on a checkpoint (`start`: a folder or a name on the Hugging Face hub), `ensemble` on both,
    `adapted` on the folder of a `stacked` model (`start`) and on how many labels there are in all (`whole`).
    """
    if kind in {stacked.NAME, ensemble.NAME} and words is None:
        raise ModelError(kind, "要有词向量")
    if kind in {encoder.NAME, ensemble.NAME} and not start:
        raise ModelError(kind, "要写明从哪个检查点开始")
    if kind == adapted.NAME:
        if not start:
            raise ModelError(kind, "要写明从哪个模型开始")
        return partial(adapted.train, before=stacked.load(Path(start)), whole=whole)
    if kind == ensemble.NAME and words is not None:
        return partial(ensemble.train, words=words, start=start)
    if kind == stacked.NAME and words is not None:
        return partial(stacked.train, words=words)
    if kind == encoder.NAME:
        return partial(encoder.train, start=start)
    fit: Callable[[Sequence[Labelled]], Any] = KINDS[kind].train
    return fit


def cross_validated(
    kind: str,
    rows: Sequence[Labelled],
    always: Sequence[Labelled] = (),
    words: Words | None = None,
    progress: Progress = silent,
    start: str = "",
) -> list[Answer]:
    """Each row's answer from a model that was trained without its group; `always` joins every training set.

    `progress` is told of each fold that is done.
    """
    module, fit = KINDS[kind], trainer(kind, words, start, len(rows))
    if kind == ensemble.NAME and words is not None:
        # Heads are crossed over as well, members are not trained once for each pair of folds: that would take days.
        fold = folds([row.group for row in rows], FOLDS, SEED)
        said = ensemble.out_of_fold(rows, always, fold, words, start, progress)
        return [*ensemble.cross_fitted(said, rows, fold)]
    fold = folds([row.group for row in rows], FOLDS, SEED)
    answers: list[Answer | None] = [None] * len(rows)
    for held in range(FOLDS):
        model = fit([*(row for row, place in zip(rows, fold, strict=True) if place != held), *always])
        out = np.flatnonzero(fold == held).tolist()
        for index, answer in zip(out, module.score(model, [rows[index].text for index in out]), strict=True):
            answers[index] = answer
        log.info("fold %d of %d: %d texts scored", held + 1, FOLDS, len(out))
        progress("fold", 1)
    return [answer for answer in answers if answer is not None]


def train(
    kind: str,
    files: Files,
    folder: Path,
    made: str,
    words: Words | None = None,
    progress: Progress = silent,
    start: str = "",
) -> dict[str, float]:
    """Measure by cross-validation, fit on everything, write artifact and card; returns the figures on the labelled files.

    `made` is the date that the card shows. Raises ModelError for an unknown kind, LabelError for a bad line,
    TooFewLabelsError for `adapted`.
    """
    if kind not in KINDS:
        raise ModelError(kind, f"没有这种模型；有的是：{'、'.join(KINDS)}")
    rows, more = read_all(files.labelled), read_all(files.always)
    every = len(rows)
    if kind == adapted.NAME:
        rows = adapted.unseen(rows, stacked.load(Path(start)))
    answers = cross_validated(kind, rows, more, words, progress, start)
    model = trainer(kind, words, start, len(rows))([*rows, *more])
    KINDS[kind].save(model, folder)
    learned.save(folder, [row.text for row in (*rows, *more)])
    progress("fit", 1)
    usual = errors_before(Path(start)) if kind == adapted.NAME else own_errors(files, rows, answers)
    scores = describe(
        kind, folder, made, files, rows, answers, _errors(kind, model, [*rows, *more], files.blind, usual)
    )
    if kind == adapted.NAME:
        _tell_before(folder, Path(start), rows, answers, every - len(rows))
    return scores


def _errors(
    kind: str, model: Any, learned: Sequence[Labelled], blind: Path | None, usual: confusion.Errors
) -> confusion.Errors:
    """The errors that correct shares: on blind labels that were not learned where they are enough, else the usual ones."""
    if blind is None:
        return usual
    texts = {(row.text.title, row.text.text) for row in learned}
    rows = [row for row in read_labelled(blind) if row.blind and (row.text.title, row.text.text) not in texts]
    if kind in SEEN:
        rows = list(compress(rows, ~SEEN[kind](model, [row.text for row in rows])))
    answers = KINDS[kind].score(model, [row.text for row in rows])
    return confusion.chosen(usual, confusion.errors(rows, answers, confusion.Origin.BLIND, blind.name))


def own_errors(files: Files, rows: Sequence[Labelled], answers: Sequence[Answer]) -> confusion.Errors:
    """Errors out of fold on the files that a model is trained and measured on."""
    found = confusion.errors(rows, answers, confusion.Origin.OWN, "、".join(path.name for path in files.labelled))
    return replace(found, by_source=confusion.by_source(rows, answers))


def errors_before(start: Path) -> confusion.Errors:
    """The errors that stand in the card of a model that another goes on from."""
    fields = json.loads((start / "model.json").read_text(encoding="utf-8"))
    return confusion.Errors(
        fields["confusion"],
        confusion.Origin.BEFORE,
        start.name,
        fields["confusion_on"]["texts"],
        by_source=fields.get("confusion_by_source", {}),
    )


def _tell_before(folder: Path, start: Path, rows: Sequence[Labelled], answers: Sequence[Answer], seen: int) -> None:
    """Write into `model.json` and the card which model the step went on from, and what it makes of the same texts.

    `seen` more texts were left out, as that model has learned them.
    """
    fields = json.loads((start / "model.json").read_text(encoding="utf-8"))
    model = KINDS[fields["kind"]].load(start)
    without = KINDS[fields["kind"]].score(model, [row.text for row in rows])
    told = {
        "name": start.name,
        "version": fields["version"],
        "scores": fields["scores"],
        "seen": seen,
        "on_these": figures(rows, without),
        "comparison": asdict(compare(rows, without, answers)),
    }
    _write_model(folder, {**json.loads((folder / "model.json").read_text(encoding="utf-8")), "before": told})
    text = (folder / "CARD.md").read_text(encoding="utf-8")
    card.write(folder, text + card.step(told["on_these"], figures(rows, answers), told["comparison"], seen))


def describe(
    kind: str,
    folder: Path,
    made: str,
    files: Files,
    rows: Sequence[Labelled],
    answers: Sequence[Answer],
    errors: confusion.Errors,
) -> dict[str, float]:
    """Write `model.json` and CARD.md for weights in `folder` whose out-of-fold answers to `rows` are given.

    `errors` are those that correct shares.
    What a person has to say of the model stands in `notes.md` of the folder, if there is one, and ends the card.
    """
    scores = figures(rows, answers)
    reference.save(folder, reference.reference(rows, answers))
    data = [
        {
            "name": path.name,
            "sha256": digest(path),
            "rows": len(read_labelled(path)),
            "measured": path in files.labelled,
        }
        for path in (*files.labelled, *files.always)
    ]
    told = asdict(errors)
    fields = {
        "kind": kind,
        "version": version(folder),
        "made": made,
        "data": data,
        "scores": scores,
        "confusion": told.pop("table"),
        "confusion_by_source": told.pop("by_source"),
        "confusion_on": told,
    }
    _write_model(folder, fields)
    notes = folder / "notes.md"
    card.write(
        folder,
        card.card(kind, made, data, rows, answers, errors, notes.read_text(encoding="utf-8") if notes.exists() else ""),
    )
    return scores


def measure(folder: Path, sets: Mapping[str, Path]) -> dict[str, dict[str, float]]:
    """Score files of labelled texts that were in no training set with the model in `folder`; writes `held_out`.

    The figures, by the name of the set, with the ends of the 95 % interval of macro-F1, go into `model.json` and the
    card; `both_right` stands for groups of two.
    """
    fields = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    module = KINDS[fields["kind"]]
    model = module.load(folder)
    found = {}
    for name, path in sets.items():
        rows = read_labelled(path)
        answers = module.score(model, [row.text for row in rows])
        paired = set(Counter(row.group for row in rows).values()) == {2}
        found[name] = figures(rows, answers)
        low, high = intervals(rows, answers)["sentiment_macro_f1"]
        found[name] |= {"sentiment_macro_f1_low": low, "sentiment_macro_f1_high": high}
        found[name] |= {"both_right": round(both_right(rows, answers), 4)} if paired else {}
    _write_model(folder, {**fields, "held_out": found})
    text = (folder / "CARD.md").read_text(encoding="utf-8")
    card.write(folder, card.with_held_out(text, found))
    return found


def _write_model(folder: Path, fields: Mapping[str, object]) -> None:
    (folder / "model.json").write_text(json.dumps(fields, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def version(folder: Path) -> str:
    """Eight hex digits of the digest of all weight files: the same weights have the same version."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in {".safetensors", ".npz", ".onnx"} or path.name in {"layout.json", "cuts.json"}:
            total.update(path.read_bytes())
    return total.hexdigest()[:8]
