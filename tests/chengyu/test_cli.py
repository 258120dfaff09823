"""The command line from outside: what it prints, how it ends, and that a wrong call leaves nothing behind."""

import json
import stat
from pathlib import Path

import pytest

from chengyu.config import load_settings
from chengyu.explaining import explain
from crawlers.collect import CrawlStoppedError
from tests.chengyu.conftest import Call

HOTLINE = """工单号,受理时间,来电渠道,诉求类型,标题,内容,所属区,街道,承办单位,派单时间,办结时间,回访时间,办理状态,是否满意,是否重办
GD001,2026-11-17 09:10,电话,投诉,夜间施工扰民,鼓楼区杨桥东路旁工地凌晨两点还在打桩，打过几次电话没人管,鼓楼区,,鼓楼区城管局,2026-11-17 09:30,,,办理中,,
GD002,2026-11-18 20:45,电话,投诉,占道经营,台江区上下杭路口有烧烤摊，请联系13900001234,台江区,,台江区城管局,2026-11-18 21:00,2026-11-20 10:00,,已办结,满意,否
GD003,2026-11-19 08:00,网络,表扬,感谢环卫工人,台风过后环卫工人一早就把路上的树枝清走了，谢谢他们,,,市城管委,2026-11-19 08:30,2026-11-19 15:00,,已办结,满意,否
GD004,不详,电话,投诉,垃圾没人清,小区门口垃圾堆了三天,,,,,,,,,
"""


@pytest.fixture
def hotline(tmp_path: Path) -> Path:
    path = tmp_path / "hotline.csv"
    path.write_text(HOTLINE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("unknown",), "没有命令"),
        (("show",), "缺少参数"),
        (("analyse", "--week", "2026-W60"), "“2026-W60”不是周"),
        (("analyse", "--week", "next"), "“next”不是周"),
        (("analyse", "--week", "2027-W10"), "“2027-W10”从 2027-03-08 开始，今天是 2026-11-23，还没有到"),
        (("analyse", "--month", "2026-13"), "不是月份"),
        (("analyse", "--week", "2026-W47", "--day", "2026-11-17"), "只能用一个"),
        (("collect", "--file", "x.csv"), "必须同时给出"),
        (("collect", "nowhere"), "没有名为 nowhere 的来源"),
        (("collect", "--since", "昨天"), "不是日期"),
        (("score", "--input", "x.jsonl"), "必须同时给出"),
        (("init", "--city", "福州市"), "已有设置"),
    ],
)
@pytest.mark.usefixtures("office")
def test_wrong_use_ends_with_2_and_one_chinese_line(call: Call, arguments: tuple[str, ...], words: str) -> None:
    called = call(*arguments)
    assert called.code == 2
    assert words in called.err
    assert "Traceback" not in called.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("collect", "--file", "missing.csv", "--as", "hotline_12345"), "missing.csv"),
        (("report", "--week", "2026-W47"), "还没有分析"),
        (("show", "0000000000000000"), "没有编号为"),
        (("extract", "missing.html"), "missing.html"),
        (("score", "--input", "missing.jsonl", "--output", "out.jsonl"), "missing.jsonl"),
        (("score", "--model", "nosuch"), "nosuch"),
    ],
)
@pytest.mark.usefixtures("office")
def test_failures_end_with_1_and_one_chinese_line(call: Call, arguments: tuple[str, ...], words: str) -> None:
    called = call(*arguments)
    assert called.code == 1
    assert words in called.err
    assert called.err.startswith("错误：")
    assert called.err.count("\n") == 1


def test_a_stopped_crawl_is_told_in_chinese() -> None:
    line = explain(CrawlStoppedError("daily, metro"))
    assert line is not None
    assert "daily, metro" in line
    assert "再运行一次" in line


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.xlsx", b"\xff\xfe\x00no", "已损坏"),
        ("other.csv", "甲,乙\n1,2\n".encode(), "缺少列"),
    ],
)
@pytest.mark.usefixtures("office")
def test_an_unreadable_spreadsheet_is_told_in_chinese(
    call: Call, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    called = call("collect", "--file", str(file), "--as", "hotline_12345")
    assert called.code == 1
    assert words in called.err
    assert str(file) in called.err
    assert called.err.count("\n") == 1


def test_no_office_says_what_to_do(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENGYU_HOME", str(tmp_path / "none"))
    called = call("store")
    assert called.code == 1
    assert "chengyu init" in called.err


def test_a_wrong_setting_is_named_with_its_file(call: Call, office: Path) -> None:
    settings = office / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nfont = 1\n", encoding="utf-8")
    called = call("store")
    assert called.code == 1
    assert str(settings) in called.err
    assert "font" in called.err


@pytest.mark.parametrize(
    ("word", "written", "said"),
    [
        ("exclude = [", 'exclude = ["小说", "",', "sieve.exclude.1：不能为空"),
        ("required = []", 'required = [" "]', "sieve.required.0：不能为空"),
        ("aliases = {}", 'aliases = { "城管" = [""] }', "sieve.aliases.城管.0：不能为空"),
        ("patterns = []", 'patterns = ["占(道"]', "sieve.patterns：不是正则表达式"),
        ("patterns = []", 'patterns = ["占道|"]', "sieve.patterns：有一条正则表达式连空文字也合"),
    ],
)
def test_a_word_that_every_text_holds_is_refused(call: Call, office: Path, word: str, written: str, said: str) -> None:
    settings = office / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    assert f"\n{word}" in text
    settings.write_text(text.replace(f"\n{word}", f"\n{written}"), encoding="utf-8")
    called = call("store")
    assert called.code == 1
    assert said in called.err


@pytest.mark.usefixtures("office")
def test_init_writes_the_short_names_that_can_mean_no_other_place() -> None:
    aliases = {district.name: district.aliases for district in load_settings().city.districts}
    assert (aliases["仓山区"], aliases["鼓楼区"]) == (("仓山",), ())


def test_init_makes_a_folder_for_its_owner_alone(office: Path) -> None:
    assert stat.S_IMODE(office.stat().st_mode) == 0o700
    assert stat.S_IMODE((office / "salt").stat().st_mode) == 0o600
    assert len(bytes.fromhex((office / "salt").read_text(encoding="ascii"))) == 32
    assert "鼓楼区" in (office / "settings.toml").read_text(encoding="utf-8")


def test_a_spreadsheet_becomes_a_paper(call: Call, office: Path, hotline: Path) -> None:
    collected = call("collect", "--file", str(hotline), "--as", "hotline_12345")
    assert collected.code == 0
    assert "已采集 3" in collected.out
    assert "日期无法识别 1" in collected.out
    assert "已入库 3" in call("store").out
    assert "已评分 3" in call("score").out
    assert "条目 3" in call("analyse", "--week", "2026-W47").out
    assert call("report", "--week", "2026-W47").code == 0
    pdf = office / "reports" / "福州市-2026-W47.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert call("store").out.count("0") >= 2
    assert b"13900001234" not in (office / "chengyu.db").read_bytes()


def test_scoring_a_file_keeps_order_and_names_each_failure(call: Call, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "title": "城管打人", "text": "城管队员当街殴打卖菜老人，围观群众报警"},
        {"id": "b", "title": "", "text": ""},
        {"id": 7, "title": "", "text": "请问小区门口的停车位什么时候开始收费？"},
    ]
    source = tmp_path / "in.jsonl"
    broken = json.dumps(lines[0])[:-5]
    source.write_text("\n".join([*(json.dumps(line) for line in lines), broken]), encoding="utf-8")
    target = tmp_path / "out.jsonl"
    called = call("score", "--input", str(source), "--output", str(target))
    assert called.code == 0
    out = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in out] == ["a", "b", 7, None]
    assert out[0]["sentiment"] == "negative"
    assert out[0]["relevant"] is True
    assert sum(out[0]["probabilities"].values()) == pytest.approx(1, abs=1e-3)
    assert all(phrase in lines[0]["title"] + lines[0]["text"] for phrase in out[0]["why"])
    assert out[1]["error"] == "empty_text"
    assert out[3]["error"] == "bad_json"
    assert not target.with_name("out.jsonl.part").exists()


def test_extract_prints_what_a_page_says(call: Call, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    paragraph = "市城管局昨日在柳堤路开展夜间巡查，劝导占道摊贩进入疏导点经营，沿街商户普遍表示理解。"
    body = f"<p>{paragraph}</p><p>{paragraph[::-1]}</p><p>巡查还将持续到月底，市民可以拨打热线反映问题。</p>"
    html = (
        '<html><head><meta charset="gb2312"><title>柳堤路夜间巡查</title></head><body><h1>柳堤路夜间巡查</h1>'
        f"<p>2026-11-18 09:00 来源：望澜日报</p><div>{body}</div></body></html>"
    )
    page.write_bytes(html.encode("gbk"))
    called = call("extract", str(page), "--url", "http://daily.example/1.html")
    found = json.loads(called.out)
    assert called.code == 0
    assert found["title"] == "柳堤路夜间巡查"
    assert found["published_at"].startswith("2026-11-18")
    assert found["source"] == "望澜日报"
    assert paragraph in found["text"]
    assert found["encoding"].lower() in {"gbk", "gb18030"}


def test_help_is_chinese_for_every_command(call: Call) -> None:
    called = call("--help")
    assert called.code == 0
    for word in ("用法", "采集", "入库", "评分", "分析", "报告", "选项", "命令"):
        assert word in called.out
    assert "Show this message" not in called.out
