"""Labelled files: read whole or refused by path and line; folds keep groups together."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training_set import LabelError, folds, read_labelled

SOUND = {
    "id": "1",
    "title": "",
    "text": "路灯坏了",
    "relevant": True,
    "sentiment": "negative",
    "tone": "negative",
    "issues": ["facilities"],
    "frames": [],
    "kind": "complaint",
}
OFF: dict[str, object] = {**SOUND, "relevant": False, "sentiment": "neutral", "issues": [], "frames": []}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "不是 JSON"),
        ("[]", "不是 JSON 对象"),
        ("[" * 100_000, "不是 JSON"),
        (json.dumps({**SOUND, "text": "灯\ud83d"}), 'text 不能是 "灯?"'),
        (json.dumps({**SOUND, "issues": ""}), 'issues 不能是 ""'),
        (json.dumps({**SOUND, "title": 0}), "title 不能是 0"),
        (json.dumps({**SOUND, "sentiment": "bad"}), 'sentiment 不能是 "bad"'),
        (json.dumps({k: v for k, v in SOUND.items() if k != "kind"}), "缺少 kind"),
        (json.dumps({**SOUND, "text": None}), "text 不能是 null"),
        (json.dumps({**SOUND, "title": 7}), "title 不能是 7"),
        (json.dumps({**SOUND, "issues": None}), "issues 不能是 null"),
        # Written by hand or by another program: as a truth value "false" would be true.
        (json.dumps({**SOUND, "relevant": "false"}), 'relevant 不能是 "false"'),
        (json.dumps({**SOUND, "relevant": float("nan")}), "relevant 不能是 NaN"),
        (json.dumps({**SOUND, "relevant": False}), "不相关的文字，态度只能是中性"),
        (json.dumps({**SOUND, "relevant": False, "sentiment": "neutral"}), "不相关的文字，事项和说法都不填"),
        (json.dumps(OFF | {"frames": ["rumour"]}), "不相关的文字，事项和说法都不填"),
        (json.dumps({**SOUND, "issues": ["dogs", "parking", "other"]}), "事项最多两个"),
        (json.dumps({**SOUND, "frames": ["inaction", "inaction"]}), "同一个事项或说法写了两次"),
    ],
)
def test_a_bad_line_is_refused_by_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(f"{json.dumps(SOUND)}\n{line}\n", encoding="utf-8")
    with pytest.raises(LabelError) as refused:
        read_labelled(path)
    assert (refused.value.path, refused.value.line, refused.value.reason) == (path, 2, reason)


@pytest.mark.parametrize(
    "line",
    [
        # Rare, but the guidelines have it: bare mockery of the city, a rumour of no matter.
        {**SOUND, "issues": []},
        {**SOUND, "issues": [], "frames": ["rumour"]},
        # A fine that is taken back is told in a neutral light.
        {**SOUND, "sentiment": "neutral", "frames": ["over_penalty"]},
        {**SOUND, "frames": ["inaction", "rebound", "showmanship", "hazard", "poor_quality"]},
        OFF,
    ],
)
def test_what_the_guidelines_allow_is_read(tmp_path: Path, line: dict[str, object]) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    assert len(read_labelled(path)) == 1


def test_a_sound_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(SOUND) + "\n\n", encoding="utf-8")
    (row,) = read_labelled(path)
    assert (row.text.text, row.group, row.labels.kind) == ("路灯坏了", "1", "complaint")


def test_a_file_from_windows_and_a_text_with_a_line_separator_are_read(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    text = "路灯坏了\u2028快修\u0085"
    path.write_text(json.dumps({**SOUND, "text": text}, ensure_ascii=False) + "\r\n", encoding="utf-8-sig", newline="")
    (row,) = read_labelled(path)
    assert row.text.text == text


def test_another_encoding_is_refused_by_number(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_bytes(json.dumps(SOUND).encode() + b"\n" + json.dumps(SOUND, ensure_ascii=False).encode("gb18030"))
    with pytest.raises(LabelError, match=r"labels\.jsonl 第 2 行：不是 UTF-8"):
        read_labelled(path)


@given(st.lists(st.text(max_size=5), min_size=1))
def test_a_group_has_one_fold(groups: list[str]) -> None:
    drawn = folds(groups, 5, 0)
    assert len({(group, int(fold)) for group, fold in zip(groups, drawn, strict=True)}) == len(set(groups))
    assert all(0 <= fold < 5 for fold in drawn)


def test_the_contrast_pairs_are_enough_and_sound() -> None:
    rows = read_labelled(Path(__file__).parents[2] / "data" / "contrast" / "train.jsonl")
    groups = [row.group for row in rows]
    assert len(set(groups)) >= 400
    assert groups[::2] == groups[1::2]
    assert len({row.text.text for row in rows}) == len(rows)
