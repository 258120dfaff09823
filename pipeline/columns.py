"""Columns of few different texts as categories, and a digest over a table's columns. Imports nothing of ours.

A million posts name a few sources, channels and districts: as categories each name is held once and compared as a number.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# Columns of scored posts that hold few different texts.
FEW = frozenset({
    "source", "channel", "tier", "owner", "date_confidence", "district", "sentiment", "tone", "kind",
    "error", "state",
})  # fmt: skip


class NameColumn:
    """Texts that come in chunks, each different one held once; None is no text."""

    def __init__(self) -> None:
        self._places: dict[Any, int] = {None: -1}
        self._codes: list[int] = []

    def extend(self, values: Iterable[Any]) -> None:
        """Add values in their order."""
        places = self._places
        self._codes += [places.setdefault(value, len(places) - 1) for value in values]

    def categories(self) -> "pd.Categorical":
        """All values, categories sorted, so that groups come in the order of their names."""
        import numpy as np
        import pandas as pd

        names = [name for name in self._places if name is not None]
        ordered = sorted(names)
        moved = {name: place for place, name in enumerate(ordered)}
        order = np.array([*(moved[name] for name in names), -1], dtype=np.int32)
        codes = order[np.asarray(self._codes, dtype=np.int64)]
        return pd.Categorical.from_codes(codes, categories=pd.Index(ordered, dtype="str"))


def with_few(posts: "pd.DataFrame") -> "pd.DataFrame":
    """The table with its columns of few texts as categories; those that are so already stay."""
    import pandas as pd

    plain = [name for name in posts.columns if name in FEW and not isinstance(posts[name].dtype, pd.CategoricalDtype)]
    return posts.assign(**{name: _named(posts[name]) for name in plain})


def data_digest(posts: "pd.DataFrame", names: Sequence[str]) -> str:
    """SHA-256 (hexadecimal) over the columns `names` of a table, their values and the order of the rows."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\n".encode())
        for part in _parts(posts[name]):
            digest.update(part)
    return digest.hexdigest()


def _named(column: "pd.Series[str]") -> "pd.Categorical":
    names = NameColumn()
    names.extend(None if value is None or value != value else value for value in column)  # noqa: PLR0124 - NaN alone
    return names.categories()


def _parts(column: "pd.Series[Any]") -> Iterable[bytes]:
    """The bytes that stand for a column: of texts, the texts; of lists, each different one once and its places."""
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        yield repr(list(column.cat.categories)).encode()
        yield np.asarray(column.cat.codes, dtype=np.int32).tobytes()
    elif column.dtype.kind in "Mfib":
        yield np.ascontiguousarray(column.to_numpy()).tobytes()
    else:
        yield _joined(column.tolist()).encode("utf-8", "surrogatepass")


def _joined(values: list[Any]) -> str:
    """All values in one text: a text holds no NUL, and nothing but a text begins with one here."""
    try:
        return "\0".join(values)
    except TypeError:
        # One object stands for all equal lists, and is written out once.
        others = {id(value): value for value in values if type(value) is not str}
        told = {place: f"\0{value!r}" for place, value in others.items()}
        return "\0".join([value if type(value) is str else told[id(value)] for value in values])
