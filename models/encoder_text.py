"""Texts to rows of pieces for an encoder, the same when it is trained and when it scores. May import models.judgement.

A row is [CLS] title [SEP] body [SEP]; a long body keeps its beginning and its end, where the guidelines look first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from models.judgement import Text

Integers = npt.NDArray[np.int64]
# Of a body that is too long this share of the room goes to its beginning.
BEGINNING = 2 / 3
# A title longer than this share of a row is a body by mistake.
TITLE_SHARE = 0.4
# Pieces in a batch, padding included: bounds memory whatever the length of the texts.
BATCH_PIECES = 4096


@dataclass(frozen=True, slots=True)
class Marks:
    """Numbers of the opening, closing and padding piece, and how many pieces a row may have."""

    opens: int
    closes: int
    pads: int
    longest: int


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces of one text: `ids`, and for each its first character and the one after its last in `layout_text`; 0, 0 for marks."""

    ids: list[int]
    spans: list[tuple[int, int]]


def rows(tokenizer: Tokenizer, marks: Marks, texts: Sequence[Text]) -> list[Row]:
    """One row for each text, at most `marks.longest` pieces."""
    titles = tokenizer.encode_batch([text.title for text in texts], add_special_tokens=False)
    bodies = tokenizer.encode_batch([text.text for text in texts], add_special_tokens=False)
    found = []
    for text, title, body in zip(texts, titles, bodies, strict=True):
        head = _pieces(title.ids, title.offsets, 1)[: int(marks.longest * TITLE_SHARE)]
        rest = _pieces(body.ids, body.offsets, 2 + len(text.title))
        parts = [part for part in (head, _shortened(rest, marks.longest - len(head) - 3)) if part]
        pieces = [(marks.opens, (0, 0)), *(piece for part in parts for piece in (*part, (marks.closes, (0, 0))))]
        found.append(Row([number for number, _ in pieces], [span for _, span in pieces]))
    return found


def _pieces(ids: Sequence[int], offsets: Sequence[tuple[int, int]], begin: int) -> list[tuple[int, tuple[int, int]]]:
    return [(number, (first + begin, last + begin)) for number, (first, last) in zip(ids, offsets, strict=True)]


def _shortened(pieces: list[tuple[int, tuple[int, int]]], room: int) -> list[tuple[int, tuple[int, int]]]:
    if len(pieces) <= room:
        return pieces
    first = int(room * BEGINNING)
    return pieces[:first] + pieces[len(pieces) - (room - first) :]


def batches(found: Sequence[Row], most: int = BATCH_PIECES) -> Iterator[Integers]:
    """Places of rows of like length, shortest first: a batch holds at most `most` pieces, and one row at least."""
    order = np.argsort([len(row.ids) for row in found], kind="stable")
    begin = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or len(found[order[end]].ids) * (end + 1 - begin) > most:
            yield order[begin:end]
            begin = end


def padded(found: Sequence[Row], pads: int) -> tuple[Integers, Integers]:
    """Numbers and mask of rows, each (rows, longest of them)."""
    longest = max(len(row.ids) for row in found)
    ids = np.full((len(found), longest), pads, dtype=np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(found):
        ids[place, : len(row.ids)] = row.ids
        mask[place, : len(row.ids)] = 1
    return ids, mask
