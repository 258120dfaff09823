"""Coverage and method: what was seen, what was lost, how it was judged. May import reports.reading, formats, parts."""

from collections.abc import Mapping, Sequence
from typing import Any

from reports.formats import CHANNELS, NOTHING, STATES, day_text, named, number_text
from reports.parts import Block, Column, Format, Head, Paragraph, Section, Subheading, Table
from reports.reading import Facts

TESTS = {"texts": "用词", "scores": "判读结果", "labels": "与人工盲评的一致程度"}
STAGES = {"collect": "采集", "store": "入库", "score": "判读"}
# On which texts the errors were counted by which shares are corrected.
ERRORS = {
    "blind": "校正误判所用的误判率取自本单位{texts}条随机抽取的盲评",
    "before": "校正误判所用的误判率沿用{name}的，取自它的{texts}条标注（本单位的盲评有{blind}条，不足以另算）",
    "own": "校正误判所用的误判率取自训练用的{texts}条标注（五折交叉验证，未必是随机抽取的）",
    "unknown": "校正误判所用的误判率取自哪些文字，模型卡没有写明",
    "none": "模型的误判率不全，占比没有校正",
}
# Said where the errors were counted elsewhere, and the interval allows for that.
WIDENED = (
    "没见过的城市误判率可能不同，校正后的区间已按{domains}个来源之间误判率的差别放宽；"
    "本单位的盲评够数以后再训练一次，区间会变窄"
)
LIMITS = (
    "“负面”指文字把城市管理工作置于不利的一面，不等于事情本身严重，也不等于责任认定。",
    "占比后的括号是95%区间；两期之差的区间跨过0，就不能说变好或变差。不足10条的，不作比例判断。",
    "采集中断或来源不全的时段按缺数处理，图中留空，不补数、不连线。",
    "只分析公开信息和移交的诉求；个人信息在入库时已遮盖，不识别、不统计任何发帖人。",
)


def build(facts: Facts, head: Head) -> Section:
    """The part on coverage and method; raises BriefError on a missing field."""
    blocks: list[Block] = [_coverage(facts), _outcomes(facts), Subheading("判读模型"), *_model(facts), *_drift(facts)]
    blocks += [Subheading("口径与局限"), *[Paragraph(text, "item") for text in LIMITS]]
    digest = f"；数据摘要{head.data_digest[:16]}" if head.data_digest else ""
    run = f"分析批次{head.run_id}{digest}。" if head.run_id else ""
    blocks.append(Paragraph(f"{run}制作时间{head.made_at[:16].replace('T', ' ')}。", "note"))
    return Section("method", "数据来源与方法", tuple(blocks))


def _coverage(facts: Facts) -> Table:
    columns = (
        Column("来源", Format.TEXT, 1.2),
        Column("渠道", Format.TEXT, 1),
        Column("状态", Format.TEXT),
        Column("本期", Format.COUNT),
        Column("平常", Format.RATE),
        Column("最新一条", Format.TEXT),
        Column("说明", Format.TEXT, 1.6),
    )
    rows = tuple(
        (
            row["title"],
            named(row["channel"], CHANNELS) or NOTHING,
            named(row["verdict"], STATES) + ("（缺数）" if row["gap"] else ""),
            row["posts"],
            row["usual"],
            day_text(row["newest_post"]),
            row["message"] or "",
        )
        for row in facts.rows("coverage")
    )
    return Table("coverage", "来源及其状态", columns, rows, "coverage", empty="没有采集记录。")


def _outcomes(facts: Facts) -> Table:
    columns = (Column("阶段", Format.TEXT), Column("去向", Format.TEXT, 1), Column("条数", Format.COUNT))
    rows = tuple((named(row["stage"], STAGES), row["label"], row["items"]) for row in facts.rows("outcomes"))
    note = "每一条都有且只有一个去向，各阶段的数目可以加总核对。"
    return Table("outcomes", "信息的去向", columns, rows, "outcomes", note=note, empty="没有去向记录。")


def _model(facts: Facts) -> list[Block]:
    rows = facts.rows("model")
    if not rows:
        return [Paragraph("没有判读模型的记录。")]
    told = [
        Paragraph(f"{row['warning'].rstrip('。')}。") if "warning" in row else Paragraph(_model_text(dict(row)))
        for row in rows
    ]
    return [*told, *_model_weeks(facts.rows("model_weeks"))]


def _drift(facts: Facts) -> list[Block]:
    """That the texts were tested for drift and none was found; a warning is told with the model."""
    rows = facts.rows("drift")
    if not rows or any(row["moved"] for row in rows):
        return []
    tests = "、".join(TESTS.get(row["test"], row["test"]) for row in rows)
    return [Paragraph(f"漂移检验（{tests}）未见明显变化，模型仍适用于本期文字。")]


def _model_weeks(rows: Sequence[Mapping[str, Any]]) -> list[Block]:
    """On which model the periods of the trend stand, and what the change of model alone does."""
    judged = [row for row in rows if row["texts"] or not row["standing"]]
    if not judged:
        return []
    behind = "、".join(row["period"] for row in judged if not row["standing"])
    said = f"{behind}还没有用这一模型判读完，暂不可比" if behind else f"走势中有文字的{len(judged)}期都以这一模型判读"
    last = judged[-1]
    if last["difference"] is None:
        return [Paragraph(f"{said}。")]
    shares = [number_text(last[name] * 100, Format.RATE) for name in ("share_before", "negative_share")]
    other = f"同一批文字，上一个模型{last['model_before']}判为负面的占{shares[0]}%，这一模型占{shares[1]}%"
    return [Paragraph(f"{said}。{other}（各渠道合计，未校正），这一差别来自模型，不是舆情变化。")]


def _of_errors(row: Mapping[str, object]) -> dict[str, object]:
    return {name: row.get(f"errors_{name}") for name in ("name", "texts", "blind")}


def _model_text(row: dict[str, object]) -> str:
    said = [f"判读模型{row['model']}，本期判读{row['judged']}条，失败{row['failed']}条"]
    score = row.get("sentiment_macro_f1")
    if isinstance(score, float):
        shown = number_text(score * 100, Format.RATE)
        said.append(f"在训练用的{row['texts']}条标注上（五折交叉验证），态度判读的宏平均F1为{shown}%")
    said.append(ERRORS[str(row["errors_origin"])].format(**_of_errors(row)))
    if domains := row.get("errors_domains"):
        said.append(WIDENED.format(domains=domains))
    weeks = row.get("weeks_on_model")
    if weeks is not None:
        said.append(f"这一版本已连续使用{weeks}周，换版本时历史数据重新判读，不会把换模型当成舆情变化")
    return "；".join(said) + "。"
