"""Correction of shares for known errors: less bias than counting, and intervals that cover."""

from typing import Any

import numpy as np
import pytest

from pipeline.comparison import Share
from pipeline.quantification import (
    CLASSES,
    Confusion,
    ConfusionError,
    corrected_share,
    counted,
    estimate,
    read_confusion,
    said_counts,
)
from pipeline.voices import prepared
from tests.pipeline.small_posts import frame, row

# What the shipped kind of model does on 1,000 blind texts, rounded.
RATES = np.array(
    [[0.80, 0.05, 0.10, 0.05], [0.02, 0.80, 0.15, 0.03], [0.05, 0.12, 0.75, 0.08], [0.02, 0.04, 0.14, 0.80]]
)
TESTED = np.array([150, 350, 300, 200])


def table(counts: np.ndarray) -> dict[str, dict[str, int]]:
    """As a card holds it."""
    return {true: dict(zip(CLASSES, row, strict=True)) for true, row in zip(CLASSES, counts.tolist(), strict=True)}


CARD = {"confusion": table(RATES)}


def drawn(random: np.random.Generator, negative: float, texts: int = 400) -> tuple[np.ndarray, Confusion]:
    """What a model says of `texts`, with a confusion measured on other texts."""
    rest = 1 - 0.1
    prior = np.array([0.1, rest * negative, rest * (1 - negative) * 0.7, rest * (1 - negative) * 0.3])
    said = random.multinomial(texts, prior @ RATES).astype(float)
    counts = np.stack([random.multinomial(n, r) for n, r in zip(TESTED, RATES, strict=True)]).astype(float)
    return said, counted(counts)


@pytest.mark.parametrize("negative", [0.1, 0.6])
def test_less_bias_than_counting_and_intervals_that_cover(negative: float) -> None:
    random = np.random.default_rng(11)
    raw, corrected, inside = [], [], []
    for _ in range(60):
        said, confusion = drawn(random, negative)
        share, low, high = estimate(said, confusion)
        raw.append(said[1] / said[1:].sum())
        corrected.append(share)
        inside.append(low <= negative <= high)
    assert abs(np.mean(corrected) - negative) < 0.015
    assert abs(np.mean(corrected) - negative) < abs(np.mean(raw) - negative)
    # 60 draws of a 95 % interval: 52 or fewer inside would be seen once in 200 times.
    assert sum(inside) >= 53


def elsewhere(random: np.random.Generator, sources: int) -> dict[str, np.ndarray]:
    """Confusions of sources whose rates differ, each with its own mix of classes."""
    return {str(number): confused(random, random.integers(5, 300, size=4)) for number in range(sources)}


def confused(random: np.random.Generator, texts: np.ndarray) -> np.ndarray:
    """What is said of so many texts of each class in a place of its own."""
    rates = [random.dirichlet(8 * row) for row in RATES]
    return np.stack([random.multinomial(n, row) for n, row in zip(texts, rates, strict=True)])


def test_in_a_place_that_was_never_tested_the_interval_allows_for_other_errors() -> None:
    random = np.random.default_rng(4)
    inside: dict[str, list[bool]] = {"together": [], "apart": []}
    for _ in range(60):
        sources = elsewhere(random, 14)
        card = {"confusion": table(np.sum([*sources.values()], axis=0))}
        apart = card | {"confusion_by_source": {name: table(counts) for name, counts in sources.items()}}
        here = confused(random, np.array([30, *random.multinomial(270, random.dirichlet([2, 2, 1]))]))
        true = here[1].sum() / here[1:].sum()
        for way, told in (("together", card), ("apart", apart)):
            _, low, high = estimate(here.sum(axis=0).astype(float), known(told))
            inside[way].append(low <= true <= high)
    assert np.mean(inside["together"]) < 0.6
    assert np.mean(inside["apart"]) >= 0.9


def known(card: dict[str, Any]) -> Confusion:
    found = read_confusion(card)
    assert found is not None
    assert found.domains == len(card.get("confusion_by_source", {}))
    return found


def test_the_estimate_is_the_same_twice_and_wider_for_fewer_voices() -> None:
    said, confusion = drawn(np.random.default_rng(5), 0.4)
    assert estimate(said, confusion) == estimate(said, confusion)
    _, low, high = estimate(said, confusion)
    _, wide_low, wide_high = estimate(said, confusion, weight=0.2)
    assert wide_high - wide_low > 1.5 * (high - low)


def test_a_perfect_model_needs_no_correction() -> None:
    share, low, high = estimate(np.array([50.0, 30, 60, 10]), counted(np.eye(4) * 10_000))
    assert share == pytest.approx(0.3, abs=0.005)
    assert low < 0.3 < high


def test_posts_are_counted_by_what_was_said_of_them() -> None:
    rows = [
        row(1, sentiment="negative"),
        row(2),
        row(3, sentiment="positive"),
        row(4, relevant=False),
        row(5, relevant=None, sentiment=None, error="empty_text"),
        row(6, date_confidence="guessed"),
    ]
    posts = prepared(frame(rows))
    assert said_counts(posts).tolist() == [1, 1, 1, 1]
    found = corrected_share(posts, Share(1, 3, 3.0), read_confusion(CARD))
    assert found["corrected_low"] <= found["corrected_share"] <= found["corrected_high"]


def test_without_confusion_or_posts_there_is_no_correction() -> None:
    nothing = dict.fromkeys(("corrected_share", "corrected_low", "corrected_high"))
    posts = prepared(frame([row(1)]))
    assert corrected_share(posts, Share(0, 1, 1.0), read_confusion({})) == nothing
    assert corrected_share(posts[:0], Share(0, 0, 0.0), read_confusion(CARD)) == nothing
    unseen = {"confusion": CARD["confusion"] | {"positive": dict.fromkeys(CLASSES, 0)}}
    assert corrected_share(posts, Share(0, 1, 1.0), read_confusion(unseen)) == nothing


@pytest.mark.parametrize("broken", [{}, {name: {} for name in CLASSES}])
def test_a_broken_confusion_is_named(broken: dict[str, object]) -> None:
    with pytest.raises(ConfusionError, match="irrelevant"):
        read_confusion({"confusion": broken})
