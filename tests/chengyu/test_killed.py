"""`kill -9` in the middle of what writes to the database: all or nothing is kept, and the next run finishes."""

from pathlib import Path

import pytest

from tests.chengyu.conftest import Call, ids, on_both, rows
from tests.chengyu.killing import killed_at
from tests.pipeline.posts import a_post, write_raw

# The clock of the run that comes after.
LATER = "2026-11-23T09:00:00+08:00"


@on_both
@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("words", ["INSERT INTO audit", "DELETE FROM posts"])
def test_while_a_backup_is_put_back(
    call: Call, url: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "old.backup"
    first, second = ids(url)
    assert call("backup", str(backup)).code == 0
    assert "条目 1" in call("forget", "--id", first).out
    audit = rows(url, "SELECT action FROM audit ORDER BY action")

    killed_at(words, "restore", str(backup), "--replace")

    assert ids(url) == [second]
    assert rows(url, "SELECT post_id FROM forgotten") == [(first,)]
    assert rows(url, "SELECT action FROM audit ORDER BY action") == audit
    monkeypatch.setenv("CHENGYU_NOW", LATER)
    assert "1 条在备份之后被要求删除，已再次删除" in call("restore", str(backup), "--replace").out
    assert ids(url) == [second]
    assert not list(tmp_path.rglob("*.restoring*"))
    assert not list(tmp_path.rglob("*.part"))


def test_what_a_killed_restore_leaves_is_named(call: Call, filled: Path, url: str, tmp_path: Path) -> None:
    backup = tmp_path / "old.backup"
    assert call("backup", str(backup)).code == 0
    killed_at("INSERT INTO audit", "restore", str(backup), "--replace")
    draft = filled / "chengyu.db.restoring"
    assert f"备份 {draft}（" in call("forget", "--id", ids(url)[0]).out
    assert call("restore", str(backup), "--replace").code == 0
    assert not draft.exists()


# Of two months, so that stories are told in two transactions.
MONTHS = ("2026-09-05", "2026-11-05")
TOLD = "SELECT id, story_id FROM posts ORDER BY id"


@pytest.fixture
def two_months(office: Path, url: str) -> str:
    """The address of a database that posts of two months are to be stored in."""
    posts = [
        a_post(10 * n + m, published_at=f"{day}T09:0{m}:00+08:00") for n, day in enumerate(MONTHS) for m in range(9)
    ]
    copies = [
        a_post(60 + n, text=posts[9 * n].text, published_at=f"{day}T10:00:00+08:00") for n, day in enumerate(MONTHS)
    ]
    write_raw(office, "forum/1.jsonl", [*posts, *copies])
    return url


@on_both
@pytest.mark.parametrize(("words", "nth"), [("INSERT INTO stories", 1), ("UPDATE posts SET story_id", 2)])
def test_while_stories_are_told(
    call: Call, two_months: str, words: str, nth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_at(words, "store", nth=nth)

    half = rows(two_months, TOLD)
    assert len(half) == 20
    assert sum(story is not None for _, story in half) == (nth - 1) * 10
    assert {story for _, story in half} - {None} == {story for (story,) in rows(two_months, "SELECT id FROM stories")}
    assert call("store").code == 0
    whole = rows(two_months, TOLD)
    assert None not in {story for _, story in whole}

    # An office in which nothing broke off tells the same stories.
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("CHENGYU_DATABASE_URL", f"sqlite:///{tmp_path / 'other' / 'chengyu.db'}")
    assert call("store").code == 0
    assert rows(f"sqlite:///{tmp_path / 'other' / 'chengyu.db'}", TOLD) == whole
    assert len({story for _, story in whole}) < 20
