"""`chengyu models`: which models there are, which one is in use, and how that changes. May import everything."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from chengyu.commands.evaluate import answers_of, has_seen, known_to, labelled_texts, say_seen, unseen
from chengyu.commands.score import say_scores, score_database
from chengyu.config import ROOT, Settings, load_settings, office_folder
from chengyu.console import say
from chengyu.errors import ShellError, WrongUseError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import ARTIFACTS, chosen_model, wanted_model
from chengyu.wording import FIGURE_ZH
from models.bootstrap import compare
from models.promotion import Verdict, judge, promote, promotions, rollback
from models.registry import Artifact, LoadedModel, Measured, ModelError, available, chosen, entry_of, load_model
from models.training_set import Labelled
from pipeline.score import model_label

# Where the texts of the gate lie: the office's own blind labels, else the ones that ship.
FROZEN = "frozen.jsonl"
# A loss of macro-F1 that an office would want to know of; whether so much could go unseen is told with the verdict.
UNSEEN = 0.03
SHIPPED_FROZEN = ROOT / "data" / "frozen.jsonl"


class GateError(ShellError):
    """A model that may not run."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} 没有过关，正在用的模型不变")


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("list", "列出所有模型：训练日期、数据、得分，哪个在用", list_models)
    group.add("promote", "启用一个模型：先过关，再把历史重新评分", promote_model)
    group.add("rollback", "退回上一个模型", rollback_model)


def list_models() -> None:
    """The models under the texts that their figures stand on, the most accurate first, then the changes of the running one."""
    office = office_folder() / "models"
    in_use, since = _in_use(office)
    groups: dict[Measured, list[Artifact]] = {}
    for artifact in available(ARTIFACTS, office):
        groups.setdefault(artifact.measured, []).append(artifact)
    for measured, artifacts in groups.items():
        say(f"得分量在{_measured_on(measured)}上（五折交叉验证）：")
        for artifact in artifacts:
            say(f"  {_model_line(artifact)}" + (f"，在用（{since}）" if artifact.name == in_use else ""))
    if len(groups) > 1:
        say("不是同一批文字上的得分，不能比高低；要比：chengyu evaluate --labels 文件 --model 甲 --against 乙")
    try:
        _say_promotions(promotions(office))
    except ModelError as error:
        say(f"注意：{error}")


def _in_use(office: Path) -> tuple[str, str]:
    """The name of the running model and since when or by what it runs; where it cannot, none, and the reader is told."""
    wanted = wanted_model("")
    try:
        name, entry = chosen(wanted, ARTIFACTS, office).name, None if wanted else entry_of(office)
    except ModelError as error:
        # The list is what shows the way out.
        say(f"注意：现在没有能用的模型：{error}")
        return "", ""
    if wanted:
        return name, "settings.toml 里写的"
    return name, f"{_day(entry['promoted_at'])} 起" if entry else "默认"


def _say_promotions(changes: Sequence[Mapping[str, Any]]) -> None:
    if changes:
        say("启用和退回：")
    for change in changes:
        said = "启用" if change["action"] == "promote" else "退回"
        say(f"  {_day(change['at'])} {said} {change['name'] or '默认的模型'}")


def promote_model(
    name: Annotated[str, typer.Argument(metavar="名称", help="模型名，见 chengyu models list")],
    labels: Annotated[
        Path | None,
        typer.Option("--labels", help="用这个文件比较；不写则为办公室 models 里的 frozen.jsonl，再没有则为随附的"),
    ] = None,
) -> None:
    """Make a model the running one if it passes the gate."""
    settings = load_settings()
    office = settings.home / "models"
    running, candidate = chosen_model(settings, ""), load_model(name, ARTIFACTS, office)
    if model_label(running) == model_label(candidate):
        raise WrongUseError(f"{model_label(running)} 就是正在用的模型")
    frozen = labels or _frozen(office)
    rows = labelled_texts(frozen)
    verdict = _verdict(running, candidate, office, frozen, rows)
    _say_verdict(running, candidate, frozen, verdict)
    say_seen(len(rows) - verdict.comparison.texts)
    if not verdict.passes:
        raise GateError(model_label(candidate))
    promote(office, candidate.name, candidate.version, settings.now)
    _rescore(settings)


def rollback_model() -> None:
    """Go back to what ran before."""
    settings = load_settings()
    name = rollback(settings.home / "models", settings.now)
    say(f"已退回{name or '默认的模型'}")
    _rescore(settings)


def _rescore(settings: Settings) -> None:
    if settings.file.model:
        say(f'注意：settings.toml 里写了 model = "{settings.file.model}"，它优先；要用刚启用的模型，请把它改成空')
    say(f"正在用 {model_label(chosen_model(settings, ''))}；历史重新评分（中断了，运行 chengyu score 会接着评）：")
    say_scores(score_database(settings, ""))


def _frozen(office: Path) -> Path:
    for path in (office / FROZEN, SHIPPED_FROZEN):
        if path.is_file():
            return path
    advice = f"chengyu labels write --part blind --out {office / FROZEN}"
    raise WrongUseError(f"没有留作评价的文字，没法比较：请先标注，再运行 {advice}，或用 --labels 指明")


def _verdict(
    running: LoadedModel, candidate: LoadedModel, office: Path, labels: Path, rows: Sequence[Labelled]
) -> Verdict:
    for model in (running, candidate):
        if has_seen(model.name, labels):
            raise WrongUseError(f"{model_label(model)} 就是用 {labels} 训练的，不能用它来比较")
    artifacts = {item.name: item for item in available(ARTIFACTS, office)}
    fresh = unseen(rows, known_to((running, candidate), rows))
    if not fresh:
        both = "、".join(map(model_label, (running, candidate)))
        raise WrongUseError(f"{labels} 里的文字，{both} 训练时都学过，量不出好坏")
    found = compare(fresh, answers_of(running, fresh), answers_of(candidate, fresh))
    return judge(artifacts[running.name], artifacts[candidate.name], found)


def _say_verdict(running: LoadedModel, candidate: LoadedModel, frozen: Path, verdict: Verdict) -> None:
    found = verdict.comparison
    whose = "随附的演示城市文字，只能应急" if frozen == SHIPPED_FROZEN else str(frozen)
    say(
        f"过关：留作评价的 {found.texts} 条（{whose}），态度宏F1：正在用的 {model_label(running)} {found.first:.3f}，"
        f"{model_label(candidate)} {found.second:.3f}，相差 {found.difference:+.3f}"
        f"（95% 区间 {found.low:+.3f} 至 {found.high:+.3f}，McNemar p={found.p:.3f}）"
    )
    if found.second_is_worse:
        say("  比正在用的差，不是碰巧")
    if found.second_misses_more:
        say(f"  漏掉的负面比正在用的多，不是碰巧：负面召回 {found.recall_first:.3f} → {found.recall_second:.3f}")
    if verdict.worse_by_card:
        first, second = verdict.worse_by_card
        say(f"  在两者训练时同样量过的文字上（五折交叉验证，见 models list）差：{first:.3f} → {second:.3f}，不是碰巧")
    if verdict.shortfalls:
        say(f"  {shortfall_words(verdict.shortfalls)}")
    if verdict.passes and found.low < -UNSEEN:
        say(f"  没有看出变差；但只有这么多条，就是差到 {found.low:+.3f} 也看不出来：盲评越多越看得准")


def shortfall_words(shortfalls: Sequence[str]) -> str:
    """Which figures miss their floor, in Chinese."""
    named = (line.split(maxsplit=1) for line in shortfalls)
    return f"未过门槛（得分 / 门槛）：{'，'.join(f'{FIGURE_ZH[name]} {rest}' for name, rest in named)}"


def passed_words(artifact: Artifact) -> str:
    """That a model reaches every floor, and where these are held against other figures or texts than those they are for."""
    if artifact.before is not None:
        return "过了门槛（看的是增补前的模型）"
    return "过了门槛" if artifact.on_pinned else "过了门槛（门槛不是在这些文字上定的，只作参考）"


def _measured_on(measured: Measured) -> str:
    files = "、".join(measured.files) or "没有写明的文件（较早的版本训练的）"
    return f" {files} 的 {measured.texts} 条" if measured.files else files


def _model_line(artifact: Artifact) -> str:
    f1 = f"态度宏F1 {artifact.scores.get('sentiment_macro_f1', 0.0):.3f}"
    if artifact.before is not None:
        f1 += f"（增补前 {artifact.before.comparison.first:.3f}）"
    state = passed_words(artifact) if artifact.passes else "未过门槛"
    return f"{artifact.name}@{artifact.version}  {artifact.made} 训练，{f1}，{state}"


def _day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d}" if moment else "早先"
