"""The encoder from pre-training to scoring, on a network small enough to be trained in a test."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from models import encoder, encoder_fit, encoder_network, ensemble, pieces, pretrain, train, transfer, words
from models.encoder_network import StartError
from models.encoder_text import Marks, batches, rows
from models.features import layout_text
from models.judgement import Judgement, ScoreFailure, Text
from models.registry import ModelError
from models.tasks import targets
from models.training_set import Labelled, folds
from tests.models.texts import labelled

# Tests run side by side: more threads than processors wait for each other.
torch.set_num_threads(1)
TINY = pretrain.Plan(layers=1, width=16, heads=2, inner=16, steps=3, batch=2, seed=1)
SHORT = encoder_fit.Plan(epochs=2, pieces=256)


def more() -> list[Labelled]:
    return labelled() * 2


def own_tokenizer() -> pieces.Tokenizer:
    words, characters = pieces.seen([[row.text.text for row in labelled()] * 10])
    return pieces.tokenizer(words, characters, size=200)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start")
    cut = own_tokenizer()
    found = pretrain.rows([(row.text.text, 2.0) for row in more()], cut, seed=0)
    pretrain.train(found, cut, TINY, folder)
    return folder


@pytest.fixture(scope="module")
def model(start: Path) -> encoder.Model:
    return encoder_fit.fit(more(), str(start), SHORT)


def test_pieces_are_frequent_words_of_at_most_four_characters_and_cover_every_character() -> None:
    cut = own_tokenizer()
    assert cut.encode("城管队员疏通下水道", add_special_tokens=False).tokens[:2] == ["城管", "队员"]
    marks = set(pieces.SPECIAL)
    assert max(len(piece) for piece in cut.get_vocab() if piece not in marks) <= pieces.LONGEST_PIECE
    assert cut.normalizer.normalize_str("２０２６年ＡＢ") == "0年ab"


def test_pretraining_rows_hold_each_text_as_often_as_it_is_to_be_seen() -> None:
    cut = own_tokenizer()
    once = pretrain.rows([(row.text.text, 1.0) for row in more() * 2], cut, seed=0)
    thrice = pretrain.rows([(row.text.text, 3.0) for row in more() * 2], cut, seed=0)
    assert once.shape[1] == pretrain.ROW
    assert abs(len(thrice) - 3 * len(once)) <= 3


def test_exchanged_pieces_stay_in_their_row_or_come_from_the_batch() -> None:
    draw = torch.Generator().manual_seed(0)
    row = torch.arange(5, 5 + 4 * 64).reshape(4, 64)
    given, masked, wrong = pretrain.corrupted(row, mask=4, special=5, draw=draw)
    assert 0.08 < len(masked) / row.numel() < 0.22
    assert bool((given.reshape(-1)[masked] == 4).all())
    changed = (given != row) & (given != 4)
    assert bool((wrong[changed] == 1).all())
    assert set(given[changed].tolist()) <= set(row.reshape(-1).tolist())


def test_what_cannot_be_judged_has_a_named_failure(model: encoder.Model) -> None:
    said = encoder.score(model, [Text("1", "", " "), Text("2", "", "12-34"), Text("3", "公告", "城管来了")])
    assert said[:2] == [ScoreFailure("empty_text"), ScoreFailure("no_words")]
    assert isinstance(said[2], Judgement)


def test_saved_and_loaded_model_says_the_same(model: encoder.Model, tmp_path: Path) -> None:
    encoder.save(model, tmp_path)
    texts = [row.text for row in labelled()]
    assert encoder.score(encoder.load(tmp_path), texts) == encoder.score(model, texts)
    assert {path.suffix for path in tmp_path.iterdir()} == {".onnx", ".json"}


def test_the_same_texts_give_the_same_bytes(model: encoder.Model, start: Path) -> None:
    again = encoder_fit.fit(more(), str(start), SHORT)
    assert hashlib.sha256(again.graph).digest() == hashlib.sha256(model.graph).digest()
    assert again.scale.tolist() == model.scale.tolist()


def test_reasons_are_cut_from_the_text(model: encoder.Model) -> None:
    for row, said in zip(labelled(), encoder.score(model, [row.text for row in labelled()]), strict=True):
        assert isinstance(said, Judgement)
        assert all(phrase in row.text.text for phrase in said.why)
    assert any(
        said.why for said in encoder.score(model, [row.text for row in labelled()]) if isinstance(said, Judgement)
    )


def test_what_a_text_says_does_not_hang_on_its_neighbours(model: encoder.Model) -> None:
    short, long = Text("1", "", "西街烧烤店油烟呛人"), Text("2", "通知", "占道经营整治，" * 60)
    alone, _ = encoder.logits(model, [short])
    beside, pulls = encoder.logits(model, [long, short])
    # Activations are scaled to 8 bits batch by batch: large outputs move a little more.
    assert np.abs(alone[0] - beside[1]).max() < max(0.2, 0.02 * np.abs(alone[0]).max())
    assert [len(pull) for pull in pulls] == [len(layout_text(text)) for text in (long, short)]


def test_a_long_body_keeps_its_beginning_and_its_end() -> None:
    marks = Marks(opens=2, closes=3, pads=0, longest=40)
    text = Text("1", "路灯", "开头" + "烧烤店油烟" * 100 + "感谢")
    (row,) = rows(own_tokenizer(), marks, [text])
    whole = layout_text(text)
    assert len(row.ids) <= 40
    assert whole[row.spans[1][0] : row.spans[1][1]] == "路灯"
    assert whole[row.spans[-2][0] : row.spans[-2][1]] == "感谢"


def test_batches_hold_rows_of_like_length_and_every_row_once() -> None:
    found = rows(own_tokenizer(), Marks(2, 3, 0, 160), [Text("", "", "城管" * size) for size in (60, 1, 30, 2, 59)])
    places = [place.tolist() for place in batches(found, most=130)]
    assert sorted(place for batch in places for place in batch) == [0, 1, 2, 3, 4]
    assert all(len(batch) * max(len(found[place].ids) for place in batch) <= 130 for batch in places)


def test_outputs_begin_from_a_regression_on_the_states_of_the_checkpoint(start: Path) -> None:
    network, tokenizer, marks = encoder_network.begin(str(start), seed=0)
    found = rows(tokenizer, marks, [row.text for row in labelled()])
    answers = targets([row.labels for row in labelled()])
    encoder_fit.begin_heads(network, found, answers, marks.pads)
    states = encoder_fit.pooled(network, found, marks.pads)
    weights = torch.cat([network.of_sum.weight, network.of_first.weight], dim=1).detach().numpy()
    said = states @ weights.T + (network.of_sum.bias + network.of_first.bias).detach().numpy()
    assert ((said > 0) == answers).mean() > 0.9


def test_a_layer_learns_slower_than_the_one_above_it(start: Path) -> None:
    network, _, _ = encoder_network.begin(str(start), seed=0)
    groups = encoder_fit.by_depth(network, rate=1.0)
    assert sorted(group["lr"] for group in groups) == pytest.approx([encoder_fit.SLOWER**2, encoder_fit.SLOWER, 1.0])
    assert sum(len(group["params"]) for group in groups) == len(list(network.parameters()))


def test_neighbouring_sets_are_learned_first(start: Path, tmp_path: Path) -> None:
    texts = tuple(row.text for row in labelled())
    lesson = transfer.Lesson("stance", texts, tuple(len(text.text) % 3 for text in texts))
    transfer.learn([lesson], str(start), tmp_path / "next", transfer.Plan(pieces=256))
    assert isinstance(encoder_fit.fit(labelled(), str(tmp_path / "next"), SHORT), encoder.Model)


@pytest.mark.parametrize("what", ["missing", "empty"])
def test_a_checkpoint_that_is_none_is_a_named_error(what: str, tmp_path: Path) -> None:
    folder = tmp_path / what
    if what == "empty":
        folder.mkdir()
    with pytest.raises(StartError) as caught:
        encoder.train(labelled(), str(folder))
    assert caught.value.start == str(folder)


def test_scoring_and_help_load_neither_torch_nor_transformers() -> None:
    asked = "import sys, chengyu.cli, models.registry, models.train; print({'torch', 'transformers', 'onnx'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"


VECTORS = words.learn([[row.text.text for row in labelled()] * 4], width=8)


@pytest.fixture(scope="module")
def joined(start: Path) -> ensemble.Model:
    """An ensemble whose heads read what its members say of other texts than they learned from."""
    rest = [row for row in labelled() if row.group not in {"河边", "湖畔"}]
    held = [row for row in labelled() if row.group in {"河边", "湖畔"}]
    members = ensemble.fitted(rest, VECTORS, str(start))
    said = ensemble.opinions(*members, [row.text for row in held])
    return ensemble.joined(*members, said, targets([row.labels for row in held]))


def test_an_ensemble_says_the_same_when_it_was_saved_and_loaded(joined: ensemble.Model, tmp_path: Path) -> None:
    ensemble.save(joined, tmp_path)
    texts = [*(row.text for row in labelled()), Text("0", "", "12-34")]
    answers = ensemble.score(ensemble.load(tmp_path), texts)
    before = ensemble.score(joined, texts)
    assert answers[-1] == ScoreFailure("no_words")
    sentiments = [
        [answer.sentiment for answer in given if isinstance(answer, Judgement)] for given in (before, answers)
    ]
    assert sentiments[0] == sentiments[1]
    assert train.version(tmp_path) != train.version(tmp_path.parent)


def test_members_of_an_ensemble_have_not_seen_what_the_heads_are_fitted_on(start: Path) -> None:
    given = labelled()[:32]
    fold = folds([row.group for row in given], 2, 3)
    assert set(fold.tolist()) == {0, 1}
    said = ensemble.out_of_fold(given, labelled()[32:40], fold, VECTORS, str(start))
    rest = [row for row, place in zip(given, fold, strict=True) if place == 0]
    members = ensemble.fitted([*rest, *labelled()[32:40]], VECTORS, str(start))
    expected = ensemble.opinions(*members, [row.text for row, place in zip(given, fold, strict=True) if place == 1])
    assert np.array_equal(said[fold == 1], expected)


def test_answers_of_an_ensemble_come_from_heads_that_did_not_see_them() -> None:
    given = labelled()
    fold = folds([row.group for row in given], 3, 1)
    # One member guesses right everywhere but in one fold, where it says the opposite: only heads that saw that fold could tell.
    right = np.where(targets([row.labels for row in given]), 4.0, -4.0).astype(np.float32)
    right[fold == fold[0]] *= -1
    answers = ensemble.cross_fitted(np.hstack([right, np.zeros_like(right)]), given, fold)
    wrong = [answer.sentiment != row.labels.sentiment for answer, row in zip(answers, given, strict=True)]
    assert all(told for told, place in zip(wrong, fold, strict=True) if place == fold[0])


def test_training_an_ensemble_needs_vectors_and_a_checkpoint() -> None:
    with pytest.raises(ModelError, match="词向量"):
        train.trainer("ensemble", None, "somewhere")
    with pytest.raises(ModelError, match="检查点"):
        train.trainer("ensemble", VECTORS)
