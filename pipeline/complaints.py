"""How many complaints, about what and where: complaint channels are counted, never rated. May import presence."""

from collections.abc import Sequence

import pandas as pd

from pipeline.city import City
from pipeline.comparison import Change, compare_counts
from pipeline.context import Row, Rows
from pipeline.inspections import Inspection, alike
from pipeline.intervals import dispersion
from pipeline.periods import Period, last_periods
from pipeline.presence import USUAL_PERIODS, Presence
from pipeline.voices import complaints, in_days, within

_EXAMPLES = 3


def complaint_issues(
    posts: pd.DataFrame, period: Period, seen: Presence, inspections: Sequence[Inspection] = (), residents: int = 0
) -> Rows:
    """A row for each issue, most items first; a complaint about two issues counts under both.

    `usual` is the mean of the whole periods among the 8 before, which alone the ratio compares with; its dispersion
    is that of those periods. A period in which a complaint channel was silent or had not begun is not whole, and
    neither is one under other inspections. `per_10k` is per 10,000 of the city's `residents` (0: not known).
    """
    *before, _ = last_periods(period, USUAL_PERIODS + 1)
    sources = sorted(complaints(posts[["source", "counted", "voice"]])["source"].unique())
    listed = complaints(posts[in_days(posts, before[0].start, period.end)]).explode("issues")
    like = [p for p in before if alike(inspections, p, period)]
    whole = [p for p in like if seen.known(p).issuperset(sources) and not seen.lacking(p, sources)]
    usable = whole if not seen.lacking(period, sources) else []
    table = _table(listed, [*before, period])
    rows = [_issue_row(str(issue), table.loc[issue], before, whole, usable) for issue in table.index]
    examples = _examples(within(listed, period))
    ordered = sorted(rows, key=lambda row: (-row["items"], -row["previous"], row["issue"]))
    return [
        row | {"per_10k": _per_10k(row["items"], residents), "examples": examples.get(row["issue"], [])}
        for row in ordered
    ]


def complaint_places(posts: pd.DataFrame, period: Period, city: City) -> Rows:
    """A row for each district ("" where none could be told) and issue with a complaint in the period.

    `per_10k` is per 10,000 residents of the district, None where they are not known.
    """
    residents = {district.name: district.residents for district in city.districts}
    listed = complaints(within(posts, period)).explode("issues").dropna(subset="issues")
    counts = listed.groupby(["district", "issues"]).size().reset_index(name="items")
    ordered = counts.sort_values(["district", "items", "issues"], ascending=[True, False, True])
    return [
        {"district": district, "issue": issue, "items": int(items)}
        | {"per_10k": _per_10k(int(items), residents.get(district, 0))}
        for district, issue, items in ordered.itertuples(index=False)
    ]


def _per_10k(items: int, residents: int) -> float | None:
    return items / residents * 10_000 if residents else None


def _table(listed: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
    """Items by issue (rows) and period (columns, by label)."""
    counts = {p.label: within(listed, p)["issues"].value_counts() for p in periods}
    return pd.DataFrame(counts).fillna(0).astype(int).sort_index()


def _issue_row(
    issue: str, counts: "pd.Series[int]", before: Sequence[Period], whole: Sequence[Period], usable: Sequence[Period]
) -> Row:
    earlier = [int(counts[p.label]) for p in whole]
    items = int(counts.iloc[-1])
    change = compare_counts(items, sum(earlier), len(usable), dispersion(earlier))
    return {
        "issue": issue,
        "items": items,
        "previous": int(counts[before[-1].label]),
        "usual": sum(earlier) / len(earlier) if earlier else None,
        **_ratio(change),
    }


def _ratio(change: Change) -> Row:
    return {"ratio": change.value, "low": change.low, "high": change.high, "verdict": change.verdict}


def _examples(listed: pd.DataFrame) -> dict[str, list[str]]:
    """For each issue the newest posts that are no copies."""
    originals = listed[~listed["copy"]].sort_values(["published_at", "id"], ascending=[False, True])
    return {str(issue): group["id"].head(_EXAMPLES).tolist() for issue, group in originals.groupby("issues")}
