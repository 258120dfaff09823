"""The posts behind a paper as one sheet of a workbook: dates as dates, links as links. May import reports.backing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.backing import PostLine

NAME = "信息清单"
# A title, the width in characters, and the field of a post.
COLUMNS = (
    ("时段", 6, "when"), ("时间", 17, "at"), ("来源", 18, "source"), ("渠道", 10, "channel"), ("层级", 10, "tier"),
    ("范围", 12, "voice"), ("计入", 6, "relevant"), ("对城管的态度", 12, "tone"), ("负面类型", 10, "kind"), ("转载", 6, "copy"),
    ("地区", 10, "district"), ("事项", 18, "issues"), ("说法", 18, "frames"), ("附件编号", 9, "number"), ("标题", 36, "title"),
    ("内容（已脱敏）", 60, "text"), ("原网页", 30, "url"), ("编号", 19, "id"), ("事件", 19, "story"),
)  # fmt: skip
# What a workbook can hold: addresses on one sheet, and characters in one address (XlsxWriter, Excel's own bounds).
MOST_LINKS = 65_000
LONGEST_LINK = 2_000
MOST_ROWS = 1_000_000


def write_posts(book: Workbook, posts: Sequence[PostLine]) -> None:
    """Add the sheet; nothing where there are no posts."""
    if not posts:
        return
    sheet = book.add_worksheet(NAME)
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, (title, width, _) in enumerate(COLUMNS):
        sheet.write_string(0, place, title, bold)
        sheet.set_column(place, place, width)
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
    link = book.get_default_url_format()
    kept = posts[:MOST_ROWS]
    for line, post in enumerate(kept, 1):
        _write(sheet, line, post, moment, link if line <= MOST_LINKS else None)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(kept), len(COLUMNS) - 1)


def _write(sheet: Worksheet, line: int, post: PostLine, moment: Any, link: Any) -> None:
    for place, (_, _, name) in enumerate(COLUMNS):
        text = "、".join(post.values(name))
        if name == "at":
            sheet.write_datetime(line, place, datetime.fromisoformat(text), moment)
        elif name == "number" and text:
            sheet.write_number(line, place, int(text))
        elif name == "url" and link and _is_link(text):
            sheet.write_url(line, place, text, link, text)
        elif text:
            sheet.write_string(line, place, text)


def _is_link(text: str) -> bool:
    return text.startswith(("http://", "https://")) and len(text) <= LONGEST_LINK
