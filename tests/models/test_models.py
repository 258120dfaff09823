"""What every kind of model promises, checked on each by the functions they share."""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import linear, snownlp, stacked, words
from models.evaluate import figures
from models.judgement import Judgement, ScoreFailure, Text
from models.labels import Sentiment
from models.training_set import Labelled
from tests.models.texts import labelled

Train = Callable[[Sequence[Labelled]], Any]
VECTORS = words.learn([[row.text.text for row in labelled()] * 4], width=8)
TRAIN: dict[str, Train] = {
    "linear": linear.train,
    "stacked": partial(stacked.train, words=VECTORS),
    "snownlp": snownlp.train,
}
MODULES = {"linear": linear, "stacked": stacked, "snownlp": snownlp}
MODELS = {name: train(labelled()) for name, train in TRAIN.items()}


def say(name: str, *texts: str) -> list[Judgement | ScoreFailure]:
    answers: list[Judgement | ScoreFailure] = MODULES[name].score(MODELS[name], [Text("1", "", text) for text in texts])
    return answers


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty_text"), (" \n\u3000", "empty_text"), ("12-34！？", "no_words"), ("😀", "no_words")],
)
def test_what_cannot_be_judged_has_a_named_failure(name: str, text: str, reason: str) -> None:
    assert say(name, text, "城管来了")[0] == ScoreFailure(reason)
    assert isinstance(say(name, text, "城管来了")[1], Judgement)


@pytest.mark.parametrize("name", MODULES)
def test_saved_and_loaded_model_says_the_same(name: str, tmp_path: Path) -> None:
    module = MODULES[name]
    module.save(MODELS[name], tmp_path)
    texts = [row.text for row in labelled()]
    before, after = module.score(MODELS[name], texts), module.score(module.load(tmp_path), texts)
    assert [answer.sentiment for answer in before] == [answer.sentiment for answer in after]


@pytest.mark.parametrize("name", ["linear", "stacked"])
def test_training_twice_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    digests = []
    for run in ("a", "b"):
        MODULES[name].save(TRAIN[name](labelled()), tmp_path / run)
        files = sorted((tmp_path / run).iterdir())
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in files])
    assert digests[0] == digests[1]


@pytest.mark.parametrize("name", ["linear", "stacked"])
def test_new_places_of_known_patterns_are_judged_right(name: str) -> None:
    rows = labelled()
    model = TRAIN[name]([row for row in rows if row.group != "河边"])
    held = [row for row in rows if row.group == "河边"]
    reached = figures(held, MODULES[name].score(model, [row.text for row in held]))
    assert reached["sentiment_macro_f1"] == 1
    assert reached["relevance_f1"] == 1
    assert reached["issues_micro_f1"] == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=6), st.sampled_from(["linear", "stacked"]))
def test_every_answer_is_consistent(texts: list[str], name: str) -> None:
    answers = say(name, *texts, "城管队员疏通下水道，市民点赞")
    assert len(answers) == len(texts) + 1
    for text, answer in zip(texts, answers, strict=False):
        if isinstance(answer, Judgement):
            check(text, answer)


def check(text: str, answer: Judgement) -> None:
    chances = answer.probabilities
    assert sum(chances.values()) == pytest.approx(1, abs=1e-9)
    assert chances[answer.sentiment] >= max(chances.values()) / 5 - 1e-4  # the furthest that two weights can lie apart
    assert answer.relevant == (answer.relevance >= 0.5)
    assert answer.relevant or answer.sentiment == Sentiment.NEUTRAL
    assert answer.relevant == bool(answer.issues)
    assert answer.relevant or not answer.frames
    assert len(answer.issues) <= 2
    assert len(answer.why) <= 5
    assert all(phrase in text and 2 <= len(phrase) <= 12 for phrase in answer.why)


@pytest.mark.parametrize("name", ["linear", "stacked"])
def test_one_text_is_judged_alone_as_in_company(name: str) -> None:
    texts = ["路灯坏了没人管", "市民点赞感谢", "比赛很开心"]
    together = say(name, *texts)
    assert [say(name, text)[0] for text in texts] == together


@pytest.mark.parametrize("name", ["linear", "stacked"])
def test_long_text_is_judged(name: str) -> None:
    assert isinstance(say(name, "油烟呛人没人管。" * 20_000)[0], Judgement)


def test_reasons_are_words_that_spoke_for_the_sentiment() -> None:
    answer = say("linear", "湖畔烧烤店油烟呛人，投诉多次没人管")[0]
    assert isinstance(answer, Judgement)
    assert answer.sentiment == Sentiment.NEGATIVE
    assert any("没人管" in phrase or "投诉" in phrase or "油烟" in phrase for phrase in answer.why)
