"""The card's part on held-out sets."""

from models import card


def test_held_out_sets_are_written_anew() -> None:
    text = f"before\n{card.held_out({})}\nafter\n"
    once = card.with_held_out(text, {"a": {"f1": 0.5}, "b": {"f1": 0.6, "both": 1.0}})
    assert "| 指标 | a | b |" in once
    assert "| both |  | 1.0 |" in once
    assert card.with_held_out(once, {}) == text
