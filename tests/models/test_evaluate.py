"""Figures of the gate on answers whose scores are known by hand."""

from dataclasses import replace

import pytest

from models.evaluate import figures
from models.judgement import Judgement, ScoreFailure
from models.labels import Sentiment
from models.training_set import Labels
from tests.models.texts import BAD, GOOD, OFF, PLAIN, labelled


def said(labels: Labels) -> Judgement:
    chances = {sentiment: float(sentiment == labels.sentiment) for sentiment in Sentiment}
    return Judgement(
        labels.relevant,
        float(labels.relevant),
        labels.sentiment,
        chances,
        labels.tone,
        labels.issues,
        labels.frames,
        labels.kind,
        (),
    )


def rows(*labels: Labels) -> list:
    return [replace(labelled()[0], labels=item) for item in labels]


def test_right_answers_reach_one() -> None:
    truth = (BAD, PLAIN, GOOD, OFF)
    reached = figures(rows(*truth), [said(item) for item in truth])
    assert {name: reached[name] for name in reached if name not in {"texts", "ece"}} == dict.fromkeys(
        [name for name in reached if name not in {"texts", "ece"}], 1
    )
    assert (reached["texts"], reached["ece"]) == (4, 0)


def test_a_failure_is_a_wrong_answer() -> None:
    reached = figures(rows(BAD, GOOD), [ScoreFailure("empty_text"), said(GOOD)])
    assert reached["negative_recall"] == 0
    assert reached["relevance_f1"] == pytest.approx(2 / 3, abs=1e-4)


def test_a_sure_wrong_answer_is_uncalibrated() -> None:
    assert figures(rows(BAD, BAD), [said(GOOD), said(BAD)])["ece"] == 0.5
