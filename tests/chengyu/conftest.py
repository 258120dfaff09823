"""The shell as a user calls it: arguments in, exit code and printed lines out."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from chengyu.cli import main
from pipeline.database import open_database
from tests.pipeline.databases import SERVER, fresh_postgres


@dataclass(frozen=True, slots=True)
class Called:
    """What a call of the program left behind."""

    code: int
    out: str
    err: str


Call = Callable[..., Called]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program with these arguments."""

    def run(*arguments: str) -> Called:
        monkeypatch.setattr(sys, "argv", ["chengyu", *arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Called(code, printed.out, printed.err)

    return run


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Path:
    """A fresh office for a real city, with a fixed clock."""
    home = tmp_path / "office"
    monkeypatch.setenv("CHENGYU_HOME", str(home))
    monkeypatch.setenv("CHENGYU_NOW", "2026-11-23T08:00:00+08:00")
    monkeypatch.delenv("CHENGYU_DATABASE_URL", raising=False)
    assert call("init", "--province", "福建省", "--city", "福州市").code == 0
    return home


@pytest.fixture
def url(request: pytest.FixtureRequest, office: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the office's fresh database, its own SQLite file where a test is not marked `on_both`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite:///{office / 'chengyu.db'}"
        return
    if not SERVER:
        pytest.skip("CHENGYU_TEST_POSTGRES is not set: no PostgreSQL server to test on")
    with fresh_postgres() as db:
        address = db.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
        monkeypatch.setenv("CHENGYU_DATABASE_URL", address)
        yield address


on_both = pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)
on_server = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


LINE = {
    "source": "forum", "channel": "forum", "tier": "self_media", "owner": "independent", "native_id": "", "title": "",
    "author": "夜班小杨", "outlet": "", "published_at": "2026-11-17T09:00:00+08:00", "date_confidence": "exact",
    "collected_at": "2026-11-23T08:00:00+08:00",
}  # fmt: skip
TEXTS = {"1": "台江区上下杭路口每晚有烧烤摊，油烟很大", "2": "鼓楼区杨桥东路工地凌晨两点还在打桩，全家没睡"}


@pytest.fixture
def filled(office: Path, url: str, call: Call) -> Path:  # noqa: ARG001 (the database must be there before)
    """An office with two posts in its database."""
    raw = office / "raw" / "forum" / "1.jsonl"
    raw.parent.mkdir(parents=True)
    lines = [LINE | {"native_id": n, "url": f"http://127.0.0.1/{n}.html", "text": text} for n, text in TEXTS.items()]
    raw.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert "已入库 2" in call("store").out
    return office


def ids(url: str) -> list[str]:
    return [row[0] for row in rows(url, "SELECT id FROM posts ORDER BY native_id")]


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """What a database answers."""
    db = open_database(url)
    try:
        with db.read() as connection:
            return [tuple(row) for row in connection.execute(sql(query))]
    finally:
        db.close()
