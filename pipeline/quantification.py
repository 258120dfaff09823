"""Shares corrected for the classifier's known errors. May import models.confusion, labels, pipeline.comparison, context, domains."""

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
from pipeline.domains import predictive

Array = NDArray[np.float64]

CLASSES = (IRRELEVANT, *(s.value for s in Sentiment))
_NEGATIVE = CLASSES.index(Sentiment.NEGATIVE.value)
# Six digits stand still after a hundred steps with confusions of models that are worth using.
_STEPS = 150
# Where rates are hardly known one draw in twenty is likely.
_DRAWS = 4_000
_NOTHING = 1e-12
# One text spread over the classes: what was never seen is rare, not impossible (Perks 1947).
_PRIOR = 1 / len(CLASSES)
_SEED = 20_260


class ConfusionError(ValueError):
    """A model's confusion that cannot be read; the message names the class."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """What is known of a model's errors on an office's texts.

    `rates[k]` are the parameters of the Dirichlet distribution of how often texts of class k are called each class, both
    in the order of CLASSES. `domains` is how many other places they were learned from; 0 where they are taken to be those of
    the texts that they were counted on.
    """

    rates: Array
    domains: int = 0


def counted(counts: Array) -> Confusion:
    """The errors of the texts themselves: `counts[k, j]` blind ones of class k were called class j."""
    return Confusion(counts + _PRIOR)


def read_confusion(card: Mapping[str, Any]) -> Confusion | None:
    """The errors that stand in a model's card; raises ConfusionError.

    Where they stand apart by source, what is believed of the office's texts is what they tell of one more source. None
    where there is no `confusion`, or a class without a text: an office's few labels may lack one, and then nothing is known
    of its errors.
    """
    table = card.get("confusion")
    if table is None:
        return None
    counts = _counts(table)
    if not counts.any(axis=1).all():
        return None
    sources = card.get("confusion_by_source")
    if not sources:
        return counted(counts)
    return Confusion(predictive(np.stack([_counts(each) for each in sources.values()]), _PRIOR), len(sources))


def _counts(table: Mapping[str, Mapping[str, int]]) -> Array:
    try:
        return np.array([[float(table[true][said]) for said in CLASSES] for true in CLASSES])
    except (KeyError, TypeError, ValueError) as error:
        raise ConfusionError(str(error)) from error


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

    Of each draw of texts (`weight` times their number; the Bayesian bootstrap of Rubin 1981, doi:10.1214/aos/1176345338) and
    of error rates the mix of classes is the maximum-likelihood one (the EM of Saerens et al. 2002,
    doi:10.1162/089976602753284446, on hard answers, which is the constrained form of adjusted counting, Forman 2008). A draw
    counts as much as its rates make the texts likely by their best mix: rates by which no mix would give what was said are
    not those of this place. Share and interval are the quantiles of the draws so weighed.
    """
    random = np.random.default_rng(_SEED)
    drawn = random.dirichlet(said * weight + _PRIOR, size=_DRAWS).T
    rates = np.stack([random.dirichlet(row, size=_DRAWS).T for row in confusion.rates])
    mixes = _mixes(drawn, rates)
    shares = mixes[_NEGATIVE] / np.maximum(mixes[1:].sum(axis=0), _NOTHING)
    likely = np.exp(-said.sum() * weight * _misfit(drawn, mixes, rates))
    low, share, high = np.quantile(shares, (0.025, 0.5, 0.975), weights=likely, method="inverted_cdf")
    # Six digits are far more than the interval has; what is left of an empty class is no number.
    return round(float(share), 6), round(float(low), 6), round(float(high), 6)


def _mixes(said: Array, rates: Array) -> Array:
    """Shares of the classes (K, draws); `said` (J, draws) are shares, `rates` (K, J, draws) those of P(said | true)."""
    mixes = np.full(said.shape, 1 / len(CLASSES))
    for _ in range(_STEPS):
        mixes = mixes * np.einsum("kjn,jn->kn", rates, said / _fitted(mixes, rates))
    return mixes


def _fitted(mixes: Array, rates: Array) -> Array:
    """What a model would say of such mixes (J, draws)."""
    fitted: Array = np.einsum("kn,kjn->jn", mixes, rates)
    return np.maximum(fitted, _NOTHING)


def _misfit(said: Array, mixes: Array, rates: Array) -> Array:
    """By how much each draw is off its best mix (draws,), in nats a text; the least off is the measure of all."""
    off = (said * np.log(np.maximum(said, _NOTHING) / _fitted(mixes, rates))).sum(axis=0)
    return np.asarray(off - off.min())
