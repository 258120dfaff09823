"""`chengyu collect` with CHENGYU_FEED: what was collected stands there as well; an address that is none is one line."""

from pathlib import Path

import pytest

from crawlers.post import Post
from tests.chengyu.conftest import Call
from tests.chengyu.test_cli import HOTLINE


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "hotline.csv"
    path.write_text(HOTLINE, encoding="utf-8")
    return path


def test_what_is_collected_goes_to_the_feed(
    call: Call, office: Path, tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHENGYU_FEED", (tmp_path / "feed").as_uri())
    called = call("collect", "--file", str(table), "--as", "hotline_12345")
    assert called.code == 0
    assert f"已送到 {(tmp_path / 'feed').as_uri()}：2 个文件" in called.out
    (sent,) = (tmp_path / "feed" / "hotline_12345").glob("*.jsonl")
    (kept,) = (office / "raw" / "hotline_12345").glob("*.jsonl")
    assert sent.read_bytes() == kept.read_bytes()
    assert len([Post.from_json(line) for line in sent.read_text(encoding="utf-8").splitlines()]) == 3


@pytest.mark.usefixtures("office")
def test_what_cannot_be_sent_is_told_and_goes_next_time(
    call: Call, tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawlers.shipping._PAUSES", (0.0,))
    blocked = tmp_path / "feed"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("CHENGYU_FEED", blocked.as_uri())
    called = call("collect", "--file", str(table), "--as", "hotline_12345")
    assert called.code == 0
    assert "没有全部送到" in called.err
    blocked.unlink()
    # The posts and the coverage of the first run, and the coverage of the second, which found nothing new.
    assert "：3 个文件" in call("collect", "--file", str(table), "--as", "hotline_12345").out


@pytest.mark.usefixtures("office")
def test_an_address_that_is_none(call: Call, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHENGYU_FEED", "https://name:secret@feed.example.cn/x")
    called = call("collect", "--file", str(table), "--as", "hotline_12345")
    assert called.code == 1
    assert "CHENGYU_FEED" in called.err
    assert "secret" not in called.err
    assert called.err.count("\n") == 1
