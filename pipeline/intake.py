"""Raw lines read and treated, in order, by this process or by several. May import crawlers.post, models.processes."""

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from crawlers.post import Post, canonical_url
from models.processes import in_order, processors
from pipeline.lines import LONGEST_LINE, Refusal, city_time, read_line
from pipeline.pages import page_mark, page_of
from pipeline.post_rows import Treated, Treatment, counts_of, handling_row_of, post_row_of

# Lines taken in at once: enough for arrays to pay, few enough that a file of a million lines fits in memory.
_CHUNK = 5_000
# Chunks that are on their way for each process, with their rows some 20 MB each.
_AHEAD = 2
# Bytes of new files, some 12,000 posts: to start two processes costs half a second, and below this there are too few
# chunks to share out.
LARGE = 10_000_000
# More would wait for the one process that reads and writes.
MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class RawFile:
    """A raw file as it was looked at; `name` is its path under the raw folder, `digest` its SHA-256."""

    path: Path
    name: str
    digest: str
    lines: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines of a raw file, with their numbers from 1."""

    file: RawFile
    lines: Sequence[tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A post met on a line: what tells whether it is new, what may have changed since, and what to store if it is new.

    `new` is its row, or the post itself where nobody treated it yet; `url` is canonical.
    """

    id: str
    native_id: str
    url: str
    day: date
    counts: Mapping[str, int | None]
    handling: Treated | None
    new: Treated | Post

    @property
    def page_mark(self) -> str:
        """By what its page would be known if it was forgotten from another source; "" where it is no page by itself."""
        page = page_of(self.native_id, self.url)
        return page_mark(page) if page else ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What some lines of a raw file hold, by line."""

    file: RawFile
    refusals: Sequence[tuple[int, Refusal]]
    sightings: Sequence[tuple[int, Sighting]]

    def without(self, settled: Collection[int]) -> "Taken":
        """The same but for some lines."""
        refusals = [(n, refusal) for n, refusal in self.refusals if n not in settled]
        return Taken(self.file, refusals, [(n, met) for n, met in self.sightings if n not in settled])


def survey(path: Path, name: str) -> RawFile:
    """A file as it is now; its last line counts without its line end too."""
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            lines += block.count(b"\n")
            last = block[-1:]
    return RawFile(path, name, digest.hexdigest(), lines + (last != b"\n"))


def has_grown(file: RawFile, lines: int, digest: str) -> bool:
    """Whether a file begins with all that it held when it had so many lines and that digest."""
    seen = hashlib.sha256()
    with file.path.open("rb") as opened:
        for line in islice(opened, max(lines - 1, 0)):
            seen.update(line)
        last = opened.readline(LONGEST_LINE) if lines else b""
    # The last line may have been cut off anywhere, and how long it was is not known.
    for place in range(len(last)):
        seen.update(last[place : place + 1])
        if seen.hexdigest() == digest:
            return True
    return seen.hexdigest() == digest


def chunks_of(file: RawFile, settled: Collection[int]) -> Iterator[Chunk]:
    """The lines of a file as it was looked at but for the settled ones, in one chunk at least.

    What is written meanwhile belongs to the next run.
    """
    if not file.lines:
        yield Chunk(file, ())
    with file.path.open("rb") as opened:
        numbered = islice(enumerate(opened, 1), file.lines)
        while lines := list(islice(numbered, _CHUNK)):
            yield Chunk(file, [(n, raw) for n, raw in lines if n not in settled])


def processes_for(size: int) -> int:
    """By how many processes so many bytes of raw lines are treated fastest; 1 is this one alone."""
    return min(processors(), MOST_PROCESSES) if size >= LARGE else 1


def taken_in_turn(chunks: Iterable[Chunk], now: datetime) -> Generator[Taken, None, None]:
    """What the chunks hold, read by this process; posts are left to be treated once it is known that they are new."""
    for chunk in chunks:
        refusals, posts = _read(chunk, now)
        yield Taken(chunk.file, refusals, [(n, _sighting(post, post)) for n, post in posts])


def taken_by(
    processes: int, chunks: Iterable[Chunk], now: datetime, treatment: Treatment, known: Iterable[str]
) -> Generator[Taken, None, None]:
    """The same from other processes, which treat each post that they have not met and that is not among the known ids.

    Raises ProcessDiedError. Close the iterator where it is not read to its end.
    """
    numbers = array("Q", sorted(_number(post_id) for post_id in known))
    return in_order(processes, _begin, (now, treatment, numbers), _treat, chunks, _AHEAD)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a process needs to treat posts, and which ones will hardly be new.

    A hot list tells the same post every hour, a message board every week; whoever decides treats such a post itself
    where it is new after all.
    """

    now: datetime
    treatment: Treatment
    known: "array[int]"  # in order; a million ids as numbers take 8 MB
    met: set[str]

    def expects(self, post_id: str) -> bool:
        """Whether a post is likely to be new; from now on it is not."""
        number = _number(post_id)
        place = bisect_left(self.known, number)
        is_known = post_id in self.met or (place < len(self.known) and self.known[place] == number)
        self.met.add(post_id)
        return not is_known


_begun: list[_Desk] = []


def _number(post_id: str) -> int:
    return int(post_id, 16)


def _begin(now: datetime, treatment: Treatment, known: "array[int]") -> None:
    _begun.append(_Desk(now, treatment, known, set()))


def _treat(chunk: Chunk) -> Taken:
    (desk,) = _begun
    refusals, posts = _read(chunk, desk.now)
    name, treatment = chunk.file.name, desk.treatment
    made = ((n, post, post_row_of(post, name, n, treatment) if desk.expects(post.id) else post) for n, post in posts)
    return Taken(chunk.file, refusals, [(n, _sighting(post, new)) for n, post, new in made])


def _read(chunk: Chunk, now: datetime) -> tuple[list[tuple[int, Refusal]], list[tuple[int, Post]]]:
    refusals, posts = [], []
    for n, raw in chunk.lines:
        read = read_line(raw, now)
        if isinstance(read, Post):
            posts.append((n, read))
        else:
            refusals.append((n, read))
    return refusals, posts


def _sighting(post: Post, new: Treated | Post) -> Sighting:
    return Sighting(
        id=post.id,
        native_id=post.native_id,
        url=canonical_url(post.url),
        day=city_time(post.published_at).date(),
        counts=counts_of(post),
        handling=handling_row_of(post.id, post.handling) if post.handling else None,
        new=new,
    )
