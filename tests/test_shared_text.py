"""No text of the real corpora stands in the repository: they are for measuring, not for redistribution."""

import gzip
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT
from tests.test_layout import tracked

# A run of this many Chinese characters is not shared by chance; law titles and stock phrases are shorter.
WINDOW = 24
PATTERNS = ("gold/*.jsonl", "corpora/message_board/*.csv", "corpora/fuzhou/*.csv", "corpora/*.csv", "pages/article/*")
HAN = re.compile(r"[^\u4e00-\u9fff]+")


def readable(path: Path) -> str:
    """The Chinese characters of a file, compressed or not."""
    raw = path.read_bytes()
    if path.suffix == ".gz":
        raw = gzip.decompress(raw)
    elif path.suffix in {".xlsx", ".docx", ".npz", ".zip"}:
        with zipfile.ZipFile(path) as archive:
            raw = b"\n".join(archive.read(name) for name in archive.namelist())
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="ignore")
    return HAN.sub("", text)


def runs(text: str, step: int) -> Iterator[int]:
    """Hashes of the runs of a text."""
    return (hash(text[start : start + WINDOW]) for start in range(0, len(text) - WINDOW + 1, step))


def test_no_shared_text_in_the_repository(shared: Path) -> None:
    # Every half window of the known texts against every offset of ours finds any shared run of 36 characters.
    known = {run for pattern in PATTERNS for path in shared.glob(pattern) for run in runs(readable(path), WINDOW // 2)}
    assert known
    wrong = []
    for path in tracked():
        if path.is_file() and path.stat().st_size < 8_000_000:
            hits = sum(run in known for run in runs(readable(path), 1))
            wrong += [(str(path.relative_to(ROOT)), hits)] if hits else []
    assert wrong == []
