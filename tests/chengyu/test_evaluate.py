"""`chengyu evaluate` from outside."""

import json
from pathlib import Path

import pytest

from chengyu.config import ROOT
from tests.chengyu.conftest import Call
from tests.models.lines import write_labelled
from tests.models.texts import labelled


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    return write_labelled(tmp_path / "labels.jsonl", labelled())


@pytest.mark.usefixtures("office")
def test_a_model_is_told_by_class_and_against_another(call: Call, labels: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("--labels", str(labels), "--model", "linear", "--against", "snownlp", "--out", str(out))
    called = call("evaluate", *arguments)
    assert called.code == 0
    assert "64 条" in called.out
    assert "负面 16 条" in called.out
    assert "McNemar" in called.out
    assert {path.name for path in out.iterdir()} == {"evaluation.json", "confusion.png", "calibration.png"}
    before = (out / "confusion.png").read_bytes()
    printed = json.loads(call("evaluate", *arguments, "--json").out)
    assert printed == json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    assert (out / "confusion.png").read_bytes() == before
    assert printed["against"]["texts"] == 64
    assert printed["trained_on_it"] == []


@pytest.mark.usefixtures("office")
def test_texts_that_a_model_has_learned_are_counted_and_not_measured(call: Call, labels: Path) -> None:
    learned = (ROOT / "data" / "demo_trained.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:10]
    labels.write_text(labels.read_text(encoding="utf-8") + "".join(learned), encoding="utf-8")
    arguments = ("--labels", str(labels), "--model", "linear", "--against", "stacked")
    called = call("evaluate", *arguments)
    assert "64 条，失败 0 条\n  另有 10 条模型训练时学过" in called.out
    file = json.loads(call("evaluate", *arguments, "--json").out)["labels"]
    assert (file["texts"], file["seen"]) == (74, 10)


@pytest.mark.usefixtures("office")
def test_of_two_models_the_one_that_learned_the_texts_is_named(call: Call, tmp_path: Path) -> None:
    learned = ROOT / "data" / "demo_trained.jsonl"
    few = learned.read_text(encoding="utf-8").splitlines(keepends=True)[:12]
    path = tmp_path / "few.jsonl"
    path.write_text("".join(few), encoding="utf-8")
    called = call("evaluate", "--labels", str(path), "--model", "snownlp", "--against", "stacked")
    assert called.code == 0
    (warning,) = [line for line in called.out.splitlines() if line.startswith("注意")]
    assert ("stacked@" in warning, "snownlp@" in warning) == (True, False)


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "没有标注过的文字"), ('{"id": 1}\n', "labels.jsonl 第 1 行：缺少 relevant"), (None, "找不到")],
)
@pytest.mark.usefixtures("office")
def test_a_file_that_cannot_be_used_is_named(call: Call, tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "labels.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    called = call("evaluate", "--labels", str(path))
    assert called.code in {1, 2}
    assert words in called.err
    assert called.err.count("\n") == 1
