"""What many workers share through Redis: who has seen what, what waits, who works on what. May import crawlers.locks and state."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Generic, TypeVar

from crawlers.locks import lock_file, lock_is_free, locked
from crawlers.outcomes import Outcome
from crawlers.shared import Shared
from crawlers.state import Seen

Value = TypeVar("Value")

_LONGEST_REQUEST = 120_000  # milliseconds after which a host is free again, whatever became of who asked it
# SADD and RPUSH as one step: a worker killed between the two would lose the address for this run.
_LEASE = "if redis.call('EXISTS', KEYS[3]) == 1 then return redis.call('LMOVE', KEYS[1], KEYS[2], 'LEFT', 'RIGHT') end"
_OFFER = "if redis.call('SADD', KEYS[1], ARGV[1]) == 1 then redis.call('RPUSH', KEYS[2], ARGV[2]) end"


class SharedQueueError(RuntimeError):
    """The shared queue cannot be reached; the message is its host and port."""


class WorkerLostError(RuntimeError):
    """This worker was silent for so long that others took over its work, or has another's name; the message is its name."""


class SharedMap(Generic[Value]):
    """A hash in Redis as a mapping: what this worker wrote lately is read here, everything else there."""

    def __init__(self, db: Any, key: str, read: Callable[[str], Value]) -> None:
        self._db, self._key, self._read = db, key, read
        self._mine: dict[str, Value] = {}

    def get(self, name: str, /) -> Value | None:
        """The value of a name."""
        if name in self._mine:
            return self._mine[name]
        text = self._db.hget(self._key, name)
        return None if text is None else self._read(str(text))

    def __setitem__(self, name: str, value: Value, /) -> None:
        self._mine[name] = value

    def __contains__(self, name: object, /) -> bool:
        return name in self._mine or bool(self._db.hexists(self._key, name))

    def items(self) -> list[tuple[str, Value]]:
        """Everything that any worker has written."""
        return [(str(name), self._read(str(text))) for name, text in self._db.hgetall(self._key).items()]

    def forget_mine(self) -> None:
        """Read everything from Redis again: called once what was written here has been committed there."""
        self._mine.clear()


class SharedState:
    """The state of all sources in Redis, as crawlers.state has it in a file, and the queue of each source's run.

    A commit is one transaction, refused (WorkerLostError) once others have taken over this worker's work: what a worker
    wrote to its file beyond the last commit does not count and is cut off.
    """

    def __init__(self, shared: Shared, home: Path) -> None:
        # Only who shares a queue waits for this library.
        import redis

        self.worker = shared.worker
        self._home = home
        self._prefix, self._lease, self._place = shared.prefix, shared.lease_seconds, _place(shared.url)
        self._db: Any = redis.Redis.from_url(shared.url, decode_responses=True, socket_timeout=30)
        self._staged: list[tuple[str, tuple[Any, ...]]] = []
        self._maps: list[SharedMap[Any]] = []
        try:
            self._offer, self._take = map(self._db.register_script, (_OFFER, _LEASE))
            self._db.sadd(self._key("workers"), self.worker)
            self._db.set(self._key("alive", self.worker), 1, ex=self._lease)
        except redis.ConnectionError as error:
            raise SharedQueueError(self._place) from error

    # --- the state, as in crawlers.state ---

    def commit(self) -> None:
        """Keep everything told so far, in one step; raises WorkerLostError or SharedQueueError, with nothing kept."""
        from redis import ConnectionError as UnreachableError
        from redis import WatchError

        try:
            self._commit(WatchError)
        except UnreachableError as error:
            raise SharedQueueError(self._place) from error
        self._staged.clear()
        for known in self._maps:
            known.forget_mine()

    def _commit(self, conflict: type[Exception]) -> None:
        alive = self._key("alive", self.worker)
        with self._db.pipeline() as pipe:
            pipe.watch(alive)
            if not pipe.exists(alive):
                raise WorkerLostError(self.worker)
            pipe.multi()
            for command, arguments in self._staged:
                getattr(pipe, command)(*arguments)
            try:
                pipe.execute()
            except conflict as error:
                raise WorkerLostError(self.worker) from error

    def digests(self, source: str) -> SharedMap[str]:
        """The digest of each known post of a source, by post id."""
        return self._map(self._key("posts", source), str)

    def add_post(self, source: str, identity: str, digest: str) -> None:
        """Remember a post."""
        self._stage("hset", self._key("posts", source), identity, digest)

    def addresses(self, source: str) -> SharedMap[Seen]:
        """Everything known of a source's addresses, by canonical address."""
        return self._map(self._key("addresses", source), _seen)

    def add_address(self, source: str, url: str, seen: Seen) -> None:
        """Remember how an address ended."""
        self._stage("hset", self._key("addresses", source), url, json.dumps(asdict(seen)))

    def marks(self, source: str) -> Mapping[str, str]:
        """The high-water marks of a source."""
        return dict(self._db.hgetall(self._key("marks", source)))

    def set_mark(self, source: str, key: str, value: str) -> None:
        """Move a high-water mark."""
        self._stage("hset", self._key("marks", source), key, value)

    def raw_bytes(self, source: str) -> dict[str, int]:
        """How many bytes of each raw file are committed."""
        return {name: int(count) for name, count in self._db.hgetall(self._key("raw", source)).items()}

    def set_raw_bytes(self, source: str, name: str, count: int) -> None:
        """Say that the first `count` bytes of a raw file are committed."""
        self._stage("hset", self._key("raw", source), name, count)

    def close(self) -> None:
        """Leave without keeping what was not committed; what is still leased goes back to the queue."""
        self._db.delete(self._key("alive", self.worker))
        self._db.close()

    # --- the run over one source ---

    def join(self, source: str) -> str:
        """The name of the run that is open over a source, a new one where none is."""
        if self._db.set(self._key("run", source), os.urandom(8).hex(), nx=True):
            self._db.delete(self._key("met", source))
        return str(self._db.get(self._key("run", source)))

    def walks(self, source: str) -> bool:
        """Become the one worker that walks a source's lists, if nobody does and nobody has in this run."""
        walked = self._db.exists(self._key("walked", source))
        return not walked and bool(self._db.set(self._key("walker", source), self.worker, nx=True))

    def walked(self, source: str) -> None:
        """Say that the lists of a source have been read to their end."""
        self._stage("set", self._key("walked", source), self.worker)
        self._stage("delete", self._key("walker", source))

    def offer(self, source: str, key: str, payload: str) -> None:
        """Put an address into the queue, once a run."""
        self._offer(keys=[self._key("offered", source), self._key("queue", source)], args=[key, payload])

    def lease(self, source: str) -> str | None:
        """Take an address off the queue; it stays this worker's until it is acknowledged or this worker falls silent."""
        mine = self._key("leases", source, self.worker)
        taken: str | None = self._take(keys=[self._key("queue", source), mine, self._key("alive", self.worker)])
        return taken

    def acknowledge(self, source: str, payload: str) -> None:
        """Say, with the next commit, that an address has been dealt with."""
        self._stage("lrem", self._key("leases", source, self.worker), 1, payload)
        self._stage("incr", self._key("met", source))

    def met(self, source: str) -> int:
        """How many addresses all workers have dealt with in this run or the last."""
        return int(self._db.get(self._key("met", source)) or 0)

    def is_over(self, source: str, run: str) -> bool:
        """Whether a run has ended: its lists are read, and nothing waits or is being worked on."""
        if self._db.get(self._key("run", source)) != run:
            return True
        if not self._db.exists(self._key("walked", source)) or self._db.llen(self._key("queue", source)):
            return False
        if any(self._db.llen(self._key("leases", source, worker)) for worker in self._workers()):
            return False
        self._db.delete(*(self._key(name, source) for name in ("run", "offered", "walked")))
        return True

    # --- the workers ---

    def beat(self) -> None:
        """Say that this worker is alive; one that was given up stays so, since others do its work by now."""
        self._db.expire(self._key("alive", self.worker), self._lease)

    def require_alive(self) -> None:
        """Raise WorkerLostError where others have taken over this worker's work."""
        if not self._db.exists(self._key("alive", self.worker)):
            raise WorkerLostError(self.worker)

    def take_over(self, sources: Sequence[str], cut: Callable[[str, str], None]) -> None:
        """Put back what silent workers had in hand; `cut(source, worker)` cuts their files here to what is committed."""
        for worker in self._workers() - {self.worker}:
            if not self._is_silent(worker):
                continue
            self._db.delete(self._key("alive", worker))  # from here on that worker commits nothing
            for source in sources:
                cut(source, worker)
                mine = self._key("leases", source, worker)
                while self._db.lmove(mine, self._key("queue", source), "RIGHT", "LEFT"):
                    pass
                if self._db.get(self._key("walker", source)) == worker:
                    self._db.delete(self._key("walker", source))
            if not list(self._db.scan_iter(self._key("leases", "*", worker))):
                self._db.srem(self._key("workers"), worker)

    @contextmanager
    def alone(self, source: str) -> Iterator[None]:
        """Keep other workers from a source that is read as a whole, a file."""
        with self._db.lock(self._key("file", source), timeout=600):
            yield

    def take_host(self, name: str) -> bool:
        """Whether this worker may ask a host now: one request at a time goes to a host, whoever sends it."""
        return bool(self._db.set(self._key("host", name), self.worker, nx=True, px=_LONGEST_REQUEST))

    def rest_host(self, name: str, seconds: float) -> None:
        """Let a host rest before anybody asks it again."""
        self._db.set(self._key("host", name), self.worker, px=max(1, round(1000 * seconds)))

    def _is_silent(self, worker: str) -> bool:
        """Whether a worker has not been heard of for long, or its process on this machine has ended."""
        if not self._db.exists(self._key("alive", worker)):
            return True
        path = lock_file(self._home, worker)
        return path.exists() and lock_is_free(path)

    def _workers(self) -> set[str]:
        return set(self._db.smembers(self._key("workers")))

    def _map(self, key: str, read: Callable[[str], Value]) -> SharedMap[Value]:
        made = SharedMap(self._db, key, read)
        self._maps.append(made)
        return made

    def _stage(self, command: str, *arguments: Any) -> None:
        self._staged.append((command, arguments))

    def _key(self, *parts: str) -> str:
        return ":".join((self._prefix, *parts))


def _seen(text: str) -> Seen:
    fields = json.loads(text)
    return Seen(Outcome(fields.pop("outcome")), **fields)


def _place(url: str) -> str:
    """Host and port without the password."""
    return re.sub(r"//[^@/]*@", "//", url)


def shared_committed_bytes(shared: Shared, source: str) -> dict[str, int]:
    """How many bytes of each raw file of a source are committed, by the file's name; raises SharedQueueError."""
    import redis

    try:
        with redis.Redis.from_url(shared.url, decode_responses=True, socket_timeout=30) as db:
            return {name: int(count) for name, count in db.hgetall(f"{shared.prefix}:raw:{source}").items()}
    except redis.ConnectionError as error:
        raise SharedQueueError(_place(shared.url)) from error


@contextmanager
def working(home: Path, shared: Shared) -> Iterator[SharedState]:
    """The shared state, while a lock in the office's folder tells others on this machine that this worker lives."""
    path = lock_file(home, shared.worker)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as lock:
        if not locked(lock):
            raise WorkerLostError(shared.worker)
        state = SharedState(shared, home)
        try:
            yield state
        finally:
            state.close()
