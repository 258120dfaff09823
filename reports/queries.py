"""For each figure of a Brief the query that gives its posts. May import reports.brief, backing, formats, moves, parts."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from reports.backing import AGAIN, DUE, FIRST, LISTED, MARK, NOWHERE, OF_STORY, ONE_SIDED, SIDE, Query
from reports.brief import Brief
from reports.formats import CHANNELS, GROUPS, named
from reports.moves import DIMENSIONS, moved
from reports.parts import Cell, Chart, Counted, Estimate, Figure, Paragraph, Proposal, Story, Table

NOW: Query = MappingProxyType({"when": ("本期",)})
ANY_TIME: Query = MappingProxyType({"when": ("本期", "上期", "更早")})
BEFORE: Query = MappingProxyType({"when": ("上期",)})
BOTH: Query = MappingProxyType({"when": ("本期", "上期")})
RELEVANT: Query = MappingProxyType({"relevant": ("是",)})
NEGATIVE: Query = MappingProxyType({"tone": ("负面",)})
OTHERWISE: Query = MappingProxyType({"tone": ("中性", "正面", "不计入")})
SPOKEN: Query = MappingProxyType({"voice": ("新闻媒体", "网络社区")})
SAID: Query = MappingProxyType({"voice": ("新闻媒体", "网络社区", "本单位发布")})
COMPLAINT: Query = MappingProxyType({"voice": ("群众诉求",), "relevant": ("是",)})
ORIGINAL: Query = MappingProxyType({"copy": ("否",)})
OF_BOTH_YEARS: Query = MappingProxyType({"both_years": ("是",), "relevant": ("是",)})
ALL: Query = MappingProxyType({})

_OWN = "（本单位）"
_LAST = ("前一日", "上周", "上月", "上季度", "上期")


@dataclass(frozen=True, slots=True)
class Rule:
    """How the posts of a table's cells are told: what its row means, and what each column adds.

    `row` and `more` read the cells; `more` has the columns whose posts are named one by one, by what stands in the row.
    Columns are named without what stands in brackets after their name; 上期 stands for every name of the period before.
    A column that is not there (a change, a rate, another source's number) has no posts of its own.
    """

    row: Callable[[Sequence[str]], Query]
    columns: Mapping[str, Query]
    more: Mapping[str, Callable[[Sequence[str]], Query]] = field(default_factory=dict)


def _of(field: str, **fixed: Query) -> Callable[[Sequence[str]], Query]:
    return lambda cells: _joined(*fixed.values(), {field: (cells[0],)})


def _group(cells: Sequence[str]) -> Query:
    return SPOKEN if cells[0] == GROUPS["all"] else {"voice": (cells[0],)}


def _both_years(cells: Sequence[str]) -> Query:
    return _joined(_group(cells), OF_BOTH_YEARS)


def _articles(cells: Sequence[str]) -> Query:
    tone = NEGATIVE if "负面" in cells[0] else ALL
    return _joined({"voice": ("新闻媒体",)}, RELEVANT, ORIGINAL, tone)


def _due(channel: str) -> Query:
    return _joined(ANY_TIME, {"evidence": (DUE + channel,)})


def _source(cells: Sequence[str]) -> Query:
    owner = "本单位发布" if cells[0].endswith(_OWN) else "社会来源"
    return _joined(SAID, {"source": (cells[0].removesuffix(_OWN),), "owner": (owner,), "channel": (cells[1],)})


def _leading_issue(cells: Sequence[str]) -> Query:
    return _joined(COMPLAINT, {"district": (cells[0],), "issues": (cells[6],)})


def _joined(*queries: Query) -> Query:
    return {name: values for query in queries for name, values in query.items()}


_TONES: dict[str, Query] = {"负面": NEGATIVE, "中性": {"tone": ("中性",)}, "正面": {"tone": ("正面",)}}
_MAKEUP: dict[str, Query] = {
    "信息": RELEVANT,
    "原创": _joined(RELEVANT, ORIGINAL),
    "转载": _joined(RELEVANT, {"copy": ("是",)}),
    "首发事件": {"evidence": (FIRST,)},
    "负面": NEGATIVE,
    "负面占比": NEGATIVE,
}
_TOPIC: dict[str, Query] = {"条数": ALL, "上期": BEFORE, "负面": NEGATIVE, "负面占比": NEGATIVE}
RULES: Mapping[str, Rule] = {
    "volume": Rule(_group, {"信息": RELEVANT, **_TONES, "负面占比": NEGATIVE}),
    "tiers": Rule(_of("tier", a=SPOKEN), _MAKEUP),
    "sources": Rule(_source, _MAKEUP),
    "high": Rule(lambda c: _joined(SPOKEN, NEGATIVE, {"source": (c[0],), "day": (c[1],)}), {"标题": ALL}),
    "kinds": Rule(_of("kind", a=SPOKEN, b=NEGATIVE), {"条数": ALL, "上期": BEFORE, "占负面": ALL}),
    "handling": Rule(
        _of("channel", a=COMPLAINT, b={"handled": ("是",)}), {"受理": ALL}, {"本期到期": lambda c: _due(c[0])}
    ),
    "repeats": Rule(_of("evidence"), {"60天内": ANY_TIME}, {"本期": lambda c: {"evidence": (AGAIN + c[0],)}}),
    "not_ours": Rule(_of("matter"), {"诉求": {"voice": ("群众诉求",)}, "媒体与网络": SPOKEN}),
    "press_sides": Rule(
        _articles, {"篇数": ALL, "刊有本局说法": {"evidence": (SIDE,)}, "来源单一": {"evidence": (ONE_SIDED,)}}
    ),
    "year_on_year": Rule(_both_years, {"信息": ALL, "负面": NEGATIVE}),
    "views": Rule(_of("evidence"), {"条数": ALL}),
    "complaint_issues": Rule(_of("issues", a=COMPLAINT), {"本期": ALL, "每万人": ALL, "上期": BEFORE}),
    "districts": Rule(
        _of("district", a=COMPLAINT),
        {"诉求": ALL, "每10万人": ALL},
        {"最多的事项": _leading_issue, "该事项每万人": _leading_issue},
    ),
    "frames": Rule(_of("frames", a=SPOKEN, b=RELEVANT), _TOPIC),
    "issues": Rule(_of("issues", a=SPOKEN, b=RELEVANT), _TOPIC),
    "phrases": Rule(_of("phrases", a=SPOKEN, b=ORIGINAL), {"本期": ALL, "上期": BEFORE}),
    "coverage": Rule(_of("source"), {"本期": ALL}),
    "alerts": Rule(lambda c: {"evidence": (c[1],), "when": ("本期", "上期")}, {"内容": ALL}),
    "timeline": Rule(lambda c: {"evidence": (MARK + c[1],)}, {"节点": ALL}),
    "questions": Rule(_of("frames", a={"evidence": (LISTED,)}), {"条数": ALL}),
    "measures": Rule(lambda c: {"evidence": (c[2],)}, {"发布内容": ALL}),
    "items": Rule(_of("number"), {"标题或内容": ALL}),
}


def figures(brief: Brief) -> dict[str, Query]:
    """Every figure that opens to posts, by its name: 表名.行名.列名, front.名, text.名, 图+图名.标签.序列, story.编号."""
    found: dict[str, Query] = {}
    for figure in brief.front.figures if brief.front else ():
        found[f"front.{figure.key}"] = figure_query(figure)
    for table in brief.tables():
        for row, name in zip(table.rows, row_names(table), strict=True):
            cells = cell_queries(table, row)
            found |= {cell_name(table, name, n): query for n, query in enumerate(cells) if query is not None}
    for chart in brief.charts():
        found |= chart_queries(chart)
    for block in (block for section in brief.sections for block in section.blocks):
        if isinstance(block, Story):
            found[f"story.{block.story_id}"] = story_query(block)
        if isinstance(block, Paragraph):
            found |= {text_name(counted): text_query(counted) for counted in block.counted}
    return found


def row_names(table: Table) -> list[str]:
    """The name of each row; one that has the name of an earlier one carries its place among them."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for row in table.rows:
        name = str(row[0])
        seen[name] += 1
        names.append(f"{name}#{seen[name]}" if seen[name] > 1 else name)
    return names


def cell_name(table: Table, row_name: str, column: int) -> str:
    """The name of a cell: that of its table, of its row as `row_names` gives it, and of its column."""
    return f"{table.key}.{row_name}.{plain_title(table.columns[column].title)}"


def figure_query(figure: Figure) -> Query:
    """The posts behind a large number of the front page."""
    channel = re.search(r"handling\[(\w+)\]", figure.source)
    if channel:
        return _due(named(channel.group(1), CHANNELS))
    fixed: Mapping[str, Query] = {
        "volume": _joined(SPOKEN, RELEVANT),
        "negative": _joined(SPOKEN, NEGATIVE),
        "complaints": COMPLAINT,
    }
    return _joined(NOW, fixed.get(figure.key, RELEVANT))


def text_name(counted: Counted) -> str:
    """The name of a number inside a paragraph."""
    return f"text.{counted.name}"


def text_query(counted: Counted) -> Query:
    """The posts behind a number inside a paragraph; raises KeyError on a name that no paragraph has."""
    return _joined(NOW, {"evidence": (OF_STORY,)}, _IN_TEXT[counted.name])


def cell_queries(table: Table, row: Sequence[Cell]) -> list[Query | None]:
    """The query of each cell of a row, None where a cell opens to no posts."""
    # Of tables of one kind each has a key of its own: views-8db3600b.
    rule = RULES.get(table.key.split("-")[0])
    if rule is None:
        return [None] * len(row)
    cells = [str(cell) for cell in row]
    found = [_column_query(rule, cells, plain_title(column.title)) for column in table.columns]
    return [query if _known(cell) else None for query, cell in zip(found, row, strict=True)]


def _column_query(rule: Rule, cells: Sequence[str], column: str) -> Query | None:
    if column in rule.more:
        return _joined(NOW, rule.more[column](cells))
    return _joined(NOW, rule.row(cells), rule.columns[column]) if column in rule.columns else None


def _known(cell: Cell) -> bool:
    return bool(cell.value if isinstance(cell, Estimate) else cell)


def chart_queries(chart: Chart) -> dict[str, Query]:
    """The marks of a chart that open to posts, by name."""
    marks = [(s, p) for s in range(len(chart.series)) for p in range(len(chart.labels))]
    found = {mark_name(chart, s, p): chart_query(chart, s, p) for s, p in marks}
    return {name: query for name, query in found.items() if query is not None}


def mark_name(chart: Chart, series: int, place: int) -> str:
    """The name of one mark of a chart; a chart and a table may have one key, so that it begins with 图."""
    return f"图{chart.key}.{chart.labels[place]}.{chart.series[series].name}"


def chart_query(chart: Chart, series: int, place: int) -> Query | None:
    """The posts behind one mark of a chart, None where it opens to none (an earlier period, an effect)."""
    label, name, value = chart.labels[place], chart.series[series].name, chart.series[series].values[place]
    query = _CHARTS[chart.key](label, name) if chart.key in _CHARTS else None
    if chart.key in _TRENDS:
        query = _trend_query(chart, series, place)
    if chart.key in _MOVES:
        query = _joined(BOTH, {"evidence": (moved(_MOVES[chart.key], place),)})
    return {**NOW, **query} if query is not None and value else None


def story_query(story: Story) -> Query:
    """The posts of a story in the period."""
    return _joined(NOW, SAID, RELEVANT, {"story": (story.story_id,)})


def proposal_query(proposal: Proposal) -> Query:
    """The posts that a proposal rests on, as far as they are of this period or the one before."""
    return {"evidence": (proposal.matter,)}


def plain_title(title: str) -> str:
    """A column's name without what stands in brackets, the period before always under one name."""
    name = title.split("（", maxsplit=1)[0]
    return "上期" if name in _LAST else name


# Charts that take a change apart, by dimension; a bar is the posts of the period less those of the one before.
_MOVES: Mapping[str, str] = {f"drivers_{dimension}": dimension for dimension in DIMENSIONS}
# What a mark of a line in time counts, by the name of its series.
_TRENDS: Mapping[str, Callable[[str], Query]] = {
    "front_trend": lambda _: _joined(SPOKEN, NEGATIVE),
    "press_trend": lambda name: _joined(NEGATIVE, {"voice": (name,)}),
    "social_trend": lambda name: _joined(NEGATIVE, {"voice": (name,)}),
    "counts": lambda name: _joined(RELEVANT, {"voice": (name,)}),
    "complaints": lambda _: COMPLAINT,
    "front_complaints": lambda _: COMPLAINT,
}


def _trend_query(chart: Chart, series: int, place: int) -> Query | None:
    wanted, back = _TRENDS[chart.key], len(chart.labels) - 1 - place
    return _joined(wanted(chart.series[series].name), (NOW, BEFORE)[back]) if back < 2 else None


# What the numbers in the sentences on a story count, by name.
_IN_TEXT: Mapping[str, Query] = {
    "items": _joined(SAID, RELEVANT),
    "voices": _joined(SAID, RELEVANT, ORIGINAL),
    "negative": _joined(SPOKEN, NEGATIVE),
}
_CHARTS: Mapping[str, Callable[[str, str], Query | None]] = {
    "frames": lambda label, name: _joined(
        SPOKEN, RELEVANT, {"frames": (label,)}, NEGATIVE if name == "负面" else {"tone": ("中性", "正面")}
    ),
    "issue_pairs": lambda label, name: _joined(COMPLAINT, {"issues": (label,)}) if name == "本期" else None,
    "places": lambda label, name: _joined(COMPLAINT, {"issues": (label,), "district": (name or NOWHERE,)}),
    "story_days": lambda label, name: _joined(
        {"evidence": (OF_STORY,), "day": ("{}月{}日".format(*label.split(".")),)},
        NEGATIVE if name == "负面" else OTHERWISE,
    ),
    "district_rates": lambda label, _: _joined(COMPLAINT, {"district": (label,)}),
}
