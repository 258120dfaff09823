"""Unlabelled texts come without copies of test texts."""

from pathlib import Path

import pytest

from models import background


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [("路灯 坏了！", "路灯坏了", True), ("ABC路", "abc路12", True), ("路灯坏了", "路灯好了", False)],
)
def test_copies_have_one_key(left: str, right: str, same: bool) -> None:
    assert (background.key(left) == background.key(right)) is same


def test_copies_of_test_texts_are_left_out(tmp_path: Path) -> None:
    for file, name in (*background.SOURCES, *background.TESTS):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = sorted({column for other, column in (*background.SOURCES, *background.TESTS) if other == file})
        test = (file, name) in background.TESTS
        # pandas packs by the file's ending, as the corpora are packed
        import pandas as pd

        cells = ["测试句子"] if test else ["测试，句子", "训练句子"]
        pd.DataFrame(dict.fromkeys(columns, cells)).to_csv(path, index=False)
    found = {text for batch in background.texts(tmp_path) for text in batch}
    assert found == {"训练句子"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="bdci2019"):
        list(background.texts(tmp_path))
