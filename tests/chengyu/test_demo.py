"""`chengyu demo` from outside: which folders it may make anew. The run itself is in tests/test_demo_week.py."""

from pathlib import Path

import pytest

from chengyu.commands import demo
from tests.chengyu.conftest import Call


@pytest.fixture
def no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the office is made; its stages take a minute."""
    monkeypatch.setattr(demo, "run_office", lambda *_arguments, **_named: None)


@pytest.mark.usefixtures("no_run")
def test_what_the_demo_has_not_made_it_does_not_clear(call: Call, tmp_path: Path) -> None:
    (tmp_path / "important.txt").write_text("不能丢", encoding="utf-8")
    called = call("demo", "--home", str(tmp_path))
    assert (called.code, "不会替你清空" in called.err, called.err.count("\n")) == (2, True, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["important.txt"]
    file = tmp_path / "important.txt"
    assert call("demo", "--home", str(file)).code == 2
    assert file.read_text(encoding="utf-8") == "不能丢"


@pytest.mark.usefixtures("no_run")
def test_a_folder_of_an_earlier_run_is_made_anew(call: Call, tmp_path: Path) -> None:
    home = tmp_path / "demo"
    home.mkdir()
    assert call("demo", "--home", str(home)).code == 0
    (home / "chengyu.db").touch()
    assert call("demo", "--home", str(home)).code == 0
    assert (home / "settings.toml").is_file()
    assert not (home / "chengyu.db").exists()
