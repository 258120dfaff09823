"""Labels on their way out to sheets and back, row by row."""

import csv
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.agreement import kappa
from pipeline.database import Database, newest_labels
from pipeline.label_cells import CHOICES, CellError, read_cells
from pipeline.label_files import FORMS, LabelFileError, header, read_rows, studio_config, write_tasks
from pipeline.label_import import ImportReport, import_labels, settled_labels
from pipeline.labelling import Task, is_blind
from tests.pipeline.labels import NEGATIVE, NOW, fill_in, filled

GUESS = {
    "relevant": True, "sentiment": "negative", "tone": "negative", "issues": ["vending"], "frames": ["inaction"],
    "kind": "complaint",
}  # fmt: skip
TASKS = [
    Task(f"{1:016d}", "daily", "2026-11-18", "=1+1", "占道没人管", GUESS),
    Task(f"{2:016d}", "daily", "2026-11-18", "标题", "另一条", None),
]


def sheet(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "labels.csv"
    head = "编号,相关,态度,语气,体裁,事项一,事项二,说法一,标注人"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


def taken(db: Database, path: Path, *, by: str = "甲", replace: bool = False) -> ImportReport:
    return import_labels(db, path, by, NOW, replace=replace)


def test_a_workbook_has_lists_and_leaves_every_label_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_tasks(path, TASKS, "xlsx")
    lines = list(load_workbook(path).active.iter_rows(values_only=True))
    first = dict(zip(lines[0], lines[1], strict=True))
    assert first["模型：态度"] == "负面"
    assert first["标题"] == "=1+1"
    empty = [name for _, columns, _ in CHOICES for name in columns]
    assert [first[name] for name in empty] == [None] * len(empty)
    assert not any(str(name).startswith("模型：") and cell for name, cell in zip(lines[0], lines[2], strict=True))
    assert len(load_workbook(path).active.data_validations.dataValidation) == len(empty)


def test_a_csv_runs_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_tasks(path, TASKS, "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["标题"] == "'=1+1"
    assert list(rows[0]) == header()


def test_label_studio_gets_no_prediction_and_gives_labels_back(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_tasks(path, TASKS, "label-studio")
    tasks = json.loads(path.read_text(encoding="utf-8"))
    assert all(set(task) == {"data"} for task in tasks)
    assert "盲评" in tasks[1]["data"]["guess"]
    assert studio_config().count("<Choices ") == len(CHOICES)
    said = [{"from_name": "issues", "value": {"choices": ["占道经营", "车辆停放"]}}]
    tasks[0]["annotations"] = [{"completed_by": {"email": "a@x"}, "result": said}, {"was_cancelled": True}]
    tasks[1]["annotations"] = []
    path.write_text(json.dumps(tasks), encoding="utf-8")
    assert read_rows(path) == [(1, {"编号": f"{1:016d}", "事项一": "占道经营、车辆停放", "标注人": "a@x"})]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"相关": ""}, "“相关”没有填"),
        ({"相关": "也许"}, "只能填是或否"),
        ({"态度": ""}, "“态度”没有填"),
        ({"态度": "负"}, "没有“负”这个选项；可填：负面、中性、正面"),
        ({"相关": "否"}, "态度只能是中性"),
        ({"相关": "否", "态度": "中性"}, "事项和说法都不填"),
        ({"事项一": ""}, "一个或两个事项"),
        ({"事项一": "占道经营、车辆停放、养犬管理"}, "事项最多两个"),
        ({"事项二": "无"}, "填了“无”就不能再填别的"),
        ({"事项二": "占道经营"}, "重复"),
        ({"体裁": "投诉，建议"}, "只能填一个"),
        ({"态度": "中性", "说法一": "安全隐患"}, "只用于态度为负面"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(CellError, match=reason):
        read_cells(NEGATIVE | changes)


def test_a_relevant_text_may_be_said_to_have_no_issue() -> None:
    found = read_cells(NEGATIVE | {"事项一": "无"})
    assert found is not None
    assert (found.relevant, found.issues) == (True, ())


@given(st.dictionaries(st.sampled_from(["相关", "态度", "语气", "体裁", "事项一", "说法一"]), st.text(max_size=6)))
def test_any_cells_give_labels_or_a_reason(cells: dict[str, str]) -> None:
    labels = None
    with suppress(CellError):
        labels = read_cells(cells)
    assert labels is None or labels.relevant or labels.sentiment == "neutral"


def test_every_row_of_a_file_is_settled_and_counted(db: Database, tmp_path: Path) -> None:
    filled(db, 5)
    rows = [
        f"{1:016d},是,负面,消极,投诉,占道经营,,不作为,",
        f"{2:016d},,,,,,,,",
        f"{3:016d},是,负面,,投诉,占道经营,,,",
        f"{99:016d},否,,平和,报道,,,,",
        f"{1:016d},是,负面,消极,投诉,占道经营,,不作为,",
        f"{4:016d},否,,平和,报道,,,,乙",
    ]
    report = taken(db, sheet(tmp_path, *rows))
    assert report.outcomes == {"added": 2, "empty": 1, "refused": 3}
    assert [number for number, _ in report.refusals] == [4, 5, 6]
    assert "第 2 行" in report.refusals[2][1]
    kept = [(row["post_id"][-1], row["annotator"], row["frames"], row["blind"]) for row in newest_labels(db)]
    assert kept == [
        ("1", "甲", ["inaction"], is_blind(f"{1:016d}")),
        ("4", "乙", [], is_blind(f"{4:016d}")),
    ]


def test_a_later_label_never_overwrites_silently(db: Database, tmp_path: Path) -> None:
    filled(db, 2)
    first = sheet(tmp_path, f"{1:016d},是,负面,消极,投诉,占道经营,,,")
    assert taken(db, first).outcomes == {"added": 1}
    assert taken(db, first).outcomes == {"same": 1}
    second = sheet(tmp_path, f"{1:016d},是,中性,平和,报道,占道经营,,,")
    report = taken(db, second)
    assert report.outcomes == {"refused": 1}
    assert "2026-11-23 已有不同的标注" in report.refusals[0][1]
    assert taken(db, second, replace=True).outcomes == {"changed": 1}
    (row,) = newest_labels(db)
    assert (row["sentiment"], row["revision"]) == ("neutral", 2)


def test_nobody_labels_anonymously(db: Database, tmp_path: Path) -> None:
    filled(db, 1)
    report = taken(db, sheet(tmp_path, f"{1:016d},否,,平和,报道,,,,"), by="")
    assert "谁标注的" in report.refusals[0][1]


def test_a_workbook_comes_back_through_excel(db: Database, tmp_path: Path) -> None:
    filled(db, 2)
    path = tmp_path / "a.xlsx"
    write_tasks(path, TASKS, "xlsx")
    fill_in(path, [NEGATIVE, {"相关": "否", "语气": "平和", "体裁": "报道"}])
    assert taken(db, path).outcomes == {"added": 2}


def test_two_annotators_are_compared_and_disputes_stay_open(db: Database, tmp_path: Path) -> None:
    filled(db, 4)
    lines = {n: f"{n:016d},是,负面,消极,投诉,占道经营,,," for n in range(1, 5)}
    taken(db, sheet(tmp_path, *lines.values()))
    other = lines | {2: f"{2:016d},否,,平和,报道,,,,"}
    (agreement,) = taken(db, sheet(tmp_path, *other.values()), by="乙").agreements
    assert (agreement.first, agreement.second, agreement.texts) == ("乙", "甲", 4)
    assert agreement.kappa["relevant"] == 0
    assert agreement.f1["issues"] == pytest.approx(6 / 7)
    rows = newest_labels(db)
    parts = [settled_labels(rows, blind=blind, judge="") for blind in (True, False)]
    assert sum(len(part.lines) for part in parts) == 3
    assert sum(part.open_disputes for part in parts) == 1
    judged = [settled_labels(rows, blind=blind, judge="甲") for blind in (True, False)]
    assert sum(len(part.lines) for part in judged) == 4


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a")], None),
        ([], None),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], expected: float | None) -> None:
    assert kappa(pairs) == expected


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "", "不认识 .txt"),
        ("a.csv", "编号,相关\n", "缺少列"),
        ("a.csv", "", "缺少列"),
        ("a.xlsx", "no", "不是 Excel"),
        ("a.json", "{}x", "Label Studio"),
        ("a.json", '[{"data": {}}]', "Label Studio"),
    ],
)
def test_a_file_that_is_none_says_why(tmp_path: Path, name: str, content: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LabelFileError, match=reason):
        read_rows(path)


def test_a_csv_saved_by_excel_in_its_own_code_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,相关,态度,语气,体裁,事项一,说法一\n1,否,,平和,报道,,\n".encode("gb18030"))
    assert read_rows(path)[0][1]["体裁"] == "报道"


def test_every_form_has_its_own_suffix() -> None:
    assert len({suffix for suffix, _ in FORMS.values()}) == len(FORMS)


@pytest.mark.parametrize(("by", "cell", "annotator"), [("甲", "", "甲"), ("甲", "3", "甲"), ("甲", "乙", "乙")])
def test_a_number_in_place_of_a_name_yields_to_the_name_given(
    db: Database, tmp_path: Path, by: str, cell: str, annotator: str
) -> None:
    filled(db, 1)
    taken(db, sheet(tmp_path, f"{1:016d},是,负面,消极,投诉,占道经营,,,{cell}"), by=by)
    assert [row["annotator"] for row in newest_labels(db)] == [annotator]
