"""Bytes of an article page → title, date, source, author, body. May import the other files of this folder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cssselect import ExpressionError, SelectorSyntaxError
from lxml import etree, html

from crawlers import bodies, bylines, dates, embedded, titles
from crawlers.blocks import Layout, Surroundings, first_text, lay_out, tidy
from crawlers.boilerplate import without_hangers
from crawlers.encoding import UndecodableError, decode
from crawlers.markup import NotHtmlError, parse, refuse_files
from crawlers.metadata import read_metadata
from crawlers.post import DateConfidence
from crawlers.prose import bare

__all__ = ["Extraction", "NoBodyError", "NotHtmlError", "SelectorError", "Selectors", "UndecodableError", "extract"]


class NoBodyError(ValueError):
    """A web page without running text; the message is its title or address."""


class SelectorError(ValueError):
    """A declared selector that is neither CSS nor XPath; the message is the selector."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """Where one source keeps its fields: CSS, or XPath if it begins with "/" or "("; empty means find it yourself.

    `drop` names what is taken out of the page before anything is read.
    """

    title: str = ""
    date: str = ""
    source: str = ""
    author: str = ""
    body: str = ""
    drop: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """One article. `published_at` is ISO 8601 with +08:00, or empty; `text` has one paragraph a line."""

    title: str
    published_at: str
    date_confidence: DateConfidence
    source: str
    author: str
    text: str
    encoding: str


_NO_SELECTORS = Selectors()
_ABOVE, _BELOW, _FAR = 30, 40, 60  # how many lines around the article may hold date and source


def extract(raw: bytes, url: str, http_charset: str | None = None, selectors: Selectors | None = None) -> Extraction:
    """Read one article page.

    Raises UndecodableError, NotHtmlError, NoBodyError; SelectorError where a declared selector is broken.
    """
    chosen = selectors or _NO_SELECTORS
    refuse_files(raw)
    decoded = decode(raw, http_charset)
    root = parse(decoded.text)
    for element in _elements(root, chosen.drop):
        _remove(element)
    return _Page(root, url, chosen).extraction(decoded.encoding)


class _Page:
    """One parsed page and what was found on it so far."""

    def __init__(self, root: Any, url: str, selectors: Selectors) -> None:
        self._root = root
        self._url = url
        self._selectors = selectors
        self._metadata = read_metadata(root)
        self._layout, article = _read_layout(root, selectors.body)
        self._body = _selected_lines(root, self._layout, selectors.body) if selectors.body else article.body()
        shown, self._headline = titles.find_title(self._layout, self._body, self._metadata)
        self._title = _selected_text(root, selectors.title) or shown
        if not selectors.body:
            self._body = article.body(shown)

    def extraction(self, encoding: str) -> Extraction:
        text, title, data = self._text()
        if not text:
            raise NoBodyError(title or self._url)
        around = self._around()
        moment, confidence = self._date(around, text.split("\n"))
        if not moment and (told := dates.read_moment(data.date)):
            moment, confidence = told.isoformat(timespec="seconds"), DateConfidence.PAGE
        return Extraction(
            title=title,
            published_at=moment,
            date_confidence=confidence,
            source=_selected_text(self._root, self._selectors.source)
            or bylines.find_source(around, self._metadata, self._marked(_SOURCE_NAMES))
            or tidy(data.source),
            author=_selected_text(self._root, self._selectors.author)
            or bylines.find_author(around, text.split("\n"), self._metadata, self._marked(_AUTHOR_NAMES)),
            text=text,
            encoding=encoding,
        )

    def _text(self) -> tuple[str, str, embedded.Embedded]:
        """The article's paragraphs and title, and the data that they come from (nothing where they are shown).

        They are read from data where the page's elements show a part of the article or next to nothing.
        """
        shown = _paragraphs(self._layout, self._body)
        if len(shown) >= _ABSTRACT or self._selectors.body:
            return shown, self._title, embedded.NOTHING
        article = embedded.embedded_article(self._metadata)
        hidden = _embedded_text(article.body, self._title)
        is_whole = len(hidden) > 1.3 * len(shown) and bare(shown)[:20] in bare(hidden)
        is_more = len(shown) < _SHORT_NOTICE and len(hidden) > 2 * len(shown)
        if not (is_whole or is_more):
            return shown, self._title, embedded.NOTHING
        is_drawn = self._headline < 0 and not self._selectors.title and not titles.names_headline(self._metadata)
        return hidden, (is_drawn and tidy(article.title)) or self._title, article

    def _date(self, around: Surroundings, body: Sequence[str]) -> tuple[str, DateConfidence]:
        selected = dates.read_moment(_selected_text(self._root, self._selectors.date))
        if selected:
            return selected.isoformat(timespec="seconds"), DateConfidence.EXACT
        return dates.find_date(around, body, self._metadata, self._marked(_DATE_NAMES), self._url)

    def _around(self) -> Surroundings:
        texts = [line.spaced for line in self._layout.lines]
        if not self._body:
            return Surroundings(texts[:_ABOVE], texts[_ABOVE : _ABOVE + _BELOW])
        first, last = self._body[0], self._body[-1]
        start = self._headline if 0 <= self._headline < first else max(first - _ABOVE // 2, 0)
        between = texts[start + 1 : first] if self._headline >= 0 else texts[start:first]
        near = max(start - 5, 0)
        return Surroundings(
            above=[*between[-_ABOVE:], "", *texts[near:start]],
            below=texts[last + 1 : last + 1 + _BELOW],
            far=texts[max(near - _FAR, 0) : near],
            pictured=[e.get("alt") for e in self._heading_elements() if e.tag == "img" and e.get("alt")],
        )

    def _heading_elements(self) -> Sequence[Any]:
        """The elements between headline and article."""
        lines = self._layout.lines
        start = lines[max(self._headline - 6, 0)].place if self._headline >= 0 else 0
        stop = lines[self._body[0]].place if self._body else len(self._layout.elements)
        return self._layout.elements[start:stop]

    def _marked(self, names: re.Pattern[str]) -> list[str]:
        """The short texts of elements between headline and article whose class, id or itemprop matches."""
        found = []
        for element in self._heading_elements():
            said = " ".join(
                filter(None, (element.get("class"), element.get("id"), element.get("itemprop"), element.tag))
            )
            if names.search(said[:300]):
                found.append(element.get("datetime") or element.get("content") or first_text(element, 300))
        return [text for text in found if 1 < len(text) < 80]


_SHORT_NOTICE, _ABSTRACT = 60, 400  # characters
_DATE_NAMES = re.compile(r"(?<![a-z])(?:time|date|pubtime|pubdate|publish|datepublished)", re.IGNORECASE)
_SOURCE_NAMES = re.compile(
    r"source|(?<![a-z])src(?![a-z])|laiyuan|media-?_?name|nickname|origin|js_name", re.IGNORECASE
)
_AUTHOR_NAMES = re.compile(r"author|authi(?![a-z])|byline|zuozhe|writer", re.IGNORECASE)


def _read_layout(root: Any, selector: str) -> tuple[Layout, bodies.Article]:
    """The page's lines and its article.

    Hidden elements count where nothing else is there, where a selector asks, and where they fold away a part of the article.
    """
    layout = lay_out(root, hidden_too=bool(selector))
    article = bodies.find_article(layout)
    if selector or (article.body() and not layout.hides_text):
        return layout, article
    whole = lay_out(root, hidden_too=True)
    unfolded = bodies.find_article(whole)
    if article.body() and not unfolded.continues(article):
        return layout, article
    return whole, unfolded


def _selected_lines(root: Any, layout: Layout, selector: str) -> list[int]:
    wanted = {id(e) for chosen in _elements(root, selector) for e in chosen.iter()}
    return [i for i, line in enumerate(layout.lines) if id(layout.elements[line.place]) in wanted]


def _embedded_text(markup: str, title: str) -> str:
    if "<" not in markup:
        return "\n".join(filter(None, map(tidy, markup.splitlines())))
    layout = lay_out(parse(f"<div>{markup}</div>"))
    return _paragraphs(layout, bodies.find_article(layout).body(title))


def _paragraphs(layout: Layout, body: Sequence[int]) -> str:
    texts = (without_hangers(layout.lines[i].text) for i in body)
    return "\n".join(text for text in texts if text)


def _select(root: Any, selector: str) -> list[Any]:
    """The elements that a CSS or XPath selector finds; none for an empty one."""
    if not selector:
        return []
    try:
        found = root.xpath(selector) if selector.startswith(("/", "(")) else root.cssselect(selector)
    except (etree.XPathError, SelectorSyntaxError, ExpressionError) as error:
        raise SelectorError(selector) from error
    return found if isinstance(found, list) else []


def _elements(root: Any, selector: str) -> list[Any]:
    """What a selector finds, without attribute values and texts."""
    return [found for found in _select(root, selector) if isinstance(found, html.HtmlElement)]


def _selected_text(root: Any, selector: str) -> str:
    """The text of what a selector finds first: an element's text, or an attribute's value."""
    found = _select(root, selector)
    if not found:
        return ""
    first = found[0]
    return tidy("".join(first.itertext()) if isinstance(first, html.HtmlElement) else str(first))


def _remove(element: Any) -> None:
    """Take an element out of its tree and leave the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()
