"""On which model each week stands, and what the model before it said of the same weeks. Imports pipeline.context, periods."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.context import Row, Rows
from pipeline.periods import Period

_COUNTS = ("texts", "relevant", "negative")


@dataclass(frozen=True, slots=True)
class Scored:
    """What one model said in one period: judged texts, relevant ones, negative ones among these."""

    texts: int = 0
    relevant: int = 0
    negative: int = 0

    @property
    def share(self) -> float | None:
        """Negative among relevant, None where nothing is."""
        return round(self.negative / self.relevant, 6) if self.relevant else None


def model_weeks(days: Sequence[Row], periods: Sequence[Period], model: str) -> Rows:
    """One row a period, oldest first: texts that `model` has judged, its negative share, and that of the model before.

    `days` hold day, model, newest (when it last scored), texts, relevant, negative. Shares are raw, of all channels: they
    show what the change of model alone does to the same texts. `standing` says whether all texts that any model has
    judged have been judged by this one.
    """
    before = previous_model(days, model)
    rows = []
    for period in periods:
        said = _said(days, period)
        mine, other = said.get(model, Scored()), said.get(before, Scored())
        most = max((found.texts for found in said.values()), default=0)
        both = mine.share is not None and other.share is not None and before != ""
        rows.append(
            {
                "period": period.label,
                "model": model,
                "texts": mine.texts,
                "standing": mine.texts >= most,
                "negative_share": mine.share,
                "model_before": before if other.texts else "",
                "share_before": other.share if before else None,
                "difference": round((mine.share or 0) - (other.share or 0), 6) if both else None,
            }
        )
    return rows


def previous_model(days: Sequence[Row], model: str) -> str:
    """The model other than `model` that scored last, "" where there is none."""
    others = [(row["newest"], row["model"]) for row in days if row["model"] != model]
    return max(others)[1] if others else ""


def _said(days: Sequence[Row], period: Period) -> Mapping[str, Scored]:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in days:
        if period.start <= row["day"] < period.end:
            sums[row["model"]].update({name: row[name] for name in _COUNTS})
    return {model: Scored(**{name: counts[name] for name in _COUNTS}) for model, counts in sums.items()}
