"""A run's record of one worker among many: every address is committed by itself, in step with its lines. May import crawlers.*."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from crawlers.coverage import Verdict
from crawlers.locks import lock_file, lock_is_free
from crawlers.outcomes import Outcome
from crawlers.recording import RAW_DIGITS, Progress, Recording, cover_killed, silent
from crawlers.sharing import SharedState
from crawlers.state import KnownState, Seen

_SHARED_ZH = "与其他机器分工采集"
_OWN_FAULT = frozenset({Outcome.NO_TITLE, Outcome.NO_DATE, Outcome.NO_BODY, Outcome.LOGIN_REQUIRED, Outcome.FAILED})


class SharedRecording(Recording):
    """A Recording whose state is shared: its file is named after the worker, and holds what is committed and no more."""

    def __init__(self, source: str, home: Path, now: datetime, state: SharedState, progress: Progress = silent) -> None:
        self.leases: dict[str, str] = {}
        self.shared = state
        self.suffix = f"-{state.worker}"
        super().__init__(source, home, now, state, progress)

    def settle(self, url: str, seen: Seen) -> None:
        """Remember how an address ended, and let go of it with everything that came of it."""
        super().settle(url, seen)
        if payload := self.leases.pop(url, ""):
            self.let_go(payload)

    def let_go(self, payload: str) -> None:
        """Commit, and with it that a leased address has been dealt with."""
        self._later(self.shared.acknowledge, self.source, payload)
        self.checkpoint()

    def judged(self) -> tuple[Verdict, str]:
        """The verdict; what one worker alone did not see is no gap where others saw it."""
        verdict, message = super().judged()
        elsewhere = self.shared.met(self.source) and not _OWN_FAULT & set(self.outcomes)
        return (Verdict.OK, _SHARED_ZH) if elsewhere and verdict is not Verdict.OK else (verdict, message)

    def _recover(self) -> None:
        cut_uncommitted(self.home, self.source, "*", self.shared.raw_bytes(self.source), self.now)


def cut_uncommitted(home: Path, source: str, worker: str, committed: Mapping[str, int], now: datetime) -> None:
    """Cut what silent workers of this machine wrote beyond their last commit: others have done it again, or will."""
    for path in sorted((home / "raw" / source).glob(f"{RAW_DIGITS}-{worker}.jsonl")):
        if not lock_is_free(lock_file(home, path.stem.partition("-")[2])):
            continue
        with path.open("r+b") as raw:
            raw.truncate(min(committed.get(path.name, 0), path.stat().st_size))
        if not (covered := path.with_suffix(".coverage.json")).exists():
            cover_killed(path, covered, source, now)


def record(source: str, home: Path, now: datetime, state: KnownState, progress: Progress = silent) -> Recording:
    """A run's record over one source, of the kind that its state asks for."""
    if isinstance(state, SharedState):
        return SharedRecording(source, home, now, state, progress)
    return Recording(source, home, now, state, progress)
