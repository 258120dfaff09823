"""New records stand below what the office wrote, and a wrong one changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.context import OutreachRecord
from pipeline.outreach import read_outreach
from pipeline.outreach_file import add_outreach, record_text
from pipeline.taxonomy import TaxonomyError, load_table

RECORD = OutreachRecord("a", "行动", date(2026, 7, 6), date(2026, 7, 31), "dogs", "", "学校", "学生", '“牵绳” "\\')


def test_a_record_is_added_below_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "outreach.toml"
    path.write_text("# 我们的记录\n", encoding="utf-8")
    second = OutreachRecord("b", "另一次", date(2026, 8, 1), None, "vending", "东区", "集中整治", "", "")
    add_outreach(path, [RECORD])
    add_outreach(path, [second])
    assert read_outreach(path) == (RECORD, second)
    assert path.read_text(encoding="utf-8").startswith("# 我们的记录\n")
    assert [file.name for file in tmp_path.iterdir()] == ["outreach.toml"]


def test_a_taken_id_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "outreach.toml"
    add_outreach(path, [RECORD])
    before = path.read_bytes()
    with pytest.raises(TaxonomyError, match=r"outreach\.toml: id a"):
        add_outreach(path, [RECORD])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["outreach.toml"]


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_is_quoted(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "quoted.toml"
    path.write_text(
        record_text(OutreachRecord("a", text, date(2026, 1, 1), None, "dogs", "", "学校")), encoding="utf-8"
    )
    assert load_table(path)["outreach"][0]["name"] == text
