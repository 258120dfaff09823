"""The process that runs the crawls of these tests, started with the first and ended with the last."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.crawlers import sites


@pytest.fixture(scope="session", autouse=True)
def crawler_process() -> Iterator[None]:
    command = [sys.executable, "-m", "tests.crawlers.crawl_once"]
    with subprocess.Popen(command, cwd=sites.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        sites.crawler = process
        yield
