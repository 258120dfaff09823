"""Records of outreach from the command line, and what they did to complaints."""

import shutil
from pathlib import Path

import pytest

from tests.chengyu.conftest import Call
from tests.conftest import ROOT

ADD = ("outreach", "add", "jingye", "--name", "静夜行动", "--date", "2026-08-17", "--issue")


def test_what_is_added_is_listed(call: Call, office: Path) -> None:
    added = call(*ADD, "噪声油烟", "--channel", "社区街道", "--end", "2026-10-31", "--district", "鼓楼区")
    assert (added.code, added.err) == (0, "")
    line = "jingye  静夜行动  2026-08-17 至 2026-10-31  噪声油烟  鼓楼区  社区街道"
    assert line in added.out
    assert call("outreach", "list").out == f"{line}\n"
    assert (office / "outreach.toml").read_text(encoding="utf-8").startswith("# 宣传与整治行动")


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        (("天气", "--channel", "学校"), "事项“天气”不是事项"),
        (("dogs", "--channel", "删帖"), "渠道“删帖”不是渠道"),
        (("dogs", "--channel", "学校", "--district", "月球区"), "区“月球区”不是本市的区"),
        (("dogs", "--channel", "学校", "--end", "明天"), "日期“明天”不是日期"),
        (("dogs", "--channel", "学校", "--end", "2026-08-01"), "早于开始日期"),
        (("dogs",), "缺少选项 --channel"),
    ],
)
def test_a_wrong_record_is_refused(call: Call, office: Path, rest: tuple[str, ...], words: str) -> None:
    before = (office / "outreach.toml").read_bytes()
    called = call(*ADD, *rest)
    assert called.code == 2
    assert words in called.err
    assert (office / "outreach.toml").read_bytes() == before


def test_an_id_is_used_once(call: Call, office: Path) -> None:
    assert office.is_dir()
    assert call(*ADD, "dogs", "--channel", "学校").code == 0
    again = call(*ADD, "dogs", "--channel", "学校")
    assert (again.code, "编号“jingye”已经用过" in again.err) == (2, True)


def test_a_spreadsheet_comes_in_whole_or_not_at_all(call: Call, office: Path, tmp_path: Path) -> None:
    table = tmp_path / "records.csv"
    head, good = "编号,名称,开始日期,结束日期,事项,渠道", "a,甲,2026-07-06,,dogs,学校"
    table.write_text(f"{head}\n{good}\nb,乙,七月,,dogs,学校\n", encoding="gb18030")
    wrong = call("outreach", "import", str(table))
    assert (wrong.code, "第2行：日期“七月”" in wrong.err) == (2, True)
    table.write_text(f"{head}\n{good}\nb,乙,2026-07-07,2026-07-09,违法建设,集中整治\n", encoding="utf-8")
    assert call("outreach", "import", str(table)).code == 0
    assert call("outreach", "list").out.count("\n") == 2
    assert office.is_dir()


def test_an_effect_is_told_in_plain_words(call: Call, office: Path) -> None:
    shutil.copyfile(ROOT / "data" / "demo" / "outreach.toml", office / "outreach.toml")
    unknown = call("outreach", "effect", "nosuch")
    assert (unknown.code, "quiet_nights" in unknown.err) == (1, True)
    assert call(*ADD[:2], "later", *ADD[3:5], "--date", "2027-01-04", "--issue", "dogs", "--channel", "学校").code == 0
    early = call("outreach", "effect", "later")
    assert (early.code, "later 从 2027-01-04 开始" in early.err) == (1, True)
    told = call("outreach", "effect", "wenmiao_summer", "--model", "linear")
    assert told.code == 0
    for words in ("结论：数据不足", "要得出结论还需：至少需要此前12周（现0周）", "同一事项累计反弹", "前提与局限"):
        assert words in told.out
