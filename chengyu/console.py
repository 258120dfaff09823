"""How commands speak: progress on a terminal, plain lines elsewhere, tables of counts. Imports nothing of ours."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)

Advance = Callable[[str, int], None]


def say(line: str) -> None:
    """One line for the user; bytes of a file's name that are no text are written as their numbers."""
    OUT.print(line.encode("utf-8", "backslashreplace").decode(), markup=False)


def complain(line: str) -> None:
    """One line on standard error."""
    ERR.print(line, markup=False)


def say_counts(title: str, counts: Mapping[str, int]) -> None:
    """A title and its counts, largest first, without zeros."""
    shown = [(name, n) for name, n in counts.items() if n]
    text = "，".join(f"{name} {n}" for name, n in sorted(shown, key=lambda pair: (-pair[1], pair[0])))
    say(f"{title}{text or '无'}")


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Advance]:
    """A function that counts work done; it draws a bar on a terminal and stays silent elsewhere."""
    if not OUT.is_terminal:
        yield lambda _what, _count: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=OUT, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda _what, count: bar.advance(task, count)
