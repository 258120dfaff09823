"""`chengyu train`: a new model from labelled texts, into the office's own models. May import everything."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from chengyu.commands.evaluate import has_seen
from chengyu.commands.models import FROZEN, passed_words, shortfall_words
from chengyu.config import ROOT, Settings, load_settings
from chengyu.console import progress, say
from chengyu.errors import MissingFileError, ShellError, WrongUseError
from chengyu.wiring import ARTIFACTS
from models import adapted, encoder, ensemble, stacked
from models.card import counted_on
from models.confusion import Errors
from models.registry import KINDS, Artifact, available
from models.train import FOLDS, Files, train
from models.training_set import lines, read_labelled
from models.words import Words

# What joins every training set, as it joined those of the shipped models: the half of the demo city whose other half
# the gate compares on where an office has no blind labels, pairs that share most words and mean the opposite, and
# texts that were written for training.
JOINED = [
    ROOT / "data" / "demo_trained.jsonl",
    ROOT / "data" / "contrast" / "train.jsonl",
    *sorted((ROOT / "data" / "written").glob("*.jsonl")),
]


class BlindTextError(ShellError):
    """A text that is kept for evaluation was handed in for training."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(
            f"{path} 第 {line} 行是盲评：留作评价的文字不能用来训练（用 chengyu labels write --part train）"
        )


def command(
    labels: Annotated[list[Path], typer.Option("--labels", help="标注过的 JSON Lines 文件，可写几次")],
    kind: Annotated[
        str,
        typer.Option(
            "--model",
            help="哪一种模型：adapted（在自带的模型上加学，几百条就有用）；从头训练：linear（最快）、stacked、encoder、ensemble",
        ),
    ] = adapted.NAME,
    name: Annotated[str, typer.Option("--name", help="新模型叫什么；不写则为种类加日期")] = "",
    base: Annotated[
        str, typer.Option("--base", help="encoder、ensemble 从哪个检查点开始：文件夹，或 Hugging Face 上的名称")
    ] = "",
) -> None:
    """Train, measure by cross-validation, write weights and card."""
    settings = load_settings()
    if kind not in KINDS:
        raise WrongUseError(f"没有“{kind}”这种模型；可用：{'、'.join(KINDS)}")
    if (kind in {encoder.NAME, ensemble.NAME}) != bool(base):
        raise WrongUseError("encoder 和 ensemble 要用 --base 写明从哪个检查点开始；其他模型不用 --base")
    for path in labels:
        check_trainable(path)
        if kind == adapted.NAME and has_seen(stacked.NAME, path):
            raise WrongUseError(f"自带的模型已经学过 {path}：adapted 从它没见过的文字里才学得到东西，请不要给这个文件")
    chosen = name or f"{kind}-{settings.now:%Y%m%d}"
    folder = settings.home / "models" / chosen
    if folder.exists() or not folder.name == chosen or (ARTIFACTS / chosen).exists():
        raise WrongUseError(f"不能叫“{chosen}”：已有这个模型，或不是文件夹名；请用 --name 换一个")
    with progress("训练", FOLDS + 1) as advance:
        draft = folder.with_name(f"{chosen}.part")
        shutil.rmtree(draft, ignore_errors=True)
        files = Files(labels, _joined(kind), _blind(settings))
        train(kind, files, draft, f"{settings.now:%Y-%m-%d}", _words(kind), advance, _start(kind, base))
        draft.rename(folder)
    _say_trained(chosen, settings.home / "models")


def check_trainable(path: Path) -> None:
    """Raise MissingFileError, LabelError for a bad line, or BlindTextError where a text is kept for evaluation."""
    if not path.is_file():
        raise MissingFileError(str(path))
    read_labelled(path)
    for number, line in enumerate(lines(path), 1):
        if '"blind"' in line and json.loads(line).get("blind") is True:
            raise BlindTextError(path, number)


def _blind(settings: Settings) -> Path | None:
    """The office's own blind labels, if it has written them."""
    path = settings.home / "models" / FROZEN
    return path if path.is_file() else None


def _joined(kind: str) -> list[Path]:
    """What joins the training set; the model that `adapted` goes on from has learned it before."""
    return [] if kind == adapted.NAME else JOINED


def _start(kind: str, base: str) -> str:
    return str(ARTIFACTS / stacked.NAME) if kind == adapted.NAME else base


def _words(kind: str) -> Words | None:
    """The word vectors of the shipped model, for the kinds that stand on them."""
    return stacked.load(ARTIFACTS / stacked.NAME).words if kind in {stacked.NAME, ensemble.NAME} else None


def _say_trained(name: str, office: Path) -> None:
    (found,) = [artifact for artifact in available(ARTIFACTS, office) if artifact.name == name]
    scores = found.scores
    say(f"训练：{name}@{found.version}，{scores['texts']} 条，五折交叉验证：")
    say(
        f"  态度宏F1 {scores['sentiment_macro_f1']:.3f}，负面召回 {scores['negative_recall']:.3f}，校准误差 {scores['ece']:.3f}"
    )
    fields = json.loads((found.folder / "model.json").read_text(encoding="utf-8"))
    told = fields.get("before")
    _say_before(told)
    errors = Errors(fields["confusion"], **fields["confusion_on"], by_source=fields["confusion_by_source"])
    say(f"  校正占比用的误判率：{counted_on(errors)}")
    say(f"  {passed_words(found) if found.passes else shortfall_words(found.shortfalls)}")
    say(f"  模型和它的卡在 {found.folder}；{_advice(found, told)}")


def _advice(found: Artifact, told: Mapping[str, Any] | None) -> str:
    if told is not None and told["comparison"]["high"] < 0:
        return "增补后反而更差，不要启用：先看标注与文字有没有对错行、是不是同一套规则"
    if found.passes:
        return f"启用：chengyu models promote {found.name}"
    return "不能启用；以前的标注可以一起给它（--labels 写几次）"


def _verdict(both: Mapping[str, float]) -> str:
    if both["low"] > 0:
        return "增补后更好"
    return "增补后更差" if both["high"] < 0 else "在这批标注上分不出高低，以盲评为准"


def _say_before(told: Mapping[str, Any] | None) -> None:
    if told is not None:
        both = told["comparison"]
        if told["seen"]:
            say(f"  另有 {told['seen']} 条的文字 {told['name']} 早已学过（相同或近似），没有参加训练和测量")
        say(
            f"  同一批标注，增补前 {told['name']}@{told['version']} 态度宏F1 {both['first']:.3f}，增补后 {both['second']:.3f}，"
            f"相差 {both['difference']:+.3f}（95% 区间 {both['low']:+.3f} 至 {both['high']:+.3f}），{_verdict(both)}"
        )
