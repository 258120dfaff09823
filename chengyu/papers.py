"""The register of papers: which edition is written next, its number, and when it may be published. May import all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from glob import escape
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from stat import S_IWUSR
from typing import Any, TypeVar

from chengyu.errors import ShellError
from pipeline.database import Database, paper, papers, save_paper
from pipeline.periods import Period, PeriodKind
from reports.backing import Backing
from reports.brief import Brief, BriefError
from reports.follow_up import changes_between, with_correction

DRAFT, REVIEWED, PUBLISHED = "draft", "reviewed", "published"
STATE_ZH = {DRAFT: "草稿", REVIEWED: "已核", PUBLISHED: "已发布"}
_WRITABLE = 0o222
Read = TypeVar("Read", Brief, Backing)


class NoSuchPaperError(ShellError):
    """A paper that is not in the database."""

    def __init__(self, paper_id: str) -> None:
        super().__init__(f"没有编号为 {paper_id} 的报告，chengyu reports list 列出全部")


class PaperStateError(ShellError):
    """A paper is not in the state that was needed."""

    def __init__(self, paper_id: str, state: str, needed: str) -> None:
        super().__init__(f"报告 {paper_id} 现在是“{STATE_ZH[state]}”，要先{needed}")


class ChangedPaperError(ShellError):
    """The file of a paper is not the one that was written down; a published one cannot be written again."""

    def __init__(self, path: str, state: str) -> None:
        lost = "请从备份取回发布时的文件" if state == PUBLISHED else "请重新运行 chengyu report，核对后再发布"
        super().__init__(f"{path} 与数据库里登记的不一致：{lost}")


class BrokenPaperError(ShellError):
    """A file that should hold a paper's Brief or posts is damaged, or is another file."""

    def __init__(self, path: Path, reason: BriefError | UnicodeDecodeError, published: str = "") -> None:
        super().__init__(
            f"已发布的报告 {published} 的数据文件 {path} 已损坏（{_fault(reason)}）：请从备份取回这个文件，再运行一次"
            if published
            else f"{path} 不是完整的报告数据（{_fault(reason)}）："
            "要的是 chengyu report 写出的 .json（Brief），不完整的请从备份取回"
        )


class PublishedFileError(ShellError):
    """A file of a published paper would be written over."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} 属于已发布的报告，不覆盖；请用 --out 写到别处")


@dataclass(frozen=True, slots=True)
class Series:
    """What the editions of one paper have in common: `label` is a period's, or a story's number in the year."""

    kind: str
    label: str
    story_id: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """What to write: the Brief and its place in its series, counted from 1; `changes` is what a correction corrects.

    `unchanged` is the row of a published paper that still holds, so that nothing is to be written.
    """

    series: Series
    brief: Brief
    number: int
    paper_id: str
    changes: str = ""
    unchanged: Mapping[str, Any] | None = None


def series_of(period: Period) -> Series:
    """The series of a period's paper."""
    return Series(str(period.kind), period.label)


def issue_text(period: Period) -> str:
    """The issue in words, counted in its year: 2026年第47期 for a week, 第325期 for a day."""
    year, rest = period.label[:4], period.label[5:]
    if period.kind is PeriodKind.DAY:
        return f"{year}年第{date.fromisoformat(period.label).timetuple().tm_yday}期"
    return f"{year}年第{int(rest.lstrip('WQ'))}期"


def edition_of(db: Database, series: Series, brief: Brief) -> Edition:
    """The edition that a new Brief belongs to: a draft's own, or a correction of what is published."""
    out = published(db, series)
    if not out:
        return Edition(series, brief, 1, series.label)
    last = read_brief(out[-1])
    changes = changes_between(last, brief)
    if not changes:
        return standing(series, last, out[-1])
    return correction(series, brief, out, changes)


def published(db: Database, series: Series) -> list[dict[str, Any]]:
    """The rows of a series that are published, in their order."""
    return [row for row in papers(db, series.kind, series.label) if row["state"] == PUBLISHED]


def read_brief(row: Mapping[str, Any]) -> Brief:
    """The Brief of a published paper as it was kept; raises BrokenPaperError, FileNotFoundError."""
    return read_data(Brief.from_json, Path(row["path"]), row["id"])


def read_data(parse: Callable[[str], Read], path: Path, published: str = "") -> Read:
    """What a file of a paper holds; `published` is the paper's number where it is. Raises BrokenPaperError, OSError."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (BriefError, UnicodeDecodeError) as error:
        raise BrokenPaperError(path, error, published) from error


def standing(series: Series, brief: Brief, row: Mapping[str, Any]) -> Edition:
    """A published paper that still holds."""
    return Edition(series, brief, row["edition"], row["id"], unchanged=row)


def correction(series: Series, brief: Brief, out: Sequence[Mapping[str, Any]], changes: str) -> Edition:
    """The next edition as a correction of the last published one; `brief` has the number of the paper it corrects."""
    number, before = len(out) + 1, sum(1 for _ in takewhile(lambda row: row["changes"], reversed(out)))
    head = replace(brief.head, number=f"{brief.head.number}（更正{before + 1}）")
    corrected = with_correction(replace(brief, head=head), read_brief(out[-1]).head.number, changes)
    return Edition(series, corrected, number, f"{series.label}-{number}", changes)


def record(db: Database, edition: Edition, path: Path) -> str:
    """Write an edition's row and return its state; a paper that was reviewed and did not change stays reviewed."""
    digest, known = file_digest(path), paper(db, edition.paper_id)
    same = known is not None and known["digest"] == digest
    fresh = {"state": DRAFT, "reviewed_at": None, "reviewed_by": ""}
    kept = {name: known[name] for name in fresh} if known is not None and same else fresh
    row = {
        "id": edition.paper_id,
        "period_kind": edition.series.kind,
        "period": edition.series.label,
        "edition": edition.number,
        "run_id": edition.brief.head.run_id[:16],
        "digest": digest,
        "path": str(path),
        "changes": edition.changes,
        "made_at": _made_at(edition.brief),
        "published_at": None,
        "story_id": edition.series.story_id,
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
        raise ChangedPaperError(str(path), row["state"])
    return path


def protect(brief_path: Path) -> None:
    """Take the right to write from every file of a published paper."""
    for path in _files_of(brief_path):
        path.chmod(path.stat().st_mode & ~_WRITABLE)


@contextmanager
def opened_again(brief_path: Path) -> Iterator[None]:
    """The files of a published paper, writable by their owner meanwhile."""
    for path in _files_of(brief_path):
        path.chmod(path.stat().st_mode | S_IWUSR)
    try:
        yield
    finally:
        protect(brief_path)


def refuse_published(path: Path) -> None:
    """Raise PublishedFileError where a file belongs to a published paper."""
    if path.exists() and not path.stat().st_mode & _WRITABLE:
        raise PublishedFileError(str(path))


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    return sha256(path.read_bytes()).hexdigest()


def _files_of(brief_path: Path) -> list[Path]:
    beside = brief_path.parent.glob(f"{escape(brief_path.stem)}*")
    return [path for path in beside if path.stem.removeprefix(brief_path.stem) in {"", ".rows", "-督察专件"}]


def _fault(reason: BriefError | UnicodeDecodeError) -> str:
    if isinstance(reason, UnicodeDecodeError):
        return "不是文字"
    # What stands there when the text itself is no JSON, as of a file that was cut off.
    return "内容残缺" if str(reason) == "json" else f"{reason} 缺少或不认识"


def _made_at(brief: Brief) -> datetime:
    return datetime.fromisoformat(brief.head.made_at).replace(tzinfo=None)
