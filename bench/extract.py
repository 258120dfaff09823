"""Extraction on the hand-marked pages of CHENGYU_SHARED: scores and ms a page beside trafilatura; encodings; mutations.

    CHENGYU_SHARED=... python -m bench.extract [--mutations 20000]
    CHENGYU_SHARED=... python -m bench.extract --mutations-only --seed 1 --mutations 5000

The judge is the scorer of the shared folder itself. trafilatura gets rightly decoded text. Imitated pages are those of
tests/crawlers/shapes.
"""

import argparse
import codecs
import importlib.util
import json
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import charset_normalizer
import trafilatura
from scrapy.http import HtmlResponse

from crawlers.encoding import UndecodableError, decode
from crawlers.extraction import NoBodyError, NotHtmlError, extract
from crawlers.prose import bare
from tests.crawlers.test_shapes import SHAPES

NAMED_ERRORS = (UndecodableError, NotHtmlError, NoBodyError)
FIELDS = ("title", "date", "source", "author", "both_ends", "leak", "clean", "body_f1")
TOO_LONG = 5.0


@dataclass(frozen=True, slots=True)
class Page:
    """One line of the manifest with its bytes."""

    facts: Mapping[str, Any]
    raw: bytes


def read_pages(folder: Path) -> list[Page]:
    """Every page of the shared folder."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [Page(facts, (folder / facts["file"]).read_bytes()) for facts in map(json.loads, lines)]


def is_marked(page: Page) -> bool:
    """Whether a page counts for the scorer: an article with both ends and what must not leak."""
    wanted = page.facts["expected"] or {}
    return page.facts["kind"] == "article" and {"body_start", "body_end", "must_not"} <= set(wanted)


def imitations() -> list[Page]:
    """The pages that we wrote, with the marks that the scorer reads."""
    pages = []
    for shape in SHAPES:
        expected = {
            "title": shape.title,
            "date": shape.moment,
            "source": shape.source,
            "author": shape.author,
            "body_start": shape.text[0],
            "body_end": shape.text[-1],
            "body_lines": list(shape.text),
            "must_not": list(shape.never),
        }
        pages.append(
            Page({"file": shape.name, "url": shape.url, "expected": expected}, shape.html.encode(shape.encoding))
        )
    return pages


def ours(page: Page) -> Mapping[str, Any]:
    """What the product reads."""
    return asdict(extract(page.raw, page.facts["url"]))


def with_trafilatura(precision: bool) -> Callable[[Page], Mapping[str, Any]]:
    """What trafilatura reads, by default or with favor_precision."""

    def read(page: Page) -> Mapping[str, Any]:
        text = decode(page.raw).text
        found = trafilatura.bare_extraction(
            text, url=page.facts["url"] or None, with_metadata=True, favor_precision=precision
        )
        fields = found if isinstance(found, dict) else found.as_dict() if found else {}
        names = {"title": "title", "published_at": "date", "source": "sitename", "author": "author", "text": "text"}
        return {ours: fields.get(theirs) for ours, theirs in names.items()}

    return read


def judge_of(shared: Path) -> Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]:
    """The `judge` function of the shared scorer."""
    spec = importlib.util.spec_from_file_location("score_extraction", shared / "tools" / "score_extraction.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "tools" / "score_extraction.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    judge: Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]] = module.judge
    return judge


def score(
    name: str, pages: list[Page], read: Callable[[Page], Mapping[str, Any]], judge: Callable[..., dict[str, Any]]
) -> None:
    """Print one reader's row."""
    rows, seconds = [], []
    for page in pages:
        began = time.process_time()  # of one core, whatever else the machine does
        try:
            found = read(page)
        except NAMED_ERRORS as error:
            print(f"{page.facts['file']}: {error!r}")
            found = {}
        seconds.append(time.process_time() - began)
        rows.append(judge(found, page.facts["expected"]))
    shares = {f: statistics.mean([float(r[f]) for r in rows if f in r]) for f in FIELDS}
    figures = " ".join(f"{f} {share:.3f}" for f, share in shares.items())
    print(
        f"{name:<22} pages {len(rows)} {figures} | ms median {1000 * statistics.median(seconds):.1f} max {1000 * max(seconds):.0f}"
    )


def check_encodings(pages: list[Page]) -> None:
    """Print how many files each reader turns into the text that their marked encoding gives, and those that ours does not."""
    readers: Mapping[str, Callable[[bytes], str]] = {
        "ours": lambda raw: decode(raw).text,
        "Scrapy's default": lambda raw: HtmlResponse("http://site.example/", body=raw).text,
        "charset-normalizer": lambda raw: str(charset_normalizer.from_bytes(raw).best()),
    }
    known = [page for page in pages if _is_codec(page.facts["encoding"])]
    for name, read in readers.items():
        wrong = [page.facts["file"] for page in known if not _is_read(page, read)]
        print(f"encodings, {name}: {len(known) - len(wrong)} of {len(known)} right", *(wrong if name == "ours" else []))


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _is_read(page: Page, read: Callable[[bytes], str]) -> bool:
    codec = "gb18030" if page.facts["encoding"] in {"gb2312", "gbk"} else page.facts["encoding"]
    try:
        return bare(read(page.raw)) == bare(page.raw.decode(codec, errors="replace"))
    except UndecodableError:
        return False


def mutations(raw: bytes, dice: random.Random) -> Iterator[bytes]:
    """Endless broken variants of one page: cut, spliced, repeated and overwritten."""
    pieces = (
        b"<div>" * 300,
        b"<",
        b">",
        b'"',
        b"<script>",
        b"</body>",
        b"<!--",
        b"\x00",
        b"\xff\xfe",
        b"&#x110000;",
        b"<p style='",
    )
    while True:
        broken = bytearray(raw)
        for _ in range(dice.randint(1, 8)):
            at, length = dice.randrange(len(broken) + 1), dice.choice((1, 10, 200, 5000))
            change = dice.choice(("cut", "insert", "repeat", "noise", "end"))
            if change == "cut":
                del broken[at : at + length]
            elif change == "insert":
                broken[at:at] = dice.choice(pieces)
            elif change == "repeat":
                broken[at:at] = broken[at : at + length] * dice.randint(1, 20)
            elif change == "noise":
                broken[at : at + min(length, 200)] = dice.randbytes(min(length, 200))
            else:
                del broken[at + length :]
        yield bytes(broken)


def fuzz(pages: list[Page], count: int, seed: int) -> None:
    """Run `count` mutated pages; any error but the named ones stops the program."""
    dice, ends, slowest = random.Random(seed), Counter[str](), 0.0
    small = [p for p in pages if 0 < len(p.raw) < 300_000]
    for _ in range(count):
        page = dice.choice(small)
        raw = next(mutations(page.raw, dice))
        began = time.process_time()
        try:
            extract(raw, page.facts["url"])
            ends["read"] += 1
        except NAMED_ERRORS as error:
            ends[type(error).__name__] += 1
        slowest = max(slowest, time.process_time() - began)
    print(
        f"mutations {count} (seed {seed}): {dict(ends)}, slowest {slowest:.2f} s, over {TOO_LONG:.0f} s: {'yes' if slowest > TOO_LONG else 'none'}"
    )


def main() -> None:
    """Read the arguments and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mutations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--mutations-only", action="store_true")
    given = parser.parse_args()
    shared = Path(os.environ["CHENGYU_SHARED"])
    pages, judge = read_pages(shared / "pages"), judge_of(shared)
    if given.mutations_only:
        fuzz(pages, given.mutations, given.seed)
        return
    marked = [page for page in pages if is_marked(page)]
    for name, kind in (("real", marked), ("imitated", imitations())):
        print(f"{name} pages")
        score("ours", kind, ours, judge)
        score("trafilatura", kind, with_trafilatura(precision=False), judge)
        score("trafilatura precision", kind, with_trafilatura(precision=True), judge)
    check_encodings(pages)
    fuzz(pages, given.mutations, given.seed)


if __name__ == "__main__":
    main()
