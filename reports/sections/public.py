"""Complaints to 12345 and the message board, by issue and place. May import reports.reading, formats, parts, siblings."""

from collections.abc import Sequence

from reports.clauses import count_message, listed
from reports.formats import MOVES, VERDICTS, issue_name, named
from reports.parts import Block, Chart, Column, Estimate, Form, Format, Paragraph, Section, Series, Table
from reports.reading import Facts, Row
from reports.sections import handling
from reports.sections.trends import FEWEST_PERIODS, count_series, footnote, gap_reasons, inspected, labels, trend_rows

NOWHERE = "未定位"
TITLE = "群众诉求"
# The chart shows the largest issues, the table below it all; of fewer complaints than this nothing is drawn.
ISSUES_DRAWN = 8
ISSUES_SHOWN = 10
FEWEST_DRAWN = 10
# More districts than this would fill a page with ones and noughts; the rest is counted below.
PLACES_DRAWN = 10
# A smaller count in one district could point to who complained: the cell says only that it is smaller.
LEAST_SHOWN = 5
# An issue that brings less than this a period and nothing now has no place in a table.
RARE = 1.0
FEWEST_COMPARED = 3
_OF_ALL = "“每万人”是本期件数按全市每1万常住人口计。"
_NOT_OF_ALL = "设置里没有写全各区的常住人口，“每万人”不计算，列为“—”。"


def build(facts: Facts) -> Section:
    """The part on complaints; raises BriefError on a missing field."""
    if not any(facts.rows(measure) for measure in ("complaint_issues", "complaint_places", "handling")):
        return Section("public", TITLE, (Paragraph("本期没有群众诉求，这一部分从略。"),))
    lead = "群众诉求几乎都是反映问题，不计算“负面占比”，只看数量、办理和地区差异。"
    blocks: list[Block] = [Paragraph(lead, "lead"), *_trend(facts), *handling.blocks(facts), *_issues(facts)]
    blocks += [*_grid(facts), *_districts(facts), *handling.repeated(facts), *handling.not_ours(facts)]
    return Section("public", TITLE, tuple(blocks))


def _trend(facts: Facts) -> list[Block]:
    rows = trend_rows(facts, "complaint")
    if sum(row["items"] > 0 for row in rows) < FEWEST_PERIODS:
        return []
    title = count_message(rows, "群众诉求", "件", facts.words)
    alt = f"柱形图：近{len(rows)}期群众诉求件数。{title}。"
    series = (count_series(rows, "群众诉求"),)
    gaps = gap_reasons(rows, facts)
    source = "trend[complaint].items"
    return [
        Chart(
            "complaints",
            Form.COLUMNS,
            title,
            alt,
            labels(rows),
            series,
            Format.COUNT,
            source,
            note=footnote(rows, facts),
            gaps=gaps,
            inspected=inspected(rows),
            height=34,
        )
    ]


def _issues(facts: Facts) -> list[Block]:
    rows = [row for row in facts.rows("complaint_issues") if row["items"] or (row["usual"] or 0) >= RARE]
    if not rows:
        return []
    many = sum(max(row["items"], row["usual"] or 0) for row in rows) >= FEWEST_DRAWN
    drawn: list[Block] = [_issue_chart(rows[:ISSUES_DRAWN])] if many else []
    columns = (
        Column("事项", Format.TEXT, 1),
        Column("本期", Format.COUNT),
        Column("每万人", Format.SMALL_RATE),
        Column(facts.words.last, Format.COUNT),
        Column("平常（前8期均值）", Format.RATE),
        Column("与平常之比（95%区间）", Format.RATE),
        Column("判断", Format.TEXT),
    )
    cells = tuple(
        (
            issue_name(row["issue"]),
            row["items"],
            row["per_10k"],
            row["previous"],
            row["usual"],
            _ratio(row),
            named(row["verdict"] or "", MOVES),
        )
        for row in rows
    )
    note = _OF_ALL if any(row["per_10k"] is not None for row in rows) else _NOT_OF_ALL
    title = "各类诉求与平常相比"
    return [*drawn, Table("complaint_issues", title, columns, cells, "complaint_issues", note, shown=ISSUES_SHOWN)]


def _ratio(row: Row) -> Estimate:
    """Of too few complaints a ratio and its interval say nothing, and are not printed."""
    if row["verdict"] == "not_enough_data":
        return Estimate(None, None, None)
    return Estimate(row["ratio"], row["low"], row["high"])


def _issue_chart(rows: Sequence[Row]) -> Chart:
    names = tuple(issue_name(row["issue"]) for row in rows)
    series = (
        Series("平常", tuple(row["usual"] for row in rows)),
        Series("本期", tuple(float(row["items"]) for row in rows)),
    )
    title = _issue_message(rows)
    alt = f"对比图：各类诉求本期件数与平常件数。{title}。"
    height = 12 + 4.6 * len(rows)
    return Chart("issue_pairs", Form.PAIRS, title, alt, names, series, Format.COUNT, "complaint_issues", height=height)


def _issue_message(rows: Sequence[Row]) -> str:
    worse = [issue_name(row["issue"]) for row in rows if row["verdict"] == "worse"]
    better = [issue_name(row["issue"]) for row in rows if row["verdict"] == "better"]
    said = [f"{listed(worse)}明显多于平常"] if worse else []
    said += [f"{listed(better)}明显少于平常"] if better else []
    if said:
        return "，".join(said)
    judged = {row["verdict"] for row in rows}
    if "no_change" not in judged:
        return "各类诉求可比的往期数据不足，不作异常判断"
    return "各类诉求都在平常范围之内" if judged == {"no_change"} else "没有发现明显多于平常的诉求，有的事项数据不足"


def _grid(facts: Facts) -> list[Block]:
    rows = facts.rows("complaint_places")
    if sum(row["items"] for row in rows) < FEWEST_DRAWN:
        return []
    named = [place for place in _by_total(rows, "district") if place]
    places, rest = named[:PLACES_DRAWN], named[PLACES_DRAWN:]
    places += [""] if any(not row["district"] for row in rows) else []
    issues = _by_total(rows, "issue")
    counts = {(row["district"], row["issue"]): row["items"] for row in rows}
    series = tuple(
        Series(place or NOWHERE, tuple(_shown(counts.get((place, issue), 0)) for issue in issues)) for place in places
    )
    title = _grid_message(rows)
    alt = f"表格图：各区各类诉求件数。{title}。"
    names = tuple(issue_name(issue) for issue in issues)
    height = 9 + 5.2 * len(places)
    others = sum(row["items"] for row in rows if row["district"] in rest)
    notes = [f"不足{LEAST_SHOWN}件的不列数目"] if any(None in one.values for one in series) else []
    notes += [f"其余{len(rest)}个区（县）共{others:,}件，图中从略"] if rest else []
    note = "；".join(notes)
    return [
        Chart(
            "places", Form.GRID, title, alt, names, series, Format.COUNT, "complaint_places", note=note, height=height
        )
    ]


def _grid_message(rows: Sequence[Row]) -> str:
    """What leads the grid; where several do, all of them up to three."""
    placed = [row for row in rows if row["district"]] or list(rows)
    most = max(row["items"] for row in placed)
    if most < LEAST_SHOWN:
        return f"各区各类诉求都不足{LEAST_SHOWN}件"
    leading = [f"{row['district'] or NOWHERE}的{issue_name(row['issue'])}" for row in placed if row["items"] == most]
    if len(leading) == 1:
        return f"{leading[0]}最多（{most:,}件）"
    return (
        f"{listed(leading)}并列最多（各{most:,}件）" if len(leading) <= 3 else f"最多的有{most:,}件，共{len(leading)}处"
    )


def _shown(items: int) -> float | None:
    return None if 0 < items < LEAST_SHOWN else float(items)


def _by_total(rows: Sequence[Row], field: str) -> list[str]:
    totals: dict[str, int] = {}
    for row in rows:
        totals[row[field]] = totals.get(row[field], 0) + row["items"]
    return sorted(totals, key=lambda name: (name == "", -totals[name], name))


def _districts(facts: Facts) -> list[Block]:
    rows = facts.rows("districts")
    known = [row for row in rows if row["rate"] is not None]
    if not known:
        return [Paragraph("设置里没有各区常住人口，各区诉求只列件数，不作比较。", "note")]
    compared = [row for row in known if row["funnel_low"] is not None]
    # Between fewer there is nothing to compare: the table says all there is.
    drawn: list[Block] = [_funnel(compared)] if len(compared) >= FEWEST_COMPARED else []
    columns = (
        Column("区", Format.TEXT, 1),
        Column("常住人口", Format.COUNT),
        Column("诉求", Format.COUNT),
        Column("每10万人（95%区间）", Format.RATE),
        Column("收缩后", Format.RATE),
        Column("判断", Format.TEXT),
        Column("最多的事项", Format.TEXT),
        Column("该事项每万人", Format.SMALL_RATE),
    )
    leading = _leading(facts)
    cells = tuple(
        (
            row["district"] or NOWHERE,
            row["residents"] or None,
            row["items"],
            Estimate(row["rate"], row["low"], row["high"]),
            row["shrunk_rate"],
            named(row["signal"] or "", VERDICTS),
            *leading.get(row["district"], (None, None)),
        )
        for row in rows
    )
    note = (
        "按每10万常住人口比较，人口少的区波动大，“收缩后”已向全市平均靠拢；在正常范围内的区不排名次。"
        f"事项不足{LEAST_SHOWN}件的不列，没有写常住人口的区不计算，都列为“—”。"
    )
    return [*drawn, Table("districts", "各区诉求", columns, cells, "districts", note=note)]


def _leading(facts: Facts) -> dict[str, tuple[str, float | None]]:
    """For each district its largest issue that is large enough to be told, and its complaints per 10,000 residents."""
    leading: dict[str, tuple[str, float | None]] = {}
    for row in sorted(facts.rows("complaint_places"), key=lambda row: -row["items"]):
        if row["items"] >= LEAST_SHOWN:
            leading.setdefault(row["district"], (issue_name(row["issue"]), row["per_10k"]))
    return leading


def _funnel(rows: Sequence[Row]) -> Chart:
    """A funnel plot lying down: districts by residents, each with the limits that chance alone keeps within."""
    high = [row["district"] for row in rows if row["signal"] == "high"]
    low = [row["district"] for row in rows if row["signal"] == "low"]
    said = [f"{listed(high)}高于全市平常水平"] if high else []
    said += [f"{listed(low)}低于全市平常水平"] if low else []
    title = "，".join(said) or "各区每10万人诉求量没有超出正常范围的差别"
    by_size = sorted(rows, key=lambda row: row["residents"])
    series = (
        Series(
            "每10万人诉求",
            tuple(row["rate"] for row in by_size),
            tuple(row["funnel_low"] for row in by_size),
            tuple(row["funnel_high"] for row in by_size),
        ),
    )
    names = tuple(row["district"] for row in by_size)
    alt = f"漏斗图：各区按人口由少到多，点是每10万常住人口诉求件数，横线是只凭偶然99.8%会落在其中的范围。{title}。"
    note = "点是实际数，横线是按全市水平、只凭偶然会落在其中的范围（99.8%）；各区按人口由少到多，不是名次"
    height = 7 + 5 * len(rows)
    return Chart(
        "district_rates", Form.RANGES, title, alt, names, series, Format.RATE, "districts", note=note, height=height
    )
