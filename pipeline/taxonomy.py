"""Reads the TOML tables of data/taxonomy, naming path and key where one is wrong, and adds to an office's. Imports nothing.

An office's file is its own: what stands in it, its comments too, stays as it is.
"""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")


class TaxonomyError(ValueError):
    """A table that is missing or wrong: its path and the key or value."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path, self.what = path, what


def tables(shipped: Path, own: Path | None = None) -> dict[str, Path]:
    """The file of each table by its name: an office's own where it has one in the folder `own`, else the shipped one.

    Raises TaxonomyError for a file of the office's that no shipped one has the name of: it would never be read.
    """
    found = {path.name: path for path in sorted(shipped.glob("*.toml"))}
    for path in sorted(own.glob("*.toml")) if own else ():
        if path.name not in found:
            raise TaxonomyError(path, f"no such table; known: {', '.join(found)}")
        found[path.name] = path
    return found


def load_table(path: Path) -> dict[str, Any]:
    """The content of a TOML file; raises TaxonomyError."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TaxonomyError(path, str(error)) from error


def require(table: Mapping[str, Any], key: str, kind: type[_T], path: Path) -> _T:
    """The value of a key, of exactly this type; raises TaxonomyError."""
    value = table.get(key)
    # A bool is an int and a datetime is a date to isinstance.
    if type(value) is not kind:
        raise TaxonomyError(path, _place(table, key))
    return value


def refuse_unknown(table: Mapping[str, Any], known: frozenset[str], path: Path) -> None:
    """Raise TaxonomyError for the first key that is not known."""
    if unknown := sorted(set(table) - known):
        raise TaxonomyError(path, _place(table, unknown[0]))


def add_tables(path: Path, text: str, read: Callable[[Path], object]) -> None:
    """Write `text` below what a file holds, whole or not at all.

    `read` reads the result first; a TaxonomyError of it is raised with the file's own path.
    """
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(f"{before.rstrip()}\n{text}".lstrip("\n"), encoding="utf-8")
    try:
        read(draft)
        draft.replace(path)
    except TaxonomyError as error:
        raise TaxonomyError(path, error.what) from error
    finally:
        draft.unlink(missing_ok=True)


def quoted(value: str | list[str]) -> str:
    """A text or a list of texts in TOML: that of JSON, but for the one control character that JSON leaves as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _place(table: Mapping[str, Any], key: str) -> str:
    """The key, behind the id of the entry where it has one."""
    return f"{table['id']}.{key}" if "id" in table else key
