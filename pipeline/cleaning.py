"""Cleans a text for reading by models and for comparing with others; pure functions. Imports nothing of ours."""

import html
import re
import unicodedata
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).parent.parent / "data" / "cleaning"

# What a repost quotes is another's text; it ends the own one.
_REPOST_TAIL = re.compile(r"//\s*@.*", re.DOTALL)
# The words of whoever is quoted first; what he quotes in turn is their tail.
_PASSED_ON = re.compile(r"//\s*@[^:：\n]{1,40}[:：](.*)", re.DOTALL)
# A microblog's text holds fewer.
_MOST_REPOSTS = 40
_NO_COMMENT = re.compile(r"转发?|repost|rt", re.IGNORECASE)
_ADDRESS = r"[0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]+"
_LINK = re.compile(rf"(?:https?://|//(?=[0-9A-Za-z-]+\.[A-Za-z]{{2,4}}/)){_ADDRESS}", re.IGNORECASE)
# Without //, an address is told by a name that ends as one on the net does and by what stands after its slash: 3.5km,
# 附件1.doc and 登录weibo.com are none.
_BARE_LINK = re.compile(
    rf"www\.{_ADDRESS}|(?<![0-9a-z@._/\-])(?:https?:\s?)?(?:[0-9a-z\-]{{1,40}}\.){{1,4}}"
    rf"(?:com|cn|net|org|gov|edu|cc|tv|me|top|xyz|vip|info|io|co|ly|im|mobi|link|site|club)(?::\d{{2,5}})?/{_ADDRESS}",
    re.IGNORECASE,
)
# A name has at most 30 letters, of which a Chinese character counts two: what runs on after it is text.
_MENTION = re.compile(r"(?:回复\s*)?@(?:\[用户\]|(?:[0-9A-Za-z_\-]{1,2}|[一-鿿]){1,15})(?:\s?[:：])?")
# 1#、2#楼 are buildings.
_TOPIC = re.compile(r"(?<![0-9A-Za-z])#([^#\n]{1,40})#")
_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,200}>")
# 【…】 heads: an outlet's own name says nothing of the matter, any other head is a title.
_OUTLET_HEAD = re.compile(r"^\s*【[^】\n]{0,12}(?:日报|晚报|都市报|晨报|时报|快报|网|讯|客户端|融媒)】")
_WIRE_HEAD = re.compile(r"^\s*\[[^\]\n]{0,8}讯\]")
_HEAD = re.compile(r"【([^】\n]{1,60})】")
_BYLINE = r"\s*(?:[(（][^)）\n]{0,40}[)）])?\s*"
_DATELINE = re.compile(rf"^\s*(?:本报|本网|本台)[^\s,,。(（]{{0,8}}讯{_BYLINE}")
# 中新网福州5月6日电（记者 …）: only the place says anything of the matter.
_DATED_LINE = re.compile(rf"(?<!\w)[一-鿿]{{1,5}}?[网社报台]([一-鿿]{{0,4}})(?:\d{{1,2}}月)?\d{{1,2}}日[讯电]{_BYLINE}")
# 福州晚报讯（记者 …）, 新华社电（记者 …）: no day is told; 讯 is a head at the beginning of a line or before a sign.
_OUTLET = r"(?:本[报网台]|(?![一-鿿]{0,8}本[报网台]讯)[一-鿿]{1,8}?(?:[报网台社]|在线|客户端|融媒体?))"
_UNDATED_LINE = re.compile(
    rf"(?:^{_OUTLET}讯(?![息号问飞道录])|(?<!\w){_OUTLET}讯(?=[\s:：(（])|"
    rf"(?<!\w){_OUTLET}[一-鿿]{{0,4}}电(?=\s*[(（][^)）\n]{{0,12}}记者))[:：]?{_BYLINE}",
    re.MULTILINE,
)
# (记者 张三 摄), （福州日报记者张三通讯员李四）, and after a sentence （记者张三）: brackets with staff and names alone.
_STAFF, _SIGNED = r"[一-鿿]{0,10}(?:记者|通讯员|实习生)", r"[一-鿿\s、/／\[\]]"
_STAFF_CREDIT = re.compile(
    rf"[(（](?:{_STAFF}(?:[\s|｜]+{_SIGNED}{{2,30}}|{_SIGNED}{{2,20}}(?:(?<!拍)摄|[/／][文图]|整理|供图)"
    rf"|{_SIGNED}{{2,12}}[，,]?{_STAFF}{_SIGNED}{{2,12}}))[)）]"
    rf"|(?<=[。！？…”])\s*[(（]{_STAFF}(?:\[姓名\]|(?!手记|调查|观察|走访|暗访|探访|体验|在)[一-鿿]{{2,6}})[)）]"
)
# Names of persons and papers, but no sentence: 记者：城管几点上班？ is said in an interview.
_CREDIT_LINE = re.compile(
    r"^[\s(（\[【]*(?:(?:责任编辑|责编|编辑|校对|审核|终审|初审|复审|值班主任|来源|稿件来源|作者|记者|通讯员|摄影|图片来源)"
    r"\s*[:：丨|/][^。？！?!，,；;]{0,40}|(?:责任编辑|责编)\s.{0,20}|原标题\s*[:：].{0,60})$"
)
_CREDIT = r"(?:(?:责任编辑|责编|编辑|来源|原标题|记者|图源)\s*[:：]|(?:责任编辑|责编|编辑)\s)"
_BRACKET_CREDIT = re.compile(rf"[(（\[【]{_CREDIT}[^)）\]】\n]{{0,40}}[)）\]】]")
_LAST_CREDIT = re.compile(r"(?<=[。！？”])\s*(?:责任编辑|责编)\s?[:：][^。？！?!\n]{0,20}$", re.MULTILINE)
_CHROME = re.compile(
    r"O?网页链接|收起全文d?|展开全文c?|\.{3}全文|查看图片|转发微博|轉發微博|打开APP阅读全文|"
    r"点击(?:查看|阅读)(?:更多|原文|全文)|扫一扫.{0,12}二维码|分享到[:：].{0,20}$|【?纠错】?$|"
    r"查看大图|评论配图|^分享图片[:：]?|组图共\d{1,3}张|\[组图\]|我在(?:这里)?[:：]\s*$|[(（]分享自\s*$"
)
# The name of whoever shows it stands after the letter that a picture left behind, or alone.
_VIDEO = re.compile(r"(?:L[^\WL]{1,16}?|(?<!\w)[^\WL]{1,12}(?=的[微秒][博拍]视频(?:\s|$)))的(?:微博|秒拍)视频")
# What is left where a mention or a link was taken out.
_EMPTY = re.compile(r"[(（]\s*(?:分享自|来自|via)?[:：]?\s*[)）]")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a]+")
_LINES = re.compile(r"\s*\n\s*")
# As part of a character class.
UNSEEN = (
    r"\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\u20e3"
    r"\ufe00-\ufe0f\ufeff"
)
_UNSEEN = re.compile(f"[{UNSEEN}]")
_EMOJI = re.compile("[\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff]")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
# Full-width letters, digits, space and the signs that something is told by; Chinese punctuation is left as it is.
_WIDE = {
    code: code - 0xFEE0 for a, b in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)) for code in range(a, b + 1)
}
# Spaces of other widths, which may stand between the groups of a number.
_WIDE |= dict.fromkeys((0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F), 0x20)
_WIDE |= {0x3000: 0x20, 0xFF03: 0x23, 0xFF0F: 0x2F, 0xFF20: 0x40}


def clean(text: str) -> str:
    """The text without markup, repost tails, mentions, links and boilerplate, in simplified characters.

    Lines stay lines; the empty ones go. Emoji become names in square brackets, as the microblog writes its own.
    A text that is nothing but such things becomes empty.
    """
    plain = simplified(readable(text))
    for sign, pattern, instead in _REMOVALS:
        if sign in plain:  # most texts hold few of these, and to look for one character costs next to nothing
            plain = pattern.sub(instead, plain)
    lines = (_line(line) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)


def worded(text: str) -> str:
    """The cleaned text or, where it is a repost without a word of its own, what it passes on, cleaned.

    Such a repost says what its first appearance says, as a reprint does, and is told to be its copy by that.
    """
    left = text
    for _ in range(_MOST_REPOSTS):
        own = clean(left)
        passed_on = None if own and not _NO_COMMENT.fullmatch(own) else _PASSED_ON.search(simplified(readable(left)))
        if passed_on is None:
            return own
        left = passed_on[1]
    return ""


def readable(text: str) -> str:
    """The text with markup resolved and unseen characters gone, otherwise as it came."""
    plain = html.unescape(text) if "&" in text else text
    plain = _TAG.sub("\n", plain) if "<" in plain else plain
    return _LINES.sub("\n", _SPACES.sub(" ", _UNSEEN.sub("", plain))).strip()


def simplified(text: str) -> str:
    """Traditional characters, full-width letters and digits, and odd spaces in usual forms; length stays the same."""
    plain = text.translate(_forms())
    for sign, pattern, instead in _IN_WORDS:
        if sign in plain:
            plain = pattern.sub(instead, plain)
    return plain


def half_width(text: str) -> str:
    """Full-width letters, digits and spaces as half-width ones; length stays the same."""
    return text.translate(_WIDE) if _FULL.search(text) else text


def comparable(text: str) -> str:
    """Only the letters, digits and Chinese characters of a cleaned text, in lower case: what two copies share."""
    return _BARE.sub("", text).lower()


def own_words(title: str, text: str) -> str:
    """What a cleaned text says of itself: the title alone where the text is a list of pieces cut from other articles.

    A search page under a headline is such a list; its places and its sameness are those of the other articles.
    """
    return title if title and len(_CUT.findall(text)) >= _EXTRACTS else text


# Characters that simplified texts hold as well, by the words in which they are another: 看著 is 看着, 著名 stays.
_IN_WORDS = (
    (
        "著",
        re.compile(r"(?<![显名卓昭土专论原巨编所新遗译合拙撰史知先较天])著(?!的?《|[名称者述录有协]|作(?!业)|书立)"),
        "着",
    ),
    ("徵", re.compile(r"(?<![角变])徵(?![羽弦声音])"), "征"),
    ("瞭", re.compile(r"瞭(?=[解如若然])|(?<=明)瞭"), "了"),
    ("藉", re.compile(r"藉(?=[口由此助以机故着词端])|(?<=凭)藉"), "借"),
)
# A piece that was cut off, or whose picture was: three dots and no more, or empty brackets.
_CUT = re.compile(r"(?<![.…])(?:\.{3}|…)(?![.…])|\[\]")
_EXTRACTS = 6
_FULL = re.compile(r"[\u3000\uff03\uff0f\uff10-\uff19\uff20\uff21-\uff3a\uff41-\uff5a]")
_BARE = re.compile(r"[\W_]+")
# What a text must hold for a pattern to be worth trying, the pattern, and what takes its place.
_REMOVALS = (
    ("//", _REPOST_TAIL, ""),
    ("//", _LINK, " "),
    (".", _BARE_LINK, " "),
    ("@", _MENTION, " "),
    ("#", _TOPIC, r"\1 "),
    ("【", _OUTLET_HEAD, ""),
    ("讯]", _WIRE_HEAD, ""),
    ("", _BRACKET_CREDIT, ""),
    ("【", _HEAD, r"\1 "),
    ("讯", _DATELINE, ""),
    ("日讯", _DATED_LINE, r"\1 "),
    ("日电", _DATED_LINE, r"\1 "),
    ("讯", _UNDATED_LINE, ""),
    ("记者", _UNDATED_LINE, ""),
    ("记者", _STAFF_CREDIT, ""),
    ("通讯员", _STAFF_CREDIT, ""),
    ("责", _LAST_CREDIT, ""),
    ("视频", _VIDEO, " "),
    ("", _CHROME, " "),
    ("", _EMPTY, " "),
    ("", _SKIN, ""),
    ("", _EMOJI, lambda found: _named(found.group())),
)


@cache
def _forms() -> dict[int, int]:
    return _WIDE | {ord(pair[0]): ord(pair[1]) for pair in _pairs("traditional.txt")}


@cache
def _emoji_names() -> dict[str, str]:
    return {pair[0]: pair[1:] for pair in _pairs("emoji.txt")}


def _pairs(table: str) -> list[str]:
    lines = (_TABLES / table).read_text(encoding="utf-8").splitlines()
    return [pair for line in lines if not line.startswith("#") for pair in line.split()]


def _line(line: str) -> str:
    bare = _SPACES.sub(" ", line).strip()
    return "" if _CREDIT_LINE.match(bare) else bare


def _named(emoji: str) -> str:
    name = _emoji_names().get(emoji)
    if name is None:
        return "" if unicodedata.category(emoji) == "So" else emoji
    return name if name in "！？" else f"[{name}]"
