"""Sees what a text says behind references, tags within a line and unseen characters. Imports pipeline.cleaning."""

import html
import re

from pipeline.cleaning import UNSEEN, simplified

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,24}[0-9]{0,2});?")
# A tag between two lines or cells keeps apart what stands on either side; one of these only changes its looks.
_INLINE_TAG = (
    r"</?(?:a|abbr|b|big|code|em|font|i|ins|mark|nobr|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:[\s/][^<>]{0,200})?>"
)
_DROPPED = re.compile(rf"(?:[{UNSEEN}]|{_INLINE_TAG})+", re.IGNORECASE)
_SIGNS = re.compile(rf"[&<{UNSEEN}]")
# What is dropped at the end of a line or beside an emoji hides nothing. The usual references stand for signs, and only a
# space or a tag made of them can stand within a number.
_DISGUISE = re.compile(
    rf"(?<=[\w :：.-]){_DROPPED.pattern}[\w :：.-]|&(?!(?:amp|quot|apos|nbsp|lt|gt)\b)#?\w+|[0-9]&nbsp|&lt;?/?[a-z]",
    re.IGNORECASE,
)


def is_disguised(text: str) -> bool:
    """Whether anything stands in a text that may hide from a rule what a reader or the cleaned text shows."""
    return _SIGNS.search(text) is not None and _DISGUISE.search(text) is not None


def seen_through(text: str) -> tuple[str, list[str]]:
    """What is seen of a text, in usual forms, and for each character of it what stands for it; these add up to the text.

    What is not seen goes with the character before it.
    """
    plain, pieces = _resolved(text)
    seen: list[str] = []
    left: list[str] = []
    lead, end = "", 0
    for found in _DROPPED.finditer(plain):
        seen.append(plain[end : found.start()])
        left += pieces[end : found.start()]
        dropped = "".join(pieces[found.start() : found.end()])
        if left:
            left[-1] += dropped
        else:
            lead += dropped
        end = found.end()
    left += pieces[end:]
    return simplified("".join([*seen, plain[end:]])), [lead + left[0], *left[1:]] if left else [lead]


def _resolved(text: str) -> tuple[str, list[str]]:
    """The text with its references resolved, and for each character what stood for it."""
    plain: list[str] = []
    pieces: list[str] = []
    end = 0
    for found in _REFERENCE.finditer(text):
        # One that stands for nothing is as good as an unseen character.
        sign = html.unescape(found.group()) or "\u200b"
        plain += [text[end : found.start()], sign]
        pieces += [*text[end : found.start()], found.group(), *[""] * (len(sign) - 1)]
        end = found.end()
    return "".join([*plain, text[end:]]), [*pieces, *text[end:]]
