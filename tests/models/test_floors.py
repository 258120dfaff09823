"""The shipped models hold their pinned floors on texts of the demo city and on contrast pairs that trained none."""

import json
from functools import lru_cache
from pathlib import Path

import pytest

from bench.demo_split import digest, labelled_line, split
from models import linear, stacked
from models.evaluate import both_right, figures
from models.registry import FLOORS, shortfalls
from models.training_set import Labelled, read_labelled

ROOT = Path(__file__).parents[2]
ARTIFACTS, DEMO = ROOT / "models" / "artifacts", ROOT / "data" / "demo"
MODULES = {"linear": linear, "stacked": stacked}
PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))


@lru_cache(maxsize=2)
def loaded(name: str) -> object:
    return MODULES[name].load(ARTIFACTS / name)


def reached(name: str, rows: list[Labelled]) -> dict[str, float]:
    answers = MODULES[name].score(loaded(name), [row.text for row in rows])
    return {**figures(rows, answers), "both_right": both_right(rows, answers)}


@pytest.mark.parametrize("name", MODULES)
def test_held_out_texts_of_the_demo_city(name: str, tmp_path: Path) -> None:
    kept = json.loads((ARTIFACTS / "demo_split.json").read_text(encoding="utf-8"))
    held = [item for item in split(DEMO).held_out if digest(item) in set(kept["held_out"]) - set(kept["trained"])]
    lines = [json.dumps({**labelled_line(item), "group": item["group"]}, ensure_ascii=False) for item in held]
    (tmp_path / "held.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert len(held) > 500
    assert shortfalls(reached(name, read_labelled(tmp_path / "held.jsonl")), PINNED["demo_held_out"]) == ()


@pytest.mark.parametrize("name", MODULES)
def test_contrast_pairs(name: str) -> None:
    rows = read_labelled(ROOT / "data" / "contrast" / "test.jsonl")
    assert reached(name, rows)["both_right"] >= PINNED["contrast_both_right"][name]
    told = json.loads((ARTIFACTS / name / "model.json").read_text(encoding="utf-8"))["held_out"]["contrast_test"]
    assert reached(name, rows)["both_right"] == pytest.approx(told["both_right"], abs=1e-4)


def test_the_two_halves_of_the_demo_city_share_no_thread() -> None:
    halves = split(DEMO)
    trained, held = ({item["group"] for item in half} for half in (halves.trained, halves.held_out))
    ids = {item["id"] for item in halves.trained}
    assert not trained & held
    assert not any(item["parent"] in ids or item["reprint_of"] in ids for item in halves.held_out)


def test_the_frozen_texts_are_the_held_out_half() -> None:
    frozen = read_labelled(ROOT / "data" / "frozen.jsonl")
    assert [row.text.id for row in frozen] == [item["id"] for item in split(DEMO).held_out]


def test_what_joins_every_training_is_the_other_half() -> None:
    joined = read_labelled(ROOT / "data" / "demo_trained.jsonl")
    assert [row.text.id for row in joined] == [item["id"] for item in split(DEMO).trained]
    frozen = read_labelled(ROOT / "data" / "frozen.jsonl")
    assert not {row.group for row in joined} & {row.group for row in frozen}
