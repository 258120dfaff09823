"""A model knows a text again that it was trained on, whatever kind of model it is, also with other marks."""

from pathlib import Path

import pytest

from models import registry, train
from models.judgement import Text
from tests.models.lines import write_labelled
from tests.models.texts import labelled

KNOWN = "东门烧烤店油烟呛人，投诉多次没人管"


@pytest.mark.parametrize("kind", ["snownlp", "linear"])
def test_what_was_learned_is_known_again(kind: str, tmp_path: Path) -> None:
    files = train.Files([write_labelled(tmp_path / "labels.jsonl", labelled())])
    train.train(kind, files, tmp_path / "models" / "mine", "2026-11-29")
    seen = registry.load_model("mine", tmp_path / "models").seen
    assert seen is not None
    texts = [("", KNOWN), ("东门烧烤店油烟呛人", "投诉多次没人管！"), ("", f"{KNOWN}了"), ("", "")]
    assert seen([Text("1", title, text) for title, text in texts]).tolist() == [True, True, False, False]
