"""The file kind: tables in several forms through collect_file into raw lines."""

import codecs
import contextlib
import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from crawlers.collect import UnknownLayoutError, Window, collect_file
from crawlers.coverage import Verdict, read_coverage
from crawlers.files import FileError, read_any_table, read_table
from crawlers.layouts import LayoutError, load_layouts
from crawlers.outcomes import Outcome
from crawlers.post import CITY_TIME, Post
from crawlers.recording import Recording
from crawlers.state import open_state

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
LAYOUT = """
[wishes]
label = "心愿单"
channel = "hotline"
tier = "government"
owner = "independent"
dates = ["%Y-%m-%d %H:%M:%S", "%m/%d/%Y"]
yes = ["是"]
no = ["否"]
[wishes.columns]
published_at = "时间"
title = "标题"
text = ["内容"]
likes = "赞"
region = ["区", "街道"]
[wishes.handling]
closed_at = "办结"
satisfied = "满意"
reply = "答复"
"""
HEADER = ["时间", "标题", "内容", "赞", "区", "街道", "办结", "满意", "答复", "经办人"]
GOOD = [
    "2026-05-03 09:12:00",
    "垃圾桶满了",
    "\t\t桶满三天\r\n\u2029没人收 \u200b",
    "1.2万",
    "东区",
    "桥头",
    "",
    "是",
    "已清",
    "甲",
]


@pytest.fixture
def layouts(tmp_path: Path) -> Path:
    path = tmp_path / "layouts.toml"
    path.write_text(LAYOUT, encoding="utf-8")
    return path


def as_csv(rows: list[list[Any]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def changed(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADER, GOOD, strict=True)]


def posts(home: Path, source: str = "wishes") -> list[Post]:
    lines = [
        line for p in sorted((home / "raw" / source).glob("*.jsonl")) for line in p.read_text("utf-8").splitlines()
    ]
    return [Post.from_json(line) for line in lines]


def collect(path: Path, layouts: Path, home: Path, **options: Any) -> dict[Outcome, int]:
    return dict(collect_file(path, "wishes", home, NOW, layouts=load_layouts(layouts), **options).outcomes)


ENCODINGS = {
    "utf8": lambda t: t.encode(),
    "bom": lambda t: codecs.BOM_UTF8 + t.encode(),
    "gbk": lambda t: t.replace("\u200b", "").replace("\u2029", "").encode("gbk"),
    "gb18030": lambda t: t.encode("gb18030"),
    "utf16": lambda t: t.encode("utf-16"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_csv_in_every_encoding(tmp_path: Path, layouts: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(ENCODINGS[encoding](as_csv([HEADER, GOOD])))
    assert collect(path, layouts, tmp_path / "home") == {Outcome.STORED: 1}
    (post,) = posts(tmp_path / "home")
    assert (post.title, post.text, post.likes, post.region) == ("垃圾桶满了", "桶满三天\n没人收", 12_000, "东区 桥头")
    assert post.published_at == "2026-05-03T09:12:00+08:00"
    assert post.handling is not None
    assert (post.handling.satisfied, post.handling.reply, post.handling.closed_at) == (True, "已清", "")


def test_sheet_with_a_note_above_the_header_and_every_kind_of_date(tmp_path: Path, layouts: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "某市心愿汇总表")
    sheet.write_row(2, 0, HEADER)
    for row, cell in enumerate(["2026-05-03 09:12:00", "12/31/2016", 43831.5, "43831"], start=3):
        sheet.write_row(row, 0, changed(标题=f"第{row}行"))
        sheet.write(row, 0, cell)
    sheet.write_row(7, 0, changed(标题="第7行"))
    sheet.write_datetime(
        7,
        0,
        datetime(2020, 1, 2, 3, 4, tzinfo=CITY_TIME).replace(tzinfo=None),
        book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    )
    book.close()
    assert collect(path, layouts, tmp_path / "home") == {Outcome.STORED: 5}
    assert [post.published_at for post in posts(tmp_path / "home")] == [
        "2026-05-03T09:12:00+08:00",
        "2016-12-31T00:00:00+08:00",
        "2020-01-01T12:00:00+08:00",
        "2020-01-01T00:00:00+08:00",
        "2020-01-02T03:04:00+08:00",
    ]


def test_json_lines(tmp_path: Path, layouts: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps(dict(zip(HEADER, GOOD, strict=True)), ensure_ascii=False)
    path.write_text(f"{good}\n{{broken\n[1]\n{{}}\n\n", encoding="utf-8")
    assert collect(path, layouts, tmp_path / "home") == {Outcome.STORED: 1, Outcome.BAD_ROW: 2, Outcome.NO_BODY: 1}


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (changed(时间="13/14/2016"), Outcome.BAD_DATE),
        (changed(时间="2027-01-01 00:00:00"), Outcome.BAD_DATE),
        (changed(时间="去年"), Outcome.BAD_DATE),
        (changed(时间=" "), Outcome.NO_DATE),
        (changed(办结="三天后"), Outcome.BAD_DATE),
        (changed(标题="", 内容="\t\n"), Outcome.NO_BODY),
        (GOOD[:5], Outcome.BAD_ROW),
        ([*GOOD, "多出的一格"], Outcome.BAD_ROW),
        (changed(时间="2025-01-01 00:00:00"), Outcome.OFF_WINDOW),
        (GOOD, Outcome.DUPLICATE),
    ],
)
def test_each_row_ends_in_one_outcome(tmp_path: Path, layouts: Path, row: list[str], outcome: Outcome) -> None:
    path = tmp_path / "a.csv"
    path.write_text(as_csv([HEADER, GOOD, row]), encoding="utf-8")
    window = Window(since=date(2026, 1, 1))
    assert collect(path, layouts, tmp_path / "home", window=window) == {Outcome.STORED: 1, outcome: 1}


def test_one_broken_row_does_not_cost_the_file(tmp_path: Path, layouts: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv([HEADER, GOOD]).encode() + b"2026-05-04 00:00:00,\xff\xff,x,1,,,,,,\r\n")
    assert collect(path, layouts, tmp_path / "home") == {Outcome.STORED: 1, Outcome.UNDECODABLE: 1}


def test_reading_again_stores_only_what_changed(tmp_path: Path, layouts: Path) -> None:
    path = tmp_path / "a.csv"
    home = tmp_path / "home"
    path.write_text(as_csv([HEADER, GOOD, changed(标题="路灯坏了")]), encoding="utf-8")
    collect(path, layouts, home)
    path.write_text(as_csv([HEADER, GOOD, changed(标题="路灯坏了", 答复="已修")]), encoding="utf-8")
    assert collect(path, layouts, home) == {Outcome.UNCHANGED: 1, Outcome.STORED: 1}
    first, second = sorted((home / "raw" / "wishes").glob("*.coverage.json"))
    assert (read_coverage(first).posts, read_coverage(second).posts) == (2, 1)
    assert (home / "raw" / "wishes").stat().st_mode & 0o777 == 0o700


def test_what_a_killed_run_wrote_is_neither_lost_nor_repeated(tmp_path: Path, layouts: Path) -> None:
    path = tmp_path / "a.csv"
    home = tmp_path / "home"
    rows = [changed(标题=f"第{n}件") for n in range(5)]
    path.write_text(as_csv([HEADER, *rows]), encoding="utf-8")
    collect(path, layouts, home)
    raw = next((home / "raw" / "wishes").glob("*.jsonl"))
    lines = raw.read_bytes().splitlines(keepends=True)
    raw.write_bytes(b"".join(lines[:2]) + lines[2][:40])
    (home / "state" / "collect.sqlite").unlink()
    assert collect(path, layouts, home) == {Outcome.UNCHANGED: 2, Outcome.STORED: 3}
    assert sorted(post.title for post in posts(home)) == [f"第{n}件" for n in range(5)]


@pytest.mark.parametrize(
    ("name", "text", "error", "words"),
    [
        ("a.csv", "时间,标题\n", FileError, "内容"),
        ("a.csv", "", FileError, r"a\.csv：里面没有行"),
        ("a.xlsx", "not a sheet", FileError, r"a\.xlsx：不是 CSV、XLSX 或 JSON Lines 文件"),
        ("a.docx", "PK\x03\x04", FileError, r"不是 CSV.*以 \.xlsx 或 \.xls 结尾"),
        ("a.csv", "PK\x03\x04", FileError, r"不是 CSV.*以 \.xlsx 或 \.xls 结尾"),
        ("none.csv", None, FileError, r"none\.csv：没有这个文件"),
        ("none.xlsx", None, FileError, r"none\.xlsx：没有这个文件"),
    ],
)
def test_unusable_files_are_named(
    tmp_path: Path, layouts: Path, name: str, text: str | None, error: type[Exception], words: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(error, match=words):
        collect(tmp_path / name, layouts, tmp_path / "home")
    assert not list((tmp_path / "home").glob("raw/*/*"))


def test_a_workbook_with_a_password_or_without_rows_says_so(tmp_path: Path) -> None:
    plain, locked = io.BytesIO(), tmp_path / "locked.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet()
    (tmp_path / "empty.xlsx").write_bytes(plain.getvalue())
    with locked.open("wb") as file:
        OOXMLFile(plain).encrypt("123456", file)
    for name, words in (("locked.xlsx", "有打开密码"), ("empty.xlsx", "里面没有行")):
        for read in (read_any_table, lambda path: read_table(path, frozenset({"时间"}))):
            with pytest.raises(FileError, match=words):
                read(tmp_path / name)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
@given(
    raw=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"时间,标题\n{text}".encode("utf-8", "ignore"))
)
def test_no_bytes_break_the_readers(tmp_path_factory: pytest.TempPathFactory, suffix: str, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes(raw)
    with contextlib.suppress(FileError):
        assert "标题" in read_table(path, frozenset({"标题"})).columns


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("label =", "lable ="), r"layouts.toml: wishes: (label|lable)"),
        (('"hotline"', '"hot"'), "wishes: channel"),
        (('"%m/%d/%Y"', '"%m/%d/%Y", "%d.%m.%Y"'), "wishes: dates: day first and month first"),
        (("reply =", "replay ="), "wishes: handling.replay"),
        (('published_at = "时间"', ""), "wishes: columns.published_at"),
    ],
)
def test_layouts_are_strict(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    path = tmp_path / "layouts.toml"
    path.write_text(LAYOUT.replace(*change), encoding="utf-8")
    with pytest.raises(LayoutError, match=words):
        load_layouts(path)


def test_unknown_layout_is_named(tmp_path: Path, layouts: Path) -> None:
    with pytest.raises(UnknownLayoutError, match="wish: not one of wishes"):
        collect_file(tmp_path / "a.csv", "wish", tmp_path, NOW, layouts=load_layouts(layouts))


def test_a_run_is_recorded_whole(tmp_path: Path) -> None:
    with open_state(tmp_path / "s.sqlite") as state:
        recording = Recording("wishes", tmp_path, NOW, state)
        assert recording.close(NOW).verdict is Verdict.DEAD


@pytest.mark.parametrize(
    ("file", "layout", "rows", "stored"),
    [
        ("message_board/messages_a.xlsx", "messages_a", 4326, 4326),
        ("message_board/messages_a.csv", "messages_a", 4326, 4326),
        ("fuzhou/hotline.csv", "fuzhou_hotline", 1448, 1433),
        ("fuzhou/weibo_search_export.csv", "weibo_search_export", 2015, 1942),
        ("fuzhou/news.csv", "fuzhou_news", 284, 284),
        ("fuzhou/message_board.csv", "fuzhou_message_board", 120, 120),
    ],
)
def test_real_files_lose_no_row(tmp_path: Path, shared: Path, file: str, layout: str, rows: int, stored: int) -> None:
    coverage = collect_file(shared / "corpora" / file, layout, tmp_path, NOW)
    assert dict(coverage.outcomes) == {Outcome.STORED: stored} | (
        {Outcome.DUPLICATE: rows - stored} if rows > stored else {}
    )
    assert len({post.id for post in posts(tmp_path, layout)}) == stored
