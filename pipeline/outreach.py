"""Did what we did help? Records of outreach and an interrupted time series for each. May import models.labels."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.labels import Issue
from pipeline.binning import bins_from, first_day, full_bins, labelled
from pipeline.context import OutreachRecord, Row, Rows
from pipeline.inspections import Inspection, kinds_in
from pipeline.interrupted import StepEffect, step_effect
from pipeline.periods import Period, PeriodKind
from pipeline.taxonomy import TaxonomyError, load_table, refuse_unknown, require
from pipeline.voices import complaints

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

# The channel of a record that is a concentrated clean-up; its effect and its rebound are both measured.
CAMPAIGN = "集中整治"
CHANNELS = (
    "媒体专栏", "公益广告", "社区街道", "学校", "门前四包", "发布会", "回应投诉", CAMPAIGN, "日常管理", "设疏导点或便民时段",
    "其他",
)  # fmt: skip
# Weeks read before and after; half a year before keeps a straight trend believable, a season after would be
# another season's doing.
BEFORE, AFTER = 26, 12
FEWEST_BEFORE, FEWEST_AFTER = 12, 6
# A fall that a series could not show if it were this large says nothing when it is not shown.
LARGEST_MISSED = 0.6
# A measure has not helped where as large a change is common at dates on which nothing was done.
LARGEST_PLACEBO = 0.1
_KEYS = frozenset({"id", "name", "date", "end", "issue", "district", "channel", "audience", "message"})
ASSUMPTIONS = (
    "假定没有这项工作时诉求按此前趋势走、同期没有别的原因；只看投诉渠道，渠道办法变化会影响结果；"
    "准泊松回归，误差按一阶自相关处理，并对照其他事项与虚设日期"
)


def read_outreach(path: Path) -> tuple[OutreachRecord, ...]:
    """Read [[outreach]] tables, by date; a missing file holds no record. Raises TaxonomyError with path and place."""
    if not path.exists():
        return ()
    table = load_table(path)
    refuse_unknown(table, frozenset({"outreach"}), path)
    records = [_record(item, path) for item in require(table, "outreach", list, path)] if table else []
    ids = [record.id for record in records]
    if repeated := [name for name in ids if ids.count(name) > 1]:
        raise TaxonomyError(path, f"id {repeated[0]}")
    return tuple(sorted(records, key=lambda record: (record.start, record.id)))


def outreach_rows(
    posts: "pd.DataFrame",
    records: Iterable[OutreachRecord],
    period: Period,
    inspections: Sequence[Inspection] = (),
) -> Rows:
    """One row a record that began before the period's end: rates a week, effect (share, -0.4 is 40 % fewer), verdict.

    `posts`: all that is known up to the period's end, as voices.prepared gives it. Complaints of the record's issue
    and district are counted in weeks that begin on its date; those in which another measure or an inspection ran stay out.
    """
    known = tuple(records)
    told = complaints(posts)
    begun = [record for record in known if record.start < period.end]
    return [_row(told, record, known, period.end, inspections) for record in begun]


def _row(
    told: "pd.DataFrame",
    record: OutreachRecord,
    records: Sequence[OutreachRecord],
    end: date,
    inspections: Sequence[Inspection],
) -> Row:
    before, after = _weeks(told, record, end)
    mine = matter_of(told, record)
    counts = bins_from(mine["day"], record.start - timedelta(weeks=before), 7, before + after)
    used = _used_weeks(record, records, before, after) & _uninspected(record, inspections, before, after)
    head = {"id": record.id, "name": record.name, "start": record.start.isoformat(), "issue": record.issue,
            "district": record.district, "channel": record.channel}  # fmt: skip
    rates = {"before_rate": _mean(counts[:before], used[:before]), "after_rate": _mean(counts[before:], used[before:])}
    enough = before >= FEWEST_BEFORE and after >= FEWEST_AFTER
    effect = step_effect(counts, before, used) if enough else None
    if effect is None:
        return head | rates | _unknown(before, after)
    control = _control_effect(told, record, records, before, after)
    return head | rates | _judged(effect, control, placebo_share(counts, before, used, effect), rates["before_rate"])


def is_campaign(record: OutreachRecord) -> bool:
    """Whether this is a concentrated clean-up."""
    return record.channel == CAMPAIGN


def same_matter(record: OutreachRecord, other: OutreachRecord) -> bool:
    """Whether both work on one issue in places that overlap."""
    return record.issue == other.issue and (not record.district or other.district in {"", record.district})


def placebo_share(
    counts: "NDArray[np.int64]", position: int, used: "NDArray[np.bool_]", effect: StepEffect
) -> float | None:
    """The share of dates before the real one at which a change as strong, in the same direction, shows; or None."""
    quiet, free = counts[:position], used[:position]
    tried = [step_effect(quiet, date, free) for date in range(6, position - 5)]
    strengths = [other.z for other in tried if other is not None]
    if not strengths:
        return None
    as_strong = [z for z in strengths if z * effect.z > 0 and abs(z) >= abs(effect.z)]
    return len(as_strong) / len(strengths)


def verdict_of(effect: StepEffect, control: StepEffect | None, placebo: float | None) -> str:
    """helped, harmed, no_sign or not_enough_data, as the constants above say."""
    low, high = effect.interval()
    if low <= 0 <= high:
        return "not_enough_data" if effect.smallest_found() > LARGEST_MISSED else "no_sign"
    if placebo is not None and placebo > LARGEST_PLACEBO:
        return "no_sign"
    if control is not None and _explains(control, effect):
        return "no_sign"
    return "helped" if high < 0 else "harmed"


def _explains(control: StepEffect, effect: StepEffect) -> bool:
    """Whether what was not worked on changed alike, so that the difference of both may be nothing."""
    difference = effect.log_ratio - control.log_ratio
    error = math.hypot(effect.error, control.error)
    return abs(difference) < 1.96 * error and control.log_ratio * effect.log_ratio > 0


def _judged(effect: StepEffect, control: StepEffect | None, placebo: float | None, before_rate: float | None) -> Row:
    low, high = effect.interval()
    verdict = verdict_of(effect, control, placebo)
    return {
        "effect": math.expm1(effect.log_ratio),
        "low": math.expm1(low),
        "high": math.expm1(high),
        "verdict": verdict,
        "placebo_share": placebo,
        "control_effect": None if control is None else math.expm1(control.log_ratio),
        "needed": _needed(effect, before_rate) if verdict == "not_enough_data" else "",
        "assumptions": ASSUMPTIONS,
    }


def _needed(effect: StepEffect, before_rate: float | None) -> str:
    """What would be enough: the error falls with the root of the counts."""
    reach = -math.log(1 - LARGEST_MISSED)
    now = -math.log(1 - effect.smallest_found())
    factor = (now / reach) ** 2
    return (
        f"现有数据只能看出{effect.smallest_found():.0%}以上的下降；要看出{LARGEST_MISSED:.0%}的下降，"
        f"约需每周{factor * (before_rate or 0):.0f}件（现{before_rate or 0:.1f}件），或前后观察期延长到{factor:.1f}倍"
    )


def _unknown(before: int, after: int) -> Row:
    return {
        "effect": None, "low": None, "high": None, "verdict": "not_enough_data", "placebo_share": None,
        "control_effect": None,
        "needed": f"至少需要此前{FEWEST_BEFORE}周（现{before}周）、此后{FEWEST_AFTER}周（现{after}周）的数据，"
        "且前后各有5件以上诉求",
        "assumptions": ASSUMPTIONS,
    }  # fmt: skip


def _weeks(told: "pd.DataFrame", record: OutreachRecord, end: date) -> tuple[int, int]:
    first = first_day(told)
    before = 0 if first is None else full_bins(first, record.start, 7)
    return min(BEFORE, before), min(AFTER, full_bins(record.start, end, 7))


def matter_of(told: "pd.DataFrame", record: OutreachRecord) -> "pd.DataFrame":
    """The complaints of a record's issue and district."""
    mine = labelled(told, "issues", record.issue)
    return mine[mine["district"] == record.district] if record.district else mine


def _used_weeks(
    record: OutreachRecord, records: Sequence[OutreachRecord], before: int, after: int
) -> "NDArray[np.bool_]":
    """False for weeks in which another measure with an end ran on the same matter."""
    import numpy as np

    used = np.ones(before + after, dtype=bool)
    start = record.start - timedelta(weeks=before)
    for other in records:
        if other.id == record.id or other.end is None or not same_matter(record, other):
            continue
        first, last = (other.start - start).days // 7, (other.end - start).days // 7
        used[max(0, first) : max(0, last + 1)] = False
    return used


def _uninspected(
    record: OutreachRecord, inspections: Sequence[Inspection], before: int, after: int
) -> "NDArray[np.bool_]":
    """False for weeks under inspection, which say nothing of a measure."""
    import numpy as np

    starts = [record.start + timedelta(weeks=week) for week in range(-before, after)]
    weeks = [Period(start, start + timedelta(weeks=1), PeriodKind.WEEK, "") for start in starts]
    return np.array([not kinds_in(inspections, week) for week in weeks], dtype=bool)


def _control_effect(
    told: "pd.DataFrame", record: OutreachRecord, records: Sequence[OutreachRecord], before: int, after: int
) -> StepEffect | None:
    """The same model on complaints of the issues on which nobody worked in these weeks."""
    import numpy as np

    start, end = record.start - timedelta(weeks=before), record.start + timedelta(weeks=after)
    worked = {record.issue} | {r.issue for r in records if r.start < end and (r.end is None or r.end >= start)}
    place = told[told["district"] == record.district] if record.district else told
    others = place[[not worked & set(issues) for issues in place["issues"]]] if len(place) else place
    counts = bins_from(others["day"], start, 7, before + after)
    return step_effect(counts, before, np.ones(before + after, dtype=bool))


def _mean(counts: "NDArray[np.int64]", used: "NDArray[np.bool_]") -> float | None:
    return float(counts[used].mean()) if used.any() else None


def _record(table: Mapping[str, Any], path: Path) -> OutreachRecord:
    refuse_unknown(table, _KEYS, path)
    end = require(table, "end", date, path) if "end" in table else None
    record = OutreachRecord(
        id=require(table, "id", str, path),
        name=require(table, "name", str, path),
        start=require(table, "date", date, path),
        end=end,
        issue=_one_of(table, "issue", tuple(Issue), path),
        district=require(table, "district", str, path),
        channel=_one_of(table, "channel", CHANNELS, path),
        audience=require(table, "audience", str, path),
        message=require(table, "message", str, path),
    )
    if end is not None and end < record.start:
        raise TaxonomyError(path, f"{record.id}.end")
    return record


def _one_of(table: Mapping[str, Any], key: str, allowed: tuple[str, ...], path: Path) -> str:
    value = require(table, key, str, path)
    if value not in allowed:
        raise TaxonomyError(path, f"{table.get('id')}.{key} {value}")
    return value
