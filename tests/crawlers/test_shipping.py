"""What is committed goes to a feed address, each post once, whatever is killed or down on the way."""

import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from crawlers.feeds import Feed
from crawlers.imports import committed_bytes
from crawlers.post import Post
from crawlers.shipping import Shipped, pieces, ship, shipping
from tests.crawlers.sites import Crawl, small_site
from tests.crawlers.test_collect import declared, many, sources_file
from tests.crawlers.test_sharing import ended, prefix, server, wait_for, worker  # noqa: F401 - fixtures among them

NAME = "20261123T080000.jsonl"


class Shelf:
    """A feed in memory that fails as often as it is told to."""

    place = "shelf://x"

    def __init__(self, failures: int = 0) -> None:
        self.files: dict[str, bytes] = {}
        self.failures = failures

    async def put(self, name: str, content: bytes) -> None:
        if self.failures:
            self.failures -= 1
            self.files[name] = content[: len(content) // 2]  # as a broken line leaves it
            raise ConnectionResetError(name)
        self.files[name] = content


def raw(home: Path, content: bytes, name: str = NAME) -> Path:
    path = home / "raw" / "s" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_only_what_is_committed_is_sent_and_the_rest_later(tmp_path: Path) -> None:
    shelf, known = Shelf(), {NAME: 4}
    path = raw(tmp_path, b"one\ntwo\nthr")
    assert ship(tmp_path, shelf, ["s"], lambda _: known) == Shipped(1, "")
    assert ship(tmp_path, shelf, ["s"], lambda _: known) == Shipped(0, "")
    known[NAME] = 8
    path.with_suffix(".coverage.json").write_text("{}", encoding="utf-8")
    assert ship(tmp_path, shelf, ["s"], lambda _: known) == Shipped(2, "")
    assert shelf.files == {
        "s/20261123T080000-000000000000.jsonl": b"one\n",
        "s/20261123T080000-000000000004.jsonl": b"two\n",
        "s/20261123T080000.coverage.json": b"{}",
    }


def test_a_piece_is_tried_again_and_then_waits(tmp_path: Path) -> None:
    path = raw(tmp_path, b"one\n")
    path.with_suffix(".coverage.json").write_text("{}", encoding="utf-8")
    shelf, quick = Shelf(failures=2), (0.0, 0.0, 0.0)
    assert ship(tmp_path, shelf, ["s"], lambda _: {NAME: 4}, quick) == Shipped(2, "")
    other = Shelf(failures=9)
    other.place = "shelf://y"
    failed = ship(tmp_path, other, ["s"], lambda _: {NAME: 4}, quick)
    assert failed == Shipped(0, "ConnectionResetError: s/20261123T080000-000000000000.jsonl")
    assert other.failures == 6  # a feed that is down is not asked for every piece
    other.failures = 0
    assert ship(tmp_path, other, ["s"], lambda _: {NAME: 4}, quick) == Shipped(2, "")
    assert shelf.files == other.files


def test_a_kill_between_arrival_and_note_sends_the_same_name(tmp_path: Path) -> None:
    shelf = Shelf()
    raw(tmp_path, b"one\ntwo\n")
    ship(tmp_path, shelf, ["s"], lambda _: {NAME: 4})
    with sqlite3.connect(tmp_path / "state" / "shipped.sqlite") as marks:
        marks.execute("DELETE FROM shipped")
    ship(tmp_path, shelf, ["s"], lambda _: {NAME: 8})
    assert shelf.files == {"s/20261123T080000-000000000000.jsonl": b"one\ntwo\n"}


def test_what_waited_long_goes_in_parts_of_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.shipping._LONGEST", 10)
    lines = [b"%04d\n" % n for n in range(11)]
    raw(tmp_path, b"".join(lines))
    found = list(pieces(tmp_path, "s", {NAME: 55}, {}))
    assert [(piece.start, piece.end) for piece in found] == [(n, min(n + 10, 55)) for n in range(0, 55, 10)]


def test_pieces_go_while_the_work_goes_on(tmp_path: Path) -> None:
    shelf, known = Shelf(), {NAME: 4}
    raw(tmp_path, b"one\ntwo\n")
    with shipping(tmp_path, shelf, ["s"], lambda _: known, every=0.01) as shipped:
        while not shelf.files:
            time.sleep(0.005)
        known[NAME] = 8
    assert (shipped.arrived, shipped.failure) == (2, "")
    assert b"".join(shelf.files[name] for name in sorted(shelf.files)) == b"one\ntwo\n"


def at_feed(folder: Path) -> list[Post]:
    lines = [line for path in sorted(folder.rglob("*.jsonl")) for line in path.read_text(encoding="utf-8").split("\n")]
    return [Post.from_json(line) for line in lines if line]


def test_a_crawl_arrives_whole_at_a_folder(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    feed = Feed((tmp_path / "feed").as_uri())
    with small_site(many(30)) as (base, _):
        Crawl(tmp_path / "home", base, path, die_at="written", die_count=12).run()
        before = ship(tmp_path / "home", feed, ["killed"], lambda name: committed_bytes(tmp_path / "home", name))
        assert before.arrived == 0  # what a killed run had not committed is read back, and goes, after the next one
        Crawl(tmp_path / "home", base, path).run()
    after = ship(tmp_path / "home", feed, ["killed"], lambda name: committed_bytes(tmp_path / "home", name))
    assert (after.arrived, after.failure) == (4, "")  # two runs, each with its posts and its coverage
    posts = at_feed(tmp_path / "feed")
    assert len(posts) == len({post.id for post in posts}) == 30


@pytest.mark.parametrize("at", [5, 30])
def test_a_killed_worker_leaves_no_gap_at_the_feed(tmp_path: Path, server: str, prefix: str, at: int) -> None:  # noqa: F811
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    feed = (tmp_path / "feed").as_uri()
    with small_site(many(120)) as (base, _):
        killed = worker(tmp_path, base, path, server, prefix, "a", feed=feed).start()
        other = worker(tmp_path, base, path, server, prefix, "b", feed=feed).start()
        wait_for(tmp_path, "a", at)
        time.sleep(random.Random(at).uniform(0, 0.02))
        os.kill(killed, signal.SIGKILL)
        assert ended(killed) == signal.SIGKILL
        assert ended(other) == 0
    posts = at_feed(tmp_path / "feed")
    assert len(posts) == len({post.id for post in posts}) == 120
    assert len(list((tmp_path / "feed").rglob("*.coverage.json"))) == 2
