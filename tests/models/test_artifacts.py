"""What the shipped models keep: no stretch of a text, nothing that can run, and a card that says what trained them."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from safetensors.numpy import load_file

ARTIFACTS = Path(__file__).parents[2] / "models" / "artifacts"
FOLDERS = sorted(path.parent for path in ARTIFACTS.glob("*/model.json"))
LONGEST = 6
# UTF-8 of a run of Chinese characters longer than that; CARD.md and notes.md are prose about the model.
STRETCH = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){%d,}" % (LONGEST + 1))
PROSE = {"CARD.md", "notes.md"}
# The words of our own lexicon, which are from no text.
LEXICON = "senses.json"
LONGEST_WORD = 9
NAMES = {"safetensors", "onnx", "json", "npz", "sketches", "hashes", "md"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_file_holds_more_of_a_text_than_six_characters(folder: Path) -> None:
    kept = {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in PROSE | {LEXICON}}
    assert {name: STRETCH.findall(held) for name, held in kept.items()} == {name: [] for name in kept}
    for path in folder.glob("*.safetensors"):
        orders = load_file(path).get("layout", [0])[0]
        assert orders <= LONGEST


def test_the_lexicon_beside_the_weights_holds_words_by_class_and_no_sentence() -> None:
    classes = tomllib.loads(json.loads((ARTIFACTS / "stacked" / LEXICON).read_text(encoding="utf-8"))["lexicon"])
    words = [word for named in classes.values() for word in named.split()]
    assert len(words) > 40_000
    assert [word for word in words if len(word) > LONGEST_WORD] == []


def test_a_longer_stretch_would_be_found() -> None:
    assert STRETCH.findall("有城管执法".encode()) == []
    assert STRETCH.findall("有城管执法队员".encode()) == ["有城管执法队员".encode()]


def test_the_files_are_data_and_small_enough_for_the_repository() -> None:
    files = [path for path in ARTIFACTS.rglob("*") if path.is_file()]
    assert {path.suffix[1:] for path in files} <= NAMES
    assert all(sum(path.stat().st_size for path in folder.iterdir()) <= 30 * 1024**2 for folder in FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_card_names_every_file_that_trained_the_model_by_its_digest(folder: Path) -> None:
    card = (folder / "CARD.md").read_text(encoding="utf-8")
    data = json.loads((folder / "model.json").read_text(encoding="utf-8"))["data"]
    assert data
    assert [
        item["name"] for item in data if f"| {item['name']} | {item['rows']} | `{item['sha256']}` |" not in card
    ] == []
