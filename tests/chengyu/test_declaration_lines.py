"""A declaration that cannot be used is told in Chinese, with file, source and key, whatever is wrong with it."""

import re
from pathlib import Path

import pytest

from tests.chengyu.conftest import Call

GOOD = """[fine]
label = "某市日报"
kind = "listing"
channel = "press"
tier = "city"
owner = "independent"
start = ["https://news.example.cn/"]
[fine.listing]
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"listing"', '"paper"', "fine 的 kind：只能写其中一个：feed、listing、sitemap、"),
        ('tier = "city"', 'tier = "市媒"', "fine 的 tier：只能写其中一个：central、"),
        ('label = "某市日报"\n', "", "fine 的 label：缺这一项"),
        ('label = "某市日报"', "label = 3", "fine 的 label：要写成带引号的文字"),
        ('["https://news.example.cn/"]', '"https://news.example.cn/"', "fine 的 start：要写成列表"),
        ('["https://news.example.cn/"]', "[]", "fine 的 start：缺这一项"),
        ('"https://news', '"news', "fine 的 start：要写成 http:// 或 https:// 开头的网址"),
        ('"press"', "“press”", "：第 4 行第 11 个字起写法不对"),
        ('example.cn/"]', "example.cn/]", "写法不对"),
        ("[fine.listing]\n", "", 'fine 的 listing：kind = "listing" 的来源要有这一段'),
        ("[fine.listing]\n", "[fine.listing]\n[fine.forum]\n", "fine 的 forum.thread：缺这一项"),
        ("[fine.listing]\n", '[fine.listing]\n[fine.hot]\nrows = "x"\n', 'kind = "listing" 的来源没有这一段'),
        ("[fine.listing]\n", "[fine.listing]\nentyr = 'li'\n", "fine 的 listing.entyr：没有这一项"),
        ("[fine.listing]\n", "[fine.listing]\nentry = 'li['\n", "fine 的 listing.entry：不是 CSS 选择器或 XPath"),
        ("[fine.listing]\n", "[fine.listing]\npattern = '('\n", "fine 的 listing.pattern：不是正则表达式"),
        ("[fine.listing]\n", "[fine.listing]\nmax_pages = '多'\n", "fine 的 listing.max_pages：要写成数字"),
        ("[fine.listing]\n", "[fine.listing]\n[fine]\n", "第 9 行：[fine] 这一段写了两次"),
        ("[fine.listing]\n", "[fine.listing]\n[fine.selectors]\nbudy = 'p'\n", "没有这一项；可用：author"),
        ("[fine.listing]\n", "[fine.listing]\n[日报]\n", "写法不对"),
        ("[fine.listing]\n", "[fine.listing]\n[Fine]\n", "Fine：代号只能用小写字母"),
    ],
)
def test_what_is_wrong_with_a_source(call: Call, office: Path, old: str, new: str, words: str) -> None:
    (office / "sources.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    called = call("sources", "list")
    assert (called.code, called.out) == (1, "")
    assert called.err.startswith(f"错误：声明文件有误：{office / 'sources.toml'}：")
    assert words in called.err
    # No library's English: what is left of Latin letters are names and what stood in the file.
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", called.err.split("：", 3)[3])


@pytest.mark.parametrize("name", ["sources.toml", "settings.toml"])
def test_a_file_in_another_encoding(call: Call, office: Path, name: str) -> None:
    (office / name).write_bytes("# 来源\n".encode("gb18030"))
    called = call("sources", "list")
    assert called.code == 1
    assert "不是 UTF-8 编码" in called.err
