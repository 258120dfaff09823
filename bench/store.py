"""Measures stage 2: copies by edit share and on the demo city, its stories, posts per second by step. Imports everything.

CHENGYU_SHARED=../shared python -m bench.store copies
python -m bench.store stories
CHENGYU_SHARED=../shared python -m bench.store speed 10000 100000
CHENGYU_SHARED=../shared python -m bench.store whole 1000000      (all processors it may use; one alone: taskset -c 0)
"""

import csv
import gzip
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

from bench.score import family, resident
from bench.store_demo import measure_demo_copies, measure_stored_stories, measure_stories
from crawlers.post import CITY_TIME, Channel, DateConfidence, Owner, Post, Tier
from models.processes import processors
from pipeline.cleaning import clean, comparable
from pipeline.database import open_database
from pipeline.duplicates import CopyIndex
from pipeline.gazetteer import city_from_gazetteer
from pipeline.places import atlas_of, place_of
from pipeline.privacy import mask
from pipeline.store import Retention, store

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
SHARES = (0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3)
PLANTED = 3_000


def main() -> None:
    """Run the measurement named on the command line."""
    kind, *sizes = sys.argv[1:] or ["speed", "10000"]
    if kind == "copies":
        measure_copies()
        measure_demo_copies()
    elif kind == "stories":
        measure_stories()
        measure_stored_stories()
    else:
        for size in map(int, sizes):
            (measure_whole if kind == "whole" else measure_speed)(size)


# --- copies ---------------------------------------------------------------------------------------


def measure_copies() -> None:
    """Pair precision and recall of planted edits among real texts and question pairs that only look alike."""
    rng = random.Random(7)
    originals = [text for text in dict.fromkeys(map(comparable, map(clean, real_texts()))) if len(text) >= 30]
    hard = list(dict.fromkeys(comparable(text) for pair in question_pairs() for text in pair[:2]))
    letters = "".join(originals)
    print(f"{len(originals)} real texts of 30 characters or more, {len(hard)} questions, {PLANTED} edited copies")
    print("| edited characters | recall | precision |\n|---|---|---|")
    for share in SHARES:
        recall, precision = planted(originals, hard, letters, share, rng)
        print(f"| {share:.0%} | {recall:.3f} | {precision:.3f} |")
    index = CopyIndex()
    other = {frozenset(map(comparable, pair[:2])) for pair in question_pairs() if pair[2] == "0"}
    found = index.add(hard, [0] * len(hard))
    wrong = sum(frozenset((hard[copy.place], hard[copy.of])) in other for copy in found)
    print(f"questions labelled as other questions: {len(other)}; taken for copies: {wrong}")


def planted(
    originals: Sequence[str], hard: Sequence[str], letters: str, share: float, rng: random.Random
) -> tuple[float, float]:
    """Recall and precision of finding, for each edited text, what it was made from (or that one's own original)."""
    index = CopyIndex()
    known = [*originals, *hard]
    first = {copy.place: copy.of for copy in index.add(known, [0] * len(known))}
    chosen = rng.sample(range(len(originals)), PLANTED)
    copies = index.add([edited(originals[n], share, letters, rng) for n in chosen], [0] * PLANTED)
    right = sum(copy.of == first.get(n, n) for copy in copies for n in [chosen[copy.place - len(known)]])
    return right / PLANTED, right / max(1, len(copies))


def edited(text: str, share: float, letters: str, rng: random.Random) -> str:
    """A text with a share of its characters swapped, added or dropped, a third each."""
    parts = list(text)
    for _ in range(max(1, round(len(parts) * share))):
        place, change = rng.randrange(len(parts)), rng.randrange(3)
        if change == 0:
            parts[place] = rng.choice(letters)
        elif change == 1:
            parts.insert(place, rng.choice(letters))
        else:
            del parts[place]
    return "".join(parts)


# --- speed ----------------------------------------------------------------------------------------


def measure_speed(size: int) -> None:
    """Posts per second of each step by itself."""
    rng = random.Random(size)
    texts = list(recombined(size, rng))
    atlas = atlas_of(city_from_gazetteer("福建", "福州"))
    print(f"## {size} posts, {sum(map(len, texts)) / size:.0f} characters each")
    masked = timed("mask", size, lambda: [mask(text).text for text in texts])
    cleaned = timed("clean", size, lambda: [clean(text) for text in masked])
    timed("place", size, lambda: Counter(place_of(atlas, "", text).district for text in cleaned))
    bare = [comparable(text) for text in cleaned]
    days = [n * 365 // size for n in range(size)]
    timed("copies", size, lambda: CopyIndex().add(bare, days))


def measure_whole(size: int) -> None:
    """The whole stage on a fresh SQLite file: clock, processor time and memory of all processes, lines and stories apart."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_raw(home, recombined(size, random.Random(size)), size)
        db = open_database(f"sqlite:///{home / 'c.db'}")
        city = city_from_gazetteer("福建", "福州")
        clock, begun, lines_end = time.monotonic(), processor_seconds(), [(0.0, 0.0)]

        def advance(name: str, _lines: int) -> None:
            lines_end.append((time.monotonic() - clock, time.process_time()))
            print(f"{name}: {lines_end[-1][0]:.0f} s since the beginning", flush=True)

        with watched() as most:
            report = store(db, home, city, b"s" * 32, NOW, Retention(), advance)
        whole, spent = time.monotonic() - clock, processor_seconds() - begun
        # Stories are this process's alone.
        lines_clock, own = lines_end[-1]
        stories = time.process_time() - own
        print(dict(report.outcomes), f"stories {report.stories}")
        db.close()
    print(f"by the clock {whole:.1f} s: lines {lines_clock:.1f} s, stories {whole - lines_clock:.1f} s")
    print(f"processor time of all processes {spent:.1f} s: lines {spent - stories:.1f} s, stories {stories:.1f} s")
    print(f"{size / whole:,.0f} posts/s by the clock, {1000 * spent / size:.2f} ms of processor time a post")
    print(f"peak memory of all processes together {max(most) / 2**20:.2f} GiB, on {processors()} processors")


def processor_seconds() -> float:
    """Of this process and of those it began that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


@contextmanager
def watched() -> Iterator[list[int]]:
    """KiB in memory of this process and of all it began, five times a second; what they share counts for each."""
    found, done = [0], Event()

    def watch() -> None:
        while not done.wait(0.2):
            found.append(sum(map(resident, family(os.getpid()))))

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield found
    finally:
        done.set()
        watcher.join()


T = TypeVar("T")


def timed(name: str, size: int, step: Callable[[], T]) -> T:
    """Run a step and print its speed."""
    begin = time.process_time()
    result = step()
    # One process without threads: processor time is what it takes on a free core, whatever runs beside.
    seconds = time.process_time() - begin
    print(f"{name}: {seconds:.1f} s, {size / seconds:,.0f} posts/s", flush=True)
    return result


def recombined(size: int, rng: random.Random) -> Iterator[str]:
    """Texts made of sentences of real ones; one in twenty copies an earlier one with small changes."""
    sentences = [part for text in real_texts() for part in text.split("。") if 8 <= len(part) <= 80]
    letters = "".join(sentences[:2000])
    made: deque[str] = deque(maxlen=5_000)
    for _ in range(size):
        is_copy = bool(made) and rng.random() < 0.05
        fresh = rng.choices(sentences, k=rng.randint(1, 6))
        text = edited(rng.choice(made), 0.05, letters, rng) if is_copy else "。".join(fresh)
        made.append(text)
        yield text


def write_raw(home: Path, texts: Iterable[str], size: int) -> None:
    """Raw files of 50,000 lines, a year of posts in order of time."""
    folder = home / "raw" / "bench"
    folder.mkdir(parents=True)
    step = timedelta(days=365) / size
    numbered = enumerate(texts)
    for start in range(0, size, 50_000):
        with (folder / f"{start:09d}.jsonl").open("w", encoding="utf-8") as file:
            for n, text in islice(numbered, 50_000):
                file.write(a_post(n, text, NOW - timedelta(days=365) + step * n).to_json() + "\n")


def a_post(number: int, text: str, at: datetime) -> Post:
    """A post of the benchmark."""
    return Post(
        source="bench",
        channel=Channel.MESSAGE_BOARD if number % 2 else Channel.SOCIAL,
        tier=Tier.SELF_MEDIA,
        owner=Owner.INDEPENDENT,
        native_id=str(number),
        url="",
        title="",
        text=text,
        author=f"a{number % 5000}",
        outlet="",
        published_at=at.isoformat(timespec="seconds"),
        date_confidence=DateConfidence.EXACT,
        collected_at=NOW.isoformat(),
    )


# --- texts ----------------------------------------------------------------------------------------


def corpora() -> Path:
    """The folder of real texts; raises KeyError where CHENGYU_SHARED is not set."""
    return Path(os.environ["CHENGYU_SHARED"]) / "corpora"


def real_texts() -> Iterator[str]:
    """Citizens' messages and microblog posts."""
    for name, column in (("message_board/messages_a.csv", "留言详情"), ("fuzhou/weibo_search_export.csv", "微博正文")):
        with (corpora() / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield row[column]


def question_pairs() -> list[list[str]]:
    """Two questions and whether they mean the same ("1")."""
    with gzip.open(corpora() / "lcqmc_dev.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


if __name__ == "__main__":
    main()
