"""The weights of sentiments find as many negative texts as are asked for, and no more macro-F1 is given up than that."""

import numpy as np

from models import heads
from models.tasks import RELEVANCE, SENTIMENT, WIDTH


def chances(relevance: list[float], sentiments: list[list[float]]) -> np.ndarray:
    rows = np.zeros((len(relevance), WIDTH), dtype=np.float32)
    rows[:, RELEVANCE.start] = relevance
    rows[:, SENTIMENT] = sentiments
    return rows


def test_negative_is_said_earlier_until_enough_is_found() -> None:
    unsure, plain, good = [0.4, 0.5, 0.1], [0.1, 0.8, 0.1], [0.0, 0.1, 0.9]
    said = chances([1.0] * 30, [unsure] * 10 + [plain] * 10 + [good] * 10)
    true = np.zeros((30, WIDTH), dtype=np.bool_)
    true[:10, SENTIMENT.start] = true[10:20, SENTIMENT.start + 1] = true[20:, SENTIMENT.stop - 1] = True
    weights = heads.sentiment_weights(said, true)
    assert heads.said_sentiments(said, np.ones(3, dtype=np.float32)).tolist() == [1] * 20 + [2] * 10
    assert heads.said_sentiments(said, weights).tolist() == [0] * 10 + [1] * 10 + [2] * 10


def test_what_is_not_relevant_is_neutral_whatever_the_weights() -> None:
    said = chances([0.49, 0.51], [[0.45, 0.51, 0.04]] * 2)
    assert heads.said_sentiments(said, np.array([3, 1, 1], dtype=np.float32)).tolist() == [1, 0]
