from datetime import datetime
from pathlib import Path

import pytest
import python_calamine

from demo.generate import FOLDER, build, items_text, truth_text
from demo.spreadsheet import HEADER, write_hotline
from tests.demo.shared import load_items


@pytest.fixture(scope="module")
def built() -> list[dict[str, object]]:
    return build(FOLDER)


def test_regeneration_gives_the_same_items(built: list[dict[str, object]]) -> None:
    assert items_text(built) == (FOLDER / "items.jsonl").read_text(encoding="utf-8")


def test_regeneration_gives_the_same_truth(built: list[dict[str, object]]) -> None:
    assert truth_text(built) == (FOLDER / "truth.json").read_text(encoding="utf-8")


def test_the_spreadsheet_holds_every_hotline_item_and_both_kinds_of_date() -> None:
    rows = python_calamine.CalamineWorkbook.from_path(FOLDER / "hotline.xlsx").get_sheet_by_index(0).to_python()
    calls = [i for i in load_items() if i["source"] == "hotline"]
    assert tuple(rows[0]) == HEADER
    assert [row[0] for row in rows[1:]] == [i["number"] for i in calls]
    assert [row[5] for row in rows[1:]] == [i["text"] for i in calls]
    assert {type(row[1]) for row in rows[1:]} == {str, datetime}


def test_the_same_items_give_the_same_spreadsheet(tmp_path: Path) -> None:
    items = load_items()[:200]
    for name in ("a.xlsx", "b.xlsx"):
        write_hotline(items, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
