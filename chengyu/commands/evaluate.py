"""`chengyu evaluate`: a model on labelled texts, alone or against another. May import everything."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import compress
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import typer

from chengyu.config import office_folder
from chengyu.console import progress, say
from chengyu.errors import MissingFileError, WrongUseError
from chengyu.wiring import ARTIFACTS, named_model
from chengyu.wording import LABEL_FIELD_ZH
from models.bootstrap import Answer, compare
from models.breakdown import breakdown
from models.judging import BATCH
from models.labels import FRAME_ZH, ISSUE_ZH, KIND_ZH, SENTIMENT_ZH, TONE_ZH, Sentiment
from models.registry import LoadedModel, available
from models.training_set import Labelled, digest, read_labelled
from pipeline.score import model_label
from reports.evaluation_pictures import write_pictures

LABELS = Annotated[Path, typer.Option("--labels", help="标注过的 JSON Lines 文件")]
# Labels with fewer texts are only in --json and --out: their F1 says little.
_FEWEST = 10
# As the intervals are of 95 %.
SURE = 0.05


def command(
    labels: LABELS,
    model: Annotated[str, typer.Option("--model", help="模型名；不写则为正在用的")] = "",
    against: Annotated[str, typer.Option("--against", help="与这个模型在同样的文字上比较")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="打印 JSON")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="把 JSON 和两张图写到这个文件夹")] = None,
) -> None:
    """Evaluate one model."""
    loaded = named_model(model)
    other = named_model(against) if against else None
    every = labelled_texts(labels)
    models = [loaded, *([other] if other else [])]
    known = known_to(models, every)
    # Where all of it was learned there is nothing else to show, and the reader is warned; of single texts he could not know.
    whole = [its.all() or has_seen(model.name, labels) for model, its in zip(models, known, strict=True)]
    fresh = unseen(every, known)
    learned = list(map(model_label, compress(models, whole) if any(whole) or fresh else models))
    rows = every if learned else fresh
    answers = answers_of(loaded, rows)
    found = _head(loaded, labels, len(every), len(every) - len(rows)) | breakdown(rows, answers)
    found["trained_on_it"] = learned
    if other:
        found["against"] = {"model": model_label(other)} | asdict(compare(rows, answers_of(other, rows), answers))
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if out:
        _write(out, text, found)
    if as_json:
        say(text)
    else:
        _say(found, out)


def labelled_texts(path: Path) -> list[Labelled]:
    """The texts of a file; raises MissingFileError, LabelError, WrongUseError where it holds none."""
    if not path.is_file():
        raise MissingFileError(str(path))
    rows = read_labelled(path)
    if not rows:
        raise WrongUseError(f"{path} 里没有标注过的文字")
    return rows


def unseen(rows: Sequence[Labelled], known: npt.NDArray[np.bool_]) -> list[Labelled]:
    """The texts that no model knows, given what `known_to` says."""
    return list(compress(rows, np.logical_not(np.logical_or.reduce(known))))


def known_to(models: Sequence[LoadedModel], rows: Sequence[Labelled]) -> npt.NDArray[np.bool_]:
    """Whether each model was trained on each text (models, texts), as far as it can tell."""
    texts, none = [row.text for row in rows], np.zeros(len(rows), dtype=np.bool_)
    return np.array([model.seen(texts) if model.seen else none for model in models])


def say_seen(count: int) -> None:
    """How many texts were left out as learned, if any."""
    if count:
        say(f"  另有 {count} 条模型训练时学过（相同或近似），没有计入")


def answers_of(model: LoadedModel, rows: Sequence[Labelled]) -> list[Answer]:
    """A model's answers, in order, with progress."""
    answers: list[Answer] = []
    with progress(f"评分 {model_label(model)}") as advance:
        for start in range(0, len(rows), BATCH):
            batch = [row.text for row in rows[start : start + BATCH]]
            answers += model.score(batch)
            advance("", len(batch))
    return answers


def has_seen(name: str, path: Path) -> bool:
    """Whether a model was trained on a file of these bytes, by its card."""
    wanted = digest(path)
    for artifact in available(ARTIFACTS, office_folder() / "models"):
        if artifact.name == name:
            card = json.loads((artifact.folder / "model.json").read_text(encoding="utf-8"))
            return any(item.get("sha256") == wanted for item in card.get("data", ()))
    return False


def _head(model: LoadedModel, path: Path, texts: int, seen: int) -> dict[str, Any]:
    file = {"name": path.name, "sha256": digest(path), "texts": texts, "seen": seen}
    return {"model": model_label(model), "labels": file}


def _write(folder: Path, text: str, found: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    write_pictures(found, folder)


def _say(found: Mapping[str, Any], out: Path | None) -> None:
    macro, figures = found["macro_f1"], found["figures"]
    texts, seen = found["labels"]["texts"], found["labels"]["seen"]
    say(f"评价：模型 {found['model']}，{found['labels']['name']} 的 {texts - seen} 条，失败 {found['failed']} 条")
    say_seen(seen)
    if found["trained_on_it"]:
        say(f"注意：这些文字 {'、'.join(found['trained_on_it'])} 训练时都学过，得分偏高，不能当真")
    say(f"  态度 宏F1 {_range(macro)}，校准误差 {figures['ece']:.3f}")
    say(
        f"  相关 F1 {figures['relevance_f1']:.3f}，事项 {figures['issues_micro_f1']:.3f}，说法 {figures['frames_micro_f1']:.3f}"
    )
    for row in found["classes"]:
        name = SENTIMENT_ZH[Sentiment(row["class"])]
        f1 = _range(row | {"value": row["f1"]})
        say(f"  {name} {row['texts']} 条：准确 {row['precision']:.3f}，召回 {row['recall']:.3f}，F1 {f1}")
    for title, key in (("来源", "sources"), ("周", "weeks")):
        _say_groups(title, found[key])
    for row in found["labels_of_tasks"]:
        if row["texts"] >= _FEWEST:
            say(f"  {LABEL_FIELD_ZH[row['task']]} {_name(row)} {row['texts']} 条：F1 {row['f1']:.3f}")
    if "against" in found:
        _say_comparison(found["model"], found["against"])
    if out:
        say(f"  已写到 {out}：evaluation.json、confusion.png、calibration.png")


def _say_groups(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        if row["value"] is not None:
            absent = "、".join(SENTIMENT_ZH[Sentiment(code)] for code in row["absent"])
            beside = f"；没有{absent}的文字，这一类按 0 算" if absent else ""
            say(f"  {title} {row['name']} {row['texts']} 条：宏F1 {_range(row)}{beside}")
    if few := [row for row in rows if row["value"] is None]:
        named = "、".join(f"{row['name']}（{row['texts']} 条）" for row in few)
        say(f"  {title} 条数太少，不评：{named}")


def _say_comparison(model: str, other: Mapping[str, Any]) -> None:
    say(f"比较：态度宏F1，前者 {other['model']} {other['first']:.3f}，后者 {model} {other['second']:.3f}")
    spread = f"95% 区间 {other['low']:+.3f} 至 {other['high']:+.3f}"
    by_class, by_count = _verdict(other["low"] > 0, other["high"] < 0), _by_count(other)
    say(f"  相差 {other['difference']:+.3f}（{spread}），宏F1 上{by_class}")
    right = f"只有前者说对 {other['only_first']} 条，只有后者说对 {other['only_second']} 条，McNemar p={other['p']:.3f}"
    say(f"  {right}，说对的条数上{by_count}")
    if by_class != by_count:
        say("  两样量的不同：宏F1 里三种态度同样重，条数里多的一种说了算；启用看宏F1")


def _by_count(other: Mapping[str, Any]) -> str:
    told = other["p"] < SURE
    more, less = other["only_second"] > other["only_first"], other["only_second"] < other["only_first"]
    return _verdict(told and more, told and less)


def _verdict(better: bool, worse: bool) -> str:
    if better:
        return "后者更好"
    return "后者更差" if worse else "分不出高下"


def _range(row: Mapping[str, Any]) -> str:
    return "太少，不评" if row["value"] is None else f"{row['value']:.3f}（{row['low']:.3f}–{row['high']:.3f}）"


_NAMES: Mapping[str, str] = {
    **{f"tone:{code}": name for code, name in TONE_ZH.items()},
    **{f"kind:{code}": name for code, name in KIND_ZH.items()},
    **{f"issues:{code}": name for code, name in ISSUE_ZH.items()},
    **{f"frames:{code}": name for code, name in FRAME_ZH.items()},
}


def _name(row: Mapping[str, Any]) -> str:
    return _NAMES.get(f"{row['task']}:{row['class']}", "是")
