"""Brief → PDF/A-2a and PDF/UA-1 through Typst. May import reports.brief, pages, charts, glyphs, typefaces."""

import atexit
import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import typst

from reports.brief import Brief
from reports.charts import svg
from reports.glyphs import SANS, SERIF, Printable, font_files, walk
from reports.pages import page_data
from reports.typefaces import files_of

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES = Path(__file__).parent / "templates"
# Typst lays a document out up to five times, until numbers and places agree with each other.
_UNSETTLED = "did not converge"
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]


class PaperError(RuntimeError):
    """A paper that could not be set; the message is the typesetter's."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A written file and the characters that no font had, with how often each was replaced by a mark."""

    path: Path
    replaced: Mapping[str, int]


def render_pdf(brief: Brief, path: Path, folders: Sequence[Path] = ()) -> Rendering:
    """Write the paper whole or not at all, the same bytes for the same Brief; raises PaperError or OSError.

    `folders` hold the office's own fonts; raises TypefaceMissingError where one that the paper is set in is not there.
    """
    clean, replaced = printable(brief)
    logo = list(b64decode(clean.head.look.logo))
    data = page_data(clean, svg) | {"replaced": sum(replaced.values()), "logo": logo}
    data["head"]["look"]["logo"] = ""
    own = files_of(brief.head.look, folders)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(_typeset(data, datetime.fromisoformat(brief.head.made_at), own))
    draft.replace(path)
    return Rendering(path, replaced)


def printable(brief: Brief) -> tuple[Brief, Mapping[str, int]]:
    """The Brief with marks for characters that no font has, and how many of each there were."""
    marks = Printable()
    cleaned = walk(json.loads(brief.to_json()), marks.clean)
    return Brief.from_json(json.dumps(cleaned, ensure_ascii=False)), dict(marks.replaced)


def _typeset(data: dict[str, Any], made_at: datetime, own: tuple[Path, ...]) -> bytes:
    """The PDF; where figures that were moved to the next page leave no page settled, none is moved."""
    pdf, settled = _compiled(data | {"moves": True}, made_at, own)
    return pdf if settled else _compiled(data | {"moves": False}, made_at, own)[0]


def _compiled(data: dict[str, Any], made_at: datetime, own: tuple[Path, ...]) -> tuple[bytes, bool]:
    compiler = typst.Compiler(str(TEMPLATES / "paper.typ"), root=str(TEMPLATES), font_paths=_fonts(own))
    try:
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            # The only date in the file is the Brief's own, so that it repeats byte for byte.
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise PaperError(str(error)) from error
    if not isinstance(pdf, bytes):
        raise PaperError("no document")
    return pdf, not any(_UNSETTLED in warning.message for warning in warnings)


@cache
def _fonts(own: tuple[Path, ...]) -> Any:
    """The two free families and the office's own files; Typst passes over a font that it cannot find without a word."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_font_folder(own))])
    if missing := {SANS, SERIF} - set(fonts.families()):
        raise PaperError(f"fonts: {', '.join(sorted(missing))}")
    return fonts


def _font_folder(own: tuple[Path, ...]) -> Path:
    """A folder with links to these files and the free ones alone, gone when the program ends; Typst takes folders only."""
    folder = Path(mkdtemp(prefix="chengyu-fonts-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    for number, path in enumerate((*font_files(), *own)):
        (folder / f"{number}{path.suffix.lower()}").symlink_to(path.resolve())
    return folder
