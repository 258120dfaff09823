"""Work done by several processes at once, its results in order. Imports nothing of ours."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


class ProcessDiedError(RuntimeError):
    """A process that did a part of the work is gone, killed for its memory most likely; the message is its exit code."""


def processors() -> int:
    """How many this process may use; macOS and Windows do not tell, and there it is how many there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def in_order(
    processes: int,
    begin: Callable[..., None],
    arguments: tuple[Any, ...],
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    ahead: int,
) -> Generator[Result, None, None]:
    """`work` of each task, in order, by so many processes in each of which `begin(*arguments)` was called first.

    Up to `ahead` tasks for each process are on their way: enough that none waits, few enough that memory stays bounded.
    Raises ProcessDiedError. Close the iterator where it is not read to its end.
    """
    # No ProcessPoolExecutor: where one of its processes dies while it hands over a result it waits for ever, and its
    # processes outlive the one that began them when that is killed.
    workers = [_begun(begin, arguments, work) for _ in range(processes)]
    try:
        asked = deque[_Worker]()
        for worker, task in zip(cycle(workers), tasks, strict=False):
            worker.send(task)
            asked.append(worker)
            if len(asked) > ahead * processes:
                yield asked.popleft().receive()
        while asked:
            yield asked.popleft().receive()
    finally:
        for worker in workers:
            worker.end()


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process, and the pipe to it; nobody else holds that end, so that each sees when the other is gone."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"

    def send(self, task: Any) -> None:
        try:
            self.pipe.send(task)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise self._died() from error

    def receive(self) -> Any:
        try:
            return self.pipe.recv()
        except (EOFError, ConnectionResetError) as error:
            raise self._died() from error

    def end(self) -> None:
        self.process.terminate()
        self.process.join()
        self.pipe.close()

    def _died(self) -> ProcessDiedError:
        self.process.join()
        return ProcessDiedError(str(self.process.exitcode))


def _begun(begin: Callable[..., None], arguments: tuple[Any, ...], work: Callable[[Any], Any]) -> _Worker:
    # Spawned, not forked: a fork of a process with threads may hang, and Windows and macOS have none.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, begin, arguments, work), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(
    pipe: "Connection[Any, Any]", begin: Callable[..., None], arguments: tuple[Any, ...], work: Callable[[Any], Any]
) -> None:
    # A stop by hand reaches every process of the terminal; the one that began the others ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # None of the records made here points back at itself; looking for such took a tenth of the time.
    gc.disable()
    begin(*arguments)
    tasks = SimpleQueue[Any]()
    Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    while True:
        pipe.send(work(tasks.get()))


def _receive(pipe: "Connection[Any, Any]", tasks: "SimpleQueue[Any]") -> None:
    """Take tasks in at once, lest both ends wait with full pipes; end this process when the other end is gone."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, ConnectionResetError):
        os._exit(1)
