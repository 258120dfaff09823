"""The page for the leader. May import reports.reading, formats, sentences, parts and charts' data."""

from dataclasses import replace

from reports.formats import CHANNELS, KINDS, STATES, clock_text, cut, interval_text, named, number_text, seen_text
from reports.parts import Alert, Chart, Column, Figure, Form, Format, Front, Head, Series, Table
from reports.reading import Facts, Row
from reports.sections.trends import count_series, footnote, gap_reasons, labels, share_series, trend_rows
from reports.sentences import (
    change,
    count_message,
    listed,
    share_with_interval,
    times,
    trend_message,
    what_happened,
    what_to_do,
    worse_than_noise,
)

# What fits beside the figures and the chart on one page; the rest is counted and stands in a later part.
ALERTS_SHOWN = 4
# A daily paper has its tail on the same page.
DAY_ALERTS = 3
DAY_HEIGHT = 32.0
# Lower than would be fine, so that a long sentence and four alerts of two lines stay on the page.
FRONT_HEIGHT = 42.0
# An empty state is that of a source no run was checked for; its own gap tells of it.
SOUND_STATES = {"ok", ""}
_ARROWS = {True: "▲", False: "▼"}


def build(facts: Facts, head: Head) -> Front:
    """The front page; raises BriefError where the summary or a field is missing."""
    # A notice takes the place of one alert.
    return _page(facts, head, ALERTS_SHOWN - bool(notices(facts)), alone=False)


def build_alone(facts: Facts, head: Head) -> Front:
    """The front page of a paper that has no other page; raises BriefError."""
    page = _page(facts, head, DAY_ALERTS, alone=True)
    return replace(page, chart=replace(page.chart, height=DAY_HEIGHT)) if page.chart else page


def _page(facts: Facts, head: Head, alerts_shown: int, alone: bool) -> Front:
    alerts = _by_story(facts.rows("alerts"))
    chart = _chart(facts) or _complaint_chart(facts)
    return Front(
        sentences=_sentences(facts, head.made_at, alone),
        figures=(_volume(facts), _negative(facts), _complaints(facts), _handled(facts)),
        notices=notices(facts),
        alerts=tuple(_alert(rows, facts) for rows in alerts[:alerts_shown]),
        alerts_more=max(0, len(alerts) - alerts_shown),
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


def _sentences(facts: Facts, made_at: str, alone: bool) -> tuple[str, ...]:
    groups = {row["group"]: row for row in facts.rows("volume")}
    words = facts.words
    return (
        what_happened(groups, facts.summary, facts.rows("stories"), words),
        worse_than_noise(groups.get("all"), alarms(facts), words),
        what_to_do(facts.rows("guidance"), made_at, words, alone),
    )


def alarms(facts: Facts) -> list[Row]:
    """The count alerts on all that press and public say against the city's management."""
    return [row for row in facts.rows("alerts") if row["rule"] == "count" and row["series"] == "all/negative"]


def _volume(facts: Facts) -> Figure:
    row, words = facts.row("volume", "group", "all"), facts.words
    now = row["items"] if row else 0
    before = row["previous_items"] if row else None
    left_out = _left_out(facts, row)
    return Figure(
        "volume",
        "媒体与网络信息",
        f"{now:,}条",
        _against_usual(facts, now) if left_out else _arrow(now, before),
        f"两期来源不同，不作环比（{left_out}）" if left_out else change(now, before, "条", words),
        _usual(facts, "all", "条"),
        "plain",
        "volume[all].items",
    )


def _negative(facts: Facts) -> Figure:
    row, words, source = facts.row("volume", "group", "all"), facts.words, "volume[all].negative"
    if row is None or row["share"] is None:
        return Figure("negative", "负面信息", "—", "", "没有可算的信息", "", "plain", source)
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
        why = "没有办理时间，不计算" if facts.rows("handling") else "没有办理记录"
        return Figure("handled", "按期办结率", "—", "", why, "", "plain", "handling.on_time_share")
    row = max(rows, key=lambda r: r["received"])
    interval = interval_text(row["on_time_share_low"], row["on_time_share_high"], Format.SHARE)
    return Figure(
        "handled",
        "按期办结率",
        number_text(row["on_time_share"], Format.SHARE),
        "",
        _in_time(row),
        f"95%区间 {interval}%" if interval else "",
        "plain",
        f"handling[{row['channel']}].on_time_share",
    )


def _in_time(row: Row) -> str:
    channel = named(row["channel"], CHANNELS).removeprefix("12345")
    if not row["on_time_share"]:
        return f"{channel}没有按期办结的"
    return f"{channel}{round(row['on_time'] / row['on_time_share']):,}件中{row['on_time']:,}件按期"


def _against_usual(facts: Facts, now: int) -> str:
    """An arrow where a number lies outside all that was seen before; the period before is no measure then."""
    before = [row["items"] for row in trend_rows(facts, "all")[:-1] if not row["gap"]]
    if not before or min(before) <= now <= max(before):
        return ""
    return _ARROWS[now > max(before)]


def _arrow(now: float, before: float | None) -> str:
    if before is None:
        return ""
    return "■" if now == before else _ARROWS[now > before]


def _usual(facts: Facts, group: str, unit: str) -> str:
    before = [row["items"] for row in trend_rows(facts, group)[:-1] if not row["gap"]]
    if not before:
        return "没有前期数据"
    return f"前{len(before)}{facts.words.unit} {min(before):,}–{max(before):,}{unit}"


def _by_story(rows: list[Row]) -> list[list[Row]]:
    """Alerts of one story together, in the order of the first of each; what has no story stands alone."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["story_id"] or row["id"], []).append(row)
    return list(found.values())


def _alert(rows: list[Row], facts: Facts) -> Alert:
    """One line for all alerts on one story: the highest level, in the words of the rule that names the story."""
    head = next((row for row in rows if row["rule"] != "count"), rows[0])
    more = f"（同一事件另有{len(rows) - 1}条预警）" if len(rows) > 1 else ""
    clock = seen_text(head, facts.summary["start"][:4]) if facts.is_long else clock_text(head)
    overdue = head["clock"] == "overdue" and not facts.is_long
    return Alert(rows[0]["level"], cut(head["message"], 64) + more, clock, overdue)


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
    whole = facts.row("volume", "group", "all")
    if alarms(facts) or (whole and whole["negative_verdict"] == "worse"):
        return _number_chart(rows, facts)
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
        note=footnote(rows, facts),
        gaps=gap_reasons(rows, facts),
        width=102,
        height=FRONT_HEIGHT,
    )


def _number_chart(rows: list[Row], facts: Facts) -> Chart:
    """Where the number is what stands out, the chart shows the number."""
    title = count_message(rows, "负面信息", "条", facts.words, "negative")
    told = f"柱形图：近{len(rows)}期媒体与网络负面信息条数。{title}。"
    series = count_series(rows, "负面信息", "negative")
    return _columns_chart("front_trend", title, told, series, "trend[all].negative", rows, facts)


def _complaint_chart(facts: Facts) -> Chart | None:
    """Where there is neither press nor public, the course of complaints stands in the place of theirs."""
    rows = trend_rows(facts, "complaint")
    if not any(row["items"] for row in rows):
        return None
    title = count_message(rows, "群众诉求", "件", facts.words)
    told = f"柱形图：近{len(rows)}期群众诉求件数。{title}。"
    return _columns_chart(
        "front_complaints", title, told, count_series(rows, "群众诉求"), "trend[complaint].items", rows, facts
    )


def _columns_chart(
    name: str, title: str, told: str, series: Series, query: str, rows: list[Row], facts: Facts
) -> Chart:
    """Counts of the last periods as columns; `told` is what is read aloud in the picture's place."""
    return Chart(
        name,
        Form.COLUMNS,
        title,
        told,
        labels(rows),
        (series,),
        Format.COUNT,
        query,
        note=footnote(rows, facts),
        gaps=gap_reasons(rows, facts),
        width=102,
        height=FRONT_HEIGHT,
    )
