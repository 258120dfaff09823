"""The posts behind each figure as one sheet of a workbook. May import reports.brief, formats, queries, lookup, post_sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.backing import PostLine
from reports.brief import Brief
from reports.formats import cut
from reports.lookup import Lookup
from reports.post_sheet import NAME as POSTS
from reports.queries import figures
from reports.sheet_look import COVER, sheet_name

NAME = "数字的条目"
# A title, the width in characters.
COLUMNS = (
    ("数字（chengyu rows 所用的名字）", 36),
    ("共几条", 8),
    ("第几条", 8),
    ("时间", 17),
    ("来源", 18),
    ("对城管的态度", 12),
    ("标题或内容", 60),
    ("编号", 19),
    ("数字所在的表或图", 40),
)
FIRST_ROW = 2
TEXT_LENGTH = 60
# What a person reads through behind one figure, and rows that can each carry a link (Excel's bound is 65,530 a sheet).
MOST_OF_A_FIGURE = 200
MOST_ROWS = 65_000


@dataclass(frozen=True, slots=True)
class Trace:
    """The posts of one figure: all `total` of them, the places of those that are listed, and the sheet's first line.

    `where` is the table or chart that holds the figure, by the name that a reader sees.
    """

    total: int
    listed: tuple[int, ...]
    line: int
    where: str

    @property
    def rest(self) -> int:
        """How many posts are counted and not listed."""
        return self.total - len(self.listed)

    @property
    def lines(self) -> int:
        """How many lines the figure takes; one says what is not listed."""
        return len(self.listed) + bool(self.rest)

    @property
    def door(self) -> str:
        """The address of the figure's first line within the workbook."""
        return f"internal:'{NAME}'!A{self.line + 1}"


@dataclass(frozen=True, slots=True)
class Traces:
    """The figures that open to posts by name, in the order of the paper; `left_out`: those that had no room."""

    of: Mapping[str, Trace]
    left_out: int

    def door(self, name: str) -> str:
        """Where a figure's posts are listed, "" where it opens to none."""
        return self.of[name].door if name in self.of else ""


def traced(brief: Brief, posts: Sequence[PostLine]) -> Traces:
    """The lines of every figure of the paper that has posts."""
    lookup, found, line, left_out = Lookup(posts), dict[str, Trace](), FIRST_ROW, 0
    holders = _holders(brief)
    for name, query in figures(brief).items() if posts else ():
        places = sorted(lookup.places(query))
        trace = Trace(len(places), tuple(places[:MOST_OF_A_FIGURE]), line, holders[name.split(".")[0]])
        if places and line + trace.lines <= FIRST_ROW + MOST_ROWS:
            found[name] = trace
            line += trace.lines
        elif places:
            left_out += 1
    return Traces(found, left_out)


def _holders(brief: Brief) -> dict[str, str]:
    """By what the name of a figure begins with: the sheet of its table, its chart, or what else holds it."""
    tables = {table.key: sheet_name(number, table.title) for number, table in enumerate(brief.tables(), 1)}
    charts = {f"图{chart.key}": f"图：{chart.title}" for chart in brief.charts()}
    return {"front": COVER, "text": "正文", "story": "事件", **tables, **charts}


def write_traces(book: Workbook, traces: Traces, posts: Sequence[PostLine]) -> None:
    """Add the sheet, each line of it with a link to the list of posts; nothing where no figure opens."""
    if not traces.of:
        return
    sheet = book.add_worksheet(NAME)
    sheet.write_string(0, 0, _note(traces))
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, (title, width) in enumerate(COLUMNS):
        sheet.write_string(FIRST_ROW - 1, place, title, bold)
        sheet.set_column(place, place, width)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
    line = FIRST_ROW
    for line, name, trace, number in _lines(traces):
        sheet.write_string(line, 0, name)
        sheet.write_number(line, 1, trace.total)
        sheet.write_string(line, len(COLUMNS) - 1, trace.where)
        if number < len(trace.listed):
            sheet.write_number(line, 2, number + 1)
            _write_post(sheet, line, trace.listed[number], posts, moment)
        else:
            sheet.write_string(line, 6, f"另有{trace.rest:,}条没有列在这里，在“{POSTS}”里筛选可得")
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.autofilter(FIRST_ROW - 1, 0, line, len(COLUMNS) - 1)


def _lines(traces: Traces) -> Iterator[tuple[int, str, Trace, int]]:
    for name, trace in traces.of.items():
        for number in range(trace.lines):
            yield trace.line + number, name, trace, number


def _note(traces: Traces) -> str:
    more = f"；另有{traces.left_out:,}个数字超出本表容量，没有列出" if traces.left_out else ""
    return f"各表中带链接的数字由哪些条目得来；每个数字至多列{MOST_OF_A_FIGURE}条{more}。用 chengyu rows 可列出全部。"


def _write_post(sheet: Worksheet, line: int, place: int, posts: Sequence[PostLine], moment: Any) -> None:
    post = posts[place]
    sheet.write_datetime(line, 3, datetime.fromisoformat(post.at), moment)
    sheet.write_string(line, 4, post.source)
    sheet.write_string(line, 5, post.tone)
    sheet.write_string(line, 6, cut(post.title or post.text, TEXT_LENGTH))
    # The list has one line of heads, and lines are counted from one.
    sheet.write_url(line, 7, f"internal:'{POSTS}'!A{place + 2}", None, post.id)
