"""A period against the newest one that is like it, where an inspection divides it from the one before. May import year_on_year."""

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.binning import first_day
from pipeline.context import Row, Rows
from pipeline.inspections import Inspection, alike, named
from pipeline.periods import Period
from pipeline.voices import last_day
from pipeline.year_on_year import compared


def inspection_rows(posts: pd.DataFrame, period: Period, inspections: Sequence[Inspection]) -> Rows:
    """A row for press, social, all and complaint, compared as year_on_year does; none where the period before is alike.

    `inspection` names the kinds now ("" for none), `before` those of the period before. Where no earlier period is
    alike `previous_start` is None and nothing is judged.
    """
    if alike(inspections, period, period.previous):
        return []
    like = next(_like(posts, period, inspections), None)
    head: Row = {
        "inspection": named(inspections, period),
        "before": named(inspections, period.previous),
        "previous_start": like.start.isoformat() if like else None,
        "previous_end": last_day(like) if like else None,
    }
    return [head | row for row in compared(posts, period, like)]


def _like(posts: pd.DataFrame, period: Period, inspections: Sequence[Inspection]) -> Iterator[Period]:
    """Earlier periods under the same inspections, newest first, as far back as there are posts."""
    begin, earlier = first_day(posts), period.previous
    while begin is not None and earlier.start >= begin:
        if alike(inspections, earlier, period):
            yield earlier
        earlier = earlier.previous
