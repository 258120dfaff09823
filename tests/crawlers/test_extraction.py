"""Extraction by its public door, on imitations of pages that we wrote, on hostile input and on mutations."""

import json
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest

from crawlers.extraction import (
    Extraction,
    NoBodyError,
    NotHtmlError,
    SelectorError,
    Selectors,
    UndecodableError,
    extract,
)
from crawlers.post import DateConfidence

PAGES = Path(__file__).parent.parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))
PROSE = "<p>城管队员上午在街口劝导摊贩，并登记了名单。</p>"


def page_bytes(name: str) -> bytes:
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return (PAGES / f"{name}.html").read_text(encoding="utf-8").encode(wanted["bytes_in"])


@pytest.mark.parametrize("name", NAMES)
def test_imitated_page(name: str) -> None:
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    found = extract(page_bytes(name), "http://site.example/a.html")
    fields = ("title", "published_at", "date_confidence", "source", "author")
    assert {f: getattr(found, f) for f in fields} == {f: wanted[f] for f in fields}
    paragraphs = found.text.split("\n")
    assert (paragraphs[0], paragraphs[-1]) == (wanted["first"], wanted["last"])
    assert [text for text in wanted["must_not"] if text in found.text] == []


def test_every_paragraph_of_an_office_s_answer_is_read_though_each_is_an_element_called_reply() -> None:
    letter = "小区东门外的人行道地砖松动一个多月，雨天一踩一身泥，已经有老人摔倒，请问由谁负责，什么时候能修好？"
    answers = [
        "尊敬的网友，您好！您反映的问题收悉，我局高度重视，立即会同街道调查处理，现将情况回复如下：",
        "经查，这段路属小区配套道路，尚未移交，因此没有纳入养护范围，我局已约谈开发单位并明确责任。",
        "目前松动的地砖已全部揭除，预计月底前完工，感谢您对城市管理工作的理解和支持。",
    ]
    told = "".join(f'<p class="replyTxt">{answer}</p>' for answer in answers)
    comments = (
        '<div class="replyList"><p class="replyTxt2">路修好了，谢谢楼上提醒，下次路过再去看看修得怎么样。</p></div>'
    )
    page = f'<title>地砖松动</title><h1>地砖松动</h1><div class="msg"><p>{letter}</p>{told}</div>{comments}'
    assert extract(page.encode(), "http://site.example/a.html").text.split("\n") == [letter, *answers]


def test_selectors_come_first() -> None:
    raw = f"""<html><title>甲</title><body><b id=t>真标题在这里</b><i class=d>2026年1月2日 03:04</i><u>望澜日报</u><s>林舟</s>
        <div class=x>{PROSE * 9}</div><div class=y><p>短正文。</p><p class=z>删去。</p></div></body></html>""".encode()
    chosen = Selectors(title="#t", date="//i[@class='d']", source="u", author="(//s)[1]", body=".y", drop=".z")
    assert extract(raw, "http://site.example/a", selectors=chosen) == Extraction(
        "真标题在这里", "2026-01-02T03:04:00+08:00", DateConfidence.EXACT, "望澜日报", "林舟", "短正文。", "utf-8"
    )


@pytest.mark.parametrize("selector", ["div[", "//div[", "::nothing("])
def test_broken_selector_is_named(selector: str) -> None:
    with pytest.raises(SelectorError, match=r".") as caught:
        extract(PROSE.encode(), "", selectors=Selectors(body=selector))
    assert str(caught.value) == selector


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", NotHtmlError),
        (b"%PDF-1.7 ...", NotHtmlError),
        (b'{"data": "<p>x</p>"}', NotHtmlError),
        (b'<?xml version="1.0"?><rss><channel/></rss>', NotHtmlError),
        ("城管".encode(), NotHtmlError),
        (b"<html><body></body></html>", NoBodyError),
        (b"<html><body><a href=/1>x</a></body></html>", NoBodyError),
        (b"<html>" + bytes(range(128, 256)) * 40, UndecodableError),
        (b"\x00\x01\x02" * 9000, UndecodableError),
    ],
)
def test_what_is_no_article_is_named(raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        extract(raw, "http://site.example/")


@pytest.mark.parametrize("selector", ["//p/text()", "//p/@class", "(//nothing)[1]", "(count(//p))", ".nothing"])
def test_selector_that_finds_no_element(selector: str) -> None:
    raw = f"<html><body><div>{PROSE * 3}</div></body></html>".encode()
    assert extract(raw, "", selectors=Selectors(drop=selector)).text.count("\n") == 2
    with pytest.raises(NoBodyError):
        extract(raw, "", selectors=Selectors(body=selector))


def hostile_pages() -> dict[str, bytes]:
    return {
        "deep": b"<div>" * 200_000 + b"x",
        "deep article": b"<b>" * 100_000 + (PROSE * 3).encode(),
        "attributes": b"<p " + b" ".join(b"a%d=1" % i for i in range(150_000)) + b">" + PROSE.encode(),
        "lines": (PROSE * 20_000).encode(),
        "links": "<a href=x>标题一二三四五六</a>".encode() * 30_000,
        "one line": ("<p>" + "城管，" * 300_000).encode(),
        "ampersands": b"<p>&" * 200_000,
        "spaces": ("<p>来源：" + " " * 500_000 + "</p>" + PROSE).encode(),
        "script fields": b"<script>" + b'content:"' * 60_000 + b"</script><p>x",
        "brackets": b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script>" + PROSE.encode(),
        "title": b"<title>" + b"a - " * 100_000 + b"</title>" + PROSE.encode(),
        "digits": ("<p>" + "2026-" * 100_000 + "</p>").encode(),
    }


@pytest.mark.parametrize("name", hostile_pages())
def test_hostile_page_ends_soon_and_by_name(name: str) -> None:
    began = time.process_time()
    with suppress(NoBodyError, NotHtmlError):
        extract(hostile_pages()[name], "http://site.example/" + "2026/" * 1000)
    assert time.process_time() - began < 5


def mutate(raw: bytes, dice: random.Random) -> bytes:
    broken = bytearray(raw)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(broken) + 1), dice.choice((1, 20, 400))
        kind = dice.randrange(4)
        if kind == 0:
            del broken[at : at + length]
        elif kind == 1:
            broken[at:at] = dice.choice(
                (b"<div>" * 300, b"<", b">", b'"', b"<script>", b"<!--", b"&#x110000;", b"<svg>")
            )
        elif kind == 2:
            broken[at:at] = broken[at : at + length] * dice.randint(1, 20)
        else:
            broken[at : at + length] = dice.randbytes(length // 20 + 1)
    return bytes(broken)


@pytest.mark.parametrize("name", NAMES)
def test_mutations_end_soon_and_by_name(name: str) -> None:
    dice = random.Random(name)
    raw = page_bytes(name)
    for _ in range(50):
        broken = mutate(raw, dice)
        began = time.process_time()
        with suppress(NoBodyError, NotHtmlError, UndecodableError):
            assert extract(broken, "http://site.example/a").text.strip()
        assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("body", "last"),
    [
        (PROSE * 3 + "<p>责任编辑：方禾</p>", "城管队员上午在街口劝导摊贩，并登记了名单。"),
        (
            PROSE * 3 + "<p>分享会上，队员们交流了三个月来的做法和难处。</p>",
            "分享会上，队员们交流了三个月来的做法和难处。",
        ),
        (
            PROSE * 3 + "<p>关闭夜市不是办法，管好才是办法，摊主们都这样说。</p>",
            "关闭夜市不是办法，管好才是办法，摊主们都这样说。",
        ),
        (PROSE * 3 + "<p>（完）</p><p>扫码关注我们</p>", "（完）"),
        (PROSE * 3 + "<p>特此通告。</p>", "特此通告。"),
    ],
)
def test_end_of_the_article(body: str, last: str) -> None:
    found = extract(f"<html><body><h1>夜市有了新规</h1><div>{body}</div></body></html>".encode(), "")
    assert found.text.split("\n")[-1] == last


def test_verse_is_a_body_where_nothing_longer_is() -> None:
    raw = "<html><body><div>街灯亮了，<br>摊子收了，<br>路又宽了。</div></body></html>".encode()
    assert extract(raw, "").text == "街灯亮了，\n摊子收了，\n路又宽了。"
