"""What a line of a page is by itself: running text, a sentence, a link, the headline. May import crawlers.blocks and boilerplate."""

import re

from crawlers.blocks import Line
from crawlers.boilerplate import ends_article, is_contact

_SENTENCE = re.compile(r"[，。！？；：、,…”]")
_STEP = re.compile(r"\s*[›»＞>]+\s*")  # between the places of a path to the page
_HEADINGS = frozenset(("h1", "h2", "h3"))
_FULL_STOPS = "。？！”…）"


def is_prose(line: Line, shortest: int) -> bool:
    """Whether a line of at least `shortest` characters reads as running text, not as a label, a link or a headline."""
    plain = len(line.text) - line.linked
    if plain < shortest or line.linked > plain or (line.tag in _HEADINGS and plain < 60):
        return False
    if ends_article(line.text) or is_contact(line.text) or (line.linked and len(_STEP.findall(line.text)) > 1):
        return False
    return bool(_SENTENCE.search(line.text)) or plain >= 40


def is_title(line: Line, title: str) -> bool:
    """Whether a line is the headline, or the headline with a word of a button behind it."""
    text = bare(line.text)
    return bool(title) and text.startswith(title) and len(text) <= len(title) + 2


def is_sentence(line: Line) -> bool:
    """Whether a line without links ends as a sentence does."""
    return not line.linked and line.text[-1] in _FULL_STOPS


def is_link(line: Line) -> bool:
    """Whether a line is next to nothing but links."""
    return line.linked > 0.8 * len(line.text) and len(line.text) > 4


def bare(text: str) -> str:
    """Letters, digits and characters only, for comparison."""
    return re.sub(r"\W", "", text)
