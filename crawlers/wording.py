"""Small readings of source text: cleaned text, counts as Chinese sites print them. Imports nothing."""

import re

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85]")
_BLANKS = re.compile("[ \t\u00a0\u3000]+")
_COUNT = re.compile(r"([\d,]+(?:\.\d+)?)\s*([万亿]?)\+?")
_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}


def clean(text: str) -> str:
    """The lines that have text, each with its runs of blanks as one, without invisible characters."""
    lines = (_BLANKS.sub(" ", line).strip() for line in _BREAKS.sub("\n", _INVISIBLE.sub("", text)).split("\n"))
    return "\n".join(line for line in lines if line)


def clean_line(text: str) -> str:
    """The text as one line."""
    return clean(text).replace("\n", " ")


def read_count(value: object) -> int | None:
    """12, 12.0, "1,234", "1.2万" or "100万+" as a number; None where there is no number (a word, an empty cell)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if abs(value) < 1e15 else None
    found = _COUNT.fullmatch(str(value).strip())
    if found is None:
        return None
    return round(float(found[1].replace(",", "")) * _UNITS[found[2]])
