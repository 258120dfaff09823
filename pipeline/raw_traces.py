"""Takes single posts out of the files that still hold names: raw lines and archived pages. May import crawlers.post."""

import hashlib
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from crawlers.post import Post, PostError, canonical_url
from pipeline.raw_paths import raw_paths

# As long as the longest line that store takes; a longer one is refused there and cannot be read as a post here.
_LONGEST = 1_200_000


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a raw file that holds a post: where it stands, its bytes, and the post."""

    path: Path
    offset: int
    length: int
    post: Post


def raw_lines(folder: Path, wanted: Callable[[Post], bool]) -> Iterator[RawLine]:
    """The lines of all raw files under a folder whose post is wanted."""
    for path in raw_paths(folder):
        with path.open("rb") as file:
            offset = 0
            for line in file:
                post = _post(line)
                if post is not None and wanted(post):
                    yield RawLine(path, offset, len(line.rstrip(b"\r\n")), post)
                offset += len(line)


def blank(lines: list[RawLine]) -> dict[Path, tuple[str, str]]:
    """Write spaces over lines; returns the SHA-256 of each file before and after.

    The length stays, since stage 1 remembers how far it wrote and stage 2 how lines are numbered.
    """
    digests: dict[Path, tuple[str, str]] = {}
    for path in sorted({line.path for line in lines}):
        before = _digest(path)
        with path.open("r+b") as file:
            for line in (line for line in lines if line.path == path):
                file.seek(line.offset)
                file.write(b" " * line.length)
        digests[path] = (before, _digest(path))
    return digests


def drop_pages(path: Path, ids: Set[str], urls: Set[str]) -> int:
    """Rewrite a WARC file without the answers of those record ids or addresses and their requests; returns how many."""
    from warcio.archiveiterator import ArchiveIterator

    kept, dropped = [], 0
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            headers = record.rec_headers
            names = {(headers.get_header(name) or "").strip("<>") for name in ("WARC-Record-ID", "WARC-Concurrent-To")}
            target = headers.get_header("WARC-Target-URI") or ""
            is_gone = bool(names & ids) or (target != "" and canonical_url(target) in urls)
            dropped += is_gone and record.rec_type == "response"
            offset, length = records.get_record_offset(), records.get_record_length()
            kept += [] if is_gone else [(offset, length)]
    if dropped:
        _keep(path, kept)
    return dropped


def _keep(path: Path, spans: list[tuple[int, int]]) -> None:
    draft = path.with_name(f"{path.name}.part")
    with path.open("rb") as old, draft.open("wb") as new:
        for offset, length in spans:
            old.seek(offset)
            new.write(old.read(length))
    draft.chmod(path.stat().st_mode)
    draft.replace(path)


def _post(line: bytes) -> Post | None:
    if not line.strip() or len(line) > _LONGEST:
        return None
    try:
        return Post.from_json(line.decode("utf-8"))
    except (UnicodeDecodeError, PostError, RecursionError):
        return None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
