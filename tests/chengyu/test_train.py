"""`chengyu train` and `chengyu models` from outside: a model is made, held at the gate, let in and sent back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from chengyu.commands.models import SHIPPED_FROZEN
from chengyu.config import ROOT
from models import registry
from models.judgement import Text
from models.training_set import Labelled
from pipeline.database import open_database, post_scores
from tests.chengyu.conftest import Call
from tests.models.lines import write_labelled
from tests.models.texts import BAD, MORE_PLACES, OFF, labelled
from tests.pipeline.test_database import fill, post


@pytest.fixture
def labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Sixty-four texts, with eight more that join every training; on one thread, as the tests share the machine."""
    contrast = write_labelled(tmp_path / "contrast.jsonl", labelled()[:8])
    monkeypatch.setattr("chengyu.commands.train.JOINED", [contrast])
    with threadpool_limits(limits=1):
        yield write_labelled(tmp_path / "labels.jsonl", labelled())


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Path]:
    """A hundred and twenty-eight texts: enough for a step."""
    with threadpool_limits(limits=1):
        yield write_labelled(tmp_path / "many.jsonl", labelled(MORE_PLACES))


def let_pass(office: Path, name: str) -> None:
    """Write scores above every floor into a model's card, as if its training set were large."""
    path = office / "models" / name / "model.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["scores"] |= {figure: 0.0 if figure == "ece" else 0.99 for figure in registry.floors()}
    path.write_text(json.dumps(card), encoding="utf-8")


def test_the_same_data_gives_the_same_weights(call: Call, office: Path, labels: Path) -> None:
    called = call("train", "--labels", str(labels), "--model", "linear", "--name", "one")
    assert called.code == 0
    assert "64 条" in called.out
    assert ("未过门槛" in called.out, "不能启用" in called.out, "promote" in called.out) == (True, True, False)
    assert call("train", "--labels", str(labels), "--model", "linear").code == 0
    versions = {
        json.loads((office / "models" / name / "model.json").read_text(encoding="utf-8"))["version"]
        for name in ("one", "linear-20261123")
    }
    assert len(versions) == 1
    assert (office / "models" / "one" / "CARD.md").is_file()
    assert not list((office / "models").glob("*.part"))
    again = call("train", "--labels", str(labels), "--model", "linear", "--name", "one")
    assert (again.code, "已有这个模型" in again.err) == (2, True)
    listed = call("models", "list").out
    blocks = [line for line in listed.splitlines() if "@" not in line]
    assert blocks[:2] == [
        f"得分量在 {files} 条上（五折交叉验证）："
        for files in ("labels.jsonl 的 64", "labelled_once.jsonl、labelled_twice.jsonl 的 6694")
    ]
    assert "不是同一批文字上的得分，不能比高低" in blocks[2]
    assert [line.strip().split("@")[0] for line in listed.splitlines()[1:3]] == ["linear-20261123", "one"]
    (in_use,) = [line.strip().split("@")[0] for line in listed.splitlines() if "在用（默认）" in line]
    assert in_use not in {"one", "linear-20261123"}


def test_by_default_the_shipped_model_learns_on(call: Call, office: Path, many: Path) -> None:
    called = call("train", "--labels", str(many))
    assert called.code == 0
    (step,) = [line for line in called.out.splitlines() if "增补前 stacked@" in line]
    assert "相差 +" in step
    assert "  过了门槛（看的是增补前的模型）\n" in called.out
    folder = office / "models" / "adapted-20261123"
    fields = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    assert [item["name"] for item in fields["data"]] == ["many.jsonl"]
    (line,) = [line for line in call("models", "list").out.splitlines() if "adapted-20261123@" in line]
    assert "（增补前 " in line
    assert fields["before"]["on_these"]["texts"] == fields["scores"]["texts"] == 128
    assert "## 增补前后" in (folder / "CARD.md").read_text(encoding="utf-8")


def test_a_step_from_a_model_that_misses_a_floor_misses_it_too(call: Call, office: Path, many: Path) -> None:
    assert call("train", "--labels", str(many), "--name", "step").code == 0
    path = office / "models" / "step" / "model.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["before"]["scores"]["sentiment_macro_f1"] = 0.1
    path.write_text(json.dumps(fields), encoding="utf-8")
    (found,) = [artifact for artifact in registry.available(office / "models") if artifact.name == "step"]
    assert [line.split()[0] for line in found.shortfalls] == ["sentiment_macro_f1"]


def test_texts_that_the_shipped_model_has_learned_are_counted_and_left_out(
    call: Call, office: Path, many: Path
) -> None:
    learned = (ROOT / "data" / "demo_trained.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:20]
    many.write_text(many.read_text(encoding="utf-8") + "".join(learned), encoding="utf-8")
    called = call("train", "--labels", str(many), "--name", "mine")
    assert called.code == 0
    assert "训练：mine@" in called.out
    assert "另有 20 条的文字 stacked 早已学过" in called.out
    assert "另有 20 条" in (office / "models" / "mine" / "CARD.md").read_text(encoding="utf-8")
    fields = json.loads((office / "models" / "mine" / "model.json").read_text(encoding="utf-8"))
    assert (fields["before"]["seen"], fields["scores"]["texts"]) == (20, 128)
    judged = call("evaluate", "--labels", str(write_labelled(many, labelled(), mark=1)), "--model", "mine")
    assert (judged.code, "训练时都学过，得分偏高，不能当真" in judged.out) == (0, True)


@pytest.mark.parametrize(
    ("count", "origin", "words"),
    [
        (0, "before", "沿用 stacked 的，取自它的 6694 条标注：还没有盲评，不足以另算（至少 100 条"),
        (96, "before", "沿用 stacked 的，取自它的 6694 条标注：盲评有 96 条，不足以另算"),
        (128, "blind", "取自 frozen.jsonl 的 128 条盲评（随机抽取，没有参加训练）"),
    ],
)
def test_errors_for_shares_are_counted_on_blind_labels_where_they_are_enough(
    call: Call, office: Path, many: Path, count: int, origin: str, words: str
) -> None:
    # Picked labels in the file of blind ones do not count.
    picked = write_labelled(many.with_name("picked.jsonl"), labelled()).read_text(encoding="utf-8")
    if count:
        (office / "models").mkdir()
        frozen = write_labelled(office / "models" / "frozen.jsonl", blind_texts()[:count], blind=True)
        frozen.write_text(frozen.read_text(encoding="utf-8") + picked, encoding="utf-8")
    called = call("train", "--labels", str(many), "--name", "mine")
    assert (called.code, f"  校正占比用的误判率：{words}" in called.out) == (0, True)
    fields = json.loads((office / "models" / "mine" / "model.json").read_text(encoding="utf-8"))
    shipped = json.loads((ROOT / "models" / "artifacts" / "stacked" / "model.json").read_text(encoding="utf-8"))
    assert fields["confusion_on"]["origin"] == origin
    assert (fields["confusion"] == shipped["confusion"]) is (origin == "before")
    assert fields["confusion_by_source"] == (shipped["confusion_by_source"] if origin == "before" else {})
    assert ("没见过的城市误判率可能不同" in called.out) is (origin == "before")
    assert words in (office / "models" / "mine" / "CARD.md").read_text(encoding="utf-8")


def blind_texts() -> list[Labelled]:
    """A hundred and twenty-eight texts that are unlike those that are trained on."""
    told = "，昨天傍晚和家里人散步时看见的，回来路上还说起这件事"
    return [
        replace(row, text=Text(f"{row.text.id}口", "", row.text.text + told), group=f"{row.group}口")
        for row in labelled(MORE_PLACES)
    ]


@pytest.mark.usefixtures("office")
def test_labels_that_the_shipped_model_has_learned_are_refused(call: Call) -> None:
    called = call("train", "--labels", str(ROOT / "data" / "demo_trained.jsonl"))
    assert (called.code, "自带的模型已经学过" in called.err) == (2, True)


@pytest.mark.usefixtures("office")
def test_a_step_that_makes_it_worse_is_not_advised(call: Call, tmp_path: Path) -> None:
    # Two people with different rules: for the one every second complaint is of no concern to the bureau.
    torn = [
        replace(row, labels=OFF) if row.labels == BAD and MORE_PLACES.index(row.group) % 2 else row
        for row in labelled(MORE_PLACES)
    ]
    called = call("train", "--labels", str(write_labelled(tmp_path / "torn.jsonl", torn)), "--name", "torn")
    assert (called.code, "增补后反而更差，不要启用" in called.out, "promote" in called.out) == (0, True, False)


@pytest.mark.parametrize(
    ("more", "arguments", "code", "words"),
    [
        ({"blind": True}, (), 1, "第 1 行是盲评"),
        ({}, (), 1, "只有 8 条不同的标注，至少要 100 条"),
        ({}, ("--model", "oracle"), 2, "没有“oracle”这种模型"),
        ({}, ("--name", "../x"), 2, "不能叫"),
        ({}, ("--model", "encoder"), 2, "要用 --base"),
        ({}, ("--base", "some/checkpoint"), 2, "其他模型不用 --base"),
        ({}, ("--model", "encoder", "--base", "no/such/folder"), 1, "不能从这个检查点开始训练"),
        ({"sentiment": "angry"}, (), 1, 'more.jsonl 第 1 行：sentiment 不能是 "angry"'),
        ({"relevant": False}, (), 1, "more.jsonl 第 1 行：不相关的文字，态度只能是中性"),
        ({"blind": True, "text": None}, (), 1, "标注文件有误"),
    ],
)
def test_what_cannot_be_trained_on_is_refused(
    call: Call, office: Path, tmp_path: Path, more: dict[str, object], arguments: tuple[str, ...], code: int, words: str
) -> None:
    path = write_labelled(tmp_path / "more.jsonl", labelled()[:8], **more)
    called = call("train", "--labels", str(path), *arguments)
    assert called.code == code
    assert words in called.err
    assert not (office / "models").exists()


def test_a_model_is_promoted_history_is_scored_again_and_rolled_back(call: Call, office: Path, labels: Path) -> None:
    opened = open_database(str(office / "chengyu.db"))
    fill(opened, post(1, clean_text="路口夜里烧烤油烟呛人，投诉多次没人管"), post(2))
    assert call("score", "--model", "linear").code == 0
    assert call("train", "--labels", str(labels), "--model", "linear", "--name", "mine").code == 0
    frozen = write_labelled(office / "models" / "frozen.jsonl", labelled(MORE_PLACES[8:]), blind=True)
    refused = call("models", "promote", "mine")
    assert refused.code == 1
    assert "未过门槛" in refused.out
    assert registry.running(office / "models") is None
    let_pass(office, "mine")
    assert "过了门槛（门槛不是在这些文字上定的，只作参考）" in call("models", "list").out
    trained_on = call("models", "promote", "mine", "--labels", str(labels))
    assert (trained_on.code, "不能用它来比较" in trained_on.err) == (2, True)
    promoted = call("models", "promote", "mine")
    assert promoted.code == 0
    assert "本次 2 条" in promoted.out
    assert frozen.is_file()
    names = {row["model"].split("@")[0] for row in post_scores(opened, f"{1:016d}")}
    assert names == {"linear", "mine"}
    assert "在用（2026-11-23 起）" in call("models", "list").out
    assert "就是正在用的" in call("models", "promote", "mine").err
    back = call("models", "rollback")
    assert (back.code, "已退回默认的模型" in back.out) == (0, True)
    assert "没有可退回的模型" in call("models", "rollback").err
    opened.close()


def test_without_blind_labels_of_its_own_an_office_compares_on_the_shipped_texts(call: Call, office: Path) -> None:
    open_database(str(office / "chengyu.db")).close()
    called = call("models", "promote", "linear")
    texts = len(SHIPPED_FROZEN.read_text(encoding="utf-8").splitlines())
    assert f"留作评价的 {texts} 条（随附的演示城市文字，只能应急）" in called.out


def test_a_model_that_its_card_shows_to_be_worse_does_not_pass(call: Call, office: Path, tmp_path: Path) -> None:
    open_database(str(office / "chengyu.db")).close()
    path = tmp_path / "few.jsonl"
    few = SHIPPED_FROZEN.read_text(encoding="utf-8").splitlines(keepends=True)[:195]
    path.write_text("".join(few), encoding="utf-8")
    called = call("models", "promote", "linear", "--labels", str(path))
    assert (called.code, "同样量过的文字上" in called.out) == (1, True)
    assert registry.running(office / "models") is None


@pytest.mark.usefixtures("office")
def test_texts_that_a_model_without_vectors_has_learned_do_not_count(call: Call, tmp_path: Path) -> None:
    files = (ROOT / "data" / "demo_trained.jsonl", SHIPPED_FROZEN)
    path = tmp_path / "mixed.jsonl"
    path.write_text("".join(file.read_text(encoding="utf-8") for file in files), encoding="utf-8")
    called = call("evaluate", "--labels", str(path), "--model", "linear", "--json")
    assert json.loads(called.out)["labels"]["seen"] == 636


@pytest.mark.usefixtures("office")
def test_without_texts_to_compare_on_nothing_is_promoted(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chengyu.commands.models.SHIPPED_FROZEN", Path("nowhere.jsonl"))
    called = call("models", "promote", "linear")
    assert called.code == 2
    assert "labels write --part blind" in called.err


@pytest.mark.usefixtures("office")
def test_nothing_is_promoted_on_texts_that_a_model_has_learned(call: Call, tmp_path: Path) -> None:
    learned = (ROOT / "data" / "demo_trained.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:10]
    path = tmp_path / "learned.jsonl"
    path.write_text("".join(learned), encoding="utf-8")
    called = call("models", "promote", "linear", "--labels", str(path))
    assert (called.code, "训练时都学过，量不出好坏" in called.err) == (2, True)
