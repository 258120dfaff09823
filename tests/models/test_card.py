"""The card's part on held-out sets."""

from models import card, linear
from models.bootstrap import intervals
from models.confusion import Origin, errors
from models.evaluate import figures
from tests.models.texts import labelled


def test_held_out_sets_are_written_anew() -> None:
    text = f"before\n{card.held_out({})}\nafter\n"
    once = card.with_held_out(text, {"a": {"f1": 0.5}, "b": {"f1": 0.6, "both": 1.0}})
    assert "| 指标 | a | b |" in once
    assert "| both |  | 1.0 |" in once
    assert card.with_held_out(once, {}) == text


def test_scores_have_intervals_by_class_that_hold_them() -> None:
    rows = labelled()
    answers = linear.score(linear.train(rows[::2]), [row.text for row in rows])
    found, reached = intervals(rows, answers), figures(rows, answers)
    names = {"sentiment_macro_f1", "f1_negative", "f1_neutral", "f1_positive", "negative_recall"}
    assert set(found) == names
    assert [name for name, (low, high) in found.items() if not low <= reached[name] <= high] == []
    told = card.card("linear", "2026-11-29", [], rows, answers, errors(rows, answers, Origin.OWN, "labels.jsonl"), "")
    low, high = found["f1_positive"]
    assert f"| f1_positive | {reached['f1_positive']} | {low:.3f}–{high:.3f} |" in told
