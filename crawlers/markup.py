"""Text of a page → an element tree that is safe to walk: bounded in size, never recursive. Imports nothing of ours."""

import re
from typing import Any

from lxml import etree, html

Element = Any  # lxml carries no types

MAX_CHARACTERS = 3_000_000  # the longest of 266 real pages holds 2.6 million; what lies beyond is not read


class NotHtmlError(ValueError):
    """The bytes or the text are not a web page; the message says what was found."""


_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"Rar!",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_TAG = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|div|p|article|section|table|span|meta|title|h[1-6]|br|a)\b", re.I
)
# libxml2 compares each attribute with all before it: 200,000 of them on one element took seven minutes
_SWOLLEN_TAG = re.compile(
    r"""<[a-zA-Z][^\s>/]*+(?:[\s/]*+[^\s>/][^\s>/=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+){300,}+"""
)
_JSON = re.compile(r"""\s*(?:\w{1,40}\()?\s*(?:\{\s*["'}]|\[\s*[{\["\d\]])""")
_FEED = re.compile(r"^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.I | re.S)


def refuse_files(raw: bytes) -> None:
    """Raise NotHtmlError where the first bytes are those of a document, picture or archive."""
    for magic in _MAGIC:
        if raw.startswith(magic):
            raise NotHtmlError(repr(magic))


def parse(text: str) -> Element:
    """The root element of the page; raises NotHtmlError for feeds, JSON and text without markup."""
    for kind, pattern in (("feed", _FEED), ("JSON", _JSON)):
        if pattern.match(text[:2000]):
            raise NotHtmlError(kind)
    if not _TAG.search(text[:MAX_CHARACTERS]):
        raise NotHtmlError(repr(text[:20]))
    body = _SWOLLEN_TAG.sub("<i", _DECLARATION.sub("", text[:MAX_CHARACTERS]))
    # the encoding is settled: bytes in UTF-8 keep lxml from reading a <meta charset> a second time
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(body.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NotHtmlError(str(error)) from error
    return root
