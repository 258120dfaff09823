"""The form of a paper: head, box, end, look and own fonts, alike in PDF, Word and HTML and from a kept Brief."""

import json
import shutil
from base64 import b64decode, b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from matplotlib.figure import Figure

from reports.brief import Brief, BriefError, build_annex, build_brief
from reports.glyphs import font_files
from reports.parts import Head, Look
from reports.pdf import render_pdf
from reports.typefaces import TypefaceMissingError, find_typefaces
from reports.web import write_web
from reports.word import write_word
from tests.reports.sample import HEAD, tables
from tests.reports.test_pdf import pages, squeezed

SAID = (
    "签发：甲某",
    "核稿：乙某",
    "编辑：丙某",
    "市政府分管领导",
    "市委宣传部",
    "各区城管大队",
    "印20份",
    "工作秘密",
    "领导批示",
)
# A family that the program does not use, and its name in Chinese, as a font of an office's own would have.
OWN = "Noto Serif CJK SC"


def head(**look: object) -> Head:
    return replace(
        HEAD, signer="甲某", checker="乙某", editor="丙某", send_to="市委宣传部", issue_to="各区城管大队",
        marking="工作秘密", look=replace(Look(), **look),  # type: ignore[arg-type]
    )  # fmt: skip


def logo() -> str:
    out = BytesIO()
    Figure(figsize=(0.5, 0.5)).savefig(out, format="png")
    return b64encode(out.getvalue()).decode()


def texts(brief: Brief, folder: Path) -> dict[str, str]:
    """What a reader finds in each form."""
    write_word(brief, folder / "a.docx")
    write_web(brief, folder / "a.html")
    document = Document(str(folder / "a.docx"))
    word = [p.text for p in (*document.paragraphs, *document.sections[0].header.paragraphs)]
    word += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    pdf = "".join(pages(render_pdf(brief, folder / "a.pdf").path))
    return {"pdf": pdf, "word": "".join(word), "html": (folder / "a.html").read_text(encoding="utf-8")}


@pytest.mark.parametrize("template", ["briefing", "modern"])
def test_head_and_end_are_in_every_form(template: str, tmp_path: Path) -> None:
    for form, text in texts(build_brief(tables(), head(template=template)), tmp_path).items():
        missing = [said for said in SAID if squeezed(said) not in squeezed(text)]
        assert (form, [m for m in missing if not (template == "modern" and m == "印20份")]) == (form, [])


def test_the_look_travels_with_the_brief(tmp_path: Path) -> None:
    brief = build_brief(tables(), head(template="modern", colour="#0b5d3b", logo=logo()))
    again = Brief.from_json(brief.to_json())
    assert again.head.look == brief.head.look
    pair = [render_pdf(b, tmp_path / f"{n}.pdf").path.read_bytes() for n, b in enumerate((brief, again))]
    assert pair[0] == pair[1]
    assert pair[0] != render_pdf(build_brief(tables(), head()), tmp_path / "plain.pdf").path.read_bytes()
    text = texts(brief, tmp_path)
    assert "#0b5d3b" in text["html"]
    assert "#1f4e79" not in text["html"].split("</style>")[0]
    assert "data:image/png" in text["html"]
    assert len(Document(str(tmp_path / "a.docx")).inline_shapes) == len(brief.charts()) + 1
    assert b64decode(brief.head.look.logo).startswith(b"\x89PNG")


def test_the_box_for_the_leader_can_be_left_out(tmp_path: Path) -> None:
    for form, text in texts(build_brief(tables(), head(remarks=False)), tmp_path).items():
        assert (form, "领导批示" in text) == (form, False)


def test_the_annex_has_no_box() -> None:
    assert build_annex(tables(), HEAD).head.kind == "annex"


def test_a_higher_mark_is_not_read() -> None:
    kept = json.loads(build_brief(tables(), HEAD).to_json())
    kept["head"]["marking"] = "机密"
    with pytest.raises(BriefError, match=r"head\.marking"):
        Brief.from_json(json.dumps(kept, ensure_ascii=False))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of fonts as an office keeps one."""
    own = tmp_path / "fonts"
    own.mkdir()
    shutil.copy(font_files()[1], own / "own.otf")
    return own


def test_an_own_font_is_found_by_name_and_used(folder: Path, tmp_path: Path) -> None:
    found = find_typefaces(folder, ("noto serif cjk sc", "没有的字体", ""))
    (face,) = found.values()
    assert (face.name, face.family, face.file) == ("noto serif cjk sc", OWN, "own.otf")
    brief = build_brief(tables(), head(title_font=face))
    render_pdf(brief, tmp_path / "own.pdf", [folder])
    write_word(brief, tmp_path / "a.docx")
    assert Document(str(tmp_path / "a.docx")).styles["Title"].font.name == "noto serif cjk sc"
    write_web(brief, tmp_path / "a.html")
    assert f'h1{{font-family:"noto serif cjk sc","{OWN}"' in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_paper_is_not_redone_in_another_font(folder: Path, tmp_path: Path) -> None:
    face = find_typefaces(folder, (OWN,))[OWN]
    brief = build_brief(tables(), head(body_font=face))
    with pytest.raises(TypefaceMissingError, match=r"own\.otf"):
        render_pdf(brief, tmp_path / "a.pdf", [tmp_path / "none"])
    (folder / "own.otf").write_bytes(font_files()[0].read_bytes())
    with pytest.raises(TypefaceMissingError):
        render_pdf(brief, tmp_path / "a.pdf", [folder])
    assert not (tmp_path / "a.pdf").exists()
