"""Source (来源) and author of an article, from the lines around it and the page's metadata. May import crawlers.*."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from crawlers.blocks import Surroundings
from crawlers.boilerplate import ends_article, is_head_matter
from crawlers.metadata import Metadata, script_value

_SOURCE_METAS = ("contentsource", "source", "article:source", "og:article:source", "mediaid", "content-source")
_AUTHOR_METAS = ("author", "article:author", "og:article:author", "byline")
_SOURCE = re.compile(
    r"(?:(?:来\s*源(?:于|自)?|来自|稿\s*源|转载自|转自|摘自|原载|出\s*处|发布(?:机构|单位)|发文机关|來\s*源)\s*(?:[\]】]?\s*[:：]|[\]】])|来源于"
    r"|来源\s*[|｜丨/／]|(?:^|\d|\s)来源\s+(?=\S))\s*(.*)"
)
_SENT_IN = re.compile(r"供\s*稿(?:单位)?\s*[:：/／|丨]\s*(.*)")
_AUTHOR = re.compile(
    r"(?:(?<!该)作\s*者|(?<!本报)记\s*者|撰\s*文|撰\s*稿|采\s*写|通讯员|[(（]?(?<![\u4e00-\u9fff])文(?:\s*[/／、]?\s*(?:图|摄影))?)"
    r"\s*(?:[\]】]?\s*[:：/／|丨]|[\]】])\s*(.*)"
)
_PUBLISHER = re.compile(r"(?:发布者|发布人|上传者|录入者?|楼\s*主|博主)\s*[:：]\s*(.*)")
_EDITOR = re.compile(
    r"(?:责\s*任\s*编\s*辑|责\s*编|编\s*辑)(?:\s*[:：/／|丨]\s*|\s+(?=[\u4e00-\u9fff]{2,4}(?:\s|$)))(.*)"
)
# Where a value ends: at the next label, at a date or at a sign between fields.
_FIELD_END = r"""
    \s*(?:作\s*者|记\s*者|责任编辑|责\s*编|编\s*辑|选稿|校对|审核|摄影|来\s*源|通讯员|原标题|字\s*[号体]|浏览|点击|阅读|访问)
      (?:量|数|次数)?\s*[:：(（]
    |\s*(?:发布|发表|更新|发稿)?(?:时\s*间|日\s*期)\s*[:：]|发布于|大\s*中\s*小|我来说两句|人参与|参与互动|听新闻|复制链接|已?订阅|举报
    |\s图\s*[/／]|\s(?:分享|打印|收藏|评论|关注|手机|微信|微博|阅读|浏览|责任编辑|编辑|作者|记者|选稿|发布)
    |(?:19|20)\d\d\s*[-./年]|\d{1,2}:\d\d|[|｜丨│]|[\]】）>»]|\s[(（\[【]|[(（][\u4e00-\u9fff]{2,4}[)）]$|\d+\s*$|\s{3,}|\s\d|。|；|;|”|https?://"""
_AUTHOR_END = re.compile(_FIELD_END, re.VERBOSE)
# Authors stand side by side; an outlet's name has no space between characters, so there a space ends it.
_SOURCE_END = re.compile(_FIELD_END + r"|(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff])", re.VERBOSE)
_OUTLET = re.compile(
    r"(?:网|報|網|報導|报|社|台|刊|新闻|客户端|在线|频道|中心|局|委|政府|办|厅|院|[员协联委学商工总金字]会|发布|传媒|融媒体?|观察|资讯|财经|科技|娱乐|音乐|体育"
    r"|[\u4e00-\u9fff]{2}(?:部|处|科|所|站|馆|队|办公室|办事处|街道|大学|学校|公众号|之声|之窗|热线|电视|广播|日报|晚报|时报|周刊|杂志))$"
)
_NOT_A_SOURCE = frozenset(
    ("原创", "转载", "本文", "未知", "佚名", "不详", "来源", "作者", "其他", "其它", "admin", "管理员")
)
_NOT_A_PERSON = _NOT_A_SOURCE | {
    "小编",
    "发表于",
    "发布于",
    "编辑",
    "网络",
    "互联网",
    "本站",
    "站长",
    "匿名",
    "administrator",
    "webmaster",
    "root",
}
_WORDY = re.compile(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3}")
_BEFORE_NAME = re.compile(r"^(?:原创\s+|(?:原创|来源|作者|转载)\s*[:：|｜]\s*)")
_ROLE = re.compile(
    r"^(?:由\s+|文\s+|(?:by|author)\b[\s:]*|\S{0,12}(?:[记記]者|通讯员|评论员|作者|编辑)[\s:：]+)", re.IGNORECASE
)
_CAPTION = re.compile(r"\S{0,4}(?:时间|日期|点击|浏览|阅读|编辑|作者|记者)(?:量|数)?")
_DASH = re.compile(r"\s*([-－·])\s*")
_NO_NAME = re.compile(r"[{}<>\"=]|(?:公司|集团)$")
_LABELLED = re.compile(r"(?!来|稿|出处|转|原创)[\u4e00-\u9fff]{2,6}[:：]")
_COUNT = re.compile(r"\d\s*(?:条|次|人|个|万|字|分钟)")
_DOING = re.compile(r"\s+(?:摄影报道|报道|報導|摄影?|整理|编译|综合|供稿)$")
_SECOND = re.compile(r"\s+(?:通讯员|实习生)\s+")  # beside a reporter
_CODE = re.compile(r"[\s_]*[A-Z]{1,4}\d*$")  # editors sign with a staff number
_DATE = re.compile(
    r"(?:(?:19|20)\d\d\s*[-./年]\s*|(?<!\d)(?=\d{1,2}[-./月]\d{1,2}日?\s+\d{1,2}:\d\d))\d{1,2}\s*[-./月]\s*\d{1,2}日?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|(?<!\d)\d\d-\d\d-(?:19|20)\d\d\s+\d\d:\d\d"
)
_NAMES = r"[\u4e00-\u9fff]{2,4}(?:[\s、]+[\u4e00-\u9fff]{2,4}){0,3}"
_SIGNATURE = re.compile(
    rf"[(（](?:(?:本报|本网|特约|见习)?(?:记者|通讯员)|文\s*[/／]?\s*图?|作者)?\s*[:：]?\s*({_NAMES})[)）]\s*$"
    rf"|^.{{0,10}}记者[\s:：]+({_NAMES})(?:\s*(?:摄影?|报道|摄影报道))?$"
)
_REPORTER = re.compile(
    rf"(?:^|\s)(\S{{0,12}}?)\s*(?:首席|实习|见习|特约)?[记記]者\s*(?!蹲点|手记|调查|观察|[探走]访)({_NAMES})(?=$|\s|[/／])"
)
_WRITTEN = re.compile(rf"(?:^|\s)(?:作者|撰文|文)\s+({_NAMES})(?=$|\s|\d)")
_POSTED = re.compile(r"由\s+(\S{2,12}?)\s*(?:发布|发表)于")
_DATELINE = re.compile(rf"[(（](?:本报|本网)?记者[\s:：]*({_NAMES})[)）]")
_BEFORE_OUTLET = re.compile(rf"^({_NAMES})\s*[/／]\s*\S*(?:报|网|社|台|刊)$")
_ACCOUNT = re.compile(r"(?:^|\s)(\S{2,20}?)的?官方[账帐]号")
_MAX = 40


def find_source(around: Surroundings, metadata: Metadata, marked: Sequence[str]) -> str:
    """The outlet that the page names as the article's source; empty where it names none.

    A label above the article first, then metadata, then what the page marks as source by class name, then an outlet's
    name beside the date, then a label below the article or far above it, then a field of its scripts.
    """
    return next(filter(None, map(_outlet, _sources(around, metadata, marked))), "")


def _sources(around: Surroundings, metadata: Metadata, marked: Sequence[str]) -> Iterator[str]:
    yield from _labelled(_SOURCE, _SOURCE_END, around.above)
    yield _value(_BEFORE_NAME.sub("", metadata.first(_SOURCE_METAS)), _SOURCE_END)
    yield from _labelled(_SOURCE, _SOURCE_END, marked)
    yield from (_unlabelled(text) for text in marked if not _ROLE.match(text))
    yield from _accounts(around.above)
    yield from _beside_date(around.above, metadata.page_title)
    yield from (outlet for text in around.above if (outlet := _reported(text, metadata.page_title)[0]))
    yield from filter(_OUTLET.search, map(_unlabelled, around.pictured))
    yield from _labelled(_SOURCE, _SOURCE_END, around.below)
    yield from _labelled(_SOURCE, _SOURCE_END, around.far)
    yield from filter(_OUTLET.search, _labelled(_SENT_IN, _SOURCE_END, [*around.above, *around.below]))
    yield _scripted(metadata)
    yield _value(_linked_name(metadata.linked.get("publisher")), _SOURCE_END)


def find_author(around: Surroundings, body: Sequence[str], metadata: Metadata, marked: Sequence[str]) -> str:
    """Author where printed around the article or at the ends of its `body`, else editor; empty where neither is."""
    return next(filter(None, map(_person, _authors(around, body, metadata, marked))), "")


def _authors(around: Surroundings, body: Sequence[str], metadata: Metadata, marked: Sequence[str]) -> Iterator[str]:
    near = [*around.above, *around.below]
    yield from _labelled(_AUTHOR, _AUTHOR_END, around.above)
    yield from (found[1] for text in [*around.above, *marked] if (found := _BEFORE_OUTLET.match(text)))
    yield from (name for text in [*marked, *around.above] if (name := _reported(text, metadata.page_title)[1]))
    yield from (name for text in marked if not _OUTLET.search(name := _unlabelled(text, _AUTHOR_END)))
    yield from (found[1] for text in around.above if len(text) < 60 and (found := _WRITTEN.search(text)))
    yield from (name for name in _signed(body) if not _OUTLET.search(_DOING.sub("", name)))
    yield from _labelled(_AUTHOR, _AUTHOR_END, around.below)
    yield from (found[1] for text in around.below if (found := _POSTED.match(text)))
    yield from _labelled(_PUBLISHER, _AUTHOR_END, near)
    yield from (name for name in _labelled(_SENT_IN, _AUTHOR_END, near) if not _OUTLET.search(name))
    publisher = _linked_name(metadata.linked.get("publisher"))
    for name in (metadata.first(_AUTHOR_METAS), _linked_name(metadata.linked.get("author"))):
        yield _not_the_site(_value(name, _AUTHOR_END), metadata) if name != publisher else ""
    yield from (_unlabelled(text, _AUTHOR_END) for text in marked)  # an account that writes under its own name
    yield from (name for name in _labelled(_EDITOR, _AUTHOR_END, near) if not _OUTLET.search(name))
    yield script_value(metadata.script, re.compile(r"author|authorName|author_name|reporter"), r"[\u4e00-\u9fff·]{2,6}")


def _reported(text: str, page_title: str) -> tuple[str, str]:
    """Outlet and reporter of a line such as "某某报 记者 张三 李四" or "某某報 記者張三／某地報導"; empty where it has none."""
    found = _REPORTER.search(text) if len(text) < 80 else None
    if found is None:
        return "", ""
    outlet = _value(_DATE.split(found[1])[-1], _SOURCE_END)
    is_outlet = _OUTLET.search(outlet) or (len(outlet) > 2 and outlet in page_title)
    return outlet if is_outlet else "", _value(found[2], _AUTHOR_END)


def _linked_name(linked: Any) -> str:
    """The name of a person or an organisation in linked data, of several the first."""
    one = linked[0] if isinstance(linked, list) and linked else linked
    name = one.get("name") if isinstance(one, dict) else one
    return name if isinstance(name, str) else ""


def _not_the_site(name: str, metadata: Metadata) -> str:
    """The name, unless it is a site's: many pages give their publisher as author."""
    return "" if name in metadata.page_title or _OUTLET.search(name) else name


def _person(name: str) -> str:
    """The name without role and staff number; empty where nothing else is left, or a word for nobody."""
    parts = _DOING.sub("", _CODE.sub("", _SECOND.sub(" ", _ROLE.sub("", name)))).strip(" )）").split(" ")
    people = [part for part in parts if not _OUTLET.search(part)]
    bare = " ".join(people or parts[:1])
    is_name = _WORDY.search(bare) and bare.lower() not in _NOT_A_PERSON and not _NO_NAME.search(bare)
    return bare if is_name else ""


def _outlet(value: str) -> str:
    """The outlet in "石佳/某某日报", none for a word that is no name."""
    parts = re.split(r"\s*[/／]\s*", _BEFORE_NAME.sub("", value))
    outlets = [p for p in parts if _OUTLET.search(p)]
    name = outlets[0] if len(parts) > 1 and outlets else _BEFORE_NAME.sub("", value)
    words = name.split(" ")
    if len(words) > 1 and words[0] == words[1]:  # an account's name and the same again in its card
        name = words[0]
    return "" if name.lower() in _NOT_A_SOURCE else name


def _labelled(label: re.Pattern[str], end: re.Pattern[str], texts: Sequence[str]) -> Iterator[str]:
    """The values behind the label; where a line ends with the label, the next line."""
    for text, following in zip_longest(texts, texts[1:], fillvalue=""):
        found = label.search(text) if len(text) < 200 else None
        if found:
            yield _value(found[1], end) if found[1] else _unlabelled(following, end)


def _signed(body: Sequence[str]) -> Iterator[str]:
    """The name at the end of the last paragraph, in a line of its own, or in the dateline of the first."""
    for text in [*body[-2:][::-1], *body[:2]]:
        found = _SIGNATURE.search(text[-60:]) or _DATELINE.search(text[:60])
        if found:
            yield _value(next(filter(None, found.groups())), _AUTHOR_END)


def _value(text: str, end: re.Pattern[str]) -> str:
    text = text.strip().strip("[【(（「:： ")
    stop = end.search(text)
    value = _DASH.sub(r"\1", text[: stop.start()] if stop else text)
    value = value.strip(" \u3000,，、。:：;；-—_|」[【(（·•")
    if "《" not in value or value.startswith("《"):
        value = value.strip("《》")
    return value if 1 < len(value) <= _MAX and not value.startswith("http") else ""


def _unlabelled(text: str, end: re.Pattern[str] = _SOURCE_END) -> str:
    """A text that its place marks as source or author, unless it is a label, a date, a count or a sentence."""
    value = _value(_BEFORE_NAME.sub("", text.strip()), end)
    is_other = _CAPTION.fullmatch(value) or is_head_matter(value) or ends_article(value) or _COUNT.search(value)
    return "" if not _WORDY.search(value) or "，" in value or is_other else value


def _beside_date(above: Sequence[str], page_title: str) -> Iterator[str]:
    """An outlet's name in the date's line, or in the line before or after it: one that ends like an outlet, or the site's own."""
    for n, text in enumerate(above):
        if len(text) > 60 or not _DATE.search(text) or text.startswith("本帖"):  # when a thread was edited
            continue
        parts = (part.strip() for part in _DATE.split(text))
        in_line = (_unlabelled(part) for part in parts if not (_ROLE.match(part) or _LABELLED.match(part)))
        yield from (value for value in in_line if len(value) > 3 or _OUTLET.search(value) or _ends(page_title, value))
        near = map(_unlabelled, [*above[max(n - 1, 0) : n], *above[n + 1 : n + 2]])
        yield from (v for v in near if len(v) <= 16 and (_OUTLET.search(v) or _ends(page_title, v)))


def _accounts(above: Sequence[str]) -> Iterator[str]:
    """The account whose line a platform repeats with 官方账号 behind it."""
    for text in above:
        found = _ACCOUNT.search(text)
        if found and found[1] in above:
            yield found[1]


def _ends(page_title: str, name: str) -> bool:
    """Whether a page's title ends with the site of this name, as in "headline - name" or "headline_name网"."""
    return len(name) > 1 and re.search(rf"[-_|｜—–]\s*{re.escape(name)}\S{{0,4}}$", page_title) is not None


def _scripted(metadata: Metadata) -> str:
    named = script_value(
        metadata.script,
        re.compile(r"mediaName|media_name|nickname|sourceName|originName|screenName|screen_name"),
        r"[^\"'<>{}]{2,24}",
    )
    other = script_value(metadata.script, re.compile(r"source"), r"[^\"'<>{}]{2,16}")
    return _value(named, _SOURCE_END) or (_value(other, _SOURCE_END) if _OUTLET.search(other) else "")
