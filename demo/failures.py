"""Pages of the demo site that go wrong on purpose, each by one path. Imports demo.page."""

import gzip
import threading
from collections import Counter
from urllib.parse import parse_qs

from demo.page import Page, document, paragraphs

_TEXT = (
    "这是演示站点上专门用来检验采集程序的一篇稿件，内容没有任何新闻意义，只是为了让正文达到需要的长度。\n"
    "采集程序遇到限速、断线、超大页面或循环跳转时，应当如实记下结果，而不是悄悄丢掉这一页。\n"
    "两次重试之后页面恢复正常，程序应当把它完整保存下来，并且在覆盖情况里写明发生过什么。"
)
NAMES = (
    "429",
    "503",
    "503-once",
    "slow",
    "cut",
    "huge",
    "bomb",
    "loop",
    "login",
    "404",
    "empty",
    "utf8-as-gb2312",
    "gb18030-undeclared",
    "page.pdf",
)


class Failures:
    """Answers below /fail/; counts visits, since some failures pass after a few."""

    def __init__(self) -> None:
        self._visits: Counter[str] = Counter()
        self._lock = threading.Lock()

    def page(self, name: str, query: str) -> Page | None:
        """The page of one failure, or None where the path names none."""
        with self._lock:
            self._visits[name] += 1
            visit = self._visits[name]
        if name == "429":
            return _busy(429, {"Retry-After": "1"}) if visit <= 2 else _article("限速之后恢复的稿件")
        if name == "503-once":
            return _busy(503, {"Retry-After": "1"}) if visit == 1 else _article("短暂故障之后恢复的稿件")
        if name == "huge":
            size = int(parse_qs(query).get("mb", ["16"])[0])
            return Page(b"<html><body>" + b"<p>huge</p>" * (size * 1_000_000 // 11) + b"</body></html>")
        if name == "bomb":
            size = int(parse_qs(query).get("mb", ["64"])[0])
            return Page(gzip.compress(b"\0" * size * 1_000_000), headers={"Content-Encoding": "gzip"})
        return _fixed(name)


def _fixed(name: str) -> Page | None:
    article = _document("故意写错编码声明的稿件")
    fixed = {
        "503": _busy(503, {}),
        "slow": _article("来得很慢的稿件"),
        "cut": _article("传到一半断开的稿件"),
        "loop": Page(b"", status=302, headers={"Location": "/fail/loop"}),
        "login": Page(b"", status=302, headers={"Location": "/login?next=/fail/login"}),
        "empty": Page(b""),
        "utf8-as-gb2312": Page(article.replace("utf-8", "gb2312", 1).encode(), "text/html"),
        "gb18030-undeclared": Page(article.replace('<meta charset="utf-8">', "").encode("gb18030"), "text/html"),
        "page.pdf": Page(b"%PDF-1.4\n%%EOF\n", "application/pdf"),
        "list.html": _list(),
    }
    return fixed.get(name)


def login_page() -> Page:
    """A page that asks for an account."""
    form = '<form action="/login" method="post"><input name="user"><input type="password" name="password">登录</form>'
    return Page(document("用户登录", "", form).encode())


def _list() -> Page:
    links = "".join(f'<li><a href="/fail/{name}">故障演示 {name}</a><span>2026-11-18</span></li>' for name in NAMES)
    hidden = '<li><a href="/private/secret.html">不允许采集</a><span>2026-11-18</span></li>'
    return Page(document("故障演示", "", f'<ul class="list">{links}{hidden}</ul>').encode())


def _busy(status: int, headers: dict[str, str]) -> Page:
    return Page(document("暂时无法访问", "", "<p>请稍后再试</p>").encode(), status=status, headers=headers)


def _document(title: str) -> str:
    info = '<div class="info"><span>2026-11-18 09:00</span> <span>来源：演示站点</span></div>'
    return document(title, "", f'<h1>{title}</h1>{info}<div class="content">{paragraphs(_TEXT)}</div>')


def _article(title: str) -> Page:
    return Page(_document(title).encode())
