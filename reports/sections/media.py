"""Press and social: volume, share, tiers, sources. May import reports.reading, formats, clauses, parts, siblings."""

from reports.clauses import FEWEST_FOR_A_SHARE, count_message, listed, trend_message
from reports.formats import CHANNELS, GROUPS, TIERS, VERDICTS, cut, day_text, named, number_text
from reports.parts import (
    Block,
    Chart,
    Column,
    Estimate,
    Form,
    Format,
    Paragraph,
    Section,
    Subheading,
    Table,
)
from reports.reading import Facts, Row
from reports.sections import inspections, opinions, stories, year
from reports.sections.trends import (
    FEWEST_PERIODS,
    count_series,
    footnote,
    gap_reasons,
    inspected,
    is_dense,
    labels,
    share_series,
    trend_rows,
)

TITLE = "媒体与网络"
SOURCES_SHOWN = 15
HIGH_TIERS = ("central", "provincial")
# Nearly every complaint is negative, so a share of complaint channels would say nothing; they have their own part.
COMPLAINT_CHANNELS = {"hotline", "message_board"}


def build(facts: Facts) -> Section:
    """The part on press and social; raises BriefError on a missing field."""
    if not any(row["items"] for row in facts.rows("volume")):
        return Section("media", TITLE, (Paragraph("本期没有媒体和网络来源的信息，这一部分从略。"),))
    blocks: list[Block] = [*inspections.blocks(facts), *_left_out(facts), _volume(facts), *_net(facts)]
    blocks += [*year.blocks(facts), *_charts(facts)]
    blocks += [Subheading("来源"), _tiers(facts), _sources(facts), *_sides(facts), _high(facts)]
    blocks += [Subheading("主要事件"), *stories.blocks(facts), *opinions.blocks(facts)]
    return Section("media", TITLE, tuple(blocks))


def _left_out(facts: Facts) -> list[Block]:
    codes = sorted({code for row in facts.rows("volume") for code in row["sources_left_out"]})
    if not codes:
        return []
    titles = {row["source"]: row["title"] for row in facts.rows("coverage")}
    names = listed([titles.get(code, code) for code in codes])
    text = f"{names}没有同时出现在本期和上一期，两期比较时已经排除，以免把来源增减当成舆情变化。"
    return [Paragraph(text, "lead")]


def _volume(facts: Facts) -> Table:
    columns = (
        Column("范围", Format.TEXT, 1),
        Column("信息", Format.COUNT),
        Column("负面", Format.COUNT),
        Column("中性", Format.COUNT),
        Column("正面", Format.COUNT),
        Column("负面占比（95%区间）", Format.SHARE),
        Column("校正误判后", Format.SHARE),
        Column("环比（百分点）", Format.POINTS),
        Column("判断", Format.TEXT),
    )
    widened = any(row.get("errors_domains") for row in facts.rows("model"))
    by = "按模型在标注样本上的误判率折算" + ("，没见过的城市误判率可能不同，区间已为此放宽" if widened else "")
    note = f"“校正误判后”{by}；环比的区间跨过0即为正常波动。本单位发布及其转载单列，不计入合计。"
    rows = tuple(_volume_row(row) for row in facts.rows("volume"))
    return Table("volume", "信息量与负面占比", columns, rows, "volume", note=note)


def _net(facts: Facts) -> list[Block]:
    """The net rating with its formula, and beside it what the hotline's own survey says; the two are never one."""
    row = facts.row("volume", "group", "all")
    if row is None or row["relevant"] < FEWEST_FOR_A_SHARE or row["net"] is None:
        return []
    text = f"网络评价净值（正面占比减负面占比）为{number_text(row['net'], Format.POINTS)}个百分点，只反映媒体和网络上的说法"
    rows = [row for row in facts.rows("handling") if row["satisfied_share"] is not None]
    asked = [(row["satisfied"] + row["dissatisfied"], row) for row in rows]
    number, told = max(asked, key=lambda pair: pair[0], default=(0, None))
    if told is not None and number >= FEWEST_FOR_A_SHARE:
        share = number_text(told["satisfied_share"], Format.SHARE)
        text += (
            f"；与诉求办理的满意率（{named(told['channel'], CHANNELS)}回访{number:,}件，{share}）不是一回事，不可互换"
        )
    return [Paragraph(f"{text}。", "note")]


def _volume_row(row: Row) -> tuple[str | int | Estimate | None, ...]:
    return (
        named(row["group"], GROUPS),
        row["relevant"],
        row["negative"],
        row["neutral"],
        row["positive"],
        Estimate(row["share"], row["low"], row["high"]),
        _of_enough(row, "corrected_share", "corrected_low", "corrected_high"),
        _of_enough(row, "difference", "difference_low", "difference_high"),
        named(row["verdict"] or "", VERDICTS),
    )


def _of_enough(row: Row, *fields: str) -> Estimate:
    """What is computed from a share stays out where the share itself says nothing."""
    if row["relevant"] < FEWEST_FOR_A_SHARE:
        return Estimate(None, None, None)
    return Estimate(*(row[field] for field in fields))


def _charts(facts: Facts) -> list[Block]:
    groups = {group: trend_rows(facts, group) for group in ("press", "social")}
    heard = {group: rows for group, rows in groups.items() if _any(rows, "relevant") and len(rows) >= FEWEST_PERIODS}
    drawn: list[Block] = [_count_chart(facts, heard)] if heard else []
    dense = {group: rows for group, rows in heard.items() if is_dense(rows)}
    drawn += [_share_chart(facts, rows, group) for group, rows in dense.items()]
    if thin := [GROUPS[group] for group in heard if group not in dense]:
        text = f"{listed(thin)}平常每{facts.words.unit}涉城管信息不足{FEWEST_FOR_A_SHARE}条，占比起落多属偶然，不画占比走势。"
        drawn.append(Paragraph(text, "note"))
    return drawn


def _share_chart(facts: Facts, rows: list[Row], group: str) -> Chart:
    name = GROUPS[group]
    title = trend_message(rows, f"{name}负面占比", facts.words)
    alt = f"折线图：近{len(rows)}期{name}负面占比及95%区间。{title}。"
    series = (share_series(rows, name),)
    return Chart(
        f"{group}_trend",
        Form.TREND,
        title,
        alt,
        labels(rows),
        series,
        Format.SHARE,
        f"trend[{group}].share",
        note=footnote(rows, facts),
        gaps=gap_reasons(rows, facts),
        inspected=inspected(rows),
        height=40,
    )


def _count_chart(facts: Facts, groups: dict[str, list[Row]]) -> Chart:
    titles = [count_message(rows, GROUPS[g], "条", facts.words, "relevant") for g, rows in groups.items()]
    title = "；".join(titles)
    series = tuple(count_series(rows, GROUPS[g], "relevant") for g, rows in groups.items())
    rows = next(iter(groups.values()))
    both = zip(*(gap_reasons(r, facts) for r in groups.values()), strict=True)
    reasons = tuple("、".join(dict.fromkeys(filter(None, names))) for names in both)
    names = listed([GROUPS[group] for group in groups])
    alt = f"柱形图：近{len(rows)}期{names}涉城管信息条数。{title}。"
    return Chart(
        "counts",
        Form.COLUMNS,
        title,
        alt,
        labels(rows),
        series,
        Format.COUNT,
        f"trend[{','.join(groups)}].relevant",
        gaps=reasons,
        inspected=inspected(rows),
        height=42,
    )


def _any(rows: list[Row], field: str) -> bool:
    return any(row[field] for row in rows)


def _tiers(facts: Facts) -> Table:
    columns = (
        Column("层级", Format.TEXT, 1),
        Column("信息", Format.COUNT),
        Column("原创", Format.COUNT),
        Column("转载", Format.COUNT),
        Column("首发事件", Format.COUNT),
        Column("负面", Format.COUNT),
        Column("负面占比（95%区间）", Format.SHARE),
    )
    told = sorted((row for row in facts.rows("by_tier") if row["relevant"]), key=_rank)
    rows = tuple((named(row["tier"], TIERS), *_counted(row)) for row in told)
    note = (
        "原创指首次出现的稿件，转载指与它相同或相近的后来稿件；首发事件指本期不止一条信息说到、而由它最先说出的事件。"
    )
    return Table("tiers", "按媒体层级", columns, rows, "by_tier", note=note)


def _sources(facts: Facts) -> Table:
    columns = (
        Column("来源", Format.TEXT, 1.4),
        Column("渠道", Format.TEXT, 1),
        Column("信息", Format.COUNT),
        Column("原创", Format.COUNT),
        Column("转载", Format.COUNT),
        Column("首发事件", Format.COUNT),
        Column("负面", Format.COUNT),
        Column("负面占比（95%区间）", Format.SHARE),
    )
    spoken = [row for row in facts.rows("by_source") if row["channel"] not in COMPLAINT_CHANNELS and row["relevant"]]
    all_rows = sorted(spoken, key=lambda row: (-row["relevant"], row["source"]))
    shown = all_rows[:SOURCES_SHOWN]
    rows = tuple((_source_name(row), named(row["channel"], CHANNELS), *_counted(row)) for row in shown)
    note = f"共{len(all_rows)}个来源，列出信息最多的{len(shown)}个。" if len(all_rows) > len(shown) else ""
    return Table("sources", "按来源", columns, rows, "by_source", note=note)


def _sides(facts: Facts) -> list[Block]:
    """How many original articles carry the bureau's side and cite more than one kind of source."""
    rows = [row for row in facts.rows("press_sides") if row["articles"]]
    if not rows:
        return []
    columns = (
        Column("媒体原创稿件", Format.TEXT, 1),
        Column("篇数", Format.COUNT),
        Column("刊有本局说法（95%区间）", Format.SHARE),
        Column("平均引用来源", Format.RATE),
        Column("来源单一", Format.COUNT),
    )
    cells = tuple(
        (
            {"all": "全部", "negative": "其中负面"}[row["tone"]],
            row["articles"],
            Estimate(row["share"], row["low"], row["high"]),
            row["kinds"],
            row["one_sided"],
        )
        for row in rows
    )
    note = (
        "按稿件用词认定，来源分本局、其他部门、专家、当事人、居民五类，只引用一类或没有引用的算来源单一；"
        "不评价记者，也不等于报道失实。"
    )
    return [Table("press_sides", "媒体是否刊载本局说法", columns, cells, "press_sides", note=note)]


def _rank(row: Row) -> int:
    """Central media first; a tier that is not known comes last."""
    order = list(TIERS)
    return order.index(row["tier"]) if row["tier"] in order else len(order)


def _source_name(row: Row) -> str:
    return str(row["title"]) + ("（本单位）" if row["owner"] == "own" else "")


def _counted(row: Row) -> tuple[int | Estimate, ...]:
    share = Estimate(row["share"], row["low"], row["high"])
    return (row["relevant"], row["originals"], row["reprints"], row["firsts"], row["negative"], share)


def _high(facts: Facts) -> Table:
    columns = (Column("媒体", Format.TEXT), Column("日期", Format.TEXT), Column("标题", Format.TEXT, 1))
    items = [row for row in facts.rows("negative_items") if row["tier"] in HIGH_TIERS]
    rows = tuple((row["title_of_source"], day_text(row["published_at"]), cut(_headline(row), 60)) for row in items)
    empty = "本期中央和省级媒体没有负面信息。"
    return Table("high", "中央和省级媒体负面信息", columns, rows, "negative_items[tier]", empty=empty)


def _headline(row: Row) -> str:
    return str(row["title"] or row["text"])
