"""How an office's papers look, from its settings, logo and fonts. May import everything."""

from base64 import b64encode
from pathlib import Path

from chengyu.config import Settings
from chengyu.errors import MissingFileError, ShellError
from reports.parts import Look
from reports.typefaces import find_typefaces

FONTS = "fonts"
# A logo travels inside every paper and every form of it.
_LARGEST_LOGO = 512_000
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class LogoError(ShellError):
    """A logo that cannot stand in a paper."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} 不能用作标志：须是 PNG 或 JPEG 图片，不大于 500 KB")


def office_look(settings: Settings) -> Look:
    """The look of the office's papers; a font that is not in its folder is left out. Raises LogoError."""
    report = settings.file.report
    found = find_typefaces(settings.home / FONTS, font_names(settings))
    return Look(
        template=report.template,
        colour=report.colour,
        accent=report.accent,
        title_font=found.get(report.title_font),
        heading_font=found.get(report.heading_font),
        body_font=found.get(report.body_font),
        logo=_logo(settings.home / report.logo) if report.logo else "",
        remarks=report.remarks,
    )


def font_names(settings: Settings) -> tuple[str, ...]:
    """The fonts that the settings name."""
    report = settings.file.report
    return tuple(dict.fromkeys(name for name in (report.title_font, report.heading_font, report.body_font) if name))


def missing_fonts(settings: Settings, look: Look) -> tuple[str, ...]:
    """The fonts that the settings name and the office's folder does not hold."""
    there = {face.name for face in (look.title_font, look.heading_font, look.body_font) if face}
    return tuple(name for name in font_names(settings) if name not in there)


def _logo(path: Path) -> str:
    if not path.is_file():
        raise MissingFileError(str(path))
    raw = path.read_bytes()
    if not raw.startswith(_PICTURES) or len(raw) > _LARGEST_LOGO:
        raise LogoError(path)
    return b64encode(raw).decode()
