"""Collect from a file: each row of a table or export becomes a Post or a counted refusal. May import crawlers.*."""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from crawlers.coverage import Coverage, Verdict
from crawlers.files import Cells, read_table
from crawlers.layouts import Layout, load_layouts
from crawlers.outcomes import Outcome
from crawlers.recording import Progress, Recording, private_folder, silent
from crawlers.rows import row_to_post
from crawlers.shared_recording import record
from crawlers.state import KnownState, State, open_state
from crawlers.windows import ALL_DAYS, Window

_STATE_FILE = "collect.sqlite"


class UnknownLayoutError(KeyError):
    """A layout name that is not declared; the arguments are the name and the names that are."""

    def __str__(self) -> str:
        return f"{self.args[0]}: not one of {', '.join(self.args[1])}"


class CollectBusyError(RuntimeError):
    """Another collect is at work in the same folder; the message is the folder."""


@contextmanager
def collecting(home: Path) -> Iterator[State]:
    """The state of an office's folder, for one collect at a time; raises CollectBusyError."""
    folder = private_folder(home / "state")
    with (folder / "collect.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CollectBusyError(str(home)) from error
        with open_state(folder / _STATE_FILE) as state:
            yield state


def committed_bytes(home: Path, source: str) -> dict[str, int]:
    """How many bytes of each raw file of a source the state of an office's folder knows, by the file's name."""
    path = home / "state" / _STATE_FILE
    if not path.exists():
        return {}
    with open_state(path) as state:
        return state.raw_bytes(source)


def collect_file(
    path: Path,
    layout_name: str,
    home: Path,
    now: datetime,
    *,
    source: str = "",
    layouts: Mapping[str, Layout] | None = None,
    window: Window = ALL_DAYS,
    progress: Progress = silent,
) -> Coverage:
    """Read a file by a declared layout into home/raw/<source>/ (`source` is the layout's name where empty).

    `layouts` are those that can be named, the ones that ship where not given.
    Raises LayoutError, UnknownLayoutError, FileError and CollectBusyError; nothing is written then.
    """
    known = load_layouts() if layouts is None else layouts
    if layout_name not in known:
        raise UnknownLayoutError(layout_name, sorted(known))
    with collecting(home) as state:
        return import_rows(path, known[layout_name], source or layout_name, home, now, state, window, progress)


def import_rows(
    path: Path,
    layout: Layout,
    source: str,
    home: Path,
    now: datetime,
    state: KnownState,
    window: Window,
    progress: Progress,
) -> Coverage:
    """The work of `collect_file` inside a collect that already holds the state."""
    table = read_table(path, layout.needed)
    recording = record(source, home, now, state, progress)
    recording.requests = recording.pages = 1
    for row in table.rows:
        _import_row(row, layout, recording, window)
    unused = sorted(set(table.columns) - layout.needed)
    if unused:
        recording.notes.append(f"未用到的列：{'、'.join(unused)}")
    return recording.close(now, (_verdict(recording), ""))


def _import_row(row: Cells | Outcome, layout: Layout, recording: Recording, window: Window) -> None:
    post = row if isinstance(row, Outcome) else row_to_post(row, layout, recording.source, recording.now)
    if isinstance(post, Outcome):
        recording.fields(date=False, body=False)
        recording.count(post)
        return
    recording.fields(title=bool(post.title), date=True, body=bool(post.text), region=bool(post.region))
    if window.holds(datetime.fromisoformat(post.published_at).date()):
        recording.keep(post)
    else:
        recording.count(Outcome.OFF_WINDOW)


def _verdict(recording: Recording) -> Verdict:
    return Verdict.OK if recording.outcomes[Outcome.STORED] + recording.outcomes[Outcome.UNCHANGED] else Verdict.EMPTY
