"""Texts to hashed character n-grams, all at once in numpy; no n-gram is stored. May import models.judgement."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from models.judgement import Text

TITLE_OPENS, TEXT_OPENS, TEXT_ENDS = "\x02", "\x03", "\x04"
# Beyond the basic plane stand emoji and rare names: one class for all of them loses nothing measurable.
PLANE = 0x10000


@dataclass(frozen=True, slots=True)
class Layout:
    """Which n-grams are counted: orders 1 … `orders`, hashed into 2**bits columns."""

    orders: int
    bits: int


def layout_text(text: Text) -> str:
    """Title and body in one string; the marks make n-grams at their edges differ from those within."""
    return f"{TITLE_OPENS}{text.title}{TEXT_OPENS}{text.text}{TEXT_ENDS}"


@lru_cache(maxsize=1)
def normal_forms() -> npt.NDArray[np.uint32]:
    """For each code of the basic plane its normal form: half width, lower case, every digit 0, every blank a space."""
    return np.array([_normal_form(code) for code in range(PLANE)], dtype=np.uint32)


def _normal_form(code: int) -> int:
    form = unicodedata.normalize("NFKC", chr(code)).lower()
    if len(form) != 1:
        return code
    if form.isspace():
        return ord(" ")
    return ord("0") if form.isdigit() else ord(form)


def joined_codes(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Normalised codes of all texts end to end, and the length of each text."""
    raw = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return normal_forms()[np.minimum(raw, PLANE - 1)], lengths


def hashed_columns(
    codes: npt.NDArray[np.uint32], lengths: npt.NDArray[np.int64], layout: Layout
) -> npt.NDArray[np.int32]:
    """The hashed column of the n-gram of each order that begins at each code: shape (codes, orders).

    -1 where the text ends before the n-gram does: none crosses from one text into the next.
    """
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))
    grid = np.full((len(codes), layout.orders), -1, dtype=np.int32)
    rolling = np.zeros(len(codes), dtype=np.uint32)
    for order in range(1, min(layout.orders, len(codes)) + 1):
        rolling = rolling[: len(codes) - order + 1] * np.uint32(0x01000193)
        rolling = rolling + codes[order - 1 :] * np.uint32(0x9E3779B1) + np.uint32(order)
        column = (_mixed(rolling) >> np.uint32(32 - layout.bits)).astype(np.int32)
        grid[: len(column), order - 1] = np.where(left[: len(column)] >= order, column, -1)
    return grid


def _mixed(numbers: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    # The finaliser of MurmurHash3 (Appleby, public domain): without it the low orders fall into few columns.
    numbers = (numbers ^ (numbers >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    numbers = (numbers ^ (numbers >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return numbers ^ (numbers >> np.uint32(16))


def as_text(codes: npt.NDArray[np.uint32]) -> str:
    """Codes back to characters, as many as there are codes."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
