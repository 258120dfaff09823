"""How telling words are: posts as weighted character bigrams; pure functions. Imports nothing of ours."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

# A title and the first paragraphs tell the event; what follows is background that many events share.
_HEAD = 400
_TITLE_WEIGHT = 2
# As if so many more days had been seen, each with bigrams of its own: few days then still weigh rare bigrams more.
_PRIOR_DAYS = 30
# A post meets the stories that share one of so many of its weightiest bigrams.
_STRONG = 45

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling each bigram is: log of the share of days on which it is said."""

    weights: Mapping[str, float]
    unseen: float  # of a bigram that was never met


def rarity_of(texts: Iterable[tuple[date, str, str]]) -> Rarity:
    """Learn from the day, title and text of many posts.

    Days are counted and not posts: what is said a hundred times on three days is news, and must not weigh little.
    """
    days: defaultdict[str, set[date]] = defaultdict(set)
    all_days: set[date] = set()
    for day, title, text in texts:
        all_days.add(day)
        for term in _terms(title, text):
            days[term].add(day)
    total = len(all_days) + _PRIOR_DAYS
    return Rarity({term: math.log(total / len(seen)) for term, seen in days.items()}, math.log(total))


def strongest(vector: Vector) -> list[str]:
    """The weightiest bigrams, weightiest first."""
    return sorted(vector, key=lambda term: (-vector[term], term))[:_STRONG]


_CHINESE = re.compile("[一-鿿]{2,}")


def _terms(title: str, text: str) -> Counter[str]:
    parts = [run for part in (title,) * _TITLE_WEIGHT + (text[:_HEAD],) for run in _CHINESE.findall(part)]
    return Counter([run[place : place + 2] for run in parts for place in range(len(run) - 1)])


def vector_of(title: str, text: str, rarity: Rarity) -> Vector:
    """Each bigram of a post with its weight; the squares sum to 1."""
    weights, unseen = rarity.weights, rarity.unseen
    counts = _terms(title, text)
    raw = {t: (1.0 if n == 1 else 1 + math.log(n)) * weights.get(t, unseen) for t, n in counts.items()}
    norm = math.sqrt(sum(w * w for w in raw.values()))
    return {term: weight / norm for term, weight in raw.items() if weight} if norm else {}
