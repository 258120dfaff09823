"""An element tree → the page as lines of text in reading order, each with its place in the tree. Imports nothing of ours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

_BLOCK_TAGS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details"}
    | {"dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option"}
    | {"p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
    | {"ul"}
)
# What sites call elements of their own (a name with a dash) that stand in a line.
_OWN_WORDS = frozenset({"text", "title", "span", "link", "icon", "image", "label", "button"})
_SILENT_TAGS = frozenset(
    {"script", "style", "head", "template", "iframe", "object", "embed", "svg", "canvas", "select"}
    | {"textarea", "button", "input", "audio", "video", "map", "math"}
)
# No article page of 172 has a tenth of either; the work on a hostile page stays bounded.
_BYLINE = 200
_MAX_LINES = 30_000
_MAX_ELEMENTS = 150_000


@dataclass(slots=True)
class Line:
    """One run of text between block boundaries.

    `place` is the index of the nearest block element, `linked` the number of characters inside links; `spaced` is the text
    with a space where one inline element ends, as readers see the fields of a byline apart.
    """

    text: str
    place: int
    linked: int
    tag: str
    spaced: str


@dataclass(slots=True)
class Layout:
    """The lines of a page, and for each element its parent's index (the root's is -1) and the element itself.

    `hides_text` tells whether an element with a full stop in it was left out.
    """

    lines: list[Line] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    elements: list[Any] = field(default_factory=list)
    hides_text: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines around an article: `above` it (those behind the headline first), `below` it, and `far` up.

    `pictured` are the words that stand for pictures between headline and article.
    """

    above: Sequence[str] = ()
    below: Sequence[str] = ()
    far: Sequence[str] = ()
    pictured: Sequence[str] = ()


@dataclass(slots=True)
class _Open:
    place: int
    block: int
    tag: str
    silent: bool
    linked: bool


class _Walk:
    """The state of one pass over a tree."""

    def __init__(self, hidden_too: bool) -> None:
        self.layout = Layout()
        self._hidden_too = hidden_too
        self._words: list[str] = []
        self._linked = 0
        self._stack: list[_Open] = [_Open(-1, -1, "", False, False)]

    def open(self, element: Any) -> None:
        above, tag = self._stack[-1], str(element.tag)
        if above.silent:
            self._stack.append(above)
            return
        place = len(self.layout.parents)
        self.layout.parents.append(above.place)
        self.layout.elements.append(element)
        is_block = _is_block(tag)
        if is_block:
            self.flush()
        is_hidden = not self._hidden_too and _is_hidden(element)
        if is_hidden and not self.layout.hides_text:
            self.layout.hides_text = "。" in first_text(element, _BYLINE)
        inner = _Open(
            place=place,
            block=place if is_block and tag != "br" else above.block,
            tag=tag if is_block and tag != "br" else above.tag,
            silent=tag in _SILENT_TAGS or is_hidden,
            linked=above.linked or tag == "a",
        )
        self._stack.append(inner)
        self._take(element.text)

    def close(self, element: Any) -> None:
        inner = self._stack.pop()
        if not self._stack[-1].silent and not (inner.silent and inner is self._stack[-1]):
            if _is_block(str(element.tag)):
                self._stack.append(inner)
                self.flush()
                self._stack.pop()
            self._take(element.tail)

    def _take(self, text: str | None) -> None:
        state = self._stack[-1]
        if not text or state.silent:
            return
        if state.tag == "pre" and "\n" in text:
            for part in text.split("\n"):
                self._words.append(part)
                self.flush()
            return
        self._words.append(text)
        if state.linked:
            self._linked += len(text.strip())

    def flush(self) -> None:
        """End the current line."""
        text = tidy("".join(self._words))
        spaced = tidy(" ".join(self._words)) if len(self._words) > 1 and len(text) < _BYLINE else text
        state, linked = self._stack[-1], self._linked
        self._words.clear()
        self._linked = 0
        if text:
            self.layout.lines.append(Line(text, state.block, min(linked, len(text)), state.tag, spaced))


def lay_out(root: Any, hidden_too: bool = False) -> Layout:
    """Walk the tree once, as far as the bounds allow; elements hidden by their style are left out unless `hidden_too`."""
    walk = _Walk(hidden_too)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if len(walk.layout.lines) >= _MAX_LINES or len(walk.layout.parents) >= _MAX_ELEMENTS:
            break
        if event == "start":
            walk.open(element)
        else:
            walk.close(element)
    walk.flush()
    return walk.layout


def ancestors(layout: Layout, place: int) -> Iterator[int]:
    """The indices from an element up to the root, itself first."""
    while place >= 0:
        yield place
        place = layout.parents[place]


def first_text(element: Any, length: int) -> str:
    """The first `length` characters inside an element, a space between the texts of its parts."""
    taken, size = [], 0
    for text in element.itertext():
        taken.append(text[:length])
        size += len(text) + 1
        if size > length:
            break
    return tidy(" ".join(taken)[:length])


def tidy(text: str) -> str:
    """One line: runs of white space become one space, and none stays between two Chinese characters or marks."""
    return _BETWEEN_CHINESE.sub("", _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip())


_INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\ue000-\uf8ff]")
_SPACE = re.compile(r"\s+")
_BETWEEN_CHINESE = re.compile(r"(?<=[，。；：、！？”’）》])\s(?=[\u3400-\u9fff“‘（《])")
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def _is_block(tag: str) -> bool:
    """Whether an element stands on lines of its own: one of HTML's blocks, or an element of a site's own making."""
    return tag in _BLOCK_TAGS or ("-" in tag and tag.rpartition("-")[2] not in _OWN_WORDS)


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return bool(style and _HIDING.search(style)) or element.get("hidden") is not None
