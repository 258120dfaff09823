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


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        json.dumps({**SOUND, "sentiment": "bad"}),
        json.dumps({k: v for k, v in SOUND.items() if k != "kind"}),
        json.dumps({**SOUND, "text": None}),
        json.dumps({**SOUND, "title": 7}),
        # Written by hand or by another program: as a truth value "false" would be true.
        json.dumps({**SOUND, "relevant": "false"}),
        json.dumps({**SOUND, "relevant": float("nan")}),
    ],
)
def test_a_bad_line_is_refused_by_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(f"{json.dumps(SOUND)}\n{line}\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"labels\.jsonl:2: "):
        read_labelled(path)


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
    with pytest.raises(LabelError, match=r"labels\.jsonl:2: not UTF-8"):
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
