"""What a page says of itself for machines: metas, JSON-LD, values in scripts. Imports nothing of ours."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

_MAX_SCRIPT = 2_000_000
_MIN_BOX = 60
_ENCODED = re.compile(r"\s*%(?:7B|5B)%", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """`metas` by lower-case name (the first of each), `linked` the JSON-LD article's fields, `script` all script text.

    `address` is where the page says that it stands; `boxes` are texts that scripts unpack into the page.
    """

    page_title: str
    metas: Mapping[str, str] = field(default_factory=dict)
    linked: Mapping[str, Any] = field(default_factory=dict)
    script: str = ""
    address: str = ""
    boxes: tuple[str, ...] = ()

    def first(self, names: tuple[str, ...]) -> str:
        """The first meta that is there and not empty, in the order of `names`; empty where none is."""
        return next((value for name in names if (value := self.metas.get(name, ""))), "")


def read_metadata(root: Any) -> Metadata:
    """Collect what the tree's head and scripts hold."""
    title = next((" ".join("".join(t.itertext()).split()) for t in root.iter("title") if t.text), "")
    scripts = list(root.iter("script"))
    linked = next((found for s in scripts if (found := _article_of(s))), {})
    metas = dict(_metas(root))
    canonical = next((link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"), "")
    script = "\n".join(_plain_scripts(scripts))[:_MAX_SCRIPT]
    return Metadata(title, metas, linked, script, canonical or metas.get("og:url", ""), tuple(_boxes(root, scripts)))


def _boxes(root: Any, scripts: list[Any]) -> Iterator[str]:
    """The contents of text areas and of scripts that hold markup."""
    for box in [*root.iter("textarea", "xmp"), *(s for s in scripts if "text/" in (s.get("type") or ""))]:
        is_markup = box.text and len(box.text) >= _MIN_BOX and "javascript" not in (box.get("type") or "")
        if is_markup and not box.text.lstrip().startswith(("{", "[")):
            yield box.text[:_MAX_SCRIPT]


def _metas(root: Any) -> Iterator[tuple[str, str]]:
    """In reverse, so that a dict of them keeps the first of each name."""
    found = []
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.append((name.strip().lower(), content))
    yield from reversed(found)


def _plain_scripts(scripts: list[Any]) -> Iterator[str]:
    """The texts of scripts; data that is kept percent-encoded is decoded."""
    texts = (s.text for s in scripts if s.text and "ld+json" not in (s.get("type") or ""))
    return (unquote(text) if _ENCODED.match(text) else text for text in texts)


def _article_of(script: Any) -> Mapping[str, Any]:
    """The first object with a headline or a publication date in one JSON-LD script; empty where it holds none."""
    if "ld+json" not in (script.get("type") or "") or not script.text:
        return {}
    try:
        parsed = json.loads(script.text[:_MAX_SCRIPT], strict=False)
    except (ValueError, RecursionError):
        return {}
    items = parsed if isinstance(parsed, list) else [parsed, *_graph(parsed)]
    return next((i for i in items if isinstance(i, dict) and ("datePublished" in i or "headline" in i)), {})


def _graph(parsed: Any) -> list[Any]:
    graph = parsed.get("@graph") if isinstance(parsed, dict) else None
    return graph if isinstance(graph, list) else []


def script_value(script: str, names: re.Pattern[str], value: str) -> str:
    """The first `name: "value"` or `name = 'value'` in script text whose value matches the pattern `value`; or empty."""
    found = re.search(rf"""["']?\b(?:{names.pattern})["']?\s*[:=]\s*["']?({value})["']?""", script)
    return found[1] if found else ""
