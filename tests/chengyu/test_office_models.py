"""An office's own models from outside: which one each command takes, and files of theirs that are damaged."""

import json
import shutil
from pathlib import Path

import pytest

from chengyu.commands.models import SHIPPED_FROZEN
from chengyu.config import ROOT
from chengyu.wiring import ARTIFACTS
from models.bootstrap import Comparison
from models.registry import RUNNING
from tests.chengyu.conftest import Call
from tests.models.lines import write_labelled
from tests.models.texts import labelled


@pytest.fixture
def mine(office: Path) -> Path:
    """An office with a model `mine`, its weights those of the fast one; the folder of its models."""
    shutil.copytree(ARTIFACTS / "linear", office / "models" / "mine")
    return office / "models"


def run(models: Path, name: str) -> None:
    """Make a model the running one, as `models promote` leaves it."""
    entry = {"name": name, "version": "1", "promoted_at": "2026-11-20T08:00:00+08:00", "before": None}
    (models / RUNNING).write_text(json.dumps(entry), encoding="utf-8")


def set_model(models: Path, name: str) -> None:
    settings = models.parent / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count('\nmodel = ""\n') == 1
    settings.write_text(text.replace('\nmodel = ""\n', f'\nmodel = "{name}"\n'), encoding="utf-8")


def scored_by(call: Call, folder: Path, *arguments: str) -> str:
    """The model that `score --input` names in its output."""
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text(json.dumps({"id": 1, "text": "路口夜里油烟呛人，没人管"}), encoding="utf-8")
    called = call("score", "--input", str(source), "--output", str(target), *arguments)
    # On a busy machine it tells its progress.
    assert called.code == 0, called.err
    return str(json.loads(target.read_text(encoding="utf-8"))["model"]).split("@")[0]


def test_a_file_is_scored_by_the_model_that_the_office_runs(call: Call, mine: Path, tmp_path: Path) -> None:
    assert scored_by(call, tmp_path) == "stacked"
    assert scored_by(call, tmp_path, "--model", "mine") == "mine"
    run(mine, "mine")
    assert scored_by(call, tmp_path) == "mine"
    set_model(mine, "linear")
    assert scored_by(call, tmp_path) == "linear"


def test_a_large_file_is_scored_by_an_office_model_in_several_processes(
    call: Call, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mine.is_dir()
    monkeypatch.setattr("chengyu.commands.score.LARGE", 1)
    monkeypatch.setattr("chengyu.commands.score.processors", lambda: 2)
    assert scored_by(call, tmp_path, "--model", "mine") == "mine"


def test_a_file_of_more_lines_than_the_settings_leave_is_scored_by_the_fast_model(
    call: Call, office: Path, tmp_path: Path
) -> None:
    settings = office / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("\nlinear_above = 0\n") == 1
    settings.write_text(text.replace("\nlinear_above = 0\n", "\nlinear_above = 2\n"), encoding="utf-8")
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    for lines, arguments, model in ((2, (), "stacked"), (3, (), "linear"), (3, ("--model", "snownlp"), "snownlp")):
        source.write_text(f"{json.dumps({'id': 1, 'text': '城管来了'})}\n" * lines, encoding="utf-8")
        called = call("score", "--input", str(source), "--output", str(target), *arguments)
        assert (called.code, "设置 linear_above" in called.out) == (0, model == "linear")
        assert f'"{model}@' in target.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("line", ["[" * 100_000, '{"a":' * 100_000])
def test_a_line_too_deep_to_be_read_fails_alone(call: Call, tmp_path: Path, line: str) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(f"{line}\n{json.dumps({'id': 2, 'text': '城管来了'})}\n", encoding="utf-8")
    called = call("score", "--input", str(source), "--output", str(target), "--model", "linear")
    rows = [json.loads(row) for row in target.read_text(encoding="utf-8").splitlines()]
    assert (called.code, [row.get("error") for row in rows]) == (0, ["bad_json", None])


def test_list_and_evaluate_name_the_model_of_the_settings(call: Call, mine: Path, tmp_path: Path) -> None:
    run(mine, "mine")
    assert "mine@" in in_use(call)
    set_model(mine, "linear")
    assert "linear@" in in_use(call)
    assert "在用（settings.toml 里写的）" in in_use(call)
    labels = write_labelled(tmp_path / "labels.jsonl", labelled()[:8])
    assert "评价：模型 linear@" in call("evaluate", "--labels", str(labels)).out


def in_use(call: Call) -> str:
    (line,) = [line for line in call("models", "list").out.splitlines() if "在用（" in line]
    return line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"name": "mi', "文件已损坏"),
        ("[]", "文件已损坏"),
        ('{"name": 3}', "文件已损坏"),
        ('{"name": "gone"}', "gone：没有这个模型"),
    ],
)
def test_models_are_listed_even_where_the_running_one_cannot_be_told(
    call: Call, mine: Path, content: str, words: str
) -> None:
    (mine / RUNNING).write_text(content, encoding="utf-8")
    listed = call("models", "list")
    assert (listed.code, listed.err) == (0, "")
    assert words in listed.out
    assert {"mine", "linear", "stacked"} <= {line.strip().split("@")[0] for line in listed.out.splitlines()}
    scored = call("score")
    assert (scored.code, words in scored.err, scored.err.count("\n")) == (1, True, 1)


def test_a_damaged_record_of_promotions_does_not_hide_the_models(call: Call, mine: Path) -> None:
    (mine / "promotions.jsonl").write_text('{"at": "2026-11', encoding="utf-8")
    listed = call("models", "list")
    assert (listed.code, "读不出历次启用和退回" in listed.out, "mine@" in listed.out) == (0, True, True)


def test_a_damaged_card_is_named(call: Call, mine: Path) -> None:
    (mine / "mine" / "model.json").write_text('{"kind', encoding="utf-8")
    called = call("models", "list")
    assert (called.code, "mine：" in called.err, called.err.count("\n")) == (1, True, 1)


def first_lines(source: Path, count: int, target: Path) -> Path:
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)[:count]
    target.write_text("".join(lines), encoding="utf-8")
    return target


@pytest.mark.usefixtures("office")
def test_a_model_that_the_cards_show_to_be_worse_is_not_promoted_for_want_of_texts(call: Call, tmp_path: Path) -> None:
    labels = first_lines(SHIPPED_FROZEN, 60, tmp_path / "few.jsonl")
    called = call("models", "promote", "linear", "--labels", str(labels))
    assert called.code == 1
    assert "在两者训练时同样量过的文字上（五折交叉验证，见 models list）差" in called.out
    assert "没有过关" in called.err


def test_how_much_few_texts_leave_unseen_is_told(
    call: Call, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(mine, "linear")
    assert call("store").code == 0
    wide = Comparison(60, 0.8, 0.8, 0.0, -0.071, 0.069, 3, 4, 1.0, 0.9, 0.9, 0.05)
    monkeypatch.setattr("chengyu.commands.models.compare", lambda *_: wide)
    fresh = json.loads((mine / "mine" / "model.json").read_text(encoding="utf-8"))
    (mine / "mine" / "model.json").write_text(json.dumps(fresh | {"version": "other"}), encoding="utf-8")
    called = call("models", "promote", "mine", "--labels", str(first_lines(SHIPPED_FROZEN, 60, tmp_path / "few.jsonl")))
    assert (called.code, "就是差到 -0.071 也看不出来" in called.out) == (0, True)


@pytest.mark.usefixtures("office")
def test_a_model_without_vectors_knows_its_texts_by_one_that_learned_the_same(call: Call, tmp_path: Path) -> None:
    labels = write_labelled(tmp_path / "labels.jsonl", labelled())
    learned = first_lines(ROOT / "data" / "demo_trained.jsonl", 10, tmp_path / "learned.jsonl")
    labels.write_text(labels.read_text(encoding="utf-8") + learned.read_text(encoding="utf-8"), encoding="utf-8")
    told = call("evaluate", "--labels", str(labels), "--model", "linear", "--against", "snownlp").out
    assert "64 条，失败 0 条\n  另有 10 条模型训练时学过" in told
    # Of the files that `stacked` learned from it saw half, so nothing can be said of it.
    assert "训练时学过" not in call("evaluate", "--labels", str(labels), "--model", "snownlp").out


@pytest.mark.parametrize(
    ("low", "high", "p", "verdicts", "told"),
    [
        (-0.01, 0.09, 0.039, ("分不出高下", "后者更好"), True),
        (0.01, 0.09, 0.039, ("后者更好", "后者更好"), False),
        (-0.01, 0.09, 0.5, ("分不出高下", "分不出高下"), False),
        (-0.09, -0.01, 0.5, ("后者更差", "分不出高下"), True),
    ],
)
@pytest.mark.usefixtures("office")
def test_two_verdicts_say_of_what_they_are(
    call: Call,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    low: float,
    high: float,
    p: float,
    verdicts: tuple[str, str],
    *,
    told: bool,
) -> None:
    found = Comparison(64, 0.8, 0.84, 0.04, low, high, 3, 12, p, 0.9, 0.9, 0.05)
    monkeypatch.setattr("chengyu.commands.evaluate.compare", lambda *_: found)
    labels = write_labelled(tmp_path / "labels.jsonl", labelled())
    out = call("evaluate", "--labels", str(labels), "--model", "linear", "--against", "snownlp").out
    assert f"宏F1 上{verdicts[0]}\n" in out
    assert f"说对的条数上{verdicts[1]}\n" in out
    assert ("两样量的不同" in out) is told
