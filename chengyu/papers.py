"""The papers of a period and their states: which edition is written next, and when one may be published. May import all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from chengyu.errors import ShellError
from pipeline.database import Database, paper, papers, save_paper
from pipeline.periods import Period
from reports.brief import Brief
from reports.follow_up import changes_between, with_correction

DRAFT, REVIEWED, PUBLISHED = "draft", "reviewed", "published"
STATE_ZH = {DRAFT: "草稿", REVIEWED: "已核", PUBLISHED: "已发布"}
_WRITABLE = 0o222


class NoSuchPaperError(ShellError):
    """A paper that is not in the database."""

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"没有编号为 {paper_id} 的报告，chengyu reports list 列出全部")


class PaperStateError(ShellError):
    """A paper is not in the state that was needed."""

    def __init__(self, paper_id: str, state: str, needed: str) -> None:
        super().__init__(f"报告 {paper_id} 现在是“{STATE_ZH[state]}”，要先{needed}")


class ChangedPaperError(ShellError):
    """The file of a paper is not the one that was written down."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} 与数据库里登记的不一致：请重新运行 chengyu report，核对后再发布")


class PublishedFileError(ShellError):
    """A file of a published paper would be written over."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} 属于已发布的报告，不覆盖；请用 --out 写到别处")


@dataclass(frozen=True, slots=True)
class Edition:
    """What to write for a period: the Brief and its place in the count; `published` is the row of a paper that stands.

    `unchanged` says that the published paper still holds, so that nothing is to be written.
    """

    brief: Brief
    number: int
    paper_id: str
    changes: str = ""
    unchanged: Mapping[str, Any] | None = None

    @property
    def suffix(self) -> str:
        """What a correction's files have in their names."""
        return f"-更正{self.number - 1}" if self.number > 1 else ""


def edition_of(db: Database, period: Period, brief: Brief) -> Edition:
    """The edition that a new Brief of a period belongs to: a draft's own, or a correction of what is published."""
    known = papers(db, str(period.kind), period.label)
    out = [row for row in known if row["state"] == PUBLISHED]
    number = len(out) + 1
    paper_id = period.label if number == 1 else f"{period.label}-{number}"
    if not out:
        return Edition(brief, number, paper_id)
    last = Brief.from_json(Path(out[-1]["path"]).read_text(encoding="utf-8"))
    changes = changes_between(last, brief)
    if not changes:
        return Edition(last, out[-1]["edition"], out[-1]["id"], unchanged=out[-1])
    head = replace(brief.head, number=f"{brief.head.number}（更正{number - 1}）")
    corrected = with_correction(replace(brief, head=head), last.head.number, changes)
    return Edition(corrected, number, paper_id, changes)


def record(db: Database, edition: Edition, period: Period, path: Path) -> str:
    """Write an edition's row and return its state; a paper that was reviewed and did not change stays reviewed."""
    digest, known = file_digest(path), paper(db, edition.paper_id)
    same = known is not None and known["digest"] == digest
    fresh = {"state": DRAFT, "reviewed_at": None, "reviewed_by": ""}
    kept = {name: known[name] for name in fresh} if known is not None and same else fresh
    row = {
        "id": edition.paper_id,
        "period_kind": str(period.kind),
        "period": period.label,
        "edition": edition.number,
        "run_id": edition.brief.head.run_id[:16],
        "digest": digest,
        "path": str(path),
        "changes": edition.changes,
        "made_at": _made_at(edition.brief),
        "published_at": None,
    }
    save_paper(db, row | kept)
    return str(kept["state"])


def known_paper(db: Database, paper_id: str) -> dict[str, Any]:
    """The row of a paper; raises NoSuchPaperError."""
    found = paper(db, paper_id)
    if found is None:
        raise NoSuchPaperError(paper_id)
    return found


def checked(row: Mapping[str, Any]) -> Path:
    """The file of a paper's Brief, the same as when it was written down; raises ChangedPaperError."""
    path = Path(row["path"])
    if not path.is_file() or file_digest(path) != row["digest"]:
        raise ChangedPaperError(str(path))
    return path


def protect(brief_path: Path) -> None:
    """Take the right to write from every file of a published paper."""
    for path in brief_path.parent.glob(f"{brief_path.stem}*"):
        if path.stem.removeprefix(brief_path.stem) in {"", ".rows", "-督察专件"}:
            path.chmod(path.stat().st_mode & ~_WRITABLE)


def refuse_published(path: Path) -> None:
    """Raise PublishedFileError where a file belongs to a published paper."""
    if path.exists() and not path.stat().st_mode & _WRITABLE:
        raise PublishedFileError(str(path))


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def _made_at(brief: Brief) -> datetime:
    return datetime.fromisoformat(brief.head.made_at).replace(tzinfo=None)
