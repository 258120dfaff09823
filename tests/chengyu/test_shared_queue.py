"""`chengyu collect` with CHENGYU_REDIS: one line where no queue answers, and a crawl through one where it does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import redis

from demo.server import serve
from tests.chengyu.conftest import Call
from tests.conftest import ROOT
from tests.crawlers.test_spiders import items


def declare(call: Call, base: str) -> None:
    assert call("sources", "add", "fresh", "--kind", "feed", "--url", f"{base}/portal/feed.xml").code == 0


@pytest.mark.usefixtures("office")
def test_no_queue_is_one_line(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    declare(call, "http://127.0.0.1:9")
    monkeypatch.setenv("CHENGYU_REDIS", "redis://:secret@127.0.0.1:9/0")
    called = call("collect")
    assert called.code == 1
    assert called.err == "错误：连不上共享队列 redis://127.0.0.1:9/0（环境变量 CHENGYU_REDIS）\n"


def test_a_crawl_through_the_queue(call: Call, office: Path) -> None:
    server = os.environ.get("CHENGYU_TEST_REDIS", "")
    if not server:
        pytest.skip("CHENGYU_TEST_REDIS is not set: no Redis to share a queue through")
    url = server.rstrip("/") + "/10"
    with serve(items()) as base, redis.Redis.from_url(url) as db:
        db.flushdb()
        declare(call, base)
        environment = os.environ | {"CHENGYU_HOME": str(office), "PYTHONPATH": str(ROOT), "CHENGYU_REDIS": url}
        command = [sys.executable, "-m", "chengyu", "collect"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        db.flushdb()
    assert done.returncode == 0, done.stderr
    assert "fresh：正常" in done.stdout
    (raw,) = (office / "raw" / "fresh").glob("*-*.jsonl")
    assert len([json.loads(line) for line in raw.read_text(encoding="utf-8").splitlines()]) == 6
