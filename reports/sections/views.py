"""What people object to and praise, and what drove the change. May import reports.reading, formats, sentences, parts."""

from collections.abc import Sequence

from reports.clauses import listed
from reports.formats import FRAME_OF_PRAISE, MOVES, cut, frame_name, headline, issue_name, named, quoted
from reports.moves import DIMENSIONS, Move, moves
from reports.parts import Block, Chart, Column, Estimate, Form, Format, Paragraph, Section, Series, Table
from reports.reading import Facts, Row

TITLE = "批评什么，肯定什么"
ROWS_SHOWN = 12
PHRASES_SHOWN = 8
CODES_SHOWN = 10
# The table below the chart has the rest.
FRAMES_DRAWN = 8
# Of fewer items nothing is drawn: a bar for one post is no picture.
FEWEST_DRAWN = 10
# A change of fewer items is taken apart by nobody.
FEWEST_MOVED = 5


def build(facts: Facts) -> Section:
    """The part on frames, issues, phrases and drivers; raises BriefError on a missing field."""
    frames = _by_items(facts.rows("frames"))
    blocks: list[Block] = _risen(facts)
    blocks += [_frame_chart(frames[:FRAMES_DRAWN])] if sum(row["items"] for row in frames) >= FEWEST_DRAWN else []
    if not any(facts.rows(measure) for measure in ("frames", "issues", "drivers", "phrases")):
        return Section("views", TITLE, (Paragraph("没有媒体和网络来源的说法可供分析，这一部分从略。"),))
    blocks += [_codes(facts, "frames"), *_driver_charts(facts), _codes(facts, "issues"), _phrases(facts)]
    return Section("views", TITLE, tuple(blocks))


def _risen(facts: Facts) -> list[Block]:
    """Which criticism has become more or less frequent than chance would have it, in a sentence."""
    rows = [row for row in _by_items(facts.rows("frames")) if row["code"] not in FRAME_OF_PRAISE]
    said = [
        f"{listed([quoted(frame_name(row['code'])) for row in found])}明显{how}"
        for verdict, how in (("worse", "增多"), ("better", "减少"))
        if (found := [row for row in rows if row["verdict"] == verdict])
    ]
    if said:
        return [Paragraph(f"与{facts.words.last}相比，批评的说法中{'，'.join(said)}。")]
    judged = any(row["verdict"] == "no_change" for row in rows)
    return [Paragraph(f"与{facts.words.last}相比，没有哪种批评的说法明显增多或减少。")] if judged else []


def _by_items(rows: Sequence[Row]) -> list[Row]:
    kept = [row for row in rows if row["items"]]
    return sorted(kept, key=lambda row: (-row["items"], row["code"]))[:ROWS_SHOWN]


def _frame_chart(rows: Sequence[Row]) -> Chart:
    names = tuple(frame_name(row["code"]) for row in rows)
    series = (
        Series("负面", tuple(float(row["negative"]) for row in rows)),
        Series("中性或正面", tuple(float(row["items"] - row["negative"]) for row in rows)),
    )
    title = _frame_message(rows)
    alt = f"条形图：各种说法的条数，分负面与其他。{title}。"
    height = 11 + 4.6 * len(rows)
    return Chart("frames", Form.BARS, title, alt, names, series, Format.COUNT, "frames", height=height)


def _frame_message(rows: Sequence[Row]) -> str:
    worst = max(rows, key=lambda row: row["negative"])
    kindest = max((row for row in rows if row["code"] in FRAME_OF_PRAISE), key=lambda row: row["items"], default=None)
    said = []
    if worst["negative"]:
        said.append(f"批评最多的是{quoted(frame_name(worst['code']))}（{worst['negative']:,}条）")
    if kindest is not None:
        said.append(f"肯定最多的是{quoted(frame_name(kindest['code']))}（{kindest['items']:,}条）")
    return "；".join(said) or "没有批评，也没有肯定的说法"


def _codes(facts: Facts, measure: str) -> Table:
    title, first = {"frames": ("网民与媒体的说法", "说法"), "issues": ("媒体与网络谈论的事项", "事项")}[measure]
    name = frame_name if measure == "frames" else issue_name
    columns = (
        Column(first, Format.TEXT, 1),
        Column("条数", Format.COUNT),
        Column(facts.words.last, Format.COUNT),
        Column("负面", Format.COUNT),
        Column("负面占比（95%区间）", Format.SHARE),
        Column("条数判断", Format.TEXT),
    )
    rows = tuple(
        (
            name(row["code"]),
            row["items"],
            row["previous"],
            row["negative"],
            Estimate(row["share"], row["low"], row["high"]),
            named(row["verdict"] or "", MOVES),
        )
        for row in _by_items(facts.rows(measure))
    )
    return Table(measure, title, columns, rows, measure, shown=CODES_SHOWN)


def _driver_charts(facts: Facts) -> list[Block]:
    charts = [_driver_chart(facts, dimension) for dimension in DIMENSIONS]
    if facts.rows("drivers") and not any(charts):
        return [Paragraph(f"负面信息与{facts.words.last}相比，没有哪一事件、哪一事项变动较大，不作增减分解。", "note")]
    return [chart for chart in charts if chart is not None]


def _driver_chart(facts: Facts, dimension: str) -> Chart | None:
    bars = moves(facts, dimension)
    if not bars or abs(bars[0].size) < FEWEST_MOVED:
        return None
    names, values = [_driver_name(bar) for bar in bars], [float(bar.size) for bar in bars]
    title = _driver_message(bars[0], sum(bar.size for bar in bars), dimension, facts)
    alt = f"条形图：负面信息增减按{DIMENSIONS[dimension]}分解。{title}。"
    return Chart(
        f"drivers_{dimension}",
        Form.BARS,
        title,
        alt,
        tuple(names),
        (Series("负面条数增减", tuple(values)),),
        Format.COUNT,
        f"drivers[{dimension}]",
        height=7 + 4.5 * len(names),
    )


def _driver_name(bar: Move) -> str:
    return cut(headline(bar.row["label"] or bar.row["key"]), 18) if bar.row else f"其余{bar.rows}项"


def _driver_message(first: Move, total: int, dimension: str, facts: Facts) -> str:
    verb = "增加" if total > 0 else "减少"
    whole = f"负面比{facts.words.last}{verb}{abs(total):,}条" if total else f"负面与{facts.words.last}持平"
    part = f"{'增' if first.size > 0 else '减'}{abs(first.size):,}条"
    return f"按{DIMENSIONS[dimension]}看，{whole}；变动最大的是{quoted(_driver_name(first))}（{part}）"


def _phrases(facts: Facts) -> Table:
    columns = (
        Column("词语", Format.TEXT, 1),
        Column("本期", Format.COUNT),
        Column("上期", Format.COUNT),
        Column("突出程度（z）", Format.RATE),
    )
    rows = tuple((row["phrase"], row["items"], row["previous"], row["z"]) for row in facts.rows("phrases")[:ROWS_SHOWN])
    note = "与前期相比突然多起来的词语；z越大越突出。"
    return Table("phrases", "明显增多的词语", columns, rows, "phrases", note=note, shown=PHRASES_SHOWN)
