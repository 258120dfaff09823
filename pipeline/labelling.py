"""Which posts a person is asked to label, and which of them stay blind. May import models.labels, pipeline.database.

The blind part is fixed by the post itself: one in five first appearances, by a hash. Such a post is only ever handed out
as a random draw and without the model's guess, and no model is trained on it, so it can measure every model.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.context import Row
from pipeline.database import Database, newest_labels, said_by_models, scored_posts
from pipeline.periods import Period

# One in five: 200 texts a week leave 40 for measuring, 500 in a quarter, enough for an interval of ±4 points.
BLIND_SHARE = 0.2
_CLASSES = ("p_negative", "p_neutral", "p_positive")


class How(StrEnum):
    """By what posts are chosen."""

    UNCERTAIN = "uncertain"
    RANDOM = "random"
    NEGATIVE = "negative"
    DISAGREE = "disagree"


class OneModelError(ValueError):
    """Disagreement was asked for where only one model has scored; the message is the period."""


@dataclass(frozen=True, slots=True)
class Task:
    """A masked text to be labelled; `guess` holds the model's answers by field, None for a blind one."""

    post_id: str
    source: str
    day: str
    title: str
    text: str
    guess: Mapping[str, Any] | None


def is_blind(origin: str) -> bool:
    """Whether a post is kept for evaluation; `origin` is the id of its first appearance."""
    return _drawn("blind", origin) < BLIND_SHARE * 2**64


def tasks(db: Database, model: str, period: Period, how: How, count: int) -> tuple[Task, ...]:
    """At most `count` texts of a period that nobody has labelled, a fifth of them blind; the same data, the same texts.

    `model` is name@version. Raises OneModelError.
    """
    known = {row["duplicate_of"] or row["post_id"] for row in newest_labels(db)}
    frame = scored_posts(db, model, period.start, period.end)
    worded = frame[(frame["title"] != "") | (frame["clean_text"] != "")]
    posts = [row for row in worded.to_dict("records") if not row["duplicate_of"] and not row["error"]]
    fresh = [{str(k): v for k, v in row.items()} for row in posts if row["id"] not in known]
    said = said_by_models(db, period.start, period.end) if how is How.DISAGREE else []
    return choose(fresh, how, count, disputed(said, period.label) if how is How.DISAGREE else {}, period.label)


def disputed(said: Sequence[Row], label: str) -> dict[str, int]:
    """How many different answers (relevance and sentiment) the models gave of each post, where more than one."""
    if len({row["model"] for row in said}) < 2:
        raise OneModelError(label)
    answers: defaultdict[str, set[tuple[bool, str]]] = defaultdict(set)
    for row in said:
        answers[row["post_id"]].add((row["relevant"], row["sentiment"]))
    return {post: len(found) for post, found in answers.items() if len(found) > 1}


def choose(posts: Sequence[Row], how: How, count: int, differing: Mapping[str, int], label: str) -> tuple[Task, ...]:
    """The choice among judged posts, in an order that tells nothing of why each was chosen."""
    if how is How.RANDOM:
        chosen = _shuffled(posts, label)[:count]
    else:
        blind = _shuffled([post for post in posts if is_blind(post["id"])], label)[: round(count * BLIND_SHARE)]
        open_posts = [post for post in posts if not is_blind(post["id"])]
        chosen = [*blind, *_ranked(_shuffled(open_posts, label), how, differing)[: count - len(blind)]]
    return tuple(_task(post) for post in _shuffled(chosen, f"order {label}"))


def _ranked(posts: Sequence[Row], how: How, differing: Mapping[str, int]) -> list[Row]:
    keeps, key = _RANKS[how]
    return sorted((post for post in posts if keeps(post, differing)), key=lambda post: key(post, differing))


def _margin(post: Row, _: Mapping[str, int]) -> float:
    """How far the leading class is ahead (margin sampling, Scheffer et al. 2001)."""
    first, second = sorted((post[name] for name in _CLASSES), reverse=True)[:2]
    return float(first - second)


_Keeps = Callable[[Row, Mapping[str, int]], bool]
_Key = Callable[[Row, Mapping[str, int]], float]
_RANKS: Mapping[How, tuple[_Keeps, _Key]] = {
    How.UNCERTAIN: (lambda _post, _: True, _margin),
    How.NEGATIVE: (lambda post, _: post["sentiment"] == "negative", lambda _post, _: 0.0),
    How.DISAGREE: (lambda post, differing: post["id"] in differing, lambda post, differing: -differing[post["id"]]),
}


def _task(post: Row) -> Task:
    fields = ("relevant", "sentiment", "tone", "issues", "frames", "kind")
    guess = None if is_blind(post["id"]) else {name: post[name] for name in fields}
    return Task(post["id"], post["source"], f"{post['day']:%Y-%m-%d}", post["title"], post["clean_text"], guess)


def _shuffled(posts: Sequence[Row], salt: str) -> list[Row]:
    return sorted(posts, key=lambda post: _drawn(salt, post["id"]))


def _drawn(salt: str, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{salt}\n{name}".encode()).digest()[:8])
