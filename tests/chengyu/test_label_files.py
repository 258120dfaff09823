"""Files of labels from outside: whose readings they hold, what is told of them, and what cannot be written."""

import json
from pathlib import Path

import pytest

from pipeline.database import newest_labels, open_database
from tests.chengyu.conftest import Call
from tests.pipeline.labels import filled

HEAD = "编号,相关,态度,语气,体裁,事项一,说法一,标注人"
BAD = "是,负面,消极,投诉,占道经营,"


@pytest.fixture
def home(office: Path) -> Path:
    """An office with forty scored posts of one week, the most surely negative last."""
    opened = open_database(str(office / "chengyu.db"))
    filled(opened, 40)
    opened.close()
    return office


@pytest.fixture
def scored(home: Path, call: Call) -> Path:
    """The same, scored by a model that ships."""
    assert call("score", "--model", "linear").code == 0
    return home


def sheet(home: Path, numbers: range, said: str = BAD, who: str = "") -> str:
    path = home / "labels.csv"
    path.write_text("\n".join([HEAD, *(f"{n:016d},{said},{who}" for n in numbers)]), encoding="utf-8")
    return str(path)


def studio(home: Path, *annotations: tuple[int, object, str]) -> str:
    """A Label Studio file: for each annotation the number of the post, who, and the sentiment."""
    tasks: dict[int, list[object]] = {}
    for number, who, sentiment in annotations:
        said = {"relevant": "是", "sentiment": sentiment, "tone": "消极", "kind": "投诉", "issues": "占道经营"}
        result = [{"from_name": name, "value": {"choices": [word]}} for name, word in said.items()]
        tasks.setdefault(number, []).append({"completed_by": who, "result": result})
    path = home / "studio.json"
    found = [{"data": {"id": f"{number:016d}"}, "annotations": all_of} for number, all_of in tasks.items()]
    path.write_text(json.dumps(found), encoding="utf-8")
    return str(path)


def readings(home: Path) -> list[tuple[int, str, str]]:
    opened = open_database(str(home / "chengyu.db"))
    found = [(int(row["post_id"]), row["annotator"], row["sentiment"]) for row in newest_labels(opened)]
    opened.close()
    return sorted(found)


def test_the_second_reading_of_one_task_by_one_person_is_refused(call: Call, home: Path) -> None:
    path = studio(home, (1, {"email": "a@x"}, "负面"), (1, {"email": "a@x"}, "中性"), (2, {"email": "a@x"}, "负面"))
    called = call("labels", "import", path)
    assert (called.code, "Traceback" in called.err) == (1, False)
    assert "第 1 行：a@x 在这一条上标了不止一次，只收前一次" in called.out
    assert readings(home) == [(1, "a@x", "negative"), (2, "a@x", "negative")]


def test_two_people_may_stand_in_one_file_by_their_names(call: Call, home: Path) -> None:
    path = studio(home, (1, {"email": "a@x"}, "负面"), (1, {"email": "b@x"}, "中性"))
    assert call("labels", "import", path).code == 0
    assert readings(home) == [(1, "a@x", "negative"), (1, "b@x", "neutral")]


def test_a_number_is_no_person(call: Call, home: Path) -> None:
    one = studio(home, (1, 7, "负面"))
    called = call("labels", "import", one)
    assert (called.code, "标注人只有编号“7”，不知道是谁：请用 --by 写明" in called.out) == (1, True)
    assert readings(home) == []
    assert call("labels", "import", one, "--by", "王五").code == 0
    assert readings(home) == [(1, "王五", "negative")]


def test_one_name_is_not_given_to_two_people(call: Call, home: Path) -> None:
    called = call("labels", "import", studio(home, (1, 7, "负面"), (1, 12, "中性")), "--by", "王五")
    assert (called.code, "并且不止一个（7、12）" in called.err, called.err.count("\n")) == (1, True, 1)
    assert readings(home) == []


def test_a_name_that_is_too_long_is_told_as_such(call: Call, home: Path) -> None:
    called = call("labels", "import", sheet(home, range(1, 2)), "--by", "甲" * 61)
    assert "标注人的名字太长（61 个字），至多 60 个字" in called.out


def test_only_pairs_with_someone_of_the_file_are_compared(call: Call, home: Path) -> None:
    for person in ("甲", "乙"):
        called = call("labels", "import", sheet(home, range(1, 4)), "--by", person)
    assert "甲 与 乙" in called.out or "乙 与 甲" in called.out
    assert "一致程度" not in call("labels", "import", sheet(home, range(4, 5)), "--by", "丙").out
    assert "一致程度" not in call("labels", "import", sheet(home, range(0)), "--by", "甲").out


def test_what_the_newest_reading_settled_is_counted(call: Call, home: Path) -> None:
    call("labels", "import", sheet(home, range(1, 41)), "--by", "甲")
    call("labels", "import", sheet(home, range(1, 41), "是,负面,消极,投诉,车辆停放,"), "--by", "乙")
    told = [
        call("labels", "write", "--out", str(home / f"{part}.jsonl"), "--part", part) for part in ("train", "blind")
    ]
    counted = [int(line.split()[1]) for one in told for line in one.out.splitlines() if "以后标的为准" in line]
    assert sum(counted) == 40
    judged = call("labels", "write", "--out", str(home / "judged.jsonl"), "--judge", "甲")
    assert (judged.code, "以后标的为准" in judged.out) == (0, False)


def test_a_judge_that_nobody_knows_is_refused(call: Call, home: Path) -> None:
    call("labels", "import", sheet(home, range(1, 3)), "--by", "甲")
    out = home / "out.jsonl"
    called = call("labels", "write", "--out", str(out), "--judge", "没有这人")
    assert (called.code, "没有“没有这人”标过的文字；标过的有：甲" in called.err, out.exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--out", "/no/such/x.xlsx"), 1, "/no/such"),
        (("--to", "csv", "--out", "x.xlsx"), 2, "--to csv 写的是 .csv 文件，--out 却是 x.xlsx"),
        (("--n", "0"), 2, "--n 的值不对：不能小于 1"),
        (("--n", "9999"), 2, "--n 的值不对：不能大于 5000"),
        (("--n", "几条"), 2, "--n 的值不对：要写成整数"),
    ],
)
@pytest.mark.usefixtures("scored")
def test_what_cannot_be_exported_is_one_chinese_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    called = call("labels", "export", "--week", "2026-W47", "--model", "linear", *arguments)
    assert (called.code, words in called.err, called.err.count("\n")) == (code, True, 1)


def test_a_workbook_that_cannot_be_written_is_one_chinese_line(call: Call, scored: Path) -> None:
    # What stands in the way of the draft is a folder; as root nothing else is refused.
    (scored / "labels" / "a.xlsx.part").mkdir(parents=True)
    out = scored / "labels" / "a.xlsx"
    called = call("labels", "export", "--week", "2026-W47", "--model", "linear", "--out", str(out))
    assert (called.code, "读写失败" in called.err, called.err.count("\n")) == (1, True, 1)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("disagree", "除盲评外，几个模型说法不一而没有标过的"),
        ("negative", "除盲评外，判为负面而没有标过的"),
        ("uncertain", "除盲评外，能标而没有标过的"),
        ("random", "能标而没有标过的只有这些，不足 200 条"),
    ],
)
def test_a_shortage_says_of_which_texts(call: Call, scored: Path, how: str, words: str) -> None:
    assert call("score", "--model", "snownlp").code == 0
    called = call("labels", "export", "--week", "2026-W47", "--model", "linear", "--how", how)
    assert (called.code, words in called.out) == (0, True)
    assert (scored / "labels" / f"2026-W47-{how}.xlsx").is_file()
