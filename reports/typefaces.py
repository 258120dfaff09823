"""Fonts of an office's own: found in a folder by any of their names, and again by their digest. May import reports.parts."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reports.parts import Look, Typeface

_SUFFIXES = {".ttf", ".otf"}
# Places of a font's family names in its table of names (OpenType, name table).
_FAMILY_NAMES = {1, 4, 16}
# The table's encodings by platform; a Macintosh name in Chinese is GB 2312.
_ENCODINGS = {0: "utf-16-be", 3: "utf-16-be", 1: "gb18030"}


class TypefaceMissingError(LookupError):
    """A paper was set in a font whose file is not there; args are its name, its file and where it was looked for."""


def find_typefaces(folder: Path, names: Sequence[str]) -> dict[str, Typeface]:
    """The fonts of a folder that bear one of these names in any language, whatever the case; others are left out."""
    wanted = {name.casefold(): name for name in names if name}
    found: dict[str, Typeface] = {}
    for path in _files([folder]) if wanted else ():
        for name in _names(path) & wanted.keys():
            found.setdefault(wanted[name], _typeface(path, wanted[name]))
    return found


def used(look: Look) -> tuple[Typeface, ...]:
    """The fonts of the office's own that a paper is set in."""
    return tuple(face for face in (look.title_font, look.heading_font, look.body_font) if face)


def files_of(look: Look, folders: Sequence[Path]) -> tuple[Path, ...]:
    """The very files that a paper was set in; raises TypefaceMissingError."""
    return tuple(dict.fromkeys(_file_of(face, folders) for face in used(look)))


def _file_of(face: Typeface, folders: Sequence[Path]) -> Path:
    for path in _files(folders):
        if path.name == face.file and _digest(path) == face.sha256:
            return path
    raise TypefaceMissingError(face.name, face.file, "、".join(map(str, folders)))


def _files(folders: Iterable[Path]) -> list[Path]:
    return [
        p for folder in folders if folder.is_dir() for p in sorted(folder.iterdir()) if p.suffix.lower() in _SUFFIXES
    ]


def _typeface(path: Path, name: str) -> Typeface:
    """A font with the one family name that the typesetter knows it by."""
    import typst

    with TemporaryDirectory() as folder:
        (Path(folder) / path.name).symlink_to(path.resolve())
        fonts: Any = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        (family,) = fonts.families()
    return Typeface(name, family, path.name, _digest(path))


def _names(path: Path) -> set[str]:
    from matplotlib.ft2font import FT2Font

    table = FT2Font(str(path)).get_sfnt()
    texts = ((_ENCODINGS.get(place[0]), raw) for place, raw in table.items() if place[3] in _FAMILY_NAMES)
    return {raw.decode(encoding, errors="replace").casefold() for encoding, raw in texts if encoding}


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
