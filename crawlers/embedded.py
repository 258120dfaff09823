"""Articles that a page carries as data in its scripts instead of as elements. May import crawlers.metadata."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from crawlers.metadata import Metadata

# The value of a field that usually holds an article, as a JSON or JavaScript string of some length.
_FIELD = re.compile(
    r"""["']?\b(?:content|articleBody|article_body|articleContent|contentHtml|content_html|detail|body|text|html|docContent)["']?
    \s*:\s*(?:"((?:[^"\\]|\\.){120,400000}+)"|'((?:[^'\\]|\\.){120,400000}+)')""",
    re.VERBOSE | re.DOTALL,
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MAX_FIELDS = 50


def embedded_body(metadata: Metadata) -> str:
    """The longest Chinese text among JSON-LD's articleBody and the content fields of scripts, as HTML or plain text.

    Empty where there is none of at least 60 characters.
    """
    texts = list(_candidates(metadata))
    best = max(texts, key=_weight, default="")
    return best if _weight(best) >= 60 else ""


def _weight(text: str) -> int:
    return len(_CHINESE.findall(text))


def _candidates(metadata: Metadata) -> Iterator[str]:
    body: Any = metadata.linked.get("articleBody")
    if isinstance(body, str):
        yield body
    for n, found in enumerate(_FIELD.finditer(metadata.script)):
        if n == _MAX_FIELDS:
            return
        yield _unescaped(found[1] or found[2])


def _unescaped(text: str) -> str:
    """A script's string literal as text, its HTML entities resolved where the markup itself was escaped."""
    try:
        plain = json.loads(f'"{text}"', strict=False)
    except ValueError:
        plain = re.sub(r"\\(.)", r"\1", text.replace("\\n", "\n").replace("\\u002F", "/"))
    return html.unescape(plain) if "&lt;" in plain else plain
