"""Takes single posts out of the files that still hold names: raw lines and archived pages. May import crawlers.post."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from crawlers.post import Post, PostError, canonical_url, post_id
from pipeline.raw_paths import raw_paths

# As long as the longest line that store takes; a longer one is refused there and is no post here either.
_LONGEST = 1_200_000
_STRING = r'"(?:[^"\\]|\\.)*"'
_TEXT = re.compile(_STRING)
_FIELD = re.compile(rf'"(source|native_id|url|author|published_at|archive)"\s*:\s*({_STRING})')


@dataclass(frozen=True, slots=True)
class Said:
    """What a raw line says of a post, "" where it does not; `texts` are all texts of a line that can be read as none."""

    id: str = ""
    source: str = ""
    native_id: str = ""
    url: str = ""
    author: str = ""
    published_at: str = ""
    archive: str = ""
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a raw file: where it stands, how many bytes it has, and what it says."""

    path: Path
    offset: int
    length: int
    said: Said


def raw_lines(folder: Path, wanted: Callable[[Said], bool]) -> Iterator[RawLine]:
    """The lines of all raw files under a folder that are wanted, those too that store refused."""
    for path in raw_paths(folder):
        with path.open("rb") as file:
            offset = 0
            for line in file:
                if line.strip() and wanted(said := _said(line)):
                    yield RawLine(path, offset, len(line.rstrip(b"\r\n")), said)
                offset += len(line)


def blank(lines: Sequence[RawLine]) -> dict[Path, tuple[str, str]]:
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
    state = path.stat()
    draft.chmod(state.st_mode)
    # Its time runs from when the pages were archived, not from when one of them was taken out.
    os.utime(draft, ns=(state.st_atime_ns, state.st_mtime_ns))
    draft.replace(path)


def _said(line: bytes) -> Said:
    text = line.decode("utf-8", "replace")
    try:
        post = Post.from_json(text) if len(line) <= _LONGEST else None
    except (PostError, RecursionError):
        post = None
    if post is None:
        return _said_by_halves(text)
    fields = (post.source, post.native_id, post.url, post.author, post.published_at, post.archive)
    return Said(post.id, *fields)


def _said_by_halves(text: str) -> Said:
    """What can be told of a line that is no post: a field is missing or wrong, or the line was cut off."""
    fields = {name: _text(quoted) for name, quoted in _FIELD.findall(text)}
    key = fields.get("native_id") or canonical_url(fields.get("url", ""))
    known = post_id(fields["source"], key) if fields.get("source") and key else ""
    return Said(known, **fields, texts=frozenset(map(_text, _TEXT.findall(text))))


def _text(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted[1:-1]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
