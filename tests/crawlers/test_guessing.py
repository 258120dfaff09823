"""A proposed layout for tables that nobody declared: the right columns, dates as they stand, and it can be read back."""

import tomllib
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from crawlers.collect import collect_file
from crawlers.files import FileError
from crawlers.guessing import as_toml, guess_layout
from crawlers.layouts import load_layouts
from crawlers.outcomes import Outcome
from crawlers.post import CITY_TIME

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
LONG = "河边的护栏断了两处，晚上散步的老人看不清，前天有人差点掉下去"


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize(
    ("rows", "columns", "dates"),
    [
        (
            (
                "工单编号,诉求时间,诉求标题,诉求内容,所属区县,承办部门,满意度",
                f"A1,2026/5/3 9:12,护栏,{LONG},东区,园林,满意",
            ),
            {
                "native_id": "工单编号",
                "published_at": "诉求时间",
                "title": "诉求标题",
                "text": ["诉求内容"],
                "region": ["所属区县"],
            },
            ["%Y/%m/%d %H:%M"],
        ),
        (
            ("发布时间,媒体,标题,摘要,链接,转发量", f"2026年5月3日,某报,护栏断了,{LONG},https://a.example/1,3"),
            {
                "published_at": "发布时间",
                "outlet": "媒体",
                "title": "标题",
                "text": ["摘要"],
                "url": "链接",
                "reposts": "转发量",
            },
            ["%Y年%m月%d日"],
        ),
        (
            ("日期,说了什么", f"25/03/2026,{LONG}", f"03/04/2026,{LONG}"),
            {"published_at": "日期", "text": ["说了什么"]},
            ["%d/%m/%Y"],
        ),
    ],
)
def test_columns_and_dates(tmp_path: Path, rows: tuple[str, ...], columns: dict[str, object], dates: list[str]) -> None:
    proposed = tomllib.loads(as_toml(guess_layout(table(tmp_path / "t.csv", *rows), NOW), "mine"))["mine"]
    assert proposed["columns"] == columns
    assert proposed["dates"] == dates


def test_what_is_proposed_can_be_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "t.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "某平台导出")
    for column, name in enumerate(("序号", "文章编号", "标题", "正文", "发布日期", "情感")):
        sheet.write(2, column, name)
        for row in range(3):
            sheet.write(3 + row, column, [row, f"N{row}", f"题目{row}", f"{LONG}{row}", 46145.5 + row, "负面"][column])
    book.close()
    (tmp_path / "layouts.toml").write_text(as_toml(guess_layout(tmp_path / "t.xlsx", NOW), "mine"), encoding="utf-8")
    layouts = load_layouts(tmp_path / "layouts.toml")
    assert layouts["mine"].columns.native_id == "文章编号"
    coverage = collect_file(tmp_path / "t.xlsx", "mine", tmp_path, NOW, layouts=layouts)
    assert coverage.outcomes == {Outcome.STORED: 3}


def test_doubt_is_told(tmp_path: Path) -> None:
    text = as_toml(guess_layout(table(tmp_path / "t.csv", "日期,内容", f"03/04/2026,{LONG}"), NOW), "mine")
    assert "请对照原件确认" in text
    assert "没有找到必需的列：published_at" in as_toml(
        guess_layout(table(tmp_path / "u.csv", "甲,内容", f"1,{LONG}"), NOW), "x"
    )


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match=r"t\.csv"):
        guess_layout(tmp_path / "t.csv", NOW)


def test_later_layouts_come_first(tmp_path: Path) -> None:
    own = tmp_path / "layouts.toml"
    own.write_text(
        as_toml(guess_layout(table(tmp_path / "t.csv", "时间,内容", f"2026-05-03,{LONG}"), NOW), "messages_a")
    )
    assert load_layouts()["messages_a"].label != "messages_a"
    shipped = Path("crawlers/layouts.toml").resolve()
    merged = load_layouts(shipped, own)
    assert merged["messages_a"].label == "messages_a"
    assert "hotline_12345" in merged
