"""The files of one paper: every form of it, its Brief and its posts, written and read again. May import everything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from chengyu.config import office_folder
from chengyu.console import Advance, progress
from chengyu.looks import FONTS
from chengyu.papers import STATE_ZH, Edition, opened_again, read_data, record, refuse_published
from pipeline.database import Database, amend_paper
from reports.backing import Backing, build_backing
from reports.brief import Brief
from reports.excel import write_excel
from reports.pdf import render_pdf
from reports.web import write_web
from reports.word import write_word

# The PDF is written apart, since it tells which characters it had to replace.
RENDERERS: Mapping[str, Callable[[Brief, Path, Backing], object]] = {
    ".docx": lambda brief, path, _: write_word(brief, path),
    ".xlsx": write_excel,
    ".html": write_web,
}
PDF, BRIEF, ROWS = ".pdf", ".json", ".rows.json"
ANNEX = "-督察专件"


@dataclass(frozen=True, slots=True)
class Content:
    """What a paper is written from: its Brief, the posts behind it, and the annex for the inspectorate alone."""

    brief: Brief
    backing: Backing
    annex: Brief | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """What was written: the PDF for the leader, and every file; `state` is in Chinese, `changes` of a correction."""

    pdf: Path
    files: tuple[Path, ...]
    replaced: Mapping[str, int]
    state: str = ""
    changes: str = ""


def write_edition(db: Database, edition: Edition, content: Content, folder: Path) -> Papers:
    """Write and register an edition; one that is published and still holds is left alone. Raises PublishedFileError."""
    if edition.unchanged is not None:
        return _standing(Path(edition.unchanged["path"]))
    stem = folder / stem_of(edition)
    with progress("报告") as advance:
        papers, kept = _write_all(content, stem, advance)
    state = record(db, edition, _beside(stem, BRIEF))
    return replace(papers, files=(*papers.files, *kept), state=STATE_ZH[state], changes=edition.changes)


def write_again(db: Database, paper_id: str, path: Path, content: Content) -> None:
    """Write every file of a published paper again under its number, and protect them again."""
    # First in the register: where this ends half-way, the old Brief still lies there and the next run goes on.
    amend_paper(db, paper_id, sha256(content.brief.to_json().encode("utf-8")).hexdigest())
    with opened_again(path), progress("报告") as advance:
        _write_all(content, path.with_name(path.stem), advance)


def stem_of(edition: Edition) -> str:
    """What the names of an edition's files begin with."""
    city = edition.brief.head.city
    if edition.series.story_id:
        return f"{city}-专报-{edition.paper_id}"
    return f"{city}-{edition.series.label}" + (f"-更正{edition.number - 1}" if edition.number > 1 else "")


def write_content(content: Content, stem: Path) -> tuple[Path, ...]:
    """The Brief, the posts and the annex's Brief as JSON, from which every form can be written again."""
    texts = {BRIEF: content.brief.to_json(), ROWS: content.backing.to_json()}
    if content.annex is not None:
        texts[f"{ANNEX}{BRIEF}"] = content.annex.to_json()
    return tuple(_write_text(text, _beside(stem, end)) for end, text in texts.items())


def read_content(path: Path) -> Content:
    """What write_content wrote, as far as it lies beside the Brief; raises BrokenPaperError."""
    stem = path.with_name(path.stem)
    rows, annex = _beside(stem, ROWS), _beside(stem, f"{ANNEX}{BRIEF}")
    return Content(
        read_data(Brief.from_json, path),
        read_data(Backing.from_json, rows) if rows.is_file() else build_backing({}, ""),
        read_data(Brief.from_json, annex) if annex.is_file() else None,
    )


def write_forms(content: Content, stem: Path, advance: Advance) -> Papers:
    """The PDF and every other form, of an annex the PDF alone; nothing where a file belongs to a published paper."""
    if content.brief.head.kind == "annex":
        return _write_annex(content.brief, stem)
    paths = {suffix: _beside(stem, suffix) for suffix in (PDF, *RENDERERS)}
    for path in (*paths.values(), _beside(stem, f"{ANNEX}{PDF}")):
        refuse_published(path)
    replaced = render_pdf(content.brief, paths[PDF], _fonts(stem)).replaced
    for suffix, render in RENDERERS.items():
        render(content.brief, paths[suffix], content.backing)
        advance(suffix, 1)
    annex = _write_annex(content.annex, _beside(stem, ANNEX)).files if content.annex is not None else ()
    return Papers(paths[PDF], (*paths.values(), *annex), replaced)


def _write_all(content: Content, stem: Path, advance: Advance) -> tuple[Papers, tuple[Path, ...]]:
    """What it is written from comes last: where this ends half-way, the next run sees that words are still to go."""
    papers = write_forms(content, stem, advance)
    return papers, write_content(content, stem)


def _write_annex(annex: Brief, stem: Path) -> Papers:
    path = _beside(stem, PDF)
    refuse_published(path)
    return Papers(path, (path,), render_pdf(annex, path, _fonts(stem)).replaced)


def _fonts(stem: Path) -> tuple[Path, Path]:
    """Where the office's own fonts may lie: beside the paper, or in the office's folder."""
    return (stem.parent / FONTS, office_folder() / FONTS)


def _write_text(text: str, path: Path) -> Path:
    refuse_published(path)
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
    return path


def _standing(path: Path) -> Papers:
    """The files of a published paper that still holds."""
    files = tuple(sorted(path.parent.glob(f"{path.stem}.*")))
    return Papers(path.with_suffix(PDF), files, {}, "已发布，内容没有变化，未重写")


def _beside(stem: Path, end: str) -> Path:
    return stem.with_name(f"{stem.name}{end}")
