"""Answers of sites as trees and values, whatever is wrong with them. May import crawlers.encoding."""

import json
import re
from typing import Any

from lxml import etree
from parsel import Selector
from scrapy.http import Response

from crawlers.encoding import UndecodableError, decode

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CALL = re.compile(r"\s*(?:/\*\*/)?\s*[\w$][\w$.]*\s*\((.*)\)\s*;?\s*", re.DOTALL)
_NOT_TEXT = re.compile(r"^(?:image|audio|video|font)/|pdf|msword|officedocument|octet-stream|zip", re.IGNORECASE)


class BadAnswerError(ValueError):
    """An answer that is not what it should be (JSON, XML, a list); the message says what it is."""


def http_charset(response: Response) -> str | None:
    """The charset that the HTTP header declares."""
    found = _CHARSET.search(_content_type(response))
    return found[1] if found else None


def is_page(response: Response) -> bool:
    """Whether an answer can be an HTML page, by header and first bytes."""
    return not _NOT_TEXT.search(_content_type(response)) and not response.body.startswith((b"%PDF", b"PK\x03\x04"))


def as_text(response: Response) -> str:
    """The decoded body; raises UndecodableError."""
    return decode(response.body, http_charset(response)).text


def as_html(response: Response) -> Selector:
    """The tree of an HTML list page; raises BadAnswerError for one that cannot be decoded."""
    try:
        return Selector(text=as_text(response) or "<html/>", type="html")
    except UndecodableError as error:
        raise BadAnswerError(f"undecodable: {error}") from error


def as_json(response: Response) -> Any:
    """The value of a JSON answer, without the call that JSONP puts around it; raises BadAnswerError."""
    try:
        text = as_text(response)
        called = _CALL.fullmatch(text)
        return json.loads(called[1] if called else text)
    except (ValueError, RecursionError) as error:
        raise BadAnswerError("not JSON") from error


def as_xml(raw: bytes) -> "etree._Element":
    """The root of an XML document, read without entities, DTD or network; raises BadAnswerError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadAnswerError("not XML") from error
    if root is None:
        raise BadAnswerError("not XML")
    return root


def at(value: Any, path: str) -> Any:
    """What lies at a dotted path of nested objects, or None."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def has(value: Any, path: str) -> bool:
    """Whether a dotted path of nested objects can be followed to its end, or to a null on the way."""
    for name in path.split("."):
        if value is None:
            return True
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
    return True


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list (or of an object's values, as some interfaces give), others left out."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, dict)]


def text_of(node: Selector) -> str:
    """The text below a node, a line for each block and each <br>."""
    parts = node.xpath(".//text()[not(ancestor::script or ancestor::style)] | .//br | .//p | .//div | .//li")
    return "".join("\n" if isinstance(p.root, etree._Element) else str(p.get()) for p in parts).strip()  # noqa: SLF001 - lxml has no public name


def _content_type(response: Response) -> str:
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else ""
