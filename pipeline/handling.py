"""How complaints were handled: answered, closed, in time, satisfied. May import pipeline.rulebook and voices."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pandas as pd

from pipeline.comparison import plain_share
from pipeline.context import Row, Rows
from pipeline.periods import Period, last_periods
from pipeline.rulebook import StateWords
from pipeline.voices import complaints, in_days, within

# Half of one week's complaints are often still open; this many periods together have a median.
_MEDIAN_PERIODS = 8
_LONG_OPEN = 30.0
_DAY = 86_400.0


def handling(
    posts: pd.DataFrame, period: Period, now: datetime, deadlines: Mapping[str, int], states: StateWords
) -> Rows:
    """A row for each complaint channel whose source tells of handling, over complaints received in the period.

    Closed is `closed_at`, else the reply's time. On time: closed within the channel's deadline (days), among those of
    which it fell into the period (`due`, `due_ids`): of those received in it only the quick ones would be known.
    `on_time_previous` is the share of the period before. `median_days` is Kaplan and Meier's over this period and the seven before, since open tickets
    are censored at the time they were last seen; `open_over_30_days` counts all complaints up to the period's end.
    A source that never gives the time of an answer or of closing is left out of all that rests on time; `untimed`
    counts its complaints of the period. Where no source gives times those fields are None. What was signed for and
    what was given back is read from the words of `states`, over sources whose states ever speak of it.
    """
    told = _with_states(_with_ends(complaints(posts), now), states)
    told = told[told["day"] < pd.Timestamp(period.end)]
    recent = in_days(told, last_periods(period, _MEDIAN_PERIODS)[0].start, period.end)
    return [
        {"channel": channel}
        | _row(within(group, period))
        | _on_time(group[group["timed"]], period, deadlines.get(str(channel)))
        | _course(group[group["timed"]], recent)
        for channel, group in told.groupby("channel")
    ]


def median_days(days: "pd.Series[float]", closed: "pd.Series[bool]") -> float | None:
    """Median time to close; where not `closed`, `days` is how long it was known to be open. None if under half close.

    Source: Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452.
    """
    table = pd.DataFrame({"days": days, "closed": closed}).groupby("days")["closed"].agg(["sum", "size"]).sort_index()
    at_risk = table["size"][::-1].cumsum()[::-1]
    surviving = (1 - table["sum"] / at_risk).cumprod()
    # A product of fractions that is exactly a half may come out a hair above it.
    reached = surviving.index[(surviving <= 0.5 + 1e-12).to_numpy()]
    return float(reached[0]) if len(reached) else None


def _with_ends(posts: pd.DataFrame, now: datetime) -> pd.DataFrame:
    """Complaints with handling, and the columns `closed` and `days` (to closing, or open so far)."""
    told = posts[posts["state"].notna()]
    end = told["closed_at"].fillna(told["replied_at"])
    moment = pd.Timestamp(now.replace(tzinfo=None))
    seen = told["collected_at"].where(told["collected_at"] < moment, moment)
    days = (end.fillna(seen) - told["published_at"]).dt.total_seconds() / _DAY
    timed = end.notna().groupby(told["source"]).transform("any").astype(bool)
    return told.assign(closed=end.notna(), days=days.clip(lower=0.0), timed=timed)


def _with_states(told: pd.DataFrame, words: StateWords) -> pd.DataFrame:
    """The columns `signed` and `returned`: True, False, or None where the source never tells."""
    returned = _holds(told["state"], words.returned)
    unsigned = _holds(told["state"], words.unsigned) & ~returned
    signed = _holds(told["state"], words.signed) & ~unsigned & ~returned
    return told.assign(
        signed=signed.where(_ever(unsigned, told["source"]) & (signed | unsigned)),
        returned=returned.where(_ever(returned, told["source"])),
    )


def _holds(states: "pd.Series[str]", words: tuple[str, ...]) -> "pd.Series[bool]":
    """Whether one of the words stands in a state; of some hundred thousand states only a few differ."""
    known = {state: any(word in state for word in words) for state in states.unique()}
    return states.map(known).astype(bool)


def _ever(found: "pd.Series[bool]", sources: "pd.Series[str]") -> "pd.Series[bool]":
    return found.groupby(sources).transform("any").astype(bool)


def _course(timed: pd.DataFrame, recent: "pd.Series[bool]") -> Row:
    """How long it takes, and what lies open too long; None where nothing tells of time."""
    if timed.empty:
        return {"median_days": None, "open_over_30_days": None}
    now = timed[recent.reindex(timed.index)]
    long_open = ~timed["closed"] & (timed["days"] > _LONG_OPEN)
    return {"median_days": median_days(now["days"], now["closed"]), "open_over_30_days": int(long_open.sum())}


def _row(told: pd.DataFrame) -> Row:
    answered = told["replied"].eq(True) | told["replied_at"].notna()
    satisfied, dissatisfied = int(told["satisfied"].eq(True).sum()), int(told["satisfied"].eq(False).sum())
    reopened, asked = int(told["reopened"].eq(True).sum()), int(told["reopened"].notna().sum())
    signed, signable = int(told["signed"].eq(True).sum()), int(told["signed"].notna().sum())
    returned, returnable = int(told["returned"].eq(True).sum()), int(told["returned"].notna().sum())
    timed = told[told["timed"]]
    closed = int(timed["closed"].sum()) if len(timed) or told.empty else None
    return {
        "received": len(told),
        "untimed": len(told) - len(timed),
        "answered": int(answered.sum()),
        "closed": closed,
        "satisfied": satisfied,
        "dissatisfied": dissatisfied,
        "reopened": reopened,
        "signed": signed if signable else None,
        "returned": returned if returnable else None,
        **_share("signed", signed, signable),
        **_share("returned", returned, returnable),
        **_share("closed", closed or 0, len(timed)),
        **_share("satisfied", satisfied, satisfied + dissatisfied),
        **_share("reopened", reopened, asked),
    }


def _on_time(timed: pd.DataFrame, period: Period, deadline: int | None) -> Row:
    """Of the complaints whose deadline fell into the period, those closed within it; None where no deadline is set."""
    if deadline is None or timed.empty:
        return {"due": 0, "due_ids": [], "on_time": None, "on_time_previous": None, **_share("on_time", 0, 0)}
    now, before = (_due(timed, chosen, deadline) for chosen in (period, period.previous))
    kept, kept_before = (int((due["closed"] & (due["days"] <= deadline)).sum()) for due in (now, before))
    return {
        "due": len(now),
        "due_ids": now["id"].tolist(),
        "on_time": kept,
        "on_time_previous": plain_share(kept_before, len(before)).value,
        **_share("on_time", kept, len(now)),
    }


def _due(timed: pd.DataFrame, period: Period, deadline: int) -> pd.DataFrame:
    allowed = timedelta(days=deadline)
    return timed[in_days(timed, period.start - allowed, period.end - allowed)]


def _share(name: str, hits: int, texts: int) -> Row:
    fields = plain_share(hits, texts).fields
    return {f"{name}_share": fields["share"], f"{name}_share_low": fields["low"], f"{name}_share_high": fields["high"]}
