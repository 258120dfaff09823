"""The blocks of a Brief as HTML, each number a door to its posts. May import reports.parts, formats, pages, lookup and queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from reports.backing import PostLine, Query
from reports.formats import number_text
from reports.lookup import Lookup
from reports.pages import cell_data, chart_note
from reports.parts import (
    Block,
    Cell,
    Chart,
    Column,
    Estimate,
    Figure,
    Format,
    Front,
    Paragraph,
    Proposal,
    Quote,
    Story,
    Subheading,
    Table,
)
from reports.queries import (
    BOTH,
    cell_name,
    cell_queries,
    chart_query,
    figure_query,
    mark_name,
    proposal_query,
    row_names,
    story_query,
    text_name,
    text_query,
)

# What the three sentences answer.
QUESTIONS = ("发生了什么", "是否异常", "怎么办")


@dataclass(slots=True)
class Doors:
    """The queries met so far: name ("" where only the page knows it), title, query, and how many of `posts` it gives.

    `picture` turns a chart into an address that holds its picture.
    """

    posts: Sequence[PostLine]
    picture: Callable[[Chart], str]
    queries: list[tuple[str, str, Query, int]] = field(default_factory=list)
    charts: dict[str, tuple[Chart, list[list[int]]]] = field(default_factory=dict)
    lookup: Lookup = field(init=False)

    def __post_init__(self) -> None:
        self.lookup = Lookup(self.posts)

    def place(self, name: str, title: str, query: Query | None) -> int:
        """The place of a query in the list, -1 where it opens to nothing."""
        count = len(self.lookup.places(query)) if query is not None else 0
        if not count or query is None:
            return -1
        self.queries.append((name, title, query, count))
        return len(self.queries) - 1

    def door(self, text: str, name: str, title: str, query: Query | None) -> str:
        """The text, as a button where it opens to posts."""
        place = self.place(name, title, query)
        label = escape(f"{text}，查看条目")
        return (
            escape(text)
            if place < 0
            else f'<button type="button" data-q="{place}" aria-label="{label}">{escape(text)}</button>'
        )


def front_html(front: Front, doors: Doors) -> str:
    """The page for the leader."""
    sentences = "".join(
        f"<p><b>{name}</b>{escape(text)}</p>" for name, text in zip(QUESTIONS, front.sentences, strict=False)
    )
    notices = "".join(f"<li>{escape(n)}</li>" for n in front.notices)
    figures = "".join(_figure(f, doors) for f in front.figures)
    rows = "".join(
        f'<tr><td class="t"><span class="grade">{escape(a.level)}</span>'
        f'<td class="t w">{escape(a.message)}<td class="t{" bad" if a.overdue else ""}">{escape(a.clock)}'
        for a in front.alerts
    )
    chart = chart_html(front.chart, doors) if front.chart else f"<p>{escape(front.chart_missing)}</p>"
    more = f"<p class=note>另有{front.alerts_more}项预警，见后文。</p>" if front.alerts_more else ""
    alerts = (
        f'<div class="wide"><table><caption>预警</caption><tbody>{rows}</tbody></table></div>{more}'
        if rows
        else "<p>本期没有预警。</p>"
    )
    return (
        f'<section class="lead">{sentences}</section>'
        + (f'<ul class="notices">{notices}</ul>' if notices else "")
        + f'<div class="figures">{figures}</div>{chart}{table_html(front.kinds, doors)}{alerts}'
    )


def block_html(block: Block, doors: Doors) -> str:
    """One block of a section."""
    if isinstance(block, Table):
        return table_html(block, doors)
    if isinstance(block, Chart):
        return chart_html(block, doors)
    if isinstance(block, Story):
        return _story(block, doors)
    if isinstance(block, Proposal):
        return _proposal(block, doors)
    if isinstance(block, Subheading):
        return f"<h3>{escape(block.text)}</h3>"
    return _paragraph(block, doors)


def table_html(table: Table, doors: Doors) -> str:
    """A table that the page's script can sort and filter; every row of it, also those that a paper leaves out."""
    if not table.rows:
        return f"<p><b>{escape(table.title)}</b>　{escape(table.empty)}</p>"
    head = "".join(f'<th scope="col" class="{_look(c)}">{escape(c.title)}</th>' for c in table.columns)
    rows = "".join(
        f"<tr>{_row(table, row, name, doors)}</tr>" for row, name in zip(table.rows, row_names(table), strict=True)
    )
    # The words of a caption stay in sight while its table is moved sideways.
    caption = f"<caption><span>{escape(table.title)}</span></caption>"
    # A region that can be moved by key is told by its name.
    region = f'<div class="wide" tabindex="0" role="region" aria-label="{escape(table.title)}">'
    return (
        f'{region}<table class="data" id="t-{escape(table.key)}">{caption}<thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_note(table.note)}"
    )


def chart_html(chart: Chart, doors: Doors) -> str:
    """A picture, which the page's script replaces by a moving chart, and its numbers as a table."""
    places = [
        [
            doors.place(mark_name(chart, s, p), _mark_title(label, series.name, query), query)
            for p, label in enumerate(chart.labels)
            for query in (chart_query(chart, s, p),)
        ]
        for s, series in enumerate(chart.series)
    ]
    doors.charts[chart.key] = (chart, places)
    return (
        f'<figure data-chart="{escape(chart.key)}"><figcaption>{escape(chart.title)}</figcaption>'
        f'<img src="{doors.picture(chart)}" alt="{escape(chart.alt)}">{_numbers(chart, places)}{_note(chart_note(chart))}</figure>'
    )


def _mark_title(label: str, name: str, query: Query | None) -> str:
    """What opens from a mark; one that is a difference opens to the posts of both periods."""
    both = query is not None and query["when"] == BOTH["when"]
    return f"{label}　{name}" + ("（本期和上期的负面）" if both else "")


def _numbers(chart: Chart, places: Sequence[Sequence[int]]) -> str:
    head = "".join(f'<th scope="col">{escape(series.name)}</th>' for series in chart.series)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{_marks(chart, place, places)}</tr>'
        for place, label in enumerate(chart.labels)
    )
    return (
        f'<details><summary>图中数字</summary><div class="wide"><table><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )


def _marks(chart: Chart, place: int, places: Sequence[Sequence[int]]) -> str:
    cells = ""
    for series, found in zip(chart.series, places, strict=True):
        value = series.values[place]
        text = "—" if value is None else number_text(value, chart.format)
        inner = text if found[place] < 0 else f'<button type="button" data-q="{found[place]}">{text}</button>'
        cells += f'<td class="n">{inner}</td>'
    return cells


def _figure(figure: Figure, doors: Doors) -> str:
    value = doors.door(figure.value, f"front.{figure.key}", figure.label, figure_query(figure))
    rest = "".join(f"<span>{escape(line)}</span>" for line in (figure.change, figure.interval))
    return (
        f'<div class="{escape(figure.tone)}"><span>{escape(figure.label)}</span>'
        f'<span class="value">{value} {escape(figure.arrow)}</span>{rest}</div>'
    )


def _row(table: Table, row: Sequence[Cell], name: str, doors: Doors) -> str:
    cells = ""
    for number, (cell, column, query) in enumerate(zip(row, table.columns, cell_queries(table, row), strict=True)):
        shown = cell_data(cell, column)
        bounds = f" <small>{escape(shown['bounds'])}</small>" if shown["bounds"] else ""
        title = f"{table.title}：{row[0]}　{column.title}"
        main = doors.door(shown["main"], cell_name(table, name, number), title, query)
        cells += f'<td class="{_look(column)}"{_sort_key(cell, _kind(column))}>{main}{bounds}</td>'
    return cells


def _kind(column: Column) -> str:
    return "t" if column.format in {Format.TEXT, Format.LINK} else "n"


def _look(column: Column) -> str:
    """Text or number, and whether the text is long enough to want room."""
    return _kind(column) + (" w" if column.width >= 1 and _kind(column) == "t" else "")


def _sort_key(cell: Cell, kind: str) -> str:
    value = cell.value if isinstance(cell, Estimate) else cell
    if kind == "n":
        return f' data-v="{"" if value is None else value}"'
    # A running number is text in the Brief and is sorted as a number.
    return f' data-v="{value}"' if isinstance(value, str) and value.isdecimal() and value.isascii() else ""


def _paragraph(block: Paragraph, doors: Doors) -> str:
    if block.style in {"note", "lead"}:
        return _note(block.text)
    done, rest = "", block.text
    for counted in block.counted:
        # Where a correction took words out, a number may be gone with them.
        before, words, after = rest.partition(counted.words)
        if words:
            done += escape(before) + doors.door(words, text_name(counted), counted.title, text_query(counted))
            rest = after
    return f"<p>{done}{escape(rest)}</p>"


def _story(story: Story, doors: Doors) -> str:
    grade = f' <span class="grade">{escape(story.grade)}</span>' if story.grade else ""
    title = doors.door(story.title, f"story.{story.story_id}", story.title, story_query(story))
    quotes = "".join(_quote(quote, doors) for quote in story.quotes)
    return f"<article><h3>{title}{grade}</h3>{_facts(story.facts)}{quotes}</article>"


def _quote(quote: Quote, doors: Doors) -> str:
    source = doors.door(quote.source, "", "所引原文", {"id": (quote.post_id,)})
    return f"<blockquote>{escape(quote.text)}<cite>{source}</cite></blockquote>"


def _proposal(proposal: Proposal, doors: Doors) -> str:
    place = doors.place("", f"佐证（本期和上期的）：{proposal.matter}", proposal_query(proposal))
    link = f'<p><button type="button" data-q="{place}">查看佐证</button></p>' if place >= 0 else ""
    head = f"<h3>{escape(proposal.action)}　{escape(proposal.matter)}</h3>"
    return f"<article>{head}{_facts(proposal.facts)}{link}</article>"


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts) + "</dl>"


def _note(text: str) -> str:
    return f'<p class="note">{escape(text)}</p>' if text else ""
