"""Backup, restore, forget and the log of who opened what, from outside."""

import json
import stat
import sys
from io import BytesIO
from pathlib import Path

import pytest

from tests.chengyu.conftest import LINE, TEXTS, Call, ids, on_both, rows


@pytest.mark.usefixtures("filled")
@on_both
def test_backup_forget_restore(call: Call, url: str, tmp_path: Path) -> None:
    target = tmp_path / "week.backup"
    first, second = ids(url)
    called = call("backup", str(target))
    assert (called.code, str(target) in called.out) == (0, True)
    again = call("backup", str(target))
    assert (again.code, "不覆盖" in again.err) == (2, True)
    forgotten = call("forget", "--url", "http://127.0.0.1/1.html")
    assert forgotten.code == 0
    assert "条目 1" in forgotten.out
    assert str(target) in forgotten.out
    assert ids(url) == [second]
    refused = call("restore", str(target))
    assert (refused.code, "--replace" in refused.err) == (2, True)
    restored = call("restore", str(target), "--replace")
    assert restored.code == 0
    assert "1 条在备份之后被要求删除" in restored.out
    assert ids(url) == [second]
    assert first not in ids(url)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("forget",), 2, "要写一个"),
        (("forget", "--url", "http://a/", "--author", "甲"), 2, "只能写一个"),
        (("forget", "--before", "去年"), 2, "不是日期"),
        (("forget", "--url", "http://a/", "--source", "forum"), 2, "只与 --author 合用"),
        (("restore", "missing.backup"), 1, "missing.backup"),
        (("backup", "no/such/folder/a"), 1, "no/such/folder"),
        (("restore", "settings.toml"), 1, "不是本程序的备份文件"),
    ],
)
def test_wrong_calls_say_why(
    call: Call,
    filled: Path,
    url: str,
    arguments: tuple[str, ...],
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(filled)
    called = call(*arguments)
    assert called.code == code
    assert words in called.err
    assert called.err.count("\n") == 1
    assert len(ids(url)) == 2


@pytest.mark.usefixtures("filled")
@on_both
def test_forgetting_what_is_not_there_says_so(call: Call, url: str) -> None:
    assert "没有找到" in call("forget", "--author", "没有这个人").out
    assert len(ids(url)) == 2


@on_both
def test_an_author_is_found_by_the_salted_hash(call: Call, filled: Path) -> None:
    assert "条目 2" in call("forget", "--author", "夜班小杨", "--source", "forum").out
    assert "夜班小杨" not in (filled / "raw" / "forum" / "1.jsonl").read_text(encoding="utf-8")


@on_both
def test_who_opened_a_post_is_written_down(call: Call, filled: Path, url: str) -> None:
    post = ids(url)[0]
    assert call("show", post).code == 0
    assert call("show", "0000000000000000").code == 1
    path = filled / "access" / "2026-11-23.jsonl"
    (line,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert (line["command"], line["ids"], bool(line["who"])) == ("show", [post], True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_log_is_kept_for_its_time(call: Call, filled: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call("show", ids(url)[0])
    for day, removed in (("2027-05-25", False), ("2027-05-26", True)):
        monkeypatch.setenv("CHENGYU_NOW", f"{day}T08:00:00+08:00")
        assert ("access/2026-11-23.jsonl" in call("store").out) == removed
    assert not list((filled / "access").iterdir())


@on_both
def test_store_says_what_it_masked_removed_and_could_not_read(
    call: Call, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = LINE | {"native_id": "3", "url": "", "text": "站前路路灯不亮，请打13800001234联系"}
    (filled / "raw" / "forum" / "2.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (filled / "raw" / "forum" / "2.coverage.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("CHENGYU_NOW", "2026-12-25T08:00:00+08:00")
    out = call("store").out
    assert "[手机号] 1" in out
    assert "raw/forum/2.coverage.json" in out
    assert "raw/forum/1.jsonl" in out


def test_a_post_is_shown_as_it_came_cleaned_and_why_it_was_held_back(call: Call, filled: Path, url: str) -> None:
    line = LINE | {"native_id": "3", "url": "", "channel": "forum", "text": "#夜市油烟#小说里的城管//@夜班小杨：更早"}
    (filled / "raw" / "forum" / "2.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    settings = filled / "settings.toml"
    words = settings.read_text(encoding="utf-8")
    settings.write_text(words.replace("\nexclude = [", '\nexclude = ["小说",'), encoding="utf-8")
    call("store")
    shown = "".join(call("show", post).out for post in ids(url))
    assert "正文：#夜市油烟#小说里的城管//@[用户]：更早\n清洗后：夜市油烟 小说里的城管\n" in shown
    assert "第一道筛：算作无关（有排除的词：小说）" in shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("推荐一本城管小说，主角从协管员写到副市长", "exclude:城管小说"),
        ("重生小说里最上头的一本，开局就是城管大队长", "exclude:重生小说"),
        ("开局一辆执法车，这个城管模拟器三天就玩通关了", "exclude:城管模拟器"),
        ("《城管来了》豆瓣评分出来了，比预想的高", "exclude:豆瓣评分"),
        ("智慧城管概念股集体走强，三只封板", "exclude:概念股"),
        ("旧书摊卖小说、光盘，占了整条文庙街的盲道", ""),
        ("广场上放露天电影，音箱开到夜里十一点", ""),
        ("游戏厅门口的夜市又占道了，城管来了也不管", ""),
        ("城管队员下班写小说，写的就是夜市里的人", ""),
        ("小小城管员模拟城管执法，学校和社区一起办的", ""),
        ("城管局拍的普法短剧上线，队员自己主演", ""),
        ("物业乱涨停车费，城管只管路面不管小区", ""),
    ],
)
def test_a_new_office_keeps_fiction_out_and_nothing_that_comes_near(
    call: Call, office: Path, url: str, text: str, reason: str
) -> None:
    raw = office / "raw" / "forum" / "1.jsonl"
    raw.parent.mkdir(parents=True)
    raw.write_text(json.dumps(LINE | {"url": "http://127.0.0.1/1.html", "text": text}) + "\n", encoding="utf-8")
    assert "已入库 1" in call("store").out
    assert rows(url, "SELECT off_topic FROM posts") == [(reason,)]


def test_store_says_what_new_words_of_the_sieve_changed(call: Call, filled: Path) -> None:
    assert "第一道筛" not in call("store").out
    settings = filled / "settings.toml"
    words = settings.read_text(encoding="utf-8")
    settings.write_text(words.replace("\nexclude = [", '\nexclude = ["烧烤",'), encoding="utf-8")
    assert "已入库的 2 条重新过了第一道筛：改为有关 0 条，改为无关 1 条" in call("store").out
    settings.write_text(words, encoding="utf-8")
    assert "改为有关 1 条，改为无关 0 条" in call("store").out
    assert "第一道筛" not in call("store").out


@on_both
def test_store_says_whose_words_were_past_their_time(
    call: Call, filled: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = filled / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("citizen_post_days = 0", "citizen_post_days = 120"), encoding="utf-8")
    monkeypatch.setenv("CHENGYU_NOW", "2027-03-24T08:00:00+08:00")
    assert "2 条市民发布的内容文字到期" in call("store").out
    assert "正文：文字已到期删除" in call("show", ids(url)[0]).out
    assert "文字到期" not in call("store").out


def test_refused_lines_are_named_by_file_and_number(call: Call, office: Path) -> None:
    raw = office / "raw" / "forum" / "1.jsonl"
    raw.parent.mkdir(parents=True)
    lines = [LINE | {"url": f"http://[见附件]/{n}", "text": text} for n, text in TEXTS.items()]
    broken = [LINE | {"url": "", "text": "太吵了", "陈小红13300005555": 1}, LINE | {"url": "", "text": "…"}]
    many = ["{broken"] * 5
    whole = [*map(json.dumps, lines), *map(json.dumps, broken), *many]
    raw.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")
    stored = call("store")
    assert stored.code == 0
    assert "入库：没有入库 raw/forum/1.jsonl 第3行：字段有误（没有这个字段）\n" in stored.out
    assert stored.out.count("入库：没有入库 raw/") == 5
    listed = call("refused").out.splitlines()
    assert listed[:3] == [
        "raw/forum/1.jsonl 第3行：字段有误（没有这个字段）",
        "raw/forum/1.jsonl 第4行：没有文字",
        "raw/forum/1.jsonl 第5行：不是 JSON",
    ]
    assert len(listed) == 7
    assert "13300005555" not in stored.out
    assert call("forget", "--url", "http://[x").code == 0
    assert "条目 1" in call("forget", "--url", "http://[见附件]/1").out


@pytest.mark.usefixtures("filled")
def test_an_office_without_refused_lines_says_so(call: Call) -> None:
    assert call("refused").out == "没有被拒收的行。\n"


class Piped:
    """Standard input as a program gets it: bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = BytesIO(content)


def test_mask_reads_utf8_wherever_it_runs(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "电话13800001234\r\n".encode() + "电话13800001234\n".encode("gb18030")
    monkeypatch.setattr(sys, "stdin", Piped(content))
    called = call("mask")
    assert (called.code, called.out) == (1, "电话[手机号]\n")
    assert "第 2 行不是 UTF-8" in called.err


def test_an_address_that_names_somebody_is_forgotten_by_it(call: Call, office: Path, url: str) -> None:
    raw = office / "raw" / "forum" / "1.jsonl"
    raw.parent.mkdir(parents=True)
    address = "http://127.0.0.1/a?tel=13700001111&id="
    lines = [LINE | {"url": f"{address}{n}", "text": text} for n, text in TEXTS.items()]
    raw.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert "已入库 2" in call("store").out
    stored = rows(url, "SELECT url FROM posts ORDER BY url")
    assert stored == [("http://127.0.0.1/a?tel=*&id=1",), ("http://127.0.0.1/a?tel=*&id=2",)]
    assert "条目 1" in call("forget", "--url", f"{address}1").out
    assert "条目 1" in call("forget", "--url", "http://127.0.0.1/a?tel=*&id=2").out
    assert "13700001111" not in raw.read_text(encoding="utf-8")


@pytest.mark.usefixtures("filled")
def test_an_order_names_no_person(call: Call, url: str) -> None:
    added = call("actions", "add", "处理联系人王小明13800001234反映的占道", "--unit", "鼓楼区城管局 13400004444")
    assert "处理联系人[姓名][手机号]反映的占道（鼓楼区城管局 [手机号]）" in added.out
    assert call("actions", "close", "1", "--result", "已电话13800001234回复").code == 0
    (row,) = rows(url, "SELECT matter, unit, result FROM actions")
    assert row == ("处理联系人[姓名][手机号]反映的占道", "鼓楼区城管局 [手机号]", "已电话[手机号]回复")
