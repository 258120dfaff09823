"""How far a classifier's errors may differ in a place where they were never counted. May import nothing of ours."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

Array = NDArray[np.float64]

# Two texts of one domain share this much of what sets domains apart, from nothing to all; each as likely beforehand.
_ALIKE = (np.arange(400) + 0.5) / 400


def predictive(tables: Array, prior: float) -> Array:
    """Dirichlet parameters (classes, answers) of the error rates of one more domain; `tables` (domains, classes, answers) are counts.

    Within a domain errors are multinomial; between domains the rates of a true class are Dirichlet (Mosimann 1962,
    doi:10.1093/biomet/49.1-2.65). Its mean weighs a domain by the texts that it is worth, with `prior` of a text for each
    answer beside them. How concentrated it is stands for every value that may be, by its likelihood, as a few domains
    tell little of it; what is handed back has the mean and the variance of the whole. Where all domains are alike this is
    the Dirichlet of all texts together, of at most 800.
    """
    return np.stack([_of_class(counts, prior) for counts in tables.transpose(1, 0, 2)])


def _of_class(counts: Array, prior: float) -> Array:
    concentration = (1 / _ALIKE - 1)[:, None]
    texts = counts.sum(axis=1)
    share = concentration / (texts + concentration)
    worth = (texts * share).sum(axis=1, keepdims=True)
    means = (share @ counts + prior) / (worth + prior * counts.shape[1])
    weights = _likelihood(counts, concentration * means)
    # The mean is estimated as well: a rate varies by both.
    varied = 1 / (1 + concentration * worth / (concentration + worth))
    mean, alike = weights @ means, weights @ varied
    return np.asarray(mean * (1 / alike - 1))


def _likelihood(counts: Array, parameters: Array) -> Array:
    """That of each line of parameters of a Dirichlet-multinomial, adding up to 1."""
    each, total = parameters[:, None, :], parameters.sum(axis=1)[:, None]
    cells = (gammaln(counts + each) - gammaln(each)).sum(axis=(1, 2))
    domains = (gammaln(counts.sum(axis=1) + total) - gammaln(total)).sum(axis=1)
    found = cells - domains
    return np.asarray(np.exp(found - logsumexp(found)))
