"""Articles that a page carries as data in its scripts or boxes instead of as elements. May import crawlers.metadata."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from crawlers.metadata import Metadata

_STRING = r"""\s*:\s*(?:"((?:[^"\\]|\\.){%s}+)"|'((?:[^'\\]|\\.){%s}+)')"""
# The value of a field whose name usually holds an article ("widgetContent", "news_content"), as a string of some length.
_FIELD = re.compile(
    r"""["']?\b(\w{0,20}(?:content|body|html|text|txt|detail|article)\w{0,10})["']?"""
    + _STRING % ("60,400000", "60,400000"),
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_NOT_ARTICLE = re.compile(
    r"comment|reply|share|desc|intro|abstract|summary|agreement|rule|policy|footer", re.IGNORECASE
)
_TITLE = re.compile(
    r"""["']?\b((?!sub|site|seo|short|share|column|channel|page)\w{0,20}title|headline)["']?"""
    + _STRING % ("4,200", "4,200"),
    re.VERBOSE | re.IGNORECASE,
)
_SOURCE = re.compile(
    r"""["']?\b(source|sourceName|source_name|originName|mediaName|media_name|nick_?name|screen_?name)["']?"""
    + _STRING % ("2,24", "2,24"),
    re.VERBOSE | re.IGNORECASE,
)
_DATE = re.compile(
    r"""["']?\b(?<![\w-])(date|time|(?:pub\w{0,8}|create\w{0,2}|post|article|news|send|online)_?(?:date|time))["']?\s*:\s*
    (?:"((?:19|20)\d\d[-/年.][^"\\]{3,20})"|["']?((?:(?:19|20)\d\d[-/年.][^'\\]{3,20}|1\d{9}(?:\d{3})?))\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_ANY_STRING = re.compile(r""""(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'""")
_CODE_POINT = re.compile(r"\\+u([0-9a-fA-F]{4})|\\+x([0-9a-fA-F]{2})")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MAX_FIELDS, _REACH = 50, 5_000
_MIN_WEIGHT = 60  # Chinese characters


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article found in data: its text as HTML or plain text, and the title, source and date nearest to it (or empty)."""

    body: str
    title: str
    source: str
    date: str


NOTHING = Embedded("", "", "", "")


def embedded_article(metadata: Metadata) -> Embedded:
    """The longest Chinese text among JSON-LD's articleBody, boxes of markup and the content fields of scripts.

    All parts are empty where there is none of at least 60 characters.
    """
    body, start, end = max(_candidates(metadata), key=lambda c: _weight(c[0]), default=("", -1, -1))
    if _weight(body) < _MIN_WEIGHT:
        return NOTHING
    if start < 0:
        return Embedded(body, "", "", "")
    return Embedded(body, *(_near(field, metadata.script, start, end) for field in (_TITLE, _SOURCE, _DATE)))


def _near(field: re.Pattern[str], script: str, start: int, end: int) -> str:
    """The field in the same object as a stretch of the scripts, else the nearest one; empty where none is near."""
    before = list(field.finditer(script, max(start - _REACH, 0), start))
    after = list(field.finditer(script, end, end + _REACH))
    found = [(not _is_level(script[m.end() : start]), start - m.end(), m) for m in before]
    found += [(not _is_level(script[end : m.start()]), m.start() - end, m) for m in after]
    if not found:
        return ""
    *_, nearest = min(found, key=lambda entry: entry[:2])
    return _unescaped(nearest[2] or nearest[3])


def _is_level(between: str) -> bool:
    """Whether a stretch of JSON begins and ends in the same object and never leaves it."""
    depths = list(accumulate({"{": 1, "}": -1}.get(c, 0) for c in _ANY_STRING.sub("", between)))
    return not depths or (depths[-1] == 0 and min(depths) == 0)


def _weight(text: str) -> int:
    return len(_CHINESE.findall(text))


def _candidates(metadata: Metadata) -> Iterator[tuple[str, int, int]]:
    """Texts, each with where it begins and ends in the scripts, or -1."""
    body: Any = metadata.linked.get("articleBody")
    if isinstance(body, str):
        yield body, -1, -1
    for box in metadata.boxes:
        yield html.unescape(box) if "&lt;" in box else box, -1, -1
    for n, found in enumerate(_FIELD.finditer(metadata.script)):
        if n == _MAX_FIELDS:
            return
        if not _NOT_ARTICLE.search(found[1]):
            yield _unescaped(found[2] or found[3]), found.start(), found.end()


def _unescaped(text: str) -> str:
    """A script's string literal as text, its HTML entities resolved where the markup itself was escaped."""
    try:
        plain = str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        spelled = _CODE_POINT.sub(lambda code: chr(int(code[1] or code[2], 16)), text.replace("\\n", "\n"))
        plain = re.sub(r"\\(.)", r"\1", spelled)
    return html.unescape(plain) if "&lt;" in plain or "&quot;" in plain else plain
