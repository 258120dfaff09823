"""The headline among headings, site names and page titles."""

import pytest

from crawlers.blocks import lay_out
from crawlers.markup import parse
from crawlers.metadata import read_metadata
from crawlers.titles import find_title, without_site

PROSE = "<p>城管队员上午在街口劝导摊贩，并登记了名单。</p>"


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        ("<title>夜市搬家记_要闻_望澜网</title>", "<h1>望澜网</h1><h1>夜市搬家记</h1>", "夜市搬家记"),
        ("<title>望澜股市 - 夜市搬家记</title>", "<h1>望澜股市大全，权威行情</h1><div>夜市搬家记</div>", "夜市搬家记"),
        (
            "<title>通知公告--望澜市城管局</title>",
            "<h5>关于夜间施工许可的通告</h5><div>2026-05-03</div>",
            "关于夜间施工许可的通告",
        ),
        (
            "<title>夜市搬家之后，谁来管排烟|夜市|排烟</title>",
            "<h1><i>原创</i> 夜市搬家之后，谁来管排烟</h1>",
            "夜市搬家之后，谁来管排烟",
        ),
        ("<title>x</title><meta property='og:title' content='夜市搬家记'>", "", "夜市搬家记"),
        ("<title>夜市搬家记 - 望澜网</title>", "<h2>大家都在看</h2>", "夜市搬家记"),
        ("<title>望澜网</title>", "<p align=center><b>夜市搬家记</b></p><p>2026-05-03</p>", "夜市搬家记"),
        (
            "<title>夜市搬家之后，谁来管排..._望澜网</title>",
            "<p>夜市搬家之后，谁来管排烟和噪声</p>",
            "夜市搬家之后，谁来管排烟和噪声",
        ),
        (
            "<title>望澜头条 - 望澜门户</title>",
            "<h1 class=logo>望澜头条</h1><h3>夜市搬家记</h3><p>2026-05-03</p>",
            "夜市搬家记",
        ),
        (
            "<title>望澜市城管局</title>",
            "<h1>望澜市城管局<br>关于夜间施工的通告</h1>",
            "望澜市城管局关于夜间施工的通告",
        ),
        ("", "", ""),
    ],
)
def test_find_title(head: str, above: str, title: str) -> None:
    root = parse(f"<html><head>{head}</head><body><a>首页</a>{above}<div>{PROSE * 3}</div></body></html>")
    layout = lay_out(root)
    body = [i for i, line in enumerate(layout.lines) if "城管队员" in line.text]
    assert find_title(layout, body, read_metadata(root))[0] == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("夜市搬家记_要闻_望澜网", "夜市搬家记"),
        ("夜市搬家记 - 望澜网", "夜市搬家记"),
        ("夜市搬家记--望澜都市报", "夜市搬家记"),
        ("夜市搬家记|夜市|排烟", "夜市搬家记"),
        ("5-3夜市搬家记", "5-3夜市搬家记"),
        ("夜市搬家记-公司新闻-望澜环境科技", "夜市搬家记"),
        ("夜市搬家记", "夜市搬家记"),
    ],
)
def test_without_site(name: str, title: str) -> None:
    assert without_site(name) == title
