"""One run over one source on disk: archive, Post line, state, in this order. May import crawlers.* records and state."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO

from crawlers.coverage import Coverage, Verdict
from crawlers.outcomes import Outcome
from crawlers.post import Post, PostError
from crawlers.state import KnownState, Seen
from crawlers.verdicts import earlier_coverages, judge

_CHECKPOINT = 100  # posts between two commits of the state; a kill between them costs only requests
_STAMP = "%Y%m%dT%H%M%S"
RAW_DIGITS = f"{'[0-9]' * 8}T{'[0-9]' * 6}"
STOPPED_ZH = "采集中途停止，已经采到的都在；再运行一次会接着采"
Progress = Callable[[str, int], None]


def silent(_source: str, _posts: int) -> None:
    """A progress display that shows nothing."""


def private_folder(path: Path) -> Path:
    """Make a folder that its owner alone can enter, with its parents."""
    for folder in (*reversed(path.parents), path):
        folder.mkdir(mode=0o700, exist_ok=True)
    return path


def free_stamp(folder: Path, now: datetime, suffix: str = "") -> str:
    """YYYYMMDDTHHMMSS of `now` and a suffix, or of the first later second whose raw file does not exist yet."""
    while (folder / f"{now.strftime(_STAMP)}{suffix}.jsonl").exists():
        now += timedelta(seconds=1)
    return now.strftime(_STAMP) + suffix


def content_digest(post: Post) -> str:
    """What tells an edited post from an unchanged one; counts and rank, which move all the time, stand outside."""
    parts = (post.title, post.text, post.published_at, post.author, repr(post.handling))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def cover_killed(path: Path, covered: Path, source: str, now: datetime) -> None:
    """Leave a coverage file for a run that was killed before it could: a gap that nobody sees is the worst."""
    posts = path.read_bytes().count(b"\n")
    begun = datetime.strptime(path.stem.partition("-")[0], _STAMP).replace(tzinfo=now.tzinfo).isoformat()
    outcomes = {Outcome.STORED: posts} if posts else {}
    raw_file = f"raw/{source}/{path.name}"
    Coverage(source, raw_file, begun, begun, 0, 0, posts, outcomes, None, {}, Verdict.DEAD, STOPPED_ZH).write(covered)


class Recording:
    """Writes what one run finds in one source, and knows what earlier runs found.

    Lines are flushed before the state hears of them, and the state is committed only after the raw file (and the
    archive, through `before_commit`) is on disk. What a killed run wrote but did not commit is read back from its raw file.
    """

    suffix = ""

    def __init__(self, source: str, home: Path, now: datetime, state: KnownState, progress: Progress = silent) -> None:
        self.source = source
        self.notes: list[str] = []
        self.says_nothing = False
        self.outcomes: Counter[Outcome] = Counter()
        self.filled: Counter[str] = Counter()
        self.tried = self.requests = self.pages = 0
        self.now = now
        self._progress = progress
        self._pending: list[Callable[[], None]] = []
        self._state = state
        self.home = home
        self._folder = private_folder(home / "raw" / source)
        self.before_commit: Callable[[], None] = lambda: None
        self._recover()
        self.addresses = state.addresses(source)
        self.marks = dict(state.marks(source))
        self._digests = state.digests(source)
        self._met: set[str] = set()
        self._newest = ""
        self.stamp = free_stamp(self._folder, now, self.suffix)
        self._raw: IO[bytes] = (self._folder / f"{self.stamp}.jsonl").open("xb")

    def count(self, outcome: Outcome) -> None:
        """Count one address, item or row that ended without a post."""
        self.outcomes[outcome] += 1

    def fields(self, **filled: bool) -> None:
        """Say which fields of one page or row were found, for the fill rates."""
        self.tried += 1
        self.filled.update({name: int(found) for name, found in filled.items()})

    def keep(self, post: Post) -> Outcome:
        """Write a post that is new or changed, and count how it ended: STORED, UNCHANGED or DUPLICATE."""
        outcome = self.standing(post)
        if outcome is Outcome.STORED:
            self._write(post)
        self.count(outcome)
        self._met.add(post.id)
        return outcome

    def knows(self, identity: str) -> bool:
        """Whether a post of this id was kept, by this run or an earlier one."""
        return identity in self._digests

    def standing(self, post: Post) -> Outcome:
        """How `keep` would end for a post: STORED, UNCHANGED (an earlier run has it) or DUPLICATE (this one has)."""
        if post.id in self._met:
            return Outcome.DUPLICATE
        return Outcome.UNCHANGED if self._digests.get(post.id) == content_digest(post) else Outcome.STORED

    def settle(self, url: str, seen: Seen) -> None:
        """Remember how an address ended."""
        known = self.addresses.get(url)
        attempts = known.attempts + 1 if known and known.outcome is seen.outcome else 1
        settled = replace(seen, attempts=attempts)
        self.addresses[url] = settled
        self._later(self._state.add_address, self.source, url, settled)

    def mark(self, key: str, value: str) -> None:
        """Move a high-water mark."""
        self.marks[key] = value
        self._later(self._state.set_mark, self.source, key, value)

    def quarantine(self, raw: bytes) -> None:
        """Keep bytes that no encoding reads, under a name made from them."""
        folder = private_folder(self.home / "quarantine" / self.source)
        (folder / f"{hashlib.sha256(raw).hexdigest()[:32]}.bin").write_bytes(raw)

    def checkpoint(self) -> None:
        """Put archive and raw lines on disk, then the state."""
        self.before_commit()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        self._later(self._state.set_raw_bytes, self.source, f"{self.stamp}.jsonl", self._raw.tell())
        for tell in self._pending:
            tell()
        self._pending.clear()
        self._state.commit()

    def close(self, finished: datetime, verdict: tuple[Verdict, str] | None = None) -> Coverage:
        """End the run: commit, and write the coverage file; `verdict` is judged from the counts where not given."""
        self.checkpoint()
        self._raw.close()
        reached, message = verdict or self.judged()
        coverage = Coverage(
            source=self.source,
            raw_file=f"raw/{self.source}/{self.stamp}.jsonl",
            started_at=self.now.isoformat(),
            finished_at=finished.isoformat(),
            requests=self.requests,
            pages=self.pages,
            posts=self.outcomes[Outcome.STORED],
            outcomes={outcome: n for outcome, n in sorted(self.outcomes.items()) if n},
            newest_post=self._newest or None,
            fill_rates={name: round(n / self.tried, 4) for name, n in sorted(self.filled.items())},
            verdict=reached,
            message="；".join(part for part in (message, *dict.fromkeys(self.notes)) if part),
        )
        coverage.write(self._folder / f"{self.stamp}.coverage.json")
        return coverage

    def judged(self) -> tuple[Verdict, str]:
        """The verdict on this run, and why, by its counts and by earlier runs."""
        earlier = earlier_coverages(self._folder)
        return judge(self.pages, self.outcomes, earlier, self.now, says_nothing=self.says_nothing)

    def _write(self, post: Post) -> None:
        self._raw.write(post.to_json().encode("utf-8", "replace") + b"\n")
        self._raw.flush()
        digest = content_digest(post)
        self._later(self._state.add_post, self.source, post.id, digest)
        self._digests[post.id] = digest
        self._newest = max(self._newest, post.published_at)
        stored = self.outcomes[Outcome.STORED] + 1
        self._progress(self.source, stored)
        if stored % _CHECKPOINT == 0:
            self.checkpoint()

    def _later(self, tell: Callable[..., None], *told: object) -> None:
        self._pending.append(partial(tell, *told))

    def _recover(self) -> None:
        """Read back what a killed run wrote after its last commit, and cut off a line it left half-written."""
        known = self._state.raw_bytes(self.source)
        for path in sorted(self._folder.glob(f"{RAW_DIGITS}.jsonl")):
            if path.stat().st_size != known.get(path.name, 0):
                self._read_back(path, known.get(path.name, 0))
            if not (covered := path.with_suffix(".coverage.json")).exists():
                cover_killed(path, covered, self.source, self.now)
        self._state.commit()

    def _read_back(self, path: Path, offset: int) -> None:
        with path.open("r+b") as raw:
            raw.seek(offset)
            tail = raw.read()
            whole = tail[: tail.rfind(b"\n") + 1]
            raw.truncate(offset + len(whole))
        for line in whole.split(b"\n")[:-1]:
            self._readopt(line.decode("utf-8", "replace"))
        self._state.set_raw_bytes(self.source, path.name, offset + len(whole))

    def _readopt(self, line: str) -> None:
        try:
            post = Post.from_json(line)
        except PostError:
            return  # a line that is no Post was not written by us; store refuses and counts it
        # Its address is asked for again, since what hangs on the page (replies, comments) may not have been written.
        self._state.add_post(self.source, post.id, content_digest(post))
