"""The page for the leader. May import reports.reading, formats, sentences, parts and charts' data."""

from reports.formats import KINDS, STATES, clock_text, cut, interval_text, named, number_text
from reports.parts import Alert, Chart, Column, Figure, Form, Format, Front, Head, Table
from reports.reading import Facts, Row
from reports.sections.trends import gap_reasons, labels, share_series, trend_rows
from reports.sentences import change, points, trend_message, what_happened, what_to_do, worse_than_noise

# What fits beside the figures and the chart on one page; the rest is counted and stands in a later part.
ALERTS_SHOWN = 4
# An empty state is that of a source no run was checked for; its own gap tells of it.
SOUND_STATES = {"ok", ""}
_ARROWS = {True: "▲", False: "▼"}


def build(facts: Facts, head: Head) -> Front:
    """The front page; raises BriefError where the summary or a field is missing."""
    alerts = facts.rows("alerts")
    chart = _chart(facts)
    return Front(
        sentences=_sentences(facts, head.made_at),
        figures=(_volume(facts), _negative(facts), _complaints(facts), _handled(facts)),
        notices=notices(facts),
        alerts=tuple(_alert(row) for row in alerts[:ALERTS_SHOWN]),
        alerts_more=max(0, len(alerts) - ALERTS_SHOWN),
        kinds=_kinds(facts),
        chart=chart,
        chart_missing="" if chart else "没有足够的各期数据，走势图从略。",
    )


def notices(facts: Facts) -> tuple[str, ...]:
    """What a leader must know before reading a number: failed stages, dead sources, guessed dates."""
    summary, said = facts.summary, []
    if not summary["posts"]:
        said.append("本期没有入库任何信息：请先核实采集是否正常，不能理解为“没有舆情”。")
    bad = [row for row in facts.rows("coverage") if row["verdict"] not in SOUND_STATES or row["gap"]]
    said += [_source_notice(row) for row in bad]
    if summary["failed_scores"]:
        said.append(f"有{summary['failed_scores']:,}条信息未能判读，不计入任何占比。")
    if summary["guessed_dates"]:
        said.append(f"有{summary['guessed_dates']:,}条信息没有可靠的发布日期，不计入本期。")
    return tuple(said)


def _source_notice(row: Row) -> str:
    reason = f"：{row['message'].rstrip('。')}" if row["message"] else ""
    state = "本期缺数" if row["gap"] else named(row["verdict"], STATES)
    return f"{row['title']}{state}{reason}。"


def _sentences(facts: Facts, made_at: str) -> tuple[str, ...]:
    groups = {row["group"]: row for row in facts.rows("volume")}
    words = facts.words
    return (
        what_happened(groups, facts.summary, facts.rows("stories"), words),
        worse_than_noise(groups.get("all"), words),
        what_to_do(facts.rows("guidance"), made_at, words),
    )


def _volume(facts: Facts) -> Figure:
    row, words = facts.row("volume", "group", "all"), facts.words
    now = row["items"] if row else 0
    before = row["previous_items"] if row else None
    return Figure(
        "volume",
        "媒体与网络信息",
        f"{now:,}条",
        _arrow(now, before),
        change(now, before, "条", words),
        _usual(facts, "all", "条"),
        "plain",
        "volume[all].items",
    )


def _negative(facts: Facts) -> Figure:
    row, words, source = facts.row("volume", "group", "all"), facts.words, "volume[all].share"
    if row is None or row["share"] is None:
        return Figure("negative", "负面占比", "—", "", "没有可算的信息", "", "plain", source)
    moved = row["difference"]
    text = "无可比数据" if moved is None else points(moved, words)
    arrow = "" if moved is None else _arrow(moved, 0)
    tone = row["verdict"] if row["verdict"] in {"worse", "better"} else "plain"
    interval = interval_text(row["low"], row["high"], Format.SHARE)
    value = number_text(row["share"], Format.SHARE)
    return Figure("negative", "负面占比", value, arrow, text, f"95%区间 {interval}%" if interval else "", tone, source)


def _complaints(facts: Facts) -> Figure:
    summary = facts.summary
    now, before = summary["complaints"], summary["complaints_previous"]
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
        return Figure("handled", "按期办结率", "—", "", "没有办理记录", "", "plain", "handling.on_time_share")
    row = max(rows, key=lambda r: r["received"])
    interval = interval_text(row["on_time_share_low"], row["on_time_share_high"], Format.SHARE)
    return Figure(
        "handled",
        "按期办结率",
        number_text(row["on_time_share"], Format.SHARE),
        "",
        f"{row['on_time']:,}件按期，受理{row['received']:,}件",
        f"95%区间 {interval}%" if interval else "",
        "plain",
        f"handling[{row['channel']}].on_time_share",
    )


def _arrow(now: float, before: float | None) -> str:
    if before is None:
        return ""
    return "■" if now == before else _ARROWS[now > before]


def _usual(facts: Facts, group: str, unit: str) -> str:
    before = [row["items"] for row in trend_rows(facts, group)[:-1] if not row["gap"]]
    if not before:
        return "没有前期数据"
    return f"前{len(before)}{facts.words.unit} {min(before):,}–{max(before):,}{unit}"


def _alert(row: Row) -> Alert:
    return Alert(row["level"], cut(row["message"], 64), clock_text(row), row["clock"] == "overdue")


def _kinds(facts: Facts) -> Table:
    columns = (
        Column("负面类型", Format.TEXT, 1),
        Column("条数", Format.COUNT),
        Column(facts.words.last, Format.COUNT),
        Column("占负面", Format.SHARE),
    )
    rows = tuple(
        (named(row["kind"], KINDS), row["items"], row["previous"], row["share"]) for row in facts.rows("negative_kinds")
    )
    return Table("kinds", "负面信息的类型", columns, rows, "negative_kinds", empty="本期没有负面信息。")


def _chart(facts: Facts) -> Chart | None:
    rows = trend_rows(facts, "all")
    if not any(row["share"] is not None for row in rows):
        return None
    title = trend_message(rows, "负面占比", facts.words)
    return Chart(
        "front_trend",
        Form.TREND,
        title,
        f"折线图：近{len(rows)}期媒体与网络负面占比及95%区间。{title}。",
        labels(rows),
        (share_series(rows, "媒体与网络"),),
        Format.SHARE,
        "trend[all].share",
        gaps=gap_reasons(rows, facts),
        width=102,
        height=62,
    )
