"""A model reads texts by the lexicon that it was trained with, whatever becomes of the program's; other rules are refused."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import senses, stacked, words
from models.judgement import Judgement, ScoreFailure
from models.registry import ModelError, load_model
from models.roles import features
from models.training_set import read_labelled
from tests.conftest import ROOT
from tests.models.texts import labelled

ARTIFACTS = ROOT / "models" / "artifacts"
TEXTS = [row.text for row in labelled()]


@pytest.fixture
def other_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program's lexicon replaced with one that knows other words."""
    file = tmp_path / "lexicon.toml"
    file.write_text('officer = "烧烤店 市民"\nhelp = "油烟 投诉"\nhurt = "感谢 点赞"\n', encoding="utf-8")
    monkeypatch.setattr(senses, "LEXICON", file)
    senses.shipped.cache_clear()
    yield
    senses.shipped.cache_clear()


def said(folder: Path) -> list[Judgement | ScoreFailure]:
    return stacked.score(stacked.load(folder), TEXTS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Judgement | ScoreFailure]]:
    folder = tmp_path_factory.mktemp("office") / "mine"
    model = stacked.train(labelled(), words.learn([[text.text for text in TEXTS] * 4], width=8))
    stacked.save(model, folder)
    return folder, said(folder)


@pytest.mark.usefixtures("other_lexicon")
def test_a_model_says_the_same_when_the_lexicon_of_the_program_changes(
    made: tuple[Path, list[Judgement | ScoreFailure]],
) -> None:
    folder, before = made
    assert senses.shipped().classes_of("烧烤店") == ("officer",)
    assert said(folder) == before


@pytest.mark.usefixtures("other_lexicon")
def test_the_shipped_model_says_the_same_when_the_lexicon_of_the_program_changes() -> None:
    kept = senses.load(ARTIFACTS / "stacked")
    assert kept.source != senses.shipped().source
    assert kept.classes_of("踢断") == ("hurt",)


def test_a_model_made_under_other_rules_is_refused(tmp_path: Path, made: tuple[Path, object]) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for path in made[0].iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    card = json.loads((ARTIFACTS / "stacked" / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps(card), encoding="utf-8")
    kept = json.loads((folder / senses.FILE).read_text(encoding="utf-8"))
    (folder / senses.FILE).write_text(json.dumps(kept | {"rules": 0}), encoding="utf-8")
    with pytest.raises(ModelError, match="第 0 版"):
        load_model("mine", ARTIFACTS, tmp_path)


def test_whoever_changes_the_rules_raises_their_number() -> None:
    texts = [row.text.text for row in read_labelled(ROOT / "data" / "contrast" / "train.jsonl")]
    read = senses.lexicon(
        'officer = "城管 队员"\nvendor = "小贩"\nhurt = "打 打伤"\nno = "没 没有 不"\nsolved = "修好"\n'
    )
    names = [sorted(features(cut, senses.stretches(cut, read))) for cut in words.cut(texts)]
    digest = hashlib.sha256(json.dumps(names, ensure_ascii=False).encode()).hexdigest()
    # Another digest under the same number: models in use would answer differently. Raise RULES and train the shipped anew.
    assert (senses.RULES, digest[:16]) == (1, "0dcdde6f5bd5450a")
