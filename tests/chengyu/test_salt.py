"""The salt from outside: one that cannot be used stops what needs it in one line, and a new one lets the office go on."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.chengyu.conftest import LINE, Call


def write_line(office: Path, n: int) -> None:
    path = office / "raw" / "forum" / f"{n}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    line = LINE | {"native_id": str(n), "url": f"http://127.0.0.1/{n}.html", "text": f"台江区路口第{n}个井盖坏了没人修"}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")


def hashes(office: Path) -> list[str]:
    with closing(sqlite3.connect(office / "chengyu.db")) as raw:
        return [row[0] for row in raw.execute("SELECT author_hash FROM posts ORDER BY native_id")]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "不在"),
        (b"", "是空的"),
        (b" \n", "是空的"),
        (b"garbage", "已损坏"),
        ("盐".encode(), "已损坏"),
        (b"ab" * 31, "已损坏"),
    ],
)
def test_a_salt_that_cannot_be_used_stops_what_needs_it(
    call: Call, office: Path, content: bytes | None, wrong: str
) -> None:
    write_line(office, 1)
    assert call("store").code == 0
    write_line(office, 2)
    (office / "salt").unlink()
    if content is not None:
        (office / "salt").write_bytes(content)
    for arguments in (("store",), ("forget", "--author", "夜班小杨")):
        called = call(*arguments)
        assert called.code == 1
        assert f"盐 {office / 'salt'} {wrong}" in called.err
        assert "chengyu init --new-salt" in called.err
        assert called.err.count("\n") == 1
    assert len(hashes(office)) == 1
    assert "条目 1" in call("forget", "--url", "http://127.0.0.1/1.html").out


def test_a_new_salt_lets_the_office_go_on_and_cuts_the_authors_before(call: Call, office: Path) -> None:
    write_line(office, 1)
    call("store")
    (office / "salt").unlink()
    renewed = call("init", "--new-salt")
    assert (renewed.code, "盐已换新" in renewed.out) == (0, True)
    assert stat.S_IMODE((office / "salt").stat().st_mode) == 0o600
    write_line(office, 2)
    assert "已入库 1" in call("store").out
    first, second = hashes(office)
    assert first != second
    (office / "raw" / "forum" / "1.jsonl").unlink()
    gone = call("forget", "--author", "夜班小杨").out
    assert "条目 1" in gone
    assert "盐在 2026-11-23 换过，此前入库的条目按作者找不到" in gone
    assert hashes(office) == [first]
    with closing(sqlite3.connect(office / "chengyu.db")) as raw:
        assert raw.execute("SELECT count(*) FROM audit WHERE action = 'new_salt'").fetchone() == (1,)


def test_a_salt_that_can_be_used_is_not_replaced(call: Call, office: Path) -> None:
    before = (office / "salt").read_bytes()
    called = call("init", "--new-salt")
    assert (called.code, "还能用，不换" in called.err) == (2, True)
    assert (office / "salt").read_bytes() == before
    write_line(office, 1)
    call("store")
    assert "盐在" not in call("forget", "--author", "夜班小杨").out


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("arguments", [("init",), ("init", "--city", "福州市", "--new-salt")])
def test_init_makes_a_folder_or_a_salt(call: Call, arguments: tuple[str, ...]) -> None:
    called = call(*arguments)
    assert (called.code, "只能写一个" in called.err) == (2, True)
