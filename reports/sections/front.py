"""The page for the leader. May import reports.reading, formats, events, clauses, sentences, parts and sibling sections."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from reports.clauses import count_message, trend_message
from reports.events import by_event, event_text, head_of
from reports.formats import KINDS, STATES, clock_text, day_text, named, seen_text
from reports.parts import Alert, Chart, Column, Form, Format, Front, Head, Series, Table
from reports.reading import Facts, Row
from reports.sections.figures import alarms, figures, heard
from reports.sections.inspections import divided
from reports.sections.stories import main_stories
from reports.sections.trends import (
    FEWEST_PERIODS,
    count_series,
    footnote,
    gap_reasons,
    inspected,
    is_dense,
    labels,
    share_series,
    trend_rows,
)
from reports.sentences import Told, what_happened, what_to_do, worse_than_noise

# As many as a page could hold; a paper prints what fits and counts the rest, which stands in a later part.
ALERTS_SHOWN = 8
# Shorter than in the full table, so that an alert takes two lines at most.
MESSAGE_LENGTH = 64
# One quiet day at the end of a period may be a Sunday.
DAYS_UNSEEN = 2
# A daily paper has its tail on the same page.
DAY_HEIGHT = 32.0
# Lower than would be fine, so that a long sentence and four alerts of two lines stay on the page.
FRONT_HEIGHT = 42.0
# An empty state is that of a source no run was checked for; its own gap tells of it.
SOUND_STATES = {"ok", ""}


def build(facts: Facts, head: Head) -> Front:
    """The front page; raises BriefError where the summary or a field is missing."""
    return _page(facts, head, alone=False)


def build_alone(facts: Facts, head: Head) -> Front:
    """The front page of a paper that has no other page; raises BriefError."""
    page = _page(facts, head, alone=True)
    return replace(page, chart=replace(page.chart, height=DAY_HEIGHT)) if page.chart else page


def _page(facts: Facts, head: Head, alone: bool) -> Front:
    events = by_event(facts.rows("alerts"))
    chart = _chart(facts) or _complaint_chart(facts)
    return Front(
        sentences=_sentences(facts, head.made_at, alone),
        figures=figures(facts),
        notices=notices(facts, head.made_at),
        alerts=tuple(_alert(event, facts) for event in events[:ALERTS_SHOWN]),
        alerts_more=max(0, len(events) - ALERTS_SHOWN),
        kinds=_kinds(facts),
        chart=chart,
        chart_missing="" if chart else "没有足够的各期数据，走势图从略。",
    )


def notices(facts: Facts, made_at: str) -> tuple[str, ...]:
    """What a leader must know before reading a number: failed stages, dead sources, guessed dates."""
    summary, said = facts.summary, []
    if not summary["posts"]:
        said.append("本期没有入库任何信息：请先核实采集是否正常，不能理解为“没有舆情”。")
    said += _unseen(facts, made_at)
    bad = [row for row in facts.rows("coverage") if row["verdict"] not in SOUND_STATES or row["gap"]]
    said += [_source_notice(row) for row in bad]
    if summary["failed_scores"]:
        said.append(f"有{summary['failed_scores']:,}条信息未能判读，不计入任何占比。")
    if summary["guessed_dates"]:
        said.append(f"有{summary['guessed_dates']:,}条信息没有可靠的发布日期，不计入本期。")
    if any(row["moved"] for row in facts.rows("drift")):
        said.append("本期文字或判读结果与模型的训练数据明显不同，自动判读可能不如平常准确，引用数字前请核对原文。")
    return tuple(said)


def _unseen(facts: Facts, made_at: str) -> list[str]:
    """That nothing at all came in the last days of the period, as far as it is over: what was not seen is no fall."""
    newest = max((row["newest_post"] or "" for row in facts.rows("coverage")), default="")
    if not newest or not facts.summary["posts"]:
        return []
    # The day on which a paper is made is not over.
    end = min(date.fromisoformat(facts.summary["end"]), date.fromisoformat(made_at[:10]) - timedelta(days=1))
    days = (end - date.fromisoformat(newest[:10])).days
    if days < DAYS_UNSEEN:
        return []
    return [f"数据只到{day_text(newest)}，此后{days}天没有入库任何信息：请先核实采集是否正常，各项数目可能偏少。"]


def _source_notice(row: Row) -> str:
    reason = f"：{row['message'].rstrip('。')}" if row["message"] else ""
    state = "本期缺数" if row["gap"] else named(row["verdict"], STATES)
    return f"{row['title']}{state}{reason}。"


def _sentences(facts: Facts, made_at: str, alone: bool) -> tuple[str, ...]:
    told = Told(
        groups={row["group"]: row for row in facts.rows("volume")},
        summary=facts.summary,
        words=facts.words,
        heard=heard(facts),
        stories=main_stories(facts),
        alarms=alarms(facts),
        issues=facts.rows("complaint_issues"),
        # A day has no room for it, and the same day of another year says little.
        yearly=None if alone else facts.row("year_on_year", "group", "all"),
        divided=divided(facts),
    )
    return (what_happened(told), worse_than_noise(told), what_to_do(told, facts.rows("guidance"), made_at, alone))


def _alert(event: Sequence[Row], facts: Facts) -> Alert:
    """One line for all alerts on one event: the highest level, in the words of the rule that names the matter."""
    head = head_of(event)
    clock = seen_text(head, facts.summary["start"][:4]) if facts.is_long else clock_text(head)
    overdue = head["clock"] == "overdue" and not facts.is_long
    return Alert(event[0]["level"], event_text(event, MESSAGE_LENGTH), clock, overdue)


def _kinds(facts: Facts) -> Table:
    columns = (
        Column("负面类型", Format.TEXT, 1),
        Column("条数", Format.COUNT),
        Column(facts.words.last, Format.COUNT),
        Column("占负面", Format.SHARE),
    )
    told = facts.rows("negative_kinds")
    # Four lines of nothing are said in one.
    told = told if any(row["items"] or row["previous"] for row in told) else []
    rows = tuple((named(row["kind"], KINDS), row["items"], row["previous"], row["share"]) for row in told)
    return Table("kinds", "负面信息的类型", columns, rows, "negative_kinds", empty="本期没有负面信息。")


def _chart(facts: Facts) -> Chart | None:
    rows = trend_rows(facts, "all")
    if sum(row["share"] is not None for row in rows) < FEWEST_PERIODS:
        return None
    whole = facts.row("volume", "group", "all")
    if alarms(facts) or (whole and whole["negative_verdict"] == "worse") or not is_dense(rows):
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
        inspected=inspected(rows),
        width=102,
        height=FRONT_HEIGHT,
    )


def _number_chart(rows: list[Row], facts: Facts) -> Chart:
    """Where the number is what stands out, or a share would be one of a few items, the chart shows the number."""
    title = count_message(rows, "负面信息", "条", facts.words, "negative")
    told = f"柱形图：近{len(rows)}期媒体与网络负面信息条数。{title}。"
    series = count_series(rows, "负面信息", "negative")
    return _columns_chart("front_trend", title, told, series, "trend[all].negative", rows, facts)


def _complaint_chart(facts: Facts) -> Chart | None:
    """Where there is neither press nor public, the course of complaints stands in the place of theirs."""
    rows = trend_rows(facts, "complaint")
    if sum(row["items"] > 0 for row in rows) < FEWEST_PERIODS:
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
        inspected=inspected(rows),
        width=102,
        height=FRONT_HEIGHT,
    )
