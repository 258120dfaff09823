"""Source (来源) and author of an article, from the lines around it and the page's metadata. May import crawlers.metadata."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from crawlers.boilerplate import ends_article, is_head_matter
from crawlers.metadata import Metadata, script_value

_SOURCE_METAS = (
    "contentsource",
    "source",
    "article:source",
    "og:article:source",
    "mediaid",
    "content-source",
    "copyrightname",
)
_AUTHOR_METAS = ("author", "article:author", "og:article:author", "byline")
_SOURCE = re.compile(r"(?:来\s*源(?:于|自)?|稿\s*源|信息来源|转载自|转自|摘自|出处|发布(?:机构|单位))\s*[:：]\s*(.*)")
_AUTHOR = re.compile(r"(?:作\s*者|(?<!本报)记\s*者|撰\s*文|撰\s*稿|通讯员|^文|[(（]文)\s*[:：/／|丨]\s*(.*)")
_EDITOR = re.compile(r"(?:责\s*任\s*编\s*辑|责\s*编|编\s*辑)\s*[:：/／|丨]\s*(.*)")
# Where the value ends: at the next label, at a date or at a sign between fields.
_STOP = re.compile(
    r"""\s*(?:(?:作\s*者|记\s*者|责任编辑|责\s*编|编\s*辑|发布|发表|时\s*间|日\s*期|浏览|点击|阅读|访问|字\s*[号体]|大\s*中\s*小|分享|来\s*源|打印|收藏|评论|审核|校对|摄影|更新|关注|我来说两句|人参与|举报|原标题|订阅|已订阅|听新闻|复制链接|手机|微信|通讯员)
    |(?:19|20)\d\d\s*[-./年]|\d{1,2}:\d\d|[|｜丨│]|[\]】）>»]|\s[(（]|[(（][\u4e00-\u9fff]{2,4}[)）]$|\d+\s*$|\s{3,}|。|；|\ue000)""",
    re.VERBOSE,
)
_OUTLET = re.compile(
    r"(?:网|报|社|台|刊|周刊|日报|晚报|新闻|客户端|在线|频道|中心|局|委|政府|办|厅|院|会|时报|快报|都市报|发布|传媒|融媒|观察|资讯|财经|科技|娱乐)$"
)
_NAME_ONLY = re.compile(r"^[\u4e00-\u9fff·\s、,，]{2,20}$")
_MAX = 40


def find_source(above: Sequence[str], below: Sequence[str], metadata: Metadata, marked: Sequence[str]) -> str:
    """The outlet that the page names as the article's source; empty where it names none.

    A label above the article first, then metadata, then what the page marks as source by class name, then an outlet's
    name beside the date, then a label below the article.
    """
    found = _outlet(_labelled(_SOURCE, above)) or _value(metadata.first(_SOURCE_METAS))
    found = found or _labelled(_SOURCE, marked) or next((v for text in marked if (v := _unlabelled(text))), "")
    return found or _beside_date(above) or _outlet(_labelled(_SOURCE, below)) or _scripted(metadata)


def find_author(
    above: Sequence[str], body: Sequence[str], below: Sequence[str], metadata: Metadata, marked: Sequence[str]
) -> str:
    """Author where printed around the article or at the ends of its `body`, else editor; empty where neither is."""
    found = _labelled(_AUTHOR, above) or next((v for text in marked if (v := _unlabelled(text))), "")
    found = found or _labelled(_AUTHOR, below) or _signed(body) or _value(metadata.first(_AUTHOR_METAS))
    return found or _labelled(_EDITOR, [*above, *below])


def _labelled(label: re.Pattern[str], texts: Sequence[str]) -> str:
    """The value behind the first label; where a line ends with the label, the next line."""
    for text, following in zip_longest(texts, texts[1:], fillvalue=""):
        found = label.search(text) if len(text) < 200 else None
        if found and (value := _value(found[1]) if found[1] else _unlabelled(following)):
            return value
    return ""


def _signed(body: Sequence[str]) -> str:
    """The name at the end of the last paragraph, in a line of its own, or in the dateline of the first."""
    for text in [*body[-2:][::-1], *body[:1]]:
        found = _SIGNATURE.search(text[-60:]) or _DATELINE.search(text[:60])
        if found:
            return _value(next(filter(None, found.groups())))
    return ""


_NAMES = r"[\u4e00-\u9fff]{2,4}(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,3}"
_SIGNATURE = re.compile(
    rf"[(（](?:(?:本报|本网|特约|见习)?(?:记者|通讯员)|文\s*[/／]?\s*图?|作者)?\s*[:：]?\s*({_NAMES})[)）]\s*$|^.{{0,10}}记者[\s:：]+({_NAMES})$"
)
_DATELINE = re.compile(rf"[(（](?:本报|本网)?记者[\s:：]*({_NAMES})[)）]")


def _outlet(value: str) -> str:
    """The outlet in "石佳/某某日报" or "某某网 某某站收集"."""
    parts = re.split(r"\s*[/／]\s*|\s+", value)
    outlets = [p for p in parts if _OUTLET.search(p)]
    return outlets[0] if len(parts) > 1 and outlets else value


def _value(text: str) -> str:
    text = text.strip().strip("[【(（《「:： ")
    stop = _STOP.search(text)
    value = text[: stop.start()] if stop else text
    value = value.strip(" 　,，、。:：;；-—_|》」[【(（")
    return value if 1 < len(value) <= _MAX and not value.startswith("http") else ""


def _unlabelled(text: str) -> str:
    """The first word of a text that its element marks as source or author, unless it is a label, a date or a count."""
    words = text.split()
    value = _value(words[0]) if words else ""
    return "" if is_head_matter(value) or ends_article(value) or not _WORDY.search(value) else value


_WORDY = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")
_DATE = re.compile(r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")


def _beside_date(above: Sequence[str]) -> str:
    """An outlet's name in the date's line, or in the line before or after it."""
    for n, text in enumerate(above):
        if len(text) > 60 or not _DATE.search(text):
            continue
        in_line = [v for t in _DATE.split(text) if (v := _unlabelled(t.strip(" 　·•|/")))]
        near = [
            v for t in [*above[max(n - 1, 0) : n], *above[n + 1 : n + 2]] if (v := _unlabelled(t)) and _OUTLET.search(v)
        ]
        return next(
            (v for v in in_line if len(v) > 3 or _OUTLET.search(v)), next((v for v in near if len(v) <= 16), "")
        )
    return ""


def _scripted(metadata: Metadata) -> str:
    return _value(
        script_value(
            metadata.script, re.compile(r"source|mediaName|media_name|nickname|sourceName"), r"[^\"'<>{}]{2,24}"
        )
    )
