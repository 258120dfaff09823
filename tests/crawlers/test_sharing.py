"""Two workers on one queue in a real Redis, one of them killed: no Post missing, none twice."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from crawlers.coverage import Verdict
from crawlers.frontier import lead_from_json, lead_to_json
from crawlers.leads import Lead
from crawlers.moments import read_feed_date
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Post
from crawlers.shared import Shared
from crawlers.sharing import SharedQueueError, WorkerLostError, working
from demo.server import serve
from tests.crawlers.sites import Crawl, newest_coverages, page, posts_of, small_site, tell
from tests.crawlers.test_collect import article, declared, list_page, many, sources_file
from tests.crawlers.test_spiders import EXPECTED, NAMES, items

IN_HAND = 6  # addresses that one worker leases at a time from a local site


@pytest.fixture(scope="module")
def server() -> str:
    url = os.environ.get("CHENGYU_TEST_REDIS", "")
    if not url:
        pytest.skip("CHENGYU_TEST_REDIS is not set: no Redis to share a queue through")
    return url.rstrip("/") + "/9"


@pytest.fixture
def prefix(server: str) -> Iterator[str]:
    name = f"test-{os.getpid()}-{random.getrandbits(48):x}"
    yield name
    with redis.Redis.from_url(server) as db:
        if keys := list(db.scan_iter(f"{name}:*")):
            db.delete(*keys)


def worker(home: Path, base: str, path: Path, server: str, prefix: str, name: str, **more: object) -> Crawl:
    return Crawl(home, base, path, redis=server, prefix=prefix, worker=name, **more)  # type: ignore[arg-type] # as given


def ended(process: int) -> int:
    return tell(f"wait {process}")


def lines(home: Path, name: str) -> int:
    return sum(path.read_bytes().count(b"\n") for path in home.glob(f"raw/killed/*-{name}.jsonl"))


def wait_for(home: Path, name: str, posts: int) -> None:
    while lines(home, name) < posts:
        time.sleep(0.002)


def test_two_workers_share_the_work(tmp_path: Path, server: str, prefix: str) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    with small_site(many(120)) as (base, site):
        started = [worker(tmp_path, base, path, server, prefix, name).start() for name in ("a", "b")]
        assert [ended(process) for process in started] == [0, 0]
        asked = Counter(site.log)
        assert worker(tmp_path, base, path, server, prefix, "c").run()["killed"].posts == 0
        assert sum(Counter(site.log).values()) - sum(asked.values()) == 2  # robots.txt and the list
    assert lines(tmp_path, "a") + lines(tmp_path, "b") == 120
    assert min(lines(tmp_path, "a"), lines(tmp_path, "b")) > 10
    assert max(count for address, count in asked.items() if "/a/" in address) == 1
    assert len({post.id for post in posts_of(tmp_path, "killed")}) == 120
    assert {coverage.verdict for coverage in newest_coverages(tmp_path).values()} == {Verdict.OK}


@pytest.mark.parametrize("at", [1, 25, 70])
def test_a_killed_worker_is_made_good(tmp_path: Path, server: str, prefix: str, at: int) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    with small_site(many(200)) as (base, site):
        killed = worker(tmp_path, base, path, server, prefix, "a").start()
        other = worker(tmp_path, base, path, server, prefix, "b").start()
        wait_for(tmp_path, "a", at)
        time.sleep(random.Random(at).uniform(0, 0.02))
        os.kill(killed, signal.SIGKILL)
        assert ended(killed) == signal.SIGKILL
        assert ended(other) == 0
        again = Counter(site.log)
    posts = posts_of(tmp_path, "killed")
    assert len(posts) == len({post.id for post in posts}) == 200
    # Only what the killed worker had in hand was asked for again.
    assert sum(count - 1 for address, count in again.items() if "/a/" in address) <= IN_HAND
    assert {post.archive != "" for post in posts} == {True}


@pytest.mark.parametrize(
    ("die_at", "die_count"), [("archived", 9), ("written", 1), ("written", 12), ("committed", 1), ("committed", 4)]
)
def test_a_worker_killed_at_a_named_point(
    tmp_path: Path, server: str, prefix: str, die_at: str, die_count: int
) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    with small_site(many(40)) as (base, _):
        killed = worker(tmp_path, base, path, server, prefix, "a", die_at=die_at, die_count=die_count)
        killed.run()
        assert worker(tmp_path, base, path, server, prefix, "b").run()["killed"].verdict is Verdict.OK
    posts = posts_of(tmp_path, "killed")
    assert len(posts) == len({post.id for post in posts}) == 40
    assert len(list(tmp_path.glob("raw/killed/*.coverage.json"))) == 2


def test_a_worker_of_another_machine_is_waited_for(tmp_path: Path, server: str, prefix: str) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    here, there = tmp_path / "here", tmp_path / "there"
    with small_site(many(60)) as (base, _):
        worker(there, base, path, server, prefix, "a", lease_seconds=4, die_at="written", die_count=20).run()
        assert lines(there, "a") == 20
        worker(here, base, path, server, prefix, "b", lease_seconds=10).run()
        assert lines(here, "b") == 41  # what was written and not committed does not count
        worker(there, base, path, server, prefix, "c").run()
        assert lines(there, "a") == 19
    assert len({post.id for home in (here, there) for post in posts_of(home, "killed")}) == 60


def test_every_kind_is_read_whole_by_two(tmp_path: Path, server: str, prefix: str) -> None:
    with serve(items()) as base:
        started = [
            Crawl(tmp_path, base, only=NAMES, redis=server, prefix=prefix, worker=name).start() for name in ("a", "b")
        ]
        assert [ended(process) for process in started] == [0, 0]
    for source in NAMES:
        posts: list[Post] = posts_of(tmp_path, source)
        assert (source, len(posts), len({post.id for post in posts})) == (source, EXPECTED[source], EXPECTED[source])


def test_failures_are_counted_once(tmp_path: Path, server: str, prefix: str) -> None:
    path = sources_file(tmp_path, declared("killed", "listing", "{base}/list.html"))
    answers = {"/list.html": list_page(range(3)), "/a/0.html": article(0), "/a/1.html": page("")}
    with small_site(answers) as (base, _):
        outcomes = worker(tmp_path, base, path, server, prefix, "a").run()["killed"].outcomes
    assert outcomes == {Outcome.LISTED: 1, Outcome.STORED: 1, Outcome.NO_BODY: 1, Outcome.HTTP_404: 1}


def test_who_was_given_up_commits_nothing(tmp_path: Path, server: str, prefix: str) -> None:
    with (
        working(tmp_path / "a", Shared(server, "a", prefix)) as slow,
        working(tmp_path / "b", Shared(server, "b", prefix)) as other,
    ):
        slow.offer("s", "k", "payload")
        assert slow.lease("s") == "payload"
        slow.add_post("s", "id", "digest")
        slow._db.delete(f"{prefix}:alive:a")  # as if it had been silent too long
        other.take_over(["s"], lambda _source, _worker: None)
        with pytest.raises(WorkerLostError, match="a"):
            slow.commit()
        slow.beat()  # waking up late brings nothing back
        with pytest.raises(WorkerLostError, match="a"):
            slow.require_alive()
        other.offer("s", "k2", "more")
        assert slow.lease("s") is None
        assert "id" not in other.digests("s")
        assert [other.lease("s"), other.lease("s")] == ["payload", "more"]


def test_one_host_is_asked_by_one_worker(tmp_path: Path, server: str, prefix: str) -> None:
    with (
        working(tmp_path / "a", Shared(server, "a", prefix)) as one,
        working(tmp_path / "b", Shared(server, "b", prefix)) as other,
    ):
        assert one.take_host("h")
        assert not other.take_host("h")
        one.rest_host("h", 0.05)
        time.sleep(0.1)
        assert other.take_host("h")


def test_no_queue_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(SharedQueueError) as caught, working(tmp_path, Shared("redis://:secret@127.0.0.1:9/0", "a")):
        pass
    assert str(caught.value) == "redis://127.0.0.1:9/0"


def test_leads_travel_whole() -> None:
    at = read_feed_date("2026-11-18T09:00:00+08:00")
    lead = Lead("https://a.example/1", "题目", at, DateConfidence.EXACT, at, "12")
    assert lead_from_json(lead_to_json("k", lead)) == ("k", lead)
    bare = Lead("https://a.example/1")
    assert lead_from_json(lead_to_json("k", bare)) == ("k", bare)
