"""The contrast pairs for testing stand apart from those for training: no template, no pair of words in common."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from models.training_set import Labelled, read_labelled
from models.words import cut

FOLDER = Path(__file__).parents[2] / "data" / "contrast"
# A run of so many characters in common is taken for a template.
RUN = 7


def pairs(name: str) -> list[tuple[Labelled, Labelled]]:
    rows = read_labelled(FOLDER / name)
    return list(zip(rows[::2], rows[1::2], strict=True))


def contrasts(pair: tuple[Labelled, Labelled]) -> set[frozenset[str]]:
    """What stands in one text alone against what stands in the other alone: words of two characters or more."""
    left, right = (set(words) for words in cut([row.text.text for row in pair]))
    sides = [{word for word in side if len(word) > 1} for side in (left - right, right - left)]
    return {frozenset(two) for two in product(*sides)}


def frames(pair: tuple[Labelled, Labelled]) -> str:
    """The words that both texts have, in order, the others left open: the template of a pair."""
    left, right = cut([row.text.text for row in pair])
    return "".join(word if word in right else "_" for word in left)


def runs(found: Sequence[tuple[Labelled, Labelled]]) -> set[str]:
    texts = [row.text.text for pair in found for row in pair]
    return {text[place : place + RUN] for text in texts for place in range(len(text) - RUN + 1)}


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
    assert {frames(pair) for pair in trained} & {frames(pair) for pair in tested} == set()
