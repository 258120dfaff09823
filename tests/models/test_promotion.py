"""Promotion, the way back, and the gate."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from models import registry
from models.bootstrap import Comparison
from models.promotion import NothingToRollBackError, judge, promote, promotions, rollback
from models.registry import Artifact, Before, Measured

AT = datetime.fromisoformat("2026-11-23T08:00:00+08:00")


def comparison(low: float, high: float, recall_high: float) -> Comparison:
    middle = (low + high) / 2
    return Comparison(100, 0.8, 0.8 + middle, middle, low, high, 3, 4, 1.0, 0.95, 0.94, recall_high)


@pytest.mark.parametrize(
    ("low", "high", "recall_high", "shortfalls", "passes"),
    [
        (-0.02, 0.03, 0.01, (), True),
        (0.01, 0.03, 0.01, (), True),
        (-0.05, -0.01, 0.01, (), False),
        (0.01, 0.03, -0.01, (), False),
        (0.01, 0.03, 0.01, ("ece 0.2 / 0.05",), False),
    ],
)
def test_the_gate(low: float, high: float, recall_high: float, shortfalls: tuple[str, ...], passes: bool) -> None:
    assert judge(measured(0.8), measured(0.8, shortfalls), comparison(low, high, recall_high)).passes is passes


def measured(f1: float, shortfalls: tuple[str, ...] = (), texts: int = 6_694, digest: str = "1") -> Artifact:
    on = Measured(texts, ("labels.jsonl",), (digest,))
    return Artifact(
        "new", "linear", "1", "2026-11-23", Path(), {"sentiment_macro_f1": f1}, on, None, shortfalls, {}, digest == "1"
    )


@pytest.mark.parametrize(
    ("candidate", "passes"),
    [
        (measured(0.770), False),
        (measured(0.790), True),
        (measured(0.770, texts=800), True),
        (measured(0.500, digest="2"), True),
    ],
)
def test_what_few_frozen_texts_cannot_tell_apart_the_cards_can(candidate: Artifact, passes: bool) -> None:
    running = measured(0.798, texts=candidate.measured.texts)
    assert judge(running, candidate, comparison(-0.086, 0.049, 0.01)).passes is passes


@pytest.mark.parametrize(("version", "passes"), [("1", False), ("0", True)])
def test_a_step_that_made_the_running_model_worse_does_not_pass(version: str, passes: bool) -> None:
    before = Before("new", version, comparison(-0.05, -0.01, 0.01))
    candidate = replace(measured(0.8, texts=160, digest="2"), before=before)
    assert judge(measured(0.8), candidate, comparison(-0.02, 0.03, 0.01)).passes is passes


def test_each_rollback_goes_one_step_back(tmp_path: Path) -> None:
    promote(tmp_path, "one", "1a", AT)
    promote(tmp_path, "two", "2b", AT + timedelta(days=7))
    assert registry.running(tmp_path) == "two"
    assert rollback(tmp_path, AT + timedelta(days=8)) == "one"
    entry = registry.entry_of(tmp_path)
    assert entry is not None
    assert (entry["version"], entry["promoted_at"]) == ("1a", AT.isoformat())
    assert rollback(tmp_path, AT + timedelta(days=9)) is None
    assert registry.running(tmp_path) is None
    assert registry.entry_of(tmp_path) is None
    with pytest.raises(NothingToRollBackError):
        rollback(tmp_path, AT)
    assert [(line["action"], line["name"]) for line in promotions(tmp_path)] == [
        ("promote", "one"), ("promote", "two"), ("rollback", "one"), ("rollback", None),
    ]  # fmt: skip


def test_an_entry_that_only_names_a_model_is_understood(tmp_path: Path) -> None:
    (tmp_path / registry.RUNNING).write_text(json.dumps({"name": "own"}), encoding="utf-8")
    assert registry.entry_of(tmp_path) == {"name": "own", "version": "", "promoted_at": "", "before": None}
    assert promotions(tmp_path) == ()
