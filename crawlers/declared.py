"""Strict reading of TOML declarations into frozen records. Imports nothing of ours."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

Record = TypeVar("Record")

# A name becomes a folder's name, so that it is held to what every file system takes.
SOURCE_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


class DeclarationError(ValueError):
    """A declaration that cannot be used; the message is "file: name: key: what is wrong"."""

    def __init__(self, file: Path, name: str, key: str, wrong: str) -> None:
        super().__init__(f"{file}: {name}: {key}: {wrong}")
        self.file, self.name, self.key, self.wrong = file, name, key, wrong


def read_tables(path: Path, error: type[DeclarationError]) -> Mapping[str, dict[str, Any]]:
    """The tables of a TOML file by name; a broken file, a key that is no table and a bad name are refused."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise error(path, "-", "-", str(problem)) from problem
    for name, table in tables.items():
        if not isinstance(table, dict) or not SOURCE_NAME.fullmatch(name):
            raise error(path, name, "-", "not a table with a name of a-z, 0-9 and _")
    return tables


def read_record(
    path: Path, table: Mapping[str, Any], cls: type[Record], error: type[DeclarationError], name: str
) -> Record:
    """A table as the record `cls` (whose first field is `name`); an unknown, missing or ill-typed key raises `error`."""
    try:
        return TypeAdapter(cls).validate_python({**table, "name": name})
    except ValidationError as problem:
        first = problem.errors()[0]
        raise error(path, name, ".".join(str(part) for part in first["loc"]), first["msg"]) from problem
