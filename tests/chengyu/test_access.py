"""The log of who opened which posts, from outside: whose account, by which commands, and for how long."""

import json
import os
import pwd
from pathlib import Path

import pytest

from tests.chengyu.conftest import Call, ids


def opened_by(office: Path) -> list[tuple[str, list[str], str]]:
    lines = (office / "access" / "2026-11-23.jsonl").read_text(encoding="utf-8").splitlines()
    return [(line["command"], sorted(line["ids"]), line["who"]) for line in map(json.loads, lines)]


def test_texts_that_are_taken_out_are_written_down_as_opened(
    call: Call, filled: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "局长")
    assert call("score", "--model", "linear").code == 0
    export = ("labels", "export", "--week", "2026-W47", "--how", "random", "--model", "linear")
    assert call(*export, "--out", str(tmp_path / "out.csv"), "--to", "csv").code == 0
    who = pwd.getpwuid(os.getuid()).pw_name
    assert opened_by(filled) == [("labels export", sorted(ids(url)), who)]


def test_the_log_goes_when_rows_are_opened_and_nothing_is_stored(
    call: Call, filled: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("show", ids(url)[0])
    monkeypatch.setenv("CHENGYU_NOW", "2027-05-26T08:00:00+08:00")
    call("show", ids(url)[0])
    assert [path.name for path in (filled / "access").iterdir()] == ["2027-05-26.jsonl"]
