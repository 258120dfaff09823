"""The contrast pairs for testing stand apart from those for training: no template, no pair of words in common."""

from functools import cache
from pathlib import Path

from models import contrast
from models.contrast import Pair, contrasts, read_pairs, runs, template
from models.training_set import read_labelled

FOLDER = Path(__file__).parents[2] / "data" / "contrast"


@cache
def made() -> tuple[Pair, ...]:
    return tuple(contrast.pairs(FOLDER / "grammar.toml", pairs("test.jsonl"), each=2))


def pairs(name: str) -> list[Pair]:
    return read_pairs(read_labelled(FOLDER / name))


def test_there_are_two_hundred_pairs_of_different_sentiment() -> None:
    found = pairs("test.jsonl")
    assert len(found) >= 200
    assert all(left.group == right.group for left, right in found)
    assert all(left.labels.sentiment != right.labels.sentiment for left, right in found)
    assert len({row.text.text for pair in found for row in pair}) == 2 * len(found)


def test_no_pair_of_words_is_in_both_sets() -> None:
    trained = set().union(*(contrasts(pair) for pair in pairs("train.jsonl")))
    shared = {frozenset(two): pair[0].group for pair in pairs("test.jsonl") for two in contrasts(pair) & trained}
    assert shared == {}


def test_no_template_is_in_both_sets() -> None:
    trained, tested = pairs("train.jsonl"), pairs("test.jsonl")
    assert runs(trained) & runs(tested) == set()
    assert {template(pair) for pair in trained} & {template(pair) for pair in tested} == set()


def test_pairs_made_from_patterns_stand_apart_as_well() -> None:
    tested = pairs("test.jsonl")
    held = {two for pair in tested for two in contrasts(pair)}
    assert len(made()) > 400
    assert [pair[0].group for pair in made() if contrasts(pair) & held] == []
    assert runs(made()) & runs(tested) == set()
    assert {template(pair) for pair in made()} & {template(pair) for pair in tested} == set()


def test_made_pairs_differ_in_sentiment_and_leave_no_slot_open() -> None:
    texts = [row.text.text for pair in made() for row in pair]
    assert all(left.labels.sentiment != right.labels.sentiment for left, right in made())
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if any(mark in text for mark in "{}|@")] == []


def test_who_did_it_decides_how_a_made_pair_is_labelled(tmp_path: Path) -> None:
    grammar = tmp_path / "grammar.toml"
    grammar.write_text(
        """
[slots]
officer = ["城管"]
person = ["摊主@vending"]
[[roles]]
who = ["officer", "person"]
texts = ["{Y}被{X}绊倒"]
done_by_officer = { sentiment = "negative", tone = "negative", frames = ["officer_violence"], issues = ["enforcement"] }
done_to_officer = { sentiment = "neutral", tone = "negative", frames = ["violence_against_officers"], issues = [] }
[[pairs]]
left = { sentiment = "positive", tone = "positive", frames = [], issues = [] }
right = { sentiment = "neutral", tone = "neutral", frames = [], issues = [], relevant = false }
texts = ["{officer}真好 | 戏里的{officer}真好"]
""",
        encoding="utf-8",
    )
    (roles, sides) = contrast.pairs(grammar, [], each=3)
    assert [(row.text.text, row.labels.sentiment, row.labels.issues) for row in roles] == [
        ("摊主被城管绊倒", "negative", ("vending", "enforcement")),
        ("城管被摊主绊倒", "neutral", ("vending",)),
    ]
    assert [(row.text.text, row.labels.relevant) for row in sides] == [("城管真好", True), ("戏里的城管真好", False)]
    assert read_labelled(contrast.write([roles, sides], tmp_path / "pairs.jsonl")) == [*roles, *sides]
