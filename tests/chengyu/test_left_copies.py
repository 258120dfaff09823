"""What `chengyu forget` cannot delete is named wherever it lies, and lies for its owner alone."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.chengyu.conftest import LINE, TEXTS, Call, ids
from tests.chengyu.test_cli import HOTLINE
from tests.pipeline.labels import NEGATIVE, fill_in


def test_files_of_labels_are_named_wherever_they_were_written(call: Call, filled: Path, tmp_path: Path) -> None:
    assert call("score", "--model", "linear").code == 0
    outside = tmp_path / "elsewhere" / "out.xlsx"
    outside.parent.mkdir()
    export = ("labels", "export", "--week", "2026-W47", "--how", "random", "--model", "linear")
    assert call(*export, "--out", str(outside)).code == 0
    fill_in(outside, [NEGATIVE] * 2)
    assert call("labels", "import", str(outside), "--by", "甲").code == 0
    named = [outside, filled / "models" / "train.jsonl", tmp_path / "elsewhere" / "train.jsonl"]
    for path in named[1:]:
        for part in ("train", "blind"):
            written = path.with_stem(part)
            assert call("labels", "write", "--out", str(written), "--part", part).code == 0
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in outside.parent.iterdir()}
    assert set(modes.values()) == {0o600}
    out = call("forget", "--before", "2026-11-18").out
    shown = {line.split()[1] for line in out.splitlines() if "标注文件" in line}
    assert str(outside) in shown
    assert shown & {str(tmp_path / "elsewhere" / f"{part}.jsonl") for part in ("train", "blind")}
    assert shown & {f"models/{part}.jsonl" for part in ("train", "blind")}


def test_copies_that_were_sent_on_are_named(
    call: Call, office: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "hotline.csv"
    table.write_text(HOTLINE, encoding="utf-8")
    monkeypatch.setenv("CHENGYU_FEED", (tmp_path / "feed").as_uri())
    assert call("collect", "--file", str(table), "--as", "hotline_12345").code == 0
    assert "已入库" in call("store").out
    monkeypatch.delenv("CHENGYU_FEED")
    (raw,) = (office / "raw" / "hotline_12345").glob("*.jsonl")
    raw.unlink()  # past its time
    out = call("forget", "--id", ids(url)[0]).out
    assert f"请处理：{(tmp_path / 'feed').as_uri()}/hotline_12345/{raw.stem}-*.jsonl 是送出去的原始行，未脱敏" in out
    assert len(list((tmp_path / "feed" / "hotline_12345").glob(f"{raw.stem}-*.jsonl"))) == 1


def test_a_database_elsewhere_is_private_and_its_copies_are_named(
    call: Call, office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, kept = tmp_path / "data", tmp_path / "kept"
    folder.mkdir()
    kept.mkdir()
    monkeypatch.setenv("CHENGYU_DATABASE_URL", f"sqlite:///{folder / 'db.sqlite'}")
    raw = office / "raw" / "forum" / "1.jsonl"
    raw.parent.mkdir(parents=True)
    raw.write_text(json.dumps(LINE | {"url": "http://127.0.0.1/1.html", "text": TEXTS["1"]}) + "\n", encoding="utf-8")
    assert "已入库 1" in call("store").out
    assert call("backup", str(kept / "week.backup")).code == 0
    assert call("restore", str(kept / "week.backup"), "--replace").code == 0
    assert [path.name for path in kept.iterdir()] == ["week.backup"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (*folder.iterdir(), *kept.iterdir())} == {0o600}
    (before,) = folder.glob("db.sqlite.before-restore-*")
    assert f"请处理：备份 {before}" in call("forget", "--url", "http://127.0.0.1/1.html").out


def test_words_that_a_reader_keeps_on_disk_are_told_and_go_with_the_next_command(call: Call, filled: Path) -> None:
    def on_disk() -> bool:
        return any("上下杭路口".encode() in path.read_bytes() for path in filled.glob("chengyu.db*"))

    with closing(sqlite3.connect(filled / "chengyu.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM posts").fetchone() == (2,)
        out = call("forget", "--url", "http://127.0.0.1/1.html").out
        assert "条目 1" in out
        assert "有别的程序正读着数据库，删掉的文字还留在磁盘上" in out
        assert on_disk()
    assert call("store").code == 0
    assert not on_disk()
    assert "正读着数据库" not in call("forget", "--url", "http://127.0.0.1/2.html").out
