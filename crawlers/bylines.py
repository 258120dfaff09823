"""Source (来源) and author of an article, from the lines around it and the page's metadata. May import crawlers.*."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from crawlers.boilerplate import ends_article, is_head_matter
from crawlers.metadata import Metadata, script_value

_SOURCE_METAS = ("contentsource", "source", "article:source", "og:article:source", "mediaid", "content-source")
_AUTHOR_METAS = ("author", "article:author", "og:article:author", "byline")
_SOURCE = re.compile(
    r"(?:(?:来\s*源(?:于|自)?|稿\s*源|转载自|转自|摘自|出\s*处|发布(?:机构|单位)|來\s*源)\s*[:：]|来源于|来源\s*[|｜丨])\s*(.*)"
)
_AUTHOR = re.compile(r"(?:作\s*者|(?<!本报)记\s*者|撰\s*文|撰\s*稿|采\s*写|通讯员|[(（]文)\s*[:：/／|丨]\s*(.*)")
_EDITOR = re.compile(r"(?:责\s*任\s*编\s*辑|责\s*编|编\s*辑)\s*[:：/／|丨]\s*(.*)")
# Where a value ends: at the next label, at a date or at a sign between fields.
_FIELD_END = r"""
    \s*(?:作\s*者|记\s*者|责任编辑|责\s*编|编\s*辑|选稿|校对|审核|摄影|来\s*源|通讯员|原标题|字\s*[号体]|浏览|点击|阅读|访问)
      (?:量|数|次数)?\s*[:：(（]
    |\s*(?:发布|发表|更新|发稿)?(?:时\s*间|日\s*期)\s*[:：]|发布于|大\s*中\s*小|我来说两句|人参与|参与互动|听新闻|复制链接|已?订阅|举报
    |\s(?:分享|打印|收藏|评论|关注|手机|微信|微博|阅读|浏览|责任编辑|编辑|作者|记者|选稿|发布)
    |(?:19|20)\d\d\s*[-./年]|\d{1,2}:\d\d|[|｜丨│]|[\]】）>»]|\s[(（]|[(（][\u4e00-\u9fff]{2,4}[)）]$|\d+\s*$|\s{3,}|。|；"""
_AUTHOR_END = re.compile(_FIELD_END, re.VERBOSE)
# Authors stand side by side; an outlet's name has no space between characters, so there a space ends it.
_SOURCE_END = re.compile(_FIELD_END + r"|(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff])", re.VERBOSE)
_OUTLET = re.compile(
    r"(?:网|报|社|台|刊|新闻|客户端|在线|频道|中心|局|委|政府|办|厅|院|会|发布|传媒|融媒|观察|资讯|财经|科技|娱乐|音乐|体育)$"
)
_NOT_A_SOURCE = frozenset(("原创", "转载", "本文", "未知", "佚名", "不详", "来源", "作者", "其他", "admin", "管理员"))
_WORDY = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")
_BEFORE_NAME = re.compile(r"^(?:原创|来源|作者|转载)\s*[:：|｜]\s*")
_CODE = re.compile(r"[\s_]*[A-Z]{1,4}\d*$")  # editors sign with a staff number
_DATE = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
_NAMES = r"[\u4e00-\u9fff]{2,4}(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,3}"
_SIGNATURE = re.compile(
    rf"[(（](?:(?:本报|本网|特约|见习)?(?:记者|通讯员)|文\s*[/／]?\s*图?|作者)?\s*[:：]?\s*({_NAMES})[)）]\s*$"
    rf"|^.{{0,10}}记者[\s:：]+({_NAMES})$"
)
_DATELINE = re.compile(rf"[(（](?:本报|本网)?记者[\s:：]*({_NAMES})[)）]")
_BEFORE_OUTLET = re.compile(rf"^({_NAMES})\s*[/／]\s*\S*(?:报|网|社|台|刊)$")
_MAX = 40


def find_source(above: Sequence[str], below: Sequence[str], metadata: Metadata, marked: Sequence[str]) -> str:
    """The outlet that the page names as the article's source; empty where it names none.

    A label above the article first, then metadata, then what the page marks as source by class name, then an outlet's
    name beside the date, then a label below the article, then a field of its scripts.
    """
    return next(filter(None, map(_outlet, _sources(above, below, metadata, marked))), "")


def _sources(above: Sequence[str], below: Sequence[str], metadata: Metadata, marked: Sequence[str]) -> Iterator[str]:
    yield from _labelled(_SOURCE, _SOURCE_END, above)
    yield _value(metadata.first(_SOURCE_METAS), _SOURCE_END)
    yield from _labelled(_SOURCE, _SOURCE_END, marked)
    yield from map(_unlabelled, marked)
    yield from _beside_date(above)
    yield from _labelled(_SOURCE, _SOURCE_END, below)
    yield _scripted(metadata)


def find_author(
    above: Sequence[str], body: Sequence[str], below: Sequence[str], metadata: Metadata, marked: Sequence[str]
) -> str:
    """Author where printed around the article or at the ends of its `body`, else editor; empty where neither is."""
    return next(filter(None, map(_person, _authors(above, body, below, metadata, marked))), "")


def _authors(
    above: Sequence[str], body: Sequence[str], below: Sequence[str], metadata: Metadata, marked: Sequence[str]
) -> Iterator[str]:
    yield from _labelled(_AUTHOR, _AUTHOR_END, above)
    yield from (found[1] for text in [*above, *marked] if (found := _BEFORE_OUTLET.match(text)))
    yield from (_unlabelled(text, _AUTHOR_END) for text in marked)
    yield from _signed(body)
    yield from _labelled(_AUTHOR, _AUTHOR_END, below)
    yield _not_the_site(_value(metadata.first(_AUTHOR_METAS), _AUTHOR_END), metadata)
    yield from _labelled(_EDITOR, _AUTHOR_END, [*above, *below])


def _not_the_site(name: str, metadata: Metadata) -> str:
    """The name, unless it is a site's: many pages give their publisher as author."""
    return "" if name in metadata.page_title or _OUTLET.search(name) else name


def _person(name: str) -> str:
    """The name without a staff number; empty where only that is left."""
    bare = _CODE.sub("", name).strip(" )）")
    return bare if _WORDY.search(bare) else ""


def _outlet(value: str) -> str:
    """The outlet in "石佳/某某日报", none for a word that is no name."""
    parts = re.split(r"\s*[/／]\s*", _BEFORE_NAME.sub("", value))
    outlets = [p for p in parts if _OUTLET.search(p)]
    name = outlets[0] if len(parts) > 1 and outlets else _BEFORE_NAME.sub("", value)
    return "" if name in _NOT_A_SOURCE else name


def _labelled(label: re.Pattern[str], end: re.Pattern[str], texts: Sequence[str]) -> Iterator[str]:
    """The values behind the label; where a line ends with the label, the next line."""
    for text, following in zip_longest(texts, texts[1:], fillvalue=""):
        found = label.search(text) if len(text) < 200 else None
        if found:
            yield _value(found[1], end) if found[1] else _unlabelled(following, end)


def _signed(body: Sequence[str]) -> Iterator[str]:
    """The name at the end of the last paragraph, in a line of its own, or in the dateline of the first."""
    for text in [*body[-2:][::-1], *body[:1]]:
        found = _SIGNATURE.search(text[-60:]) or _DATELINE.search(text[:60])
        if found:
            yield _value(next(filter(None, found.groups())), _AUTHOR_END)


def _value(text: str, end: re.Pattern[str]) -> str:
    text = text.strip().strip("[【(（「:： ")
    stop = end.search(text)
    value = text[: stop.start()] if stop else text
    value = value.strip(" \u3000,，、。:：;；-—_|」[【(（·•")
    if "《" not in value or value.startswith("《"):
        value = value.strip("《》")
    return value if 1 < len(value) <= _MAX and not value.startswith("http") else ""


def _unlabelled(text: str, end: re.Pattern[str] = _SOURCE_END) -> str:
    """A text that its place marks as source or author, unless it is a label, a date, a count or a sentence."""
    value = _value(_BEFORE_NAME.sub("", text.strip()), end)
    if not _WORDY.search(value) or "，" in value or is_head_matter(value) or ends_article(value):
        return ""
    return value


def _beside_date(above: Sequence[str]) -> Iterator[str]:
    """An outlet's name in the date's line, or in the line before or after it."""
    for n, text in enumerate(above):
        if len(text) > 60 or not _DATE.search(text):
            continue
        in_line = map(_unlabelled, _DATE.split(text))
        yield from (value for value in in_line if len(value) > 3 or _OUTLET.search(value))
        near = map(_unlabelled, [*above[max(n - 1, 0) : n], *above[n + 1 : n + 2]])
        yield from (value for value in near if len(value) <= 16 and _OUTLET.search(value))


def _scripted(metadata: Metadata) -> str:
    named = script_value(metadata.script, re.compile(r"mediaName|media_name|nickname|sourceName"), r"[^\"'<>{}]{2,24}")
    other = script_value(metadata.script, re.compile(r"source"), r"[^\"'<>{}]{2,16}")
    return _value(named, _SOURCE_END) or (_value(other, _SOURCE_END) if _OUTLET.search(other) else "")
