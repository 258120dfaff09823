"""What kind of negative: a nuisance, nobody acting, conduct, or a rule itself. May import pipeline.rulebook."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from pipeline.comparison import share_of
from pipeline.context import Rows
from pipeline.periods import Period
from pipeline.rulebook import NEGATIVE_KINDS, KindRule, Rulebook
from pipeline.voices import complaints, public, within


def negative_kinds(posts: pd.DataFrame, period: Period, rulebook: Rulebook) -> Rows:
    """A row for each kind over the negative posts of press and public; `complaint_items` counts complaints apart."""
    now = _negative(public(within(posts, period)))
    before = Counter(kinds_of(_negative(public(within(posts, period.previous))), rulebook.rules))
    complaint = Counter(kinds_of(_negative(complaints(within(posts, period))), rulebook.rules))
    kinds = kinds_of(now, rulebook.rules)
    return [
        {
            "kind": kind,
            "items": int((kinds == kind).sum()),
            "previous": before[kind],
            **share_of(kinds == kind, now["speaker"]).fields,
            "unit": rulebook.units[kind],
            "complaint_items": complaint[kind],
        }
        for kind in NEGATIVE_KINDS
    ]


def kinds_of(posts: pd.DataFrame, rules: Sequence[KindRule]) -> "pd.Series[str]":
    """The kind of each (negative) post, by the first rule that fits."""
    found = [
        kind_of(kind, issues, frames, rules)
        for kind, issues, frames in zip(posts["kind"], posts["issues"], posts["frames"], strict=True)
    ]
    return pd.Series(found, index=posts.index, dtype=object)


def kind_of(kind: str, issues: Iterable[str], frames: Iterable[str], rules: Sequence[KindRule]) -> str:
    """The kind of one negative text; the last rule fits every text."""
    given = (frozenset([kind]), frozenset(issues), frozenset(frames))
    return next(rule.negative_kind for rule in rules if _fits(rule, given))


def _fits(rule: KindRule, given: tuple[frozenset[str], ...]) -> bool:
    wanted = (rule.kinds, rule.issues, rule.frames)
    return all(not want or want & have for want, have in zip(wanted, given, strict=True))


def _negative(posts: pd.DataFrame) -> pd.DataFrame:
    return posts[posts["negative"]]
