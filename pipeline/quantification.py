"""Shares corrected for the classifier's known errors. May import models.confusion, labels, pipeline.comparison, context."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.confusion import IRRELEVANT
from models.labels import Sentiment
from pipeline.comparison import Share
from pipeline.context import Row

Array = NDArray[np.float64]

CLASSES = (IRRELEVANT, *(s.value for s in Sentiment))
_NEGATIVE = CLASSES.index(Sentiment.NEGATIVE.value)
# Six digits stand still after a hundred steps with confusions of models that are worth using.
_STEPS = 150
_DRAWS = 600
# One text spread over the classes: what was never seen is rare, not impossible (Perks 1947).
_PRIOR = 1 / len(CLASSES)
_SEED = 20_260


class ConfusionError(ValueError):
    """A model's confusion that cannot be read; the message names the class."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """`counts[k, j]`: blind test texts of class k that the model called class j, both in the order of CLASSES."""

    counts: Array


def read_confusion(card: Mapping[str, Any]) -> Confusion | None:
    """The `confusion` of a model's card; raises ConfusionError.

    None where it has none, or a class without a text: an office's few labels may lack one, and then nothing is known of
    its errors.
    """
    table = card.get("confusion")
    if table is None:
        return None
    try:
        counts = np.array([[float(table[true][said]) for said in CLASSES] for true in CLASSES])
    except (KeyError, TypeError, ValueError) as error:
        raise ConfusionError(str(error)) from error
    return Confusion(counts) if counts.any(axis=1).all() else None


def corrected_share(posts: pd.DataFrame, raw: Share, confusion: Confusion | None) -> Row:
    """corrected_share, corrected_low and corrected_high of the negative share of a group of prepared posts.

    The bootstrap draws as many texts as are independent (the size of the raw share); Nones without a confusion.
    """
    said = said_counts(posts)
    if confusion is None or not said[1:].sum():
        return {"corrected_share": None, "corrected_low": None, "corrected_high": None}
    share, low, high = estimate(said, confusion, raw.size / raw.texts)
    return {"corrected_share": share, "corrected_low": low, "corrected_high": high}


def said_counts(posts: pd.DataFrame) -> Array:
    """How many dated, judged posts on our matters the model put in each of CLASSES."""
    counted = [posts[s.value].sum() for s in Sentiment]
    return np.array(
        [(posts["dated"] & posts["judged"] & ~posts["elsewhere"]).sum() - sum(counted), *counted], dtype=float
    )


def estimate(said: Array, confusion: Confusion, weight: float = 1.0) -> tuple[float, float, float]:
    """The negative share among truly relevant texts and its 95 % interval.

    The class prior is the maximum-likelihood one given the confusion (the EM of Saerens et al. 2002,
    doi:10.1162/089976602753284446, on hard answers, which is the constrained form of adjusted counting, Forman 2008).
    The interval is that of the Bayesian bootstrap (Rubin 1981, doi:10.1214/aos/1176345338) over the texts (`weight` times
    their number) and over the test texts; what was never seen stays possible in it.
    """
    point = _negative_share(said / said.sum(), _rates(confusion.counts))
    random = np.random.default_rng(_SEED)
    drawn = random.dirichlet(said * weight + _PRIOR, size=_DRAWS)
    rates = np.stack([random.dirichlet(row + _PRIOR, size=_DRAWS) for row in confusion.counts], axis=1)
    low, high = np.quantile(_negative_share(drawn, rates), (0.025, 0.975))
    # Six digits are far more than the interval has; what is left of an empty class is no number.
    return round(float(point), 6), round(float(low), 6), round(float(high), 6)


def _rates(counts: Array) -> Array:
    smooth = counts + _PRIOR
    rates: Array = smooth / smooth.sum(axis=-1, keepdims=True)
    return rates


def _negative_share(said: Array, rates: Array) -> Array:
    """Share of negative among relevant classes; `said` (…, J) are shares, `rates` (…, K, J) rows of P(said | true)."""
    prior = np.full((*said.shape[:-1], len(CLASSES)), 1 / len(CLASSES))
    for _ in range(_STEPS):
        joint = prior[..., :, None] * rates
        prior = (said[..., None, :] * joint / joint.sum(axis=-2, keepdims=True)).sum(axis=-1)
    relevant: Array = prior[..., 1:].sum(axis=-1)
    negative: Array = prior[..., _NEGATIVE]
    return negative / np.maximum(relevant, 1e-12)
