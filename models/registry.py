"""Which models there are, which one passes the gate, and how to get it ready for use.

May import every file of models/.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from models import adapted, encoder, ensemble, learned, linear, snownlp, stacked
from models.bootstrap import Comparison
from models.judgement import Judgement, ScoreFailure, Text
from models.senses import RULES, RulesError

# One line for each kind of model; all have load, score, train and save.
KINDS: Mapping[str, ModuleType] = {
    module.NAME: module for module in (snownlp, linear, stacked, adapted, encoder, ensemble)
}
Seen = Callable[[Any, Sequence[Text]], npt.NDArray[np.bool_]]
SeenTexts = Callable[[Sequence[Text]], npt.NDArray[np.bool_]]
# These keep a vector of each text that they learned from, by which it is known again; the others keep nothing.
SEEN: Mapping[str, Seen] = {
    stacked.NAME: stacked.seen,
    adapted.NAME: adapted.seen,
    ensemble.NAME: ensemble.seen,
}
# What `stacked` learned beside the files of `linear` are pairs from a grammar, 13 % of its rows; with `snownlp` it has half.
NEARLY_ALL = 0.8
FLOORS = Path(__file__).parent / "floors.json"
RUNNING = "running.json"
_UNREADABLE = "文件已损坏，读不出启用的是哪个模型；删去它就回到默认的模型，再重新启用"


class ModelError(Exception):
    """A model that cannot be used: its name and one Chinese reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}：{reason}")
        self.name, self.reason = name, reason


@dataclass(frozen=True, slots=True)
class Measured:
    """What figures stand on: how many texts of which files (names, digests); no file where an earlier version did not say.

    Only figures on the same texts may be read against each other.
    """

    texts: int
    files: tuple[str, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The model that another goes on from (name, version), and both on the texts of the step, the other out of fold."""

    name: str
    version: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Artifact:
    """A trained model on disk as its `model.json` tells: scores are those on the out-of-fold texts it was trained on.

    `before` is how the model that it goes on from does on those texts beside it, None where it goes on from none.

    The floors are pinned on the texts of the shipped models. A model that goes on from another one (`adapted`) is
    measured on an office's own texts, so that of the floors those figures are asked that the model before it had.

    `learned` holds the rows of each file that trained it, by digest. `on_pinned` says whether its figures are those on the
    very texts that the floors are pinned on.
    """

    name: str
    kind: str
    version: str
    made: str
    folder: Path
    scores: Mapping[str, float]
    measured: Measured
    before: Before | None
    shortfalls: tuple[str, ...]
    learned: Mapping[str, int]
    on_pinned: bool

    @property
    def passes(self) -> bool:
        """Whether every floor is reached."""
        return not self.shortfalls


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model ready for use; `score` keeps the order of the texts.

    `seen` says of each text whether it, or one nearly the same, was in its training, where the model keeps no vectors by
    those of a model that learned from nearly the same files; None where there is none.
    """

    name: str
    version: str
    score: Callable[[Sequence[Text]], list[Judgement | ScoreFailure]]
    seen: Callable[[Sequence[Text]], npt.NDArray[np.bool_]] | None


def available(artifacts: Path, office: Path | None = None) -> tuple[Artifact, ...]:
    """All models of the shipped folder and of the office's, the most accurate first; the office's hide namesakes.

    Raises ModelError for a card that cannot be read.
    """
    folders = {path.parent.name: path.parent for root in (artifacts, office) if root for path in _cards(root)}
    found = [_artifact(folder) for folder in folders.values()]
    return tuple(sorted(found, key=lambda item: (-item.scores.get("sentiment_macro_f1", 0.0), item.name)))


def _cards(root: Path) -> list[Path]:
    return sorted(root.glob("*/model.json"))


def _artifact(folder: Path) -> Artifact:
    try:
        card = json.loads((folder / "model.json").read_bytes())
    except ValueError as error:
        raise ModelError(folder.name, f"{folder / 'model.json'} 已损坏；不要它就删去这个文件夹") from error
    scores, measured = card["scores"], _measured(card)
    return Artifact(
        name=folder.name,
        kind=card["kind"],
        version=card["version"],
        made=card["made"],
        folder=folder,
        scores=scores,
        measured=measured,
        before=_before(card.get("before")),
        shortfalls=shortfalls(card["before"]["scores"] if "before" in card else scores, floors()),
        learned={item["sha256"]: item["rows"] for item in card["data"]},
        on_pinned=measured.digests == pinned_on(),
    )


def _before(told: Mapping[str, Any] | None) -> Before | None:
    return None if told is None else Before(told["name"], told["version"], Comparison(**told["comparison"]))


def _measured(card: Mapping[str, Any]) -> Measured:
    files = [item for item in card["data"] if item.get("measured")]
    names, digests = (tuple(item[key] for item in files) for key in ("name", "sha256"))
    return Measured(int(card["scores"].get("texts", 0)), names, digests)


def floors(path: Path = FLOORS) -> Mapping[str, float]:
    """The least (for `ece` the most) that each figure may be; pinned beside the digest of the data it was taken on."""
    pinned: Mapping[str, float] = json.loads(path.read_text(encoding="utf-8"))["floors"]
    return pinned


def pinned_on(path: Path = FLOORS) -> tuple[str, ...]:
    """The digests of the files that the floors were taken on."""
    return tuple(item["sha256"] for item in json.loads(path.read_text(encoding="utf-8"))["data"])


def shortfalls(scores: Mapping[str, float], pinned: Mapping[str, float]) -> tuple[str, ...]:
    """The figures that miss their floor, each as `name value < floor`; a figure that is absent misses it."""
    return tuple(
        f"{name} {scores.get(name)} / {floor}" for name, floor in pinned.items() if _misses(name, scores, floor)
    )


def _misses(name: str, scores: Mapping[str, float], floor: float) -> bool:
    if name not in scores:
        return True
    return scores[name] > floor if name == "ece" else scores[name] < floor


def load_model(name: str | None, artifacts: Path, office: Path | None = None) -> LoadedModel:
    """Load the model that `chosen` finds; raises ModelError as it does, or where it was trained under other rules."""
    found = chosen(name, artifacts, office)
    module, model = KINDS[found.kind], _weights(found)
    seen = SEEN.get(found.kind)
    return LoadedModel(
        found.name,
        found.version,
        lambda texts: module.score(model, texts),
        _seen(
            (lambda texts: seen(model, texts)) if seen else _seen_by(_witness(found, available(artifacts, office))),
            learned.load(found.folder),
        ),
    )


def _seen(by_vectors: SeenTexts | None, hashes: learned.Hashes | None) -> SeenTexts | None:
    """By the vectors, and by the hashes: either finds texts that the other does not."""
    if hashes is None:
        return by_vectors

    def seen(texts: Sequence[Text]) -> npt.NDArray[np.bool_]:
        same = np.isin(learned.hashes(texts), hashes)
        return same if by_vectors is None else same | by_vectors(texts)

    return seen


def _weights(found: Artifact) -> Any:
    """What the model's own module loads; raises ModelError where it was trained under other rules."""
    try:
        return KINDS[found.kind].load(found.folder)
    except RulesError as error:
        reason = f"是按词类规则第 {error} 版训练的，本程序是第 {RULES} 版，读出来会不一样：请用原来的标注再训练一次"
        raise ModelError(found.name, reason) from error


def _witness(found: Artifact, every: Sequence[Artifact]) -> Artifact | None:
    """A model that keeps vectors of its texts and learned from nearly the same files, if there is one."""
    able = [item for item in every if item.kind in SEEN and _shared(item.learned, found.learned) >= NEARLY_ALL]
    return max(able, key=lambda item: _shared(item.learned, found.learned), default=None)


def _shared(learned: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The share of the rows of `learned` that lie in files that the other learned from too."""
    both = sum(rows for digest, rows in learned.items() if digest in other)
    return both / max(sum(learned.values()), 1)


def _seen_by(witness: Artifact | None) -> SeenTexts | None:
    if witness is None:
        return None
    # Loaded when it is asked: scoring has no need of it.
    return lambda texts: SEEN[witness.kind](_weights(witness), texts)


def chosen(name: str | None, artifacts: Path, office: Path | None = None) -> Artifact:
    """The model of that name, or else the one the office has promoted, or else the most accurate shipped that passes.

    Raises ModelError for an unknown name, or when no model passes.
    """
    # What an office has trained runs only once it is promoted: its own figures are from other texts.
    wanted = name or running(office)
    return _named(wanted, available(artifacts, office)) if wanted else _best(available(artifacts))


def running(office: Path | None) -> str | None:
    """The name that the office has promoted, if any; raises ModelError as `entry_of` does."""
    entry = entry_of(office) if office else None
    return entry["name"] if entry else None


def entry_of(office: Path) -> dict[str, Any] | None:
    """The running model's entry (name, version, promoted_at, before), None where nothing was promoted.

    Raises ModelError for a file that cannot be read.
    """
    path = office / RUNNING
    if not path.exists():
        return None
    try:
        entry: dict[str, Any] = {"version": "", "promoted_at": "", "before": None} | json.loads(path.read_bytes())
    except (ValueError, TypeError) as error:
        raise ModelError(str(path), _UNREADABLE) from error
    if not isinstance(entry.get("name"), str):
        raise ModelError(str(path), _UNREADABLE)
    return entry


def _named(name: str | None, found: Sequence[Artifact]) -> Artifact:
    for artifact in found:
        if artifact.name == name:
            return artifact
    raise ModelError(str(name), f"没有这个模型；有的是：{'、'.join(item.name for item in found) or '一个也没有'}")


def _best(found: Sequence[Artifact]) -> Artifact:
    for artifact in found:
        # What ships and was measured on other texts passes nothing until the floors are pinned anew.
        if artifact.passes and artifact.on_pinned:
            return artifact
    raise ModelError("默认的模型", "没有一个在定门槛的文字上过了门槛")
