"""Which model an office runs: promotion past the gate, and the way back. May import models.bootstrap, registry."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from models.bootstrap import Comparison
from models.registry import RUNNING, Artifact, ModelError, entry_of

# Standard error of macro-F1 times the root of the texts: .54, .54 and .61 for the shipped models on their 6,694 texts. Of
# fewer texts, of one source say, it is up to 1, and nothing is read from their cards.
SPREAD, FEWEST = 0.61, 1_000


class NothingToRollBackError(Exception):
    """No model was promoted in this office; the message is its folder."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: figures under their floor, and whether the model is worse or misses more than the running one.

    `worse_by_card` is the cross-validated macro-F1 of the running model and of the other on the same texts, where the
    other's is lower beyond noise: frozen texts are few, and what they cannot tell apart those often can. Of a model that
    goes on from the running one it is that of both on the texts of the step.
    """

    shortfalls: tuple[str, ...]
    comparison: Comparison
    worse_by_card: tuple[float, float] | None

    @property
    def passes(self) -> bool:
        """Whether the model may run."""
        worse = self.comparison.second_is_worse or self.comparison.second_misses_more
        return not (self.shortfalls or worse or self.worse_by_card)


def judge(running: Artifact, candidate: Artifact, comparison: Comparison) -> Verdict:
    """The gate; `comparison` is the running model against the candidate on the frozen texts."""
    return Verdict(candidate.shortfalls, comparison, _worse_by_card(running, candidate))


def _worse_by_card(running: Artifact, candidate: Artifact) -> tuple[float, float] | None:
    on, before = candidate.measured, candidate.before
    if before is not None and (before.name, before.version) == (running.name, running.version):
        both = before.comparison
        return (both.first, both.second) if both.second_is_worse else None
    if running.measured.digests != on.digests or on.texts < FEWEST:
        return None
    first, second = (artifact.scores["sentiment_macro_f1"] for artifact in (running, candidate))
    # As if the two figures were independent; on the same texts they vary together, so the true noise is less.
    noise = 1.96 * math.sqrt(2 / on.texts) * SPREAD
    return (first, second) if first - second > noise else None


def promote(office: Path, name: str, version: str, at: datetime) -> None:
    """Make a model the running one; what ran before stays known for `rollback`. Raises OSError."""
    entry = {"name": name, "version": version, "promoted_at": at.isoformat(), "before": entry_of(office)}
    _write(office, entry)
    _log(office, "promote", at, entry)


def rollback(office: Path, at: datetime) -> str | None:
    """Go back to what ran before and return its name, None for the default; raises NothingToRollBackError, OSError."""
    entry = entry_of(office)
    if entry is None:
        raise NothingToRollBackError(str(office))
    before: dict[str, Any] | None = entry["before"]
    if before is None:
        (office / RUNNING).unlink()
    else:
        _write(office, before)
    _log(office, "rollback", at, before or {"name": None, "version": None})
    return before["name"] if before else None


def promotions(office: Path) -> Sequence[Mapping[str, Any]]:
    """Every change of the running model, oldest first: at, action, name, version; raises ModelError for a damaged file."""
    path = office / "promotions.jsonl"
    if not path.exists():
        return ()
    try:
        return [json.loads(line) for line in path.read_bytes().splitlines()]
    except ValueError as error:
        raise ModelError(str(path), "文件已损坏，读不出历次启用和退回；移走它，别的不受影响") from error


def _write(office: Path, entry: Mapping[str, Any]) -> None:
    office.mkdir(parents=True, exist_ok=True)
    draft = office / f"{RUNNING}.part"
    draft.write_text(json.dumps(entry, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(office / RUNNING)


def _log(office: Path, action: str, at: datetime, entry: Mapping[str, Any]) -> None:
    line = {"at": at.isoformat(), "action": action, "name": entry["name"], "version": entry["version"]}
    with (office / "promotions.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")
