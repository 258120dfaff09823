"""Chinese clauses and chart titles from numbers. May import reports.reading, formats and parts."""

from collections.abc import Sequence

from reports.formats import interval_text, number_text
from reports.parts import Format
from reports.reading import Row, Words

# Below this many relevant items a share says nothing that a leader could act on.
FEWEST_FOR_A_SHARE = 10
# On so small a base a rate or a multiple says more than there is.
FEWEST_FOR_A_RATE = 10
# A change that would be printed as nothing is none.
LEAST_STEP = 0.005


def change(now: int, before: int | None, unit: str, words: Words) -> str:
    """The 环比 clause of a count: 比上周增加5条（25.0%）; never a negative rise, no rate on a small base."""
    if before is None:
        return f"{words.last}无可比数据"
    if now == before:
        return f"与{words.last}持平"
    if before == 0 or now == 0:
        return f"{words.last}有{before:,}{unit}" if before else f"{words.last}没有"
    verb = "增加" if now > before else "减少"
    step = abs(now - before)
    if before < FEWEST_FOR_A_RATE:
        return f"比{words.last}{verb}{step:,}{unit}"
    if now >= 2 * before:
        return f"是{words.last}{before:,}{unit}的{_multiple(now / before)}倍"
    return f"比{words.last}{verb}{step:,}{unit}（{step / before:.1%}）"


def points(difference: float, words: Words) -> str:
    """The change of a share in percentage points, with its direction as a verb."""
    step = abs(difference) * 100
    if step < 0.05:
        return f"与{words.last}持平"
    return f"比{words.last}{'上升' if difference > 0 else '下降'}{step:.1f}个百分点"


def times(row: Row, words: Words) -> str:
    """The number of negative items against the period before, over the sources of both; nothing where not computable."""
    ratio, same = row["negative_ratio"], "同一批来源" if row["sources_left_out"] else ""
    if not ratio:
        return ""
    if abs(ratio - 1) < LEAST_STEP:
        return f"{same}与{words.last}持平"
    if ratio >= 2:
        return f"{same}是{words.last}的{_multiple(ratio)}倍"
    return f"{same}比{words.last}{'增加' if ratio > 1 else '减少'}{abs(ratio - 1):.1%}"


def share_with_interval(row: Row) -> str:
    """32.5%（95%区间25.1–41.0）."""
    bounds = interval_text(row["low"], row["high"], Format.SHARE)
    return number_text(row["share"], Format.SHARE) + (f"（95%区间{bounds}）" if bounds else "")


def listed(names: Sequence[str]) -> str:
    """甲、乙和丙."""
    if len(names) < 2:
        return "".join(names)
    return "、".join(names[:-1]) + "和" + names[-1]


def mean_text(mean: float) -> str:
    """A mean of counts: whole where it is large, with a decimal where it would be said as nothing."""
    return f"{mean:,.0f}" if mean >= FEWEST_FOR_A_RATE or float(mean).is_integer() else f"{mean:.1f}"


def trend_message(rows: Sequence[Row], name: str, words: Words) -> str:
    """The title of a 13-period chart: where the newest share stands among those before, and whether that is sure."""
    known = [row for row in rows if row["share"] is not None and not row["gap"]]
    if not rows or rows[-1] not in known:
        return f"{name}：{words.this}缺数，不能与前期相比"
    now, before = known[-1], [row["share"] for row in known[:-1]]
    share = f"{name}为{number_text(now['share'], Format.SHARE)}"
    if not before:
        return f"{share}，没有前期数据"
    since = f"近{len(rows)}{words.unit}" if len(known) == len(rows) else f"有数据的{len(known)}{words.unit}中"
    if now["share"] > max(before):
        return f"{share}，为{since}最高" + _doubt(now["low"], max(before), above=True)
    if now["share"] < min(before):
        return f"{share}，为{since}最低" + _doubt(now["high"], min(before), above=False)
    usual = interval_text(min(before), max(before), Format.SHARE)
    return f"{share}，在前{len(before)}{words.unit}的范围之内（{usual}%）"


def count_message(rows: Sequence[Row], name: str, unit: str, words: Words, field: str = "items") -> str:
    """The title of a chart of counts: the newest count beside the mean of those before."""
    known = [row[field] for row in rows if not row["gap"]]
    if not rows or rows[-1]["gap"]:
        return f"{name}：{words.this}缺数"
    if len(known) < 2:
        return f"{name}{words.this}{known[-1]:,}{unit}"
    mean = sum(known[:-1]) / (len(known) - 1)
    return f"{name}{words.this}{known[-1]:,}{unit}，前{len(known) - 1}{words.unit}平均{mean_text(mean)}{unit}"


def _doubt(bound: float | None, extreme: float, above: bool) -> str:
    """Said where the interval of the newest share reaches back among those before."""
    if bound is None or (bound > extreme if above else bound < extreme):
        return ""
    return "，但条数少，差别可能出于偶然"


def _multiple(ratio: float) -> str:
    return f"{ratio:,.1f}" if ratio < 100 else f"{ratio:,.0f}"
