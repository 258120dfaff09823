"""A model's card in Markdown: data by digest, scores with intervals by class and source, failures, licences.

May import models.bootstrap, confusion, evaluate, labels, training_set.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.bootstrap import CLASSES, DRAWS, intervals, tables
from models.confusion import FEWEST as FEWEST_BLIND
from models.confusion import FEWEST_OF_EACH, IRRELEVANT, Errors, Origin
from models.evaluate import Answer, figures
from models.labels import SENTIMENT_ZH
from models.training_set import Labelled

# Of a source with fewer texts no score is given: its interval would span half the scale.
FEWEST = 40
HELD_OUT = ("<!-- held out: begin -->", "<!-- held out: end -->")


def confusion(rows: Sequence[Labelled], answers: Sequence[Answer]) -> list[list[int]]:
    """True sentiment by line, said sentiment by column, failures last."""
    table: list[list[int]] = tables(rows, answers).sum(axis=0).tolist()
    return table


def card(
    kind: str,
    made: str,
    data: Sequence[Mapping[str, object]],
    rows: Sequence[Labelled],
    answers: Sequence[Answer],
    errors: Errors,
    notes: str,
) -> str:
    """The whole card; `errors` correct shares, `notes` is what a person wrote: failures, licences, time."""
    parts = [
        f"# 模型卡：{kind}（{made}）",
        _data(data),
        _scores(rows, answers),
        held_out({}),
        _sources(rows, answers),
        _correction(errors),
        notes,
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _data(data: Sequence[Mapping[str, object]]) -> str:
    lines = [f"| {item['name']} | {item['rows']} | `{item['sha256']}` |" for item in data]
    return "\n".join(["## 训练数据", "", "| 文件 | 行数 | SHA-256 |", "|---|---|---|", *lines])


def _scores(rows: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    found = intervals(rows, answers)
    figure = [f"| {name} | {value} | {_span(found.get(name))} |" for name, value in figures(rows, answers).items()]
    table = [
        f"| {SENTIMENT_ZH[label]} | {' | '.join(map(str, line))} |"
        for label, line in zip(CLASSES, confusion(rows, answers), strict=True)
    ]
    return "\n".join(
        [
            "## 得分（按 group 五折交叉验证，每条文本由没见过同组文本的模型打分）",
            "",
            f"区间为按组自助抽样 {DRAWS} 次的 95 % 区间。",
            "",
            "| 指标 | 值 | 95 % 区间 |",
            "|---|---|---|",
            *figure,
            "",
            "| 人工标注＼模型 | 负面 | 中性 | 正面 | 失败 |",
            "|---|---|---|---|---|",
            *table,
        ]
    )


def _span(ends: tuple[float, float] | None) -> str:
    return f"{ends[0]:.3f}–{ends[1]:.3f}" if ends else ""


def held_out(sets: Mapping[str, Mapping[str, float]]) -> str:
    """The part of the card on texts that were in no training set: a column for each set, a line for each figure.

    Without sets only its place is marked.
    """
    if not sets:
        return "\n".join(HELD_OUT)
    names = list(dict.fromkeys(name for scores in sets.values() for name in scores))
    lines = [f"| {name} | {' | '.join(str(scores.get(name, '')) for scores in sets.values())} |" for name in names]
    head = [f"| 指标 | {' | '.join(sets)} |", f"|---|{'---|' * len(sets)}"]
    return "\n".join([HELD_OUT[0], "## 得分（训练时没有的成套文本）", "", *head, *lines, HELD_OUT[1]])


def with_held_out(text: str, sets: Mapping[str, Mapping[str, float]]) -> str:
    """A card with its part on such texts written anew."""
    before, after = text.split(HELD_OUT[0], maxsplit=1)[0], text.split(HELD_OUT[1])[1]
    return f"{before}{held_out(sets)}{after}"


def _correction(errors: Errors) -> str:
    classes: dict[str, str] = {IRRELEVANT: "不相关"} | {str(label): name for label, name in SENTIMENT_ZH.items()}
    lines = [
        f"| {classes[true]} | {' | '.join(str(said[name]) for name in classes)} |"
        for true, said in errors.table.items()
    ]
    head = ["| 人工标注＼模型 | 不相关 | 负面 | 中性 | 正面 |", "|---|---|---|---|---|"]
    return "\n".join(["## 校正占比用的误判率", "", f"{counted_on(errors)}。", "", *head, *lines])


def counted_on(errors: Errors) -> str:
    """In Chinese, on which texts the errors that correct shares were counted, and whether an interval allows for others."""
    if errors.by_source:
        wide = f"；没见过的城市误判率可能不同，区间按 {len(errors.by_source)} 个来源之间误判率的差别放宽"
        return f"{_counted_on(errors)}{wide}"
    return _counted_on(errors)


def _counted_on(errors: Errors) -> str:
    match errors.origin:
        case Origin.BLIND:
            return f"取自 {errors.name} 的 {errors.texts} 条盲评（随机抽取，没有参加训练）"
        case Origin.BEFORE:
            return f"沿用 {errors.name} 的，取自它的 {errors.texts} 条标注：{_too_few(errors.blind)}"
        case _:
            own = f"取自 {errors.name} 的 {errors.texts} 条标注（五折交叉验证；未必是随机抽取的）"
            return f"{own}：{_too_few(errors.blind)}" if errors.blind else own


def _too_few(blind: int) -> str:
    least = f"至少 {FEWEST_BLIND} 条，其中不相关、负面、中性、正面各 {FEWEST_OF_EACH} 条"
    return f"{f'盲评有 {blind} 条' if blind else '还没有盲评'}，不足以另算（{least}）"


def _sources(rows: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    lines = []
    for source in sorted({row.source for row in rows}):
        mine = [(row, answer) for row, answer in zip(rows, answers, strict=True) if row.source == source]
        if len(mine) >= FEWEST:
            lines.append(_source(source, [row for row, _ in mine], [answer for _, answer in mine]))
    head = "| 来源 | 条数 | 情感 macro-F1 | 95 % 区间 | 负面召回 | 相关 F1 | 事项 F1 | 说法 F1 |"
    return "\n".join([f"## 分来源（不足 {FEWEST} 条的不列）", "", head, "|---|---|---|---|---|---|---|---|", *lines])


def _source(name: str, rows: Sequence[Labelled], answers: Sequence[Answer]) -> str:
    low, high = intervals(rows, answers)["sentiment_macro_f1"]
    got = figures(rows, answers)
    shown = ("negative_recall", "relevance_f1", "issues_micro_f1", "frames_micro_f1")
    rest = " | ".join(f"{got[key]:.3f}" for key in shown)
    return f"| {name} | {len(rows)} | {got['sentiment_macro_f1']:.3f} | {low:.3f}–{high:.3f} | {rest} |"


def step(before: Mapping[str, float], after: Mapping[str, float], told: Mapping[str, float], seen: int) -> str:
    """The part of the card of a model that goes on from another: figures on the same texts without and with the step.

    `seen` is how many more labelled texts that other model had learned.
    """
    lines = [f"| {name} | {before[name]} | {after[name]} |" for name in before]
    span = f"{told['difference']:+.3f}（95 % 区间 {told['low']:+.3f} 至 {told['high']:+.3f}）"
    head = ["", "## 增补前后（同一批标注；增补后的由五折交叉验证）", "", "| 指标 | 增补前 | 增补后 |", "|---|---|---|"]
    left_out = f"另有 {seen} 条是增补前的模型学过的文字（相同或近似），没有参加训练和测量" if seen else ""
    return "\n".join([*head, *lines, "", f"情感 macro-F1 相差 {span}", "", left_out]).rstrip() + "\n"


def write(folder: Path, text: str) -> None:
    """Put the card beside the weights."""
    (folder / "CARD.md").write_text(text, encoding="utf-8")
