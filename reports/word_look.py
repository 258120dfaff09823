"""The look of the working copy: styles, rules, shading, page numbers, and bytes that repeat. May import reports.parts."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.parts import Look

# Names of fonts that every Chinese office has, in Word and in WPS; a working copy embeds none.
BODY, HEADING = "宋体", "黑体"
BLUE, GREY, RED = RGBColor(0x1F, 0x4E, 0x79), RGBColor(0x56, 0x60, 0x6A), RGBColor(0xA4, 0x24, 0x3B)
RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
LINE_WIDTH = 170
_STYLES = (
    ("Normal", BODY, 11, None),
    ("Title", HEADING, 24, BLUE),
    ("Heading 1", HEADING, 15, BLUE),
    ("Heading 2", HEADING, 12, RGBColor(0x1C, 0x27, 0x33)),
    ("Caption", HEADING, 10, RGBColor(0x1C, 0x27, 0x33)),
    ("Quote", BODY, 10.5, GREY),
)
# A document holds no date of its own making besides the paper's; a zip needs one for each part.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def set_page(document: Any, look: Look) -> None:
    """A4, margins, and the styles that the paper uses, in the office's own fonts and colour where it has named them."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm((210 - LINE_WIDTH) / 2)
    page.top_margin = page.bottom_margin = Mm(22)
    own = {"Title": look.title_font or look.heading_font, BODY: look.body_font, HEADING: look.heading_font}
    for name, usual, size, usual_colour in _STYLES:
        face = own.get(name) or own.get(usual)
        font = face.name if face else usual
        colour = RGBColor.from_string(look.colour[1:].upper()) if usual_colour == BLUE else usual_colour
        style = document.styles[name]
        style.font.name, style.font.size, style.font.italic = font, Pt(size), False
        if colour is not None:
            style.font.color.rgb = colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(place), font)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    document.styles["Normal"].paragraph_format.space_after = Pt(4)


def shade(cell: Any, colour: str) -> None:
    """Fill a cell with a colour (six hexadecimal digits)."""
    filling = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        filling.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(filling)  # noqa: SLF001  # python-docx has no other way to a cell's shading


def rules(table: Any, inside: bool = True, outside: str = "single") -> None:
    """Thin grey lines of a table: around it (single or none) and, where wanted, between its rows."""
    borders = OxmlElement("w:tblBorders")
    lines = {"top": outside, "bottom": outside, "left": "none", "right": "none"}
    lines |= {"insideH": "single" if inside else "none", "insideV": "none"}
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{name}")
        for key, value in (("val", lines[name]), ("sz", "4"), ("space", "0"), ("color", "9AA3AC")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001  # python-docx has no other way to a table's rules


def rule_below(paragraph: Any, colour: str = "#1f4e79") -> None:
    """A thick line under a paragraph."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", colour[1:].upper())):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # python-docx has no other way to a paragraph's rule
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def repeat_head(row: Any) -> None:
    """Show a row again on each page over which its table runs."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  # python-docx has no other way to a heading row


def narrow_margins(table: Any) -> None:
    """Little room left and right of the text in every cell, as in print."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "62")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001  # python-docx has no other way to a table's margins


def numbered(paragraph: Any, word: str, number: int, title: str) -> None:
    """A caption counted by the word processor: 表 1　title."""
    paragraph.add_run(f"{word} ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), f"SEQ {word} \\* ARABIC")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = str(number)
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no fields
    paragraph.add_run(f"　{title}")


def keep_whole(row: Any) -> None:
    """Do not break a row between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # python-docx has no other way


def page_number(paragraph: Any) -> None:
    """第 n 页，共 m 页, counted by the word processor."""
    paragraph.alignment = CENTRE
    for before, field in (("第", "PAGE"), ("页，共", "NUMPAGES")):
        paragraph.add_run(before)
        element = OxmlElement("w:fldSimple")
        element.set(qn("w:instr"), field)
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        element.append(run)
        paragraph._p.append(element)  # noqa: SLF001  # python-docx has no fields
    paragraph.add_run("页")


def set_properties(document: Any, title: str, office: str, made_at: datetime) -> None:
    """Title, office and the one date of the paper."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.language = title, office, office, "zh-CN"
    core.created = core.modified = made_at
    core.comments = ""


def repeatable(document: Any) -> bytes:
    """The document as bytes that are the same for the same content."""
    saved, out = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as made, ZipFile(out, "w") as fixed:
        for name in made.namelist():
            part = ZipInfo(name, _NO_DATE)
            part.compress_type = ZIP_DEFLATED
            fixed.writestr(part, made.read(name))
    return out.getvalue()
