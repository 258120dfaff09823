"""The registry finds artifacts, ranks them, holds the gate and loads by name."""

import json
from pathlib import Path

import pytest

from models import linear, registry, train
from models.judgement import Judgement, Text
from models.registry import ModelError
from tests.models.texts import labelled

GOOD_SCORES = {name: 0.0 if name == "ece" else 0.99 for name in registry.floors()}


def artifact(root: Path, name: str, on: tuple[str, ...] = registry.pinned_on(), **scores: float) -> None:
    linear.save(linear.train(labelled()), root / name)
    card = {
        "kind": "linear",
        "version": name[:4],
        "made": "2026-11-23",
        "data": [{"name": digest[:4], "sha256": digest, "rows": 1, "measured": True} for digest in on],
        "scores": {**GOOD_SCORES, **scores},
    }
    (root / name / "model.json").write_text(json.dumps(card), encoding="utf-8")


def test_the_most_accurate_that_passes_is_the_default(tmp_path: Path) -> None:
    artifact(tmp_path, "uncalibrated", sentiment_macro_f1=0.999, ece=0.3)
    artifact(tmp_path, "sound", sentiment_macro_f1=0.98)
    artifact(tmp_path, "lesser", sentiment_macro_f1=0.97)
    assert registry.load_model(None, tmp_path).name == "sound"
    assert [item.name for item in registry.available(tmp_path)] == ["uncalibrated", "sound", "lesser"]
    assert next(item.shortfalls for item in registry.available(tmp_path)) == ("ece 0.3 / 0.05",)


def test_a_model_is_loaded_by_name_and_by_what_the_office_runs(tmp_path: Path) -> None:
    office = tmp_path / "office"
    artifact(tmp_path / "shipped", "sound")
    artifact(office, "own", sentiment_macro_f1=0.98)
    assert registry.load_model("own", tmp_path / "shipped", office).version == "own"
    (office / registry.RUNNING).write_text('{"name": "own"}', encoding="utf-8")
    loaded = registry.load_model(None, tmp_path / "shipped", office)
    assert loaded.name == "own"
    assert isinstance(loaded.score([Text("1", "", "油烟没人管")])[0], Judgement)


@pytest.mark.parametrize(("name", "said"), [("nope", "没有这个模型"), (None, "没有一个在定门槛的文字上过了门槛")])
def test_what_cannot_be_loaded_is_named(tmp_path: Path, name: str | None, said: str) -> None:
    artifact(tmp_path, "weak", sentiment_macro_f1=0.1)
    with pytest.raises(ModelError, match=said):
        registry.load_model(name, tmp_path)


def test_a_shipped_model_is_held_to_the_floors_on_the_texts_that_they_are_pinned_on(tmp_path: Path) -> None:
    artifact(tmp_path, "elsewhere", ("0" * 64,))
    with pytest.raises(ModelError, match="定门槛的文字"):
        registry.load_model(None, tmp_path)
    artifact(tmp_path, "sound", sentiment_macro_f1=0.98)
    assert registry.load_model(None, tmp_path).name == "sound"


def test_the_floors_are_pinned_on_the_texts_that_every_shipped_model_was_measured_on() -> None:
    shipped = registry.available(registry.FLOORS.parent / "artifacts")
    assert {item.measured.digests for item in shipped} == {registry.pinned_on()}


def test_the_shipped_default_passes_the_gate() -> None:
    shipped = registry.available(registry.FLOORS.parent / "artifacts")
    assert any(item.passes for item in shipped)
    sizes = [path.stat().st_size for path in (registry.FLOORS.parent / "artifacts").rglob("*") if path.is_file()]
    assert sum(sizes) <= 30_000_000


def test_training_measures_by_group_and_writes_the_card(tmp_path: Path) -> None:
    lines = [
        {
            "id": row.text.id,
            "group": row.group,
            "title": row.text.title,
            "text": row.text.text,
            "relevant": row.labels.relevant,
            "sentiment": row.labels.sentiment,
            "tone": row.labels.tone,
            "issues": row.labels.issues,
            "frames": row.labels.frames,
            "kind": row.labels.kind,
        }
        for row in labelled()
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    scores = train.train("linear", train.Files([path]), tmp_path / "model", "2026-11-23")
    card = json.loads((tmp_path / "model" / "model.json").read_text(encoding="utf-8"))
    assert card["scores"] == scores
    assert card["data"][0]["rows"] == 64
    (found,) = registry.available(tmp_path)
    assert found.measured == registry.Measured(64, ("labels.jsonl",), (card["data"][0]["sha256"],))
    assert scores["sentiment_macro_f1"] > 0.9
