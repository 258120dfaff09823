"""`chengyu labels` from outside: out to a workbook, filled in, back, and on to a file."""

import json
from pathlib import Path

import pytest

from chengyu.commands.labels import runs
from pipeline.database import open_database
from tests.chengyu.conftest import Call
from tests.pipeline.labels import NEGATIVE, fill_in
from tests.pipeline.test_database import fill, post


@pytest.fixture
def scored(office: Path, call: Call) -> Path:
    """An office with ten scored posts of one week."""
    opened = open_database(str(office / "chengyu.db"))
    fill(opened, *(post(n, clean_text=f"{n}号路口夜里烧烤油烟呛人，投诉多次没人管") for n in range(1, 11)))
    opened.close()
    assert call("score", "--model", "linear").code == 0
    return office


def test_texts_go_out_and_labels_come_back(call: Call, scored: Path) -> None:
    exported = call("labels", "export", "--week", "2026-W47", "--how", "random", "--model", "linear")
    assert exported.code == 0
    assert "导出 10 条" in exported.out
    assert "能标而没有标过的只有这些，不足 200 条" in exported.out
    path = scored / "labels" / "2026-W47-random.xlsx"
    again = call("labels", "export", "--week", "2026-W47", "--how", "random", "--model", "linear")
    assert (again.code, "换一个名字" in again.err) == (2, True)
    fill_in(path, [NEGATIVE] * 9 + [NEGATIVE | {"态度": "很坏"}])
    nobody = call("labels", "import", str(path))
    assert "第 2–10 行：不知道是谁标注的" in nobody.out
    imported = call("labels", "import", str(path), "--by", "甲")
    assert imported.code == 1
    assert "第 11 行：“态度”里没有“很坏”这个选项" in imported.out
    assert "新标注 9" in imported.out
    fill_in(path, [NEGATIVE] * 8 + [NEGATIVE | {"相关": "否", "态度": "", "事项一": ""}, NEGATIVE])
    second = call("labels", "import", str(path), "--by", "乙")
    assert "乙 与 甲 同标 9 条" in second.out
    written = 0
    for part in ("train", "blind"):
        out = scored / "models" / f"{part}.jsonl"
        assert call("labels", "write", "--out", str(out), "--part", part).code == 0
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert {row["blind"] for row in rows} <= {part == "blind"}
        written += len(rows)
    assert written == 9


def test_neighbouring_rows_are_told_together() -> None:
    assert [runs(numbers) for numbers in ([], [7], [2, 3, 4, 7], [2, 4, 5])] == ["", "7", "2–4、7", "2、4–5"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("export", "--how", "disagree", "--week", "2026-W47", "--model", "linear"), 2, "只有一个模型评过分"),
        (("export", "--how", "best"), 2, "--how 的值不对"),
        (("import", "none.xlsx"), 1, "none.xlsx"),
    ],
)
@pytest.mark.usefixtures("scored")
def test_what_cannot_be_done_is_told(call: Call, arguments: tuple[str, ...], code: int, words: str) -> None:
    called = call("labels", *arguments)
    assert called.code == code
    assert words in called.err
