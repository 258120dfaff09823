"""The hotline items as an office would export them: one sheet, dates partly as text. Imports nothing of ours."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

HEADER = (
    "工单号", "受理时间", "来电渠道", "诉求类型", "标题", "内容", "所属区", "街道", "承办单位", "派单时间", "办结时间",
    "回访时间", "办理状态", "是否满意", "是否重办",
)  # fmt: skip
_TEXT_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M")
_SATISFIED = {True: "满意", False: "不满意", None: ""}
_REOPENED = {True: "是", False: "否", None: ""}
# Fixed, so that the same items give the same bytes.
_CREATED = datetime(2026, 11, 23, 7, 30)  # noqa: DTZ001 - a spreadsheet knows no time zone


def write_hotline(items: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the hotline items of `items` to `path`, oldest first."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "12345热线工单导出", "created": _CREATED})
    sheet = book.add_worksheet("工单明细")
    dated = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.write_row(0, 0, HEADER)
    for number, item in enumerate((i for i in items if i["source"] == "hotline"), 1):
        for column, value in enumerate(_row(item)):
            _write(sheet, (number, column), value, dated)
    book.close()


def _write(sheet: Any, cell: tuple[int, int], value: str | datetime, dated: Any) -> None:
    row, column = cell
    if not isinstance(value, datetime):
        sheet.write_string(row, column, value)
    elif row % 3:  # two rows of three hold real dates, the third a text, as exports pasted together do
        sheet.write_datetime(row, column, value, dated)
    else:
        sheet.write_string(row, column, value.strftime(_TEXT_FORMS[row // 3 % len(_TEXT_FORMS)]))


def _row(item: Mapping[str, Any]) -> tuple[str | datetime, ...]:
    handling = item["handling"]
    return (
        item["number"],
        _moment(item["published_at"]),
        item["call_channel"],
        item["request_type"],
        item["title"],
        item["text"],
        item["district"],
        item["street"],
        handling["unit"],
        _moment(handling["assigned_at"]),
        _moment(handling["closed_at"]),
        _moment(handling["revisited_at"]),
        handling["state"],
        _SATISFIED[handling["satisfied"]],
        _REOPENED[handling["reopened"]],
    )


def _moment(stamp: str) -> str | datetime:
    return datetime.fromisoformat(stamp).replace(tzinfo=None) if stamp else ""
