"""The tables that ship are complete; a wrong one is named with path and key."""

from pathlib import Path

import pytest

from models.labels import Issue
from pipeline.rulebook import NEGATIVE_KINDS, read_rulebook
from pipeline.taxonomy import TaxonomyError, tables
from tests.pipeline.small_posts import ROOT

SHIPPED = ROOT / "data" / "taxonomy"


def copy(folder: Path) -> Path:
    for name in ("negative_kinds", "issues", "handling"):
        (folder / f"{name}.toml").write_bytes((SHIPPED / f"{name}.toml").read_bytes())
    return folder


def test_every_issue_and_kind_stands_in_the_shipped_tables() -> None:
    book = read_rulebook(tables(SHIPPED))
    assert set(book.issues) == {issue.value for issue in Issue}
    assert set(book.units) == set(NEGATIVE_KINDS)
    assert {rule.negative_kind for rule in book.rules} == set(NEGATIVE_KINDS)
    assert set(book.deadlines) == {"hotline", "message_board"}


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    [
        ("negative_kinds", '"misconduct"', '"rude"', "rude"),
        ("negative_kinds", 'policy = "', 'law = "', "policy"),
        ("negative_kinds", '"nuisance"', '"noise"', "noise"),
        ("issues", "[dogs]", "[cats]", "dogs"),
        ("issues", '"非本局"', '"别人"', "别人"),
        ("handling", "days = 7", 'days = "soon"', "soon"),
        ("handling", "[hotline]", "[hotline", "hotline"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, name: str, old: str, new: str, named: str) -> None:
    path = copy(tmp_path) / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(TaxonomyError) as caught:
        read_rulebook(tables(tmp_path))
    assert caught.value.path == path
    if name != "handling":
        assert caught.value.what == named


def test_the_last_rule_must_fit_every_text(tmp_path: Path) -> None:
    path = copy(tmp_path) / "negative_kinds.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'kinds = ["complaint"]\n', encoding="utf-8")
    with pytest.raises(TaxonomyError, match="last rule"):
        read_rulebook(tables(tmp_path))


def test_a_table_of_the_office_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "issues.toml"
    text = (SHIPPED / "issues.toml").read_text(encoding="utf-8")
    own.write_text(text.replace('= "本局"', '= "非本局"', 1), encoding="utf-8")
    found = tables(SHIPPED, tmp_path)
    assert found["issues.toml"] == own
    assert found["handling.toml"] == SHIPPED / "handling.toml"
    book, shipped = read_rulebook(found), read_rulebook(tables(SHIPPED))
    changed = [code for code, entry in book.issues.items() if entry != shipped.issues[code]]
    assert len(changed) == 1
    assert tables(SHIPPED, tmp_path / "none") == tables(SHIPPED)


def test_a_file_of_the_office_that_no_table_is_called_by_is_refused(tmp_path: Path) -> None:
    (tmp_path / "issue.toml").touch()
    with pytest.raises(TaxonomyError, match="no such table"):
        tables(SHIPPED, tmp_path)
