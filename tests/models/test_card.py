"""The card's table for correcting shares, and its part on held-out sets."""

from models import card
from models.judgement import ScoreFailure
from models.linear import score, train
from tests.models.texts import labelled


def test_confusion_counts_every_judged_text_by_its_class() -> None:
    rows = labelled()
    answers = [*score(train(rows), [row.text for row in rows[:-1]]), ScoreFailure("empty_text")]
    table = card.confusion_by_class(rows, answers)
    assert {true: sum(said.values()) for true, said in table.items()} == {
        "irrelevant": 15,
        "negative": 16,
        "neutral": 16,
        "positive": 16,
    }
    assert table["negative"]["negative"] == 16


def test_held_out_sets_are_written_anew() -> None:
    text = f"before\n{card.held_out({})}\nafter\n"
    once = card.with_held_out(text, {"a": {"f1": 0.5}, "b": {"f1": 0.6, "both": 1.0}})
    assert "| 指标 | a | b |" in once
    assert "| both |  | 1.0 |" in once
    assert card.with_held_out(once, {}) == text
