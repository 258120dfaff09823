"""`chengyu sources` and `make spider` as an office uses them, each in a process of its own, on the demo site."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from runpy import run_path

import pytest

from crawlers.declaring import declare
from crawlers.sampling import read_saved
from crawlers.sources import Kind
from demo.server import serve
from tests.chengyu.conftest import Call
from tests.conftest import ROOT
from tests.crawlers.test_spiders import items

Told = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serve(items()) as address:
        yield address


@pytest.fixture
def tell(office: Path) -> Told:
    """Run the program; a crawl needs a process of its own."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | {"CHENGYU_HOME": str(office), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, cwd=office, env=environment, capture_output=True, text=True, timeout=240, check=False
        )

    return run


PATHS = {
    "listing": "/daily/list/1.html",
    "feed": "/portal/feed.xml",
    "sitemap": "/media/sitemap.xml",
    "forum": "/forum/forum-1-1.html",
    "weibo_search": "/micro/api/container/getIndex",
    "message_board": "/board/threads/queryThreadsList",
    "hot_list": "/hot/list.json",
}


@pytest.mark.parametrize("kind", [*sorted(PATHS), "file"])
def test_a_new_source_is_declared_saved_and_waits_for_its_test(
    base: str, office: Path, tell: Told, call: Call, kind: str
) -> None:
    address = str(ROOT / "data" / "demo" / "hotline.xlsx") if kind == "file" else base + PATHS[kind]
    arguments = ("sources", "add", "fresh", "--kind", kind, "--url", address)
    assert (tell("chengyu", *arguments).returncode if kind == "listing" else call(*arguments).code) == 0
    declared = office / "sources.toml"
    text = declared.read_text(encoding="utf-8").replace("keywords = [", "days = 400\nkeywords = [")
    declared.write_text(text, encoding="utf-8")
    saved = tell("chengyu", "sources", "save", "fresh")
    assert saved.returncode == 0, saved.stdout + saved.stderr
    assert "正常" in saved.stdout
    found = read_saved(office, "fresh")
    assert found
    assert f"标题“{found[0]['title']}”" in saved.stdout or f"无标题“{found[0]['first'][:20]}" in saved.stdout
    test = office / "tests" / "test_fresh.py"
    with pytest.raises(AssertionError):
        run_path(str(test))["test_fresh"]()
    text = test.read_text(encoding="utf-8")
    begin, end = text.index("EXPECTED = ["), text.index("]\n") + 2
    test.write_text(text[:begin] + f"EXPECTED = {found[:1]!r}\n" + text[end:], encoding="utf-8")
    run_path(str(test))["test_fresh"]()
    # Neither command moves the state of the crawl.
    assert not (office / "raw").exists()
    assert not (office / "state").exists()


def test_a_saved_source_is_tested_as_the_office_does(base: str, office: Path, tell: Told, call: Call) -> None:
    assert call("sources", "add", "fresh", "--kind", "feed", "--url", base + PATHS["feed"]).code == 0
    assert tell("chengyu", "sources", "save", "fresh").returncode == 0
    assert "1 failed" in tell("pytest", "-q", "-p", "no:cacheprovider", str(office / "tests")).stdout


def test_what_cannot_be_read_is_one_line_and_a_hint_by_kind(base: str, office: Path, tell: Told, call: Call) -> None:
    declared = office / "sources.toml"
    for kind in PATHS:
        wrong = base + (PATHS["feed"] if kind == "listing" else PATHS["listing"])
        declare(declared, f"as_{kind}", Kind(kind), wrong)
    places = {"form": "/login", "led": "/fail/login", "robots": "/private/secret.html"}
    for name, path in places.items():
        declare(declared, name, Kind.LISTING, base + path)
    declare(declared, "down", Kind.LISTING, "http://127.0.0.1:9/list.html")
    checked = tell("chengyu", "sources", "check")
    assert checked.returncode == 1
    assert checked.stderr.count("\n") == 1
    said = dict(zip(*[iter(checked.stdout.splitlines())] * 2, strict=True))
    heads = {line.partition("：")[0]: line for line in said}
    # The demo site knows no form at another address than the board's, which says enough.
    hinted = {head.partition("：")[0] for head, line in said.items() if "没有读出条目。" in line}
    assert hinted == {f"as_{kind}" for kind in PATHS if kind != "message_board"}
    assert heads["form"].startswith(
        "form：需要登录，需要登录 1（该来源要求登录，程序不登录采集。请改用对方或平台给的导出表"
    )
    assert heads["led"].startswith("led：需要登录，需要登录 1")
    assert heads["robots"].startswith("robots：中断，robots 不允许 1")
    assert heads["down"].startswith("down：中断，连接失败 1")
    saved = tell("chengyu", "sources", "save", "as_feed")
    assert (saved.returncode, saved.stderr.count("\n")) == (1, 1)
    assert "as_feed 没有读出内容" in saved.stderr
    assert not (office / "tests").exists()
    assert call("sources", "list").out.count("\n") == len(said)


@pytest.mark.usefixtures("office")
def test_an_office_without_sources_is_told_how_to_add_one(call: Call) -> None:
    for arguments in (("sources", "list"), ("sources", "check"), ("collect",)):
        called = call(*arguments)
        assert called.code == 0
        assert "make spider NAME=" in called.out


def test_check_says_what_each_source_gave(base: str, office: Path, tell: Told) -> None:
    for name, kind, path in (("good", "feed", "/portal/feed.xml"), ("gone", "feed", "/nothing.xml")):
        assert tell("chengyu", "sources", "add", name, "--kind", kind, "--url", base + path).returncode == 0
    checked = tell("chengyu", "sources", "check")
    assert checked.returncode == 1
    assert "good：正常" in checked.stdout
    assert "列表页已读 1" in checked.stdout
    assert "gone：中断，页面不存在 1" in checked.stdout
    assert checked.stderr.strip() == "错误：1 个来源没有读出内容：gone"
    assert tell("chengyu", "sources", "check", "good").returncode == 0
    listed = tell("chengyu", "sources", "list").stdout
    assert f"good  good  feed  新闻媒体  市媒  {base}/portal/feed.xml" in listed
    assert not (office / "raw").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("add", "fresh", "--kind", "paper", "--url", "http://127.0.0.1:9/"), 2, "--kind 的值不对：'paper'；可用："),
        (("add", "Fresh!", "--kind", "feed", "--url", "http://127.0.0.1:9/"), 1, "代号只能用小写字母"),
        (("add", "日报", "--kind", "listing", "--url", "http://127.0.0.1:9/"), 1, "代号只能用小写字母"),
        (
            ("add", "fresh", "--kind", "listing", "--url", ""),
            1,
            "fresh 的 start：要写成 http:// 或 https:// 开头的网址",
        ),
        (("add", "fresh", "--kind", "feed", "--url", "ftp://x"), 1, "要写成 http:// 或 https:// 开头的网址"),
        (("add", "twice", "--kind", "feed", "--url", "http://127.0.0.1:9/"), 1, "这个代号已经用了"),
        (("add", "real", "--kind", "listing", "--url", "https://news.example.cn/"), 1, "contact"),
        (("save", "nowhere"), 2, "没有名为 nowhere 的来源"),
        (("check", "nowhere"), 2, "没有名为 nowhere 的来源"),
    ],
)
def test_wrong_calls_leave_the_declarations_as_they_are(
    call: Call, office: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    assert call("sources", "add", "twice", "--kind", "feed", "--url", "http://127.0.0.1:9/feed").code == 0
    before = (office / "sources.toml").read_bytes()
    called = call("sources", *arguments)
    assert (called.code, called.err.count("\n")) == (code, 1)
    assert words in called.err
    assert (office / "sources.toml").read_bytes() == before
    assert not list(office.glob("*.part"))


def test_an_office_has_layouts_of_its_own(call: Call, office: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "工单编号,诉求时间,诉求内容\nA1,2026-11-17 09:10,桥头路的护栏断了两处，晚上看不清\n", encoding="utf-8"
    )
    proposed = call("layouts", "guess", str(table), "--name", "mine")
    assert proposed.code == 0
    assert str(office / "layouts.toml") in proposed.out
    (office / "layouts.toml").write_text(proposed.out, encoding="utf-8")
    assert "mine  mine" in call("layouts", "list").out
    assert "已采集 1" in call("collect", "--file", str(table), "--as", "mine").out
    assert call("layouts", "guess", "missing.csv").code == 1
    table.write_text("随便写的一段话\n没有表头\n", encoding="utf-8")
    assert "先把没有找到的列补在 columns 下面" in call("layouts", "guess", str(table)).out
