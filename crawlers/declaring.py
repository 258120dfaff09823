"""The text of a new source's declaration and of its test, for an office to fill in. May import crawlers.*."""

import json
import re
from collections import Counter
from pathlib import Path
from string import Template
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from crawlers.addresses import host_of
from crawlers.declared import SOURCE_NAME, read_tables
from crawlers.encoding import UndecodableError, decode
from crawlers.post import Channel, Tier
from crawlers.sources import Kind, SourceError, load_sources
from crawlers.wording import clean_line

_CHANNELS = {
    Kind.FORUM: Channel.FORUM,
    Kind.WEIBO_SEARCH: Channel.SOCIAL,
    Kind.MESSAGE_BOARD: Channel.MESSAGE_BOARD,
    Kind.HOT_LIST: Channel.HOT_LIST,
    Kind.FILE: Channel.HOTLINE,
}
_TIERS = {
    Kind.FORUM: Tier.SELF_MEDIA,
    Kind.WEIBO_SEARCH: Tier.SELF_MEDIA,
    Kind.MESSAGE_BOARD: Tier.GOVERNMENT,
    Kind.HOT_LIST: Tier.COMMERCIAL,
    Kind.FILE: Tier.GOVERNMENT,
}
_HEAD = """
[$name]
# 报告里显示的名字
label = "$name"
kind = "$kind"
# 渠道、层级、归属先按这一类常见的填，请核对
channel = "$channel"
tier = "$tier"
owner = "independent"
"""
_OWN_TABLES = {
    Kind.LISTING: """[$name.listing]
# entry 是每一条，link、date 在条目里；现在按地址的样子认文章
entry = ""
link = "a"
date = ""
more = ""
pattern = '$pattern'
""",
    # Discuz!, which most Chinese forums run, marks its pages so.
    Kind.FORUM: """[$name.forum]
thread = "tbody[id^=normalthread]"
link = "a.xst"
replies = "td.num a"
more = "a.nxt"
title = "#thread_subject"
post = "div[id^=post_]"
author = ".authi .xw1"
time = "em[id^=authorposton]"
text = ".t_f"
more_posts = "a.nxt"
""",
    Kind.WEIBO_SEARCH: """[$name.search]
keywords = ["城管"]
""",
    Kind.MESSAGE_BOARD: """[$name.board]
# 版块编号，在版块地址里
fids = ["1"]
""",
    Kind.HOT_LIST: """[$name.hot]
rows = "data.realtime"
word = "word"
rank = "rank"
time = ""
""",
    Kind.FILE: """[$name.table]
path = "$url"
layout = "hotline_12345"
""",
}
_TEST = '''"""$label：存下的网页应当读出什么。对照网页填好 EXPECTED（按读出的次序，可以只写前几条），测试才会通过。"""

from pathlib import Path

from crawlers.sampling import read_saved

EXPECTED = [
    {"title": "", "published_at": "", "outlet": "", "author": "", "first": "", "last": ""},
]


def test_$name() -> None:
    found = read_saved(Path(__file__).parent.parent, "$name")
    assert found[: len(EXPECTED)] == EXPECTED
'''
_ANY_NUMBER = re.compile(r"\d+")
_HEADLINE = 8  # characters; links to sections are shorter


def declare(path: Path, name: str, kind: Kind, url: str, pattern: str = "") -> str:
    """Add a source to a file of declarations and give the text that was added; raises SourceError where the name is taken
    or the declaration cannot be read, and leaves the file as it was then.

    `url` is where the source is read from (a file's path for kind `file`), `pattern` the form of a listing's articles.
    """
    text = _declaration(name, kind, url, pattern)
    _draft(path, name, text).replace(path)
    return text


def require_new(path: Path, name: str, kind: Kind, url: str) -> None:
    """Raise SourceError where `declare` would, and change nothing."""
    _draft(path, name, _declaration(name, kind, url, "")).unlink()


def _draft(path: Path, name: str, text: str) -> Path:
    """A file beside `path` with its declarations and one more; raises SourceError where they cannot be read."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    if not SOURCE_NAME.fullmatch(name):
        raise SourceError(path, name, "-", "not a table with a name of a-z, 0-9 and _")
    if path.exists() and name in read_tables(path, SourceError):
        raise SourceError(path, name, "-", "declared already")
    draft = path.with_suffix(".part")
    draft.write_text(old + text, encoding="utf-8")
    try:
        load_sources(draft)
    except SourceError as error:
        draft.unlink()
        raise SourceError(path, error.name, error.key, error.wrong) from error
    return draft


def _declaration(name: str, kind: Kind, url: str, pattern: str) -> str:
    start = "" if kind is Kind.FILE else 'start = ["$url"]\n'
    local = "local = true\n" if kind is not Kind.FILE and _is_here(host_of(url)) else ""
    return Template(_HEAD + local + start + _OWN_TABLES.get(kind, "")).substitute(
        name=name,
        kind=kind,
        channel=_CHANNELS.get(kind, Channel.PRESS),
        tier=_TIERS.get(kind, Tier.CITY),
        url=json.dumps(url, ensure_ascii=False)[1:-1],  # a basic string of TOML is escaped like one of JSON
        pattern=pattern,
    )


def _is_here(host: str) -> bool:
    return host == "localhost" or host.startswith("127.")


def office_test(name: str, label: str) -> str:
    """A test of the pages that were kept of a source; it fails until what must come out is filled in."""
    return Template(_TEST).substitute(name=name, label=label)


def article_pattern(raw: bytes, url: str) -> str:
    """The form that most headlines' addresses on a list page share, as a regular expression; empty where none does."""
    try:
        page = Selector(text=decode(raw).text or "<html/>", type="html")
    except UndecodableError:
        return ""
    links = [(clean_line(link.xpath("string(.)").get() or ""), link.attrib["href"]) for link in page.css("a[href]")]
    paths = {urlsplit(urljoin(url, href)).path for text, href in links if len(text) >= _HEADLINE}
    shapes = Counter(_shape(path) for path in paths if _ANY_NUMBER.search(path))
    return shapes.most_common(1)[0][0] if shapes else ""


def _shape(path: str) -> str:
    return r"\d+".join(re.escape(part) for part in _ANY_NUMBER.split(path))
