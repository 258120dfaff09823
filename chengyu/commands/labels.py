"""`chengyu labels`: texts out to be labelled, labels in, settled labels as a file. May import everything."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chengyu.access import record_access, user
from chengyu.commands.analyse import MODEL, WEEK
from chengyu.config import Settings, load_settings
from chengyu.console import say, say_counts
from chengyu.errors import MissingFileError, ShellError, WrongUseError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import chosen_model, chosen_period, database
from chengyu.wording import LABEL_FIELD_ZH, LABEL_OUTCOME_ZH
from pipeline.agreement import Agreement
from pipeline.database import newest_labels, save_audit
from pipeline.forget import audit_row
from pipeline.label_files import FORMS, LabelFileError, studio_config, write_tasks
from pipeline.label_import import REFUSED, ImportReport, import_labels, settled_labels
from pipeline.labelling import How, OneModelError, tasks
from pipeline.score import model_label


class Form(StrEnum):
    """The files that texts can be labelled in."""

    XLSX = "xlsx"
    CSV = "csv"
    LABEL_STUDIO = "label-studio"


class Part(StrEnum):
    """Which of the labelled texts."""

    TRAIN = "train"
    BLIND = "blind"


class RefusedRowsError(ShellError):
    """Some rows of a label file were not taken."""

    def __init__(self, count: int) -> None:
        super().__init__(f"有 {count} 行没有导入，改好后再导入一次即可（已导入的不会重复）")


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("export", "导出一周的文字供人标注（已脱敏，待填的格子是空的）", export_labels)
    group.add("import", "导入填好的标注，逐行检查", take_labels)
    group.add("write", "把已定的标注写成 JSON Lines，供训练或评价", write_labels)


def export_labels(
    week: WEEK = "",
    how: Annotated[
        How, typer.Option("--how", help="怎样挑：拿不准的、随机、判为负面的、几个模型说法不一的")
    ] = How.UNCERTAIN,
    count: Annotated[
        int,
        typer.Option("--n", min=1, max=5000, help="多少条；其中至多五分之一是随机抽的盲评（random 则抽到几条是几条）"),
    ] = 200,
    form: Annotated[Form, typer.Option("--to", help="写成什么文件")] = Form.XLSX,
    out: Annotated[Path | None, typer.Option("--out", help="写到这个文件；不写则在办公室文件夹的 labels 里")] = None,
    model: MODEL = "",
) -> None:
    """Write texts that nobody has labelled."""
    settings = load_settings()
    period = chosen_period(settings, "", week, "", "")
    label = model_label(chosen_model(settings, model))
    path = out or _own_folder(settings) / f"{period.label}-{how}{FORMS[form][0]}"
    if path.suffix.lower() != FORMS[form][0]:
        raise WrongUseError(f"--to {form} 写的是 {FORMS[form][0]} 文件，--out 却是 {path.name}：请改其中一个")
    if not path.parent.is_dir():
        raise MissingFileError(str(path.parent))
    if path.exists():
        raise WrongUseError(f"{path} 已在，怕盖掉填了一半的标注：请换一个名字（--out）")
    with database(settings) as opened:
        try:
            found = tasks(opened, label, period, how, count)
        except OneModelError as error:
            raise WrongUseError(f"{period.label} 只有一个模型评过分：请先运行 chengyu score --model linear") from error
    _write_down(settings, "labels export", path, [task.post_id for task in found])
    with _private(path):
        write_tasks(path, found, form)
    if form is Form.LABEL_STUDIO:
        path.with_suffix(".xml").write_text(studio_config(), encoding="utf-8")
    blind = sum(task.guess is None for task in found)
    say(f"标注：{period.label}，模型 {label}，导出 {len(found)} 条，其中盲评 {blind} 条：{path}")
    if len(found) < count:
        say(f"  {_shortage(period.label, how, len(found) - blind, count)}")


def _shortage(week: str, how: How, fitting: int, count: int) -> str:
    """Why there are fewer than were asked for; `fitting` is how many were chosen by `how`, without the blind ones."""
    left = f"只有 {fitting} 条" if fitting else "一条也没有"
    match how:
        case How.RANDOM:
            return f"{week} 能标而没有标过的只有这些，不足 {count} 条"
        case How.UNCERTAIN:
            return f"{week} 除盲评外，能标而没有标过的{left}，合起来不足 {count} 条"
        case How.NEGATIVE:
            return f"{week} 除盲评外，判为负面而没有标过的{left}，合起来不足 {count} 条；要别的请换 --how"
        case How.DISAGREE:
            return f"{week} 除盲评外，几个模型说法不一而没有标过的{left}，合起来不足 {count} 条；要别的请换 --how"


def take_labels(
    file: Annotated[Path, typer.Argument(metavar="文件", help="填好的 .xlsx、.csv，或 Label Studio 导出的 .json")],
    annotator: Annotated[str, typer.Option("--by", help="谁标的；文件里“标注人”一列填了的以它为准")] = "",
    replace: Annotated[
        bool, typer.Option("--replace", help="同一人改了先前的标注时，以这次为准（先前的也留着）")
    ] = False,
) -> None:
    """Check and add labels."""
    if not file.is_file():
        raise MissingFileError(str(file))
    settings = load_settings()
    try:
        with database(settings) as opened:
            report = import_labels(opened, file, annotator, settings.now, replace=replace)
    except LabelFileError as error:
        raise ShellError(f"读不了 {file}：{error}") from error
    _say_import(report)


def write_labels(
    out: Annotated[Path, typer.Option("--out", help="写到这个 JSON Lines 文件")],
    part: Annotated[Part, typer.Option("--part", help="train 供训练，blind 是留作评价的盲评")] = Part.TRAIN,
    judge: Annotated[
        str, typer.Option("--judge", help="两人不一致时以谁的为准；不写则相关或态度不一致的不写出，其余以后标的为准")
    ] = "",
) -> None:
    """Write settled labels."""
    settings = load_settings()
    with database(settings) as opened:
        readings = newest_labels(opened)
    people = sorted({row["annotator"] for row in readings})
    if judge and judge not in people:
        raise WrongUseError(f"没有“{judge}”标过的文字；标过的有：{'、'.join(people) or '还没有人'}")
    settled = settled_labels(readings, blind=part is Part.BLIND, judge=judge)
    # A new office has no folder of models yet, where blind labels belong.
    out.parent.mkdir(exist_ok=True)
    _write_down(settings, "labels write", out, [line["id"] for line in settled.lines])
    draft = out.with_name(f"{out.name}.part")
    lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in settled.lines)
    with _private(draft):
        draft.write_text("".join(lines), encoding="utf-8")
    draft.replace(out)
    say(f"标注：写出 {len(settled.lines)} 条，相关或态度两人不一致而未写 {settled.open_disputes} 条：{out}")
    if settled.by_newest:
        say(f"  其中 {settled.by_newest} 条语气、体裁、事项或说法不全一致，以后标的为准；要以谁的为准，加 --judge")


def _write_down(settings: Settings, command: str, path: Path, ids: Sequence[str]) -> None:
    """Note who takes which texts out, and where to, so that `forget` looks there too."""
    record_access(settings, command, ids)
    with database(settings) as opened, opened.write() as connection:
        save_audit(connection, audit_row(settings.now, user(), "export", str(path.expanduser().resolve()), {}))


@contextmanager
def _private(path: Path) -> Iterator[None]:
    """A file that is written in the block, for its owner alone wherever it lies."""
    path.touch(mode=0o600)
    yield
    # What writes a workbook puts a new file in the place of this one.
    path.chmod(0o600)


def _own_folder(settings: Settings) -> Path:
    folder = settings.home / "labels"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _say_import(report: ImportReport) -> None:
    by_reason: dict[str, list[int]] = {}
    for number, reason in report.refusals:
        by_reason.setdefault(reason, []).append(number)
    for reason, numbers in by_reason.items():
        say(f"  第 {runs(numbers)} 行：{reason}")
    counts = {LABEL_OUTCOME_ZH[name]: n for name, n in report.outcomes.items()}
    say_counts(f"标注：{sum(report.outcomes.values())} 行：", counts)
    for agreement in report.agreements:
        say(_agreement_line(agreement))
    if refused := report.outcomes.get(REFUSED, 0):
        raise RefusedRowsError(refused)


def runs(numbers: Sequence[int]) -> str:
    """Rising numbers with neighbours drawn together: 2–4、7."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in found)


def _agreement_line(agreement: Agreement) -> str:
    shown = [("κ", agreement.kappa), ("F1", agreement.f1)]
    parts = [
        f"{LABEL_FIELD_ZH[field]} {name} {'无从计算' if value is None else f'{value:.2f}'}"
        for name, values in shown
        for field, value in values.items()
    ]
    return f"一致程度：{agreement.first} 与 {agreement.second} 同标 {agreement.texts} 条：{'，'.join(parts)}"
