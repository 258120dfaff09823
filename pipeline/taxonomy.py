"""Reads the TOML tables of data/taxonomy, naming path and key where one is wrong. Imports nothing of ours."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")


class TaxonomyError(ValueError):
    """A table that is missing or wrong: its path and the key or value."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path, self.what = path, what


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


def _place(table: Mapping[str, Any], key: str) -> str:
    """The key, behind the id of the entry where it has one."""
    return f"{table['id']}.{key}" if "id" in table else key
