"""The large figures of page one. May import reports.reading, formats, clauses, parts, sections.trends and inspections."""

from dataclasses import replace

from reports.clauses import change, listed, share_with_interval, times
from reports.formats import CHANNELS, NOTHING, interval_text, named, number_text
from reports.parts import Figure, Format
from reports.reading import Facts, Row
from reports.sections.inspections import divided
from reports.sections.trends import trend_rows

_ARROWS = {True: "▲", False: "▼"}


def figures(facts: Facts) -> tuple[Figure, ...]:
    """The four figures with their arrows and intervals; raises BriefError.

    Where an inspection divides the period from the one before, the counts have no arrow.
    """
    counts, why = (_volume(facts), _negative(facts), _complaints(facts)), divided(facts)
    shown = [replace(figure, arrow="", change=f"{why}，不作环比") for figure in counts] if why else counts
    return (*shown, _handled(facts))


def heard(facts: Facts) -> bool:
    """Whether there is any source of press or public; where nothing at all is known, it is not said that there is none."""
    rows = [row for row in facts.rows("trend") if row["group"] == "all"]
    return not rows or any(row["known"] for row in rows)


def alarms(facts: Facts) -> list[Row]:
    """The count alerts on all that press and public say against the city's management."""
    return [row for row in facts.rows("alerts") if row["rule"] == "count" and row["series"] == "all/negative"]


def _volume(facts: Facts) -> Figure:
    row, words, label, source = facts.row("volume", "group", "all"), facts.words, "涉城管信息", "volume[all].relevant"
    if not heard(facts):
        return Figure("volume", label, NOTHING, "", "没有接入媒体和网络来源", "", "plain", source)
    if not facts.summary["posts"]:
        return Figure("volume", label, NOTHING, "", "没有数据", "", "plain", source)
    now = row["relevant"] if row else 0
    before = row["previous_relevant"] if row else None
    left_out = _left_out(facts, row)
    return Figure(
        "volume",
        label,
        f"{now:,}条",
        _against_usual(facts, now) if left_out else _arrow(now, before),
        f"两期来源不同，不作环比（{left_out}）" if left_out else change(now, before, "条", words),
        _usual(facts, "all", "条"),
        "plain",
        source,
    )


def _negative(facts: Facts) -> Figure:
    row, words, source = facts.row("volume", "group", "all"), facts.words, "volume[all].negative"
    if row is None or row["share"] is None:
        return Figure("negative", "负面信息", NOTHING, "", "没有可算的信息", "", "plain", source)
    ratio, left_out = row["negative_ratio"], row["sources_left_out"]
    text = times(row, words) if left_out else change(row["negative"], row["previous_negative"], "条", words)
    judged = "worse" if alarms(facts) else row["negative_verdict"]
    tone = judged if judged in {"worse", "better"} else "plain"
    before = (1.0 if ratio is not None else None) if left_out else row["previous_negative"]
    arrow = _arrow(ratio if left_out and ratio is not None else row["negative"], before)
    share = f"占{share_with_interval(row).replace('95%区间', '')}"
    return Figure("negative", "负面信息", f"{row['negative']:,}条", arrow, text or "无可比数据", share, tone, source)


def _left_out(facts: Facts, row: Row | None) -> str:
    """The names of sources that are not in both periods, or nothing."""
    titles = {r["source"]: r["title"] for r in facts.rows("coverage")}
    return listed([titles.get(code, code) for code in row["sources_left_out"]]) if row else ""


def _complaints(facts: Facts) -> Figure:
    summary = facts.summary
    now, before = summary["complaints"], summary["complaints_previous"]
    if not summary["posts"]:
        return Figure("complaints", "群众诉求", NOTHING, "", "没有数据", "", "plain", "summary.complaints")
    return Figure(
        "complaints",
        "群众诉求",
        f"{now:,}件",
        _arrow(now, before),
        change(now, before, "件", facts.words),
        _usual(facts, "complaint", "件"),
        "plain",
        "summary.complaints",
    )


def _handled(facts: Facts) -> Figure:
    rows = [row for row in facts.rows("handling") if row["on_time_share"] is not None]
    if not rows:
        why = _no_handling(facts.rows("handling"))
        return Figure("handled", "按期办结率", NOTHING, "", why, "", "plain", "handling.on_time_share")
    row = max(rows, key=lambda r: r["due"])
    interval = interval_text(row["on_time_share_low"], row["on_time_share_high"], Format.SHARE)
    return Figure(
        "handled",
        "按期办结率",
        number_text(row["on_time_share"], Format.SHARE),
        _arrow(row["on_time_share"], row["on_time_previous"]),
        f"{named(row['channel'], CHANNELS).removeprefix('12345')}到期{row['due']:,}、按期{row['on_time']:,}件",
        _handled_before(row, interval, facts),
        "plain",
        f"handling[{row['channel']}].on_time_share",
    )


def _no_handling(rows: list[Row]) -> str:
    if not rows:
        return "没有办理记录"
    return (
        "没有办理时间，不计算" if all(row["untimed"] == row["received"] for row in rows) else "没有期限落在本期的诉求"
    )


def _handled_before(row: Row, interval: str, facts: Facts) -> str:
    before = row["on_time_previous"]
    last = f"{facts.words.last}{number_text(before, Format.SHARE)}" if before is not None else ""
    return (f"（{interval}）" if interval else "") + last


def _against_usual(facts: Facts, now: int) -> str:
    """An arrow where a number lies outside all that was seen before; the period before is no measure then."""
    before = [row["relevant"] for row in trend_rows(facts, "all")[:-1] if not row["gap"]]
    if not before or min(before) <= now <= max(before):
        return ""
    return _ARROWS[now > max(before)]


def _arrow(now: float, before: float | None) -> str:
    if before is None:
        return ""
    return "■" if now == before else _ARROWS[now > before]


def _usual(facts: Facts, group: str, unit: str) -> str:
    before = [row["relevant"] for row in trend_rows(facts, group)[:-1] if not row["gap"]]
    if not before:
        return "没有前期数据"
    least, most = min(before), max(before)
    return f"前{len(before)}{facts.words.unit}{f'都是{most:,}' if least == most else f'为{least:,}–{most:,}'}{unit}"
