"""The shell as a user calls it: arguments in, exit code and printed lines out."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from chengyu.cli import main


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
