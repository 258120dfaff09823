"""What a reader needs to check a report: totals, outcomes, the model, every negative item. May import all nouns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from crawlers.outcomes import OUTCOME_ZH, Outcome
from pipeline.context import AnalysisContext, Row, Rows
from pipeline.negative_kinds import kinds_of
from pipeline.periods import Period
from pipeline.quantification import read_confusion
from pipeline.quotations import shown_text
from pipeline.rulebook import Rulebook
from pipeline.voices import PUBLIC, complaints, cut, in_days, iso, last_day, within

_TEXT_LENGTH = 120
_SCORED = "scored"
_SCORE_ZH = {_SCORED: "已判读", "not_scored": "尚未判读"}


def summary(posts: pd.DataFrame, period: Period, model: str) -> Rows:
    """One row; posts = relevant + not_ours + off_topic + failed_scores + guessed_dates, the last taken out first."""
    inside = posts[in_days(posts, period.start, period.end)]
    dated = inside[inside["dated"]]
    relevant, judged = int(dated["counted"].sum()), int(dated["judged"].sum())
    elsewhere = int(dated["elsewhere"].sum())
    told = dated[dated["counted"] & (dated["voice"] != "complaint")]
    return [
        {
            "period": period.label,
            "kind": period.kind,
            "start": period.start.isoformat(),
            "end": last_day(period),
            "posts": len(inside),
            "relevant": relevant,
            "not_ours": elsewhere,
            "off_topic": judged - relevant - elsewhere,
            "failed_scores": len(dated) - judged,
            "guessed_dates": len(inside) - len(dated),
            "stories": int((told["story_id"].value_counts() > 1).sum()),
            "complaints": len(complaints(dated)),
            "complaints_previous": len(complaints(within(posts, period.previous))),
            "model": model,
        }
    ]


def outcomes(posts: pd.DataFrame, runs: Sequence[Row], lines: Mapping[str, int], labels: Mapping[str, str]) -> Rows:
    """How every address, line and text ended: collect and store over all time, score over the given posts.

    `runs` are coverage rows, `lines` the counts of stored lines, `labels` the Chinese names of the latter.
    """
    collected: Counter[str] = Counter()
    for run in runs:
        collected.update({str(name): int(count) for name, count in run["outcomes"].items()})
    scored = Counter({str(k or _SCORED): int(n) for k, n in posts["error"].value_counts().items()})
    return [
        *_outcome_rows("collect", collected, {str(o): OUTCOME_ZH[o] for o in Outcome}),
        *_outcome_rows("store", lines, labels),
        *_outcome_rows("score", scored, _SCORE_ZH),
    ]


def model(posts: pd.DataFrame, period: Period, context: AnalysisContext) -> Rows:
    """One row: what the model judged in the period, and the figures of its card as they stand there.

    `errors_origin`, `errors_name`, `errors_texts` and `errors_blind` tell on which texts the errors that correct shares
    were counted; the origin is "none" where no share is corrected, "unknown" where the card does not say. `errors_domains`
    is how many sources they were counted in apart, so that the interval allows for one more; 0 where it does not.
    """
    inside = posts[in_days(posts, period.start, period.end)]
    judged = int(inside["judged"].sum())
    scores: Mapping[str, Any] = context.card.get("scores", {})
    return [
        {"model": context.model, "judged": judged, "failed": len(inside) - judged}
        | dict(scores)
        | _errors(context.card)
        | {"weeks_on_model": _weeks(context.card.get("promoted_at"), period)}
    ]


def _errors(card: Mapping[str, Any]) -> Row:
    confusion = read_confusion(card)
    if confusion is None:
        return {"errors_origin": "none"}
    # A model trained by an earlier version does not say.
    told = card.get("confusion_on", {"origin": "unknown"})
    return {f"errors_{name}": value for name, value in told.items()} | {"errors_domains": confusion.domains}


def negative_items(posts: pd.DataFrame, period: Period, titles: Mapping[str, str], rulebook: Rulebook) -> Rows:
    """Every negative post of press and public, and the complaints about conduct, by time."""
    inside = within(posts, period)
    inside = inside[inside["negative"]]
    is_complaint = inside["voice"] == "complaint"
    conduct = is_complaint & (kinds_of(inside, rulebook.rules) == "conduct")
    listed = inside.assign(conduct=conduct)[inside["voice"].isin(PUBLIC) | conduct]
    ordered = listed.sort_values(["published_at", "id"])
    return [_item(post, titles) for post in ordered.to_dict("records")]


def _item(post: Mapping[Any, Any], titles: Mapping[str, str]) -> Row:
    return {
        "post_id": post["id"],
        "source": post["source"],
        "title_of_source": titles.get(post["source"], post["source"]),
        "channel": post["channel"],
        "tier": post["tier"],
        "published_at": iso(post["published_at"]),
        "title": post["title"],
        "text": cut(shown_text(post["title"], post["clean_text"]), _TEXT_LENGTH),
        "url": post["url"],
        "issue": next(iter(post["issues"]), ""),
        "frames": list(post["frames"]),
        "district": post["district"],
        "story_id": None if pd.isna(post["story_id"]) else post["story_id"],
        "reprint": bool(post["copy"]),
        "conduct": bool(post["conduct"]),
    }


def _outcome_rows(stage: str, counts: Mapping[str, int], labels: Mapping[str, str]) -> Rows:
    return [
        {"stage": stage, "outcome": name, "label": labels.get(name, name), "items": counts[name]}
        for name in sorted(counts, key=lambda name: (-counts[name], name))
    ]


def _weeks(promoted_at: str | None, period: Period) -> int | None:
    if not promoted_at:
        return None
    weeks = int((pd.Timestamp(period.end) - pd.Timestamp(promoted_at).tz_localize(None)).days // 7)
    return weeks if weeks >= 0 else None  # the model came after the period and has judged it in retrospect
