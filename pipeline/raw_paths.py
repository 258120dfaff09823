"""Where raw files lie, and under which names the database knows them. Imports nothing of ours."""

from pathlib import Path

# What the database's column holds.
_LONGEST_NAME = 300


def raw_paths(folder: Path) -> list[Path]:
    """Every raw file under the raw folder, in order; a folder that is named like one is none."""
    return sorted(path for path in folder.rglob("*.jsonl") if path.is_file())


def name_of(path: Path, folder: Path) -> str:
    """The path as it stands in the database: under the raw folder."""
    return path.relative_to(folder).as_posix()


def can_stand(name: str) -> bool:
    """Whether the database can hold a name: no longer than its column, and without bytes that are no UTF-8."""
    # Such bytes come from the file system as half characters.
    return len(name) <= _LONGEST_NAME and name.encode("utf-8", "ignore").decode() == name
