"""Bytes of a Chinese page, feed or file → text, by what the bytes are rather than by what they claim. Imports nothing."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


class UndecodableError(ValueError):
    """Bytes that no candidate encoding turns into plausible text; the message lists what was tried."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without byte order mark, and the name of the encoding that it was read in."""

    text: str
    encoding: str


# Labels as pages write them → the superset that really reads them. gb2312 pages hold characters of GBK and GB18030
# (镕, 喆), and Big5 pages those of Hong Kong's supplement, as the WHATWG encoding standard says too.
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb_2312-80": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD_BYTES = 4096  # browsers look for the declaration in the first 1024; some pages put long scripts before it
_SAMPLE_BYTES = 400_000  # enough characters to judge by, and bounded work on a huge page
_XML = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MAX_BROKEN = 0.01  # of the characters beyond ASCII; real pages cut a character where a summary was cut by bytes
_MAX_CONTROLS = 0.05  # a real page from an old editor had 1 %; a compressed or compiled file has more than 10 %
_MIN_PLAUSIBLE = 0.85  # real Chinese pages score above .93; Big5 or EUC-TW read as GB18030 below .77
_CLEARLY_PLAUSIBLE = 0.9


def decode(raw: bytes, http_charset: str | None = None) -> Decoded:
    """Decode a page, feed or text file.

    A byte order mark decides; then UTF-8 if the bytes are UTF-8, whatever is declared; else the most plausible of the
    HTTP charset, the document's own declaration (XML declaration or `<meta>`), GB18030 and Big5. Broken characters up
    to 1 % of those beyond ASCII become U+FFFD. Raises UndecodableError for anything else, binary data included.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode_marked(raw[len(mark) :], encoding)
    if raw.isascii():
        return _plain(raw, "utf-8")
    sample = raw[:_SAMPLE_BYTES]
    names = list(dict.fromkeys(_candidates(raw, http_charset)))
    rated = []
    for name in names:
        rating = _plausibility(sample, name)
        if rating >= _CLEARLY_PLAUSIBLE:
            return _plain(raw, name)
        rated.append((rating, name))
    best, name = max(rated, key=lambda pair: pair[0])
    if best < _MIN_PLAUSIBLE:
        raise UndecodableError(", ".join(names))
    return _plain(raw, name)


def _decode_marked(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, errors="replace")
    if text.count("\ufffd") > _MAX_BROKEN * len(text) + 1:
        raise UndecodableError(encoding)
    return Decoded(_checked_text(text, encoding), encoding)


def _plain(raw: bytes, encoding: str) -> Decoded:
    return Decoded(_checked_text(raw.decode(encoding, errors="replace"), encoding), encoding)


def _checked_text(text: str, encoding: str) -> str:
    """Refuse binary data: text has next to no control characters."""
    if len(_CONTROLS.findall(text[:_SAMPLE_BYTES])) > _MAX_CONTROLS * min(len(text), _SAMPLE_BYTES) + 4:
        raise UndecodableError(encoding)
    return text.replace("\x00", "")


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _candidates(raw: bytes, http_charset: str | None) -> Iterator[str]:
    yield "utf-8"
    for label in (http_charset, *_declared(raw[:_HEAD_BYTES])):
        if label and (name := _codec(label)):
            yield name
    yield from ("gb18030", "big5hkscs")


def _declared(head: bytes) -> Iterator[str]:
    for pattern in (_XML, _META):
        if found := pattern.search(head):
            yield found[1].decode("ascii", errors="replace")


def _codec(label: str) -> str | None:
    """The codec for a declared label, or None for one that is unknown or that never holds a page."""
    return _ALIASES.get(label.strip().strip("\"'").lower())


def _plausibility(sample: bytes, encoding: str) -> float:
    """0..1: the share of the characters beyond ASCII that are usual in Chinese text (or in the declared Latin one)."""
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample)
    beyond = _NOT_ASCII.findall(text)
    if not beyond:
        return 1.0 if len(text) else 0.0
    broken = beyond.count("\ufffd") / len(beyond)
    if broken > _MAX_BROKEN and beyond.count("\ufffd") > 1:
        return 0.0
    if encoding == "utf-8":  # strict enough that other text does not pass by accident, but for a few words
        usual = _usual_share(beyond) > 0.5 or len(_LATIN.findall(text)) > 0.5 * len(beyond)
        return 1.0 if len(beyond) > 50 or usual else 0.5
    return _usual_share(beyond) - broken


_LATIN = re.compile("[\u00c0-\u017f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def _usual_share(characters: list[str]) -> float:
    usual = _usual()
    return sum(c in usual for c in characters) / len(characters)


@cache
def _usual() -> frozenset[str]:
    """The characters of level 1 of GB 2312 (simplified) and of Big5 (traditional), and Chinese punctuation."""
    simplified = _rows(range(0xB0, 0xD8), range(0xA1, 0xFF), "gb2312")
    traditional = _rows(range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)), "big5")
    marks = "　、。·—…“”‘’《》〈〉「」『』【】〔〕（），：；？！％＋－／０１２３４５６７８９℃×→★●■◆▲○°\xa0©®»«•–"
    return frozenset(simplified + traditional + marks)


def _rows(leads: range, trails: range | tuple[int, ...], encoding: str) -> str:
    return b"".join(bytes((lead, trail)) for lead in leads for trail in trails).decode(encoding, errors="ignore")
