"""Papers from draft to correction, orders, rows, delivery: the commands as an office calls them."""

import json
import shutil
from pathlib import Path

import pytest

from tests.chengyu.conftest import Call
from tests.chengyu.mail import mail_server
from tests.chengyu.test_cli import HOTLINE

WEEK = ("--week", "2026-W47")
MORE = "GD009,2026-11-19 11:20,电话,投诉,占道经营,台江区上下杭路口的烧烤摊把盲道占了,台江区,,台江区城管局,2026-11-19 11:30,,,办理中,,\n"


@pytest.fixture
def analysed(call: Call, office: Path, tmp_path: Path) -> Path:
    """An office whose week is analysed."""
    sheet = tmp_path / "hotline.csv"
    sheet.write_text(HOTLINE, encoding="utf-8")
    take_in(call, sheet)
    return office


def take_in(call: Call, sheet: Path) -> None:
    for arguments in (
        ("collect", "--file", str(sheet), "--as", "hotline_12345"),
        ("store",),
        ("score",),
        ("analyse", *WEEK),
    ):
        called = call(*arguments)
        assert called.code == 0, called.err


def settings_with_mail(office: Path, port: int, recipients: str) -> None:
    path = office / "settings.toml"
    text = path.read_text(encoding="utf-8").split("[deliver]")[0]
    path.write_text(
        f'{text}[deliver]\nenabled = true\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        f'sender = "c@city.example"\nrecipients = [{recipients}]\nwait_seconds = 0\n',
        encoding="utf-8",
    )


def test_from_draft_to_correction(call: Call, analysed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "草稿" in call("report", *WEEK).out
    pdf = analysed / "reports" / "福州市-2026-W47.pdf"
    assert "要先运行 chengyu reports review" in call("reports", "publish", "2026-W47").err
    assert call("reports", "review", "2026-W47", "--by", "张三").code == 0
    assert "已核（张三）" in call("reports", "list").out
    assert "已核" in call("report", *WEEK).out
    assert call("reports", "publish", "2026-W47").code == 0
    published = pdf.read_bytes()
    assert "没有变化" in call("report", *WEEK).out
    sheet = tmp_path / "more.csv"
    sheet.write_text(HOTLINE.splitlines()[0] + "\n" + MORE, encoding="utf-8")
    monkeypatch.setenv("CHENGYU_NOW", "2026-11-23T10:00:00+08:00")
    take_in(call, sheet)
    corrected = call("report", *WEEK)
    assert "更正已发布的一期：" in corrected.out
    assert "由3件改为4件" in corrected.out
    assert pdf.read_bytes() == published
    new = json.loads((analysed / "reports" / "福州市-2026-W47-更正1.json").read_text(encoding="utf-8"))
    assert new["head"]["number"] == "2026年第47期（更正1）"
    assert "本件更正已发布的2026年第47期" in new["front"]["notices"][0]
    listed = call("reports", "list").out
    assert "2026-W47-2  草稿" in listed
    assert "由3件改为4件" in listed


def test_a_damaged_published_paper_is_named_with_what_to_do(call: Call, analysed: Path) -> None:
    for step in (("report", *WEEK), ("reports", "review", "2026-W47"), ("reports", "publish", "2026-W47")):
        assert call(*step).code == 0
    path = analysed / "reports" / "福州市-2026-W47.json"
    path.chmod(0o600)
    whole = path.read_text(encoding="utf-8")
    damages = ((whole[:2000], "内容残缺"), (whole[:-2], "内容残缺"), ("", "内容残缺"), ("{}", "schema 缺少或不认识"))
    for text, fault in damages:
        path.write_text(text, encoding="utf-8")
        told = call("report", *WEEK)
        assert told.code == 1
        assert told.err == (
            f"错误：已发布的报告 2026-W47 的数据文件 {path} 已损坏（{fault}）：请从备份取回这个文件，再运行一次\n"
        )
    settings_with_mail(analysed, 1, '"a@city.example"')
    sent = call("deliver", "2026-W47")
    assert sent.code == 1
    assert f"{path} 与数据库里登记的不一致：请从备份取回发布时的文件" in sent.err


def test_a_paper_that_was_changed_by_hand_is_not_published(call: Call, analysed: Path) -> None:
    call("report", *WEEK)
    path = analysed / "reports" / "福州市-2026-W47.json"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert "不一致" in call("reports", "review", "2026-W47").err
    assert "没有编号为 2026-W01" in call("reports", "review", "2026-W01").err


def test_a_brief_gives_the_same_paper_without_a_database(
    call: Call, analysed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("report", *WEEK)
    made = analysed / "reports"
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("福州市-2026-W47.json", "福州市-2026-W47.rows.json"):
        shutil.copy(made / name, folder)
    monkeypatch.setenv("CHENGYU_HOME", str(tmp_path / "none"))
    assert call("report", "--from", str(folder / "福州市-2026-W47.json")).code == 0
    for suffix in (".pdf", ".docx", ".xlsx", ".html"):
        name = f"福州市-2026-W47{suffix}"
        assert (folder / name).read_bytes() == (made / name).read_bytes(), suffix
    assert "missing.json" in call("report", "--from", "missing.json").err
    (folder / "福州市-2026-W47.pdf").chmod(0o444)
    assert "已发布" in call("report", "--from", str(folder / "福州市-2026-W47.json")).err


@pytest.mark.parametrize("content", [b"{}", b'{"schema": 1, "head"', b"\xff\xfe\x00no", b"", b"[]"])
def test_a_file_that_is_no_paper_is_named_in_one_line(call: Call, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    told = call("report", "--from", str(tmp_path / "bad.json"))
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "bad.json 不是完整的报告数据" in told.err


def test_rows_behind_a_figure(call: Call, analysed: Path) -> None:
    del analysed
    names = dict(line.split("  ") for line in call("rows", "2026-W47").out.splitlines())
    assert names["front.complaints"] == "3"
    told = call("rows", "2026-W47", "front.complaints")
    assert "条件：relevant=是 voice=群众诉求 when=本期" in told.out
    assert len([line for line in told.out.splitlines() if "2026-11-" in line]) == 3
    assert "13900001234" not in told.out
    wrong = call("rows", "2026-W47", "front.complaint")
    assert (wrong.code, "front.complaints" in wrong.err) == (2, True)
    assert call("rows", "next").code == 2
    assert call("rows", "2026-W40").code == 1


def test_orders_stand_in_the_next_paper(call: Call, analysed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENGYU_NOW", "2026-11-16T09:00:00+08:00")
    assert "第 1 项" in call("actions", "add", "上下杭夜间巡查", "--unit", "台江大队", "--deadline", "2026-11-20").out
    assert call("actions", "add", "打桩噪声核查", "--unit", "鼓楼大队").code == 0
    assert call("actions", "add", "x", "--unit", "y", "--deadline", "明天").code == 2
    monkeypatch.setenv("CHENGYU_NOW", "2026-11-23T08:00:00+08:00")
    assert call("actions", "close", "2", "--result", "已停工整改").code == 0
    assert "没有编号为 2" in call("actions", "close", "2").err
    assert "打桩" not in call("actions", "list").out
    assert "办结" in call("actions", "list", "--all").out
    call("report", *WEEK)
    brief = json.loads((analysed / "reports" / "福州市-2026-W47.json").read_text(encoding="utf-8"))
    tables = [b for s in brief["sections"] for b in s["blocks"] if b.get("key") == "follow_up"]
    assert [row[4:] for row in tables[0]["rows"]] == [["已超期", ""], ["办结", "已停工整改"]]


def test_a_published_paper_is_delivered_once(call: Call, analysed: Path) -> None:
    call("report", *WEEK)
    assert "没有开启" in call("deliver", "2026-W47").err
    with mail_server() as post:
        settings_with_mail(analysed, post.port, '"a@city.example", "b@city.example"')
        assert "reports publish" in call("deliver", "2026-W47").err
        call("reports", "review", "2026-W47")
        call("reports", "publish", "2026-W47")
        assert "不在" in call("deliver", "2026-W47", "--to", "x@other.example").err
        post.answers = ["250 ok", "550 full"]
        first = call("deliver", "2026-W47")
        assert (first.code, [name for name, _ in post.mails]) == (1, ["a@city.example"])
        assert "b@city.example：对方服务器拒收（550 full）" in first.out
        second = call("deliver", "2026-W47")
        assert second.code == 0
        assert "a@city.example：以前已发送" in second.out
        assert [name for name, _ in post.mails] == ["a@city.example", "b@city.example"]


def test_what_may_have_arrived_is_asked_after_and_never_sent_twice(
    call: Call, analysed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in (("report", *WEEK), ("reports", "review", "2026-W47"), ("reports", "publish", "2026-W47")):
        assert call(*arguments).code == 0
    with mail_server() as post:
        settings_with_mail(analysed, post.port, '"a@city.example"')
        monkeypatch.setenv("CHENGYU_SMTP_USER", "clerk")
        assert "不加密" in call("deliver", "2026-W47").err
        monkeypatch.delenv("CHENGYU_SMTP_USER")
        post.cut = True
        first = call("deliver", "2026-W47")
        post.cut = False
        second = call("deliver", "2026-W47")
    assert [called.code for called in (first, second)] == [1, 1]
    assert "先向收件人核实" in first.out
    assert "先向收件人核实" in second.out
    assert len(post.mails) == 1
