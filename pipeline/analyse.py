"""Stage 4, analyse: scored posts to the result tables of a period. May import every noun of pipeline/.

A measure is one noun with its pure function, and one line in the tables at the end of this file.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from pipeline import (
    appendix,
    complaints,
    handling,
    negative_kinds,
    phrases,
    presence,
    repeats,
    story_table,
    topics,
    volume,
)
from pipeline.alert_levels import read_levels
from pipeline.alerts import alert_rows
from pipeline.change_table import changes, work_modes
from pipeline.context import AnalysisContext, Row, Rows
from pipeline.database import (
    Database,
    coverage_rows,
    digest_of,
    line_outcome_counts,
    newest_labels,
    save_run,
    score_days,
    scored_posts,
    stories_between,
)
from pipeline.districts import districts
from pipeline.drift_table import drift, warnings
from pipeline.drivers import driver_rows
from pipeline.guidance import guidance_rows
from pipeline.guidance_rules import read_guidance
from pipeline.holidays import read_festivals
from pipeline.inspection_table import inspection_rows
from pipeline.look_ahead import look_ahead_rows, read_calendar
from pipeline.matters import matters, ours_apart
from pipeline.model_weeks import model_weeks
from pipeline.outreach import outreach_rows
from pipeline.periods import Period, last_periods
from pipeline.post_list import post_list
from pipeline.presence import USUAL_PERIODS, Presence
from pipeline.press_sides import press_sides
from pipeline.quantification import Confusion, read_confusion
from pipeline.rebound import rebound_rows
from pipeline.rulebook import Rulebook, read_rulebook
from pipeline.views import view_rows
from pipeline.voices import prepared
from pipeline.wording import LINE_OUTCOME_ZH
from pipeline.year_on_year import Calendar, year_on_year

Tables = Mapping[str, Rows]

TREND_PERIODS = 13
# Three years of weeks: the longest past of a watched series, whose season is told from a trend after two years alone.
_HISTORY = timedelta(weeks=157)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result tables of a period: rows by measure, JSON values only."""

    run_id: str
    period: Period
    model: str
    data_digest: str
    tables: Tables


@dataclass(frozen=True, slots=True)
class Material:
    """What the measures read: prepared posts of the whole window, and what was loaded beside them.

    `runs` are coverage rows, `lines` the counts of stored lines by outcome, `names` the titles of stories, `scored` what
    each model said day by day, `labels` the newest readings of annotators, `digest` that of the posts as they were read.
    """

    posts: pd.DataFrame
    period: Period
    context: AnalysisContext
    rulebook: Rulebook
    confusion: Confusion | None
    seen: Presence
    runs: Rows
    lines: Mapping[str, int]
    names: Mapping[str, str]
    scored: Rows = field(default_factory=list)
    labels: Rows = field(default_factory=list)
    digest: str = ""


def analyse(db: Database, period: Period, context: AnalysisContext, progress: Callable[[str, int], None]) -> Analysis:
    """Load, compute and save all measures of a period; the same data and context give the same tables.

    `progress` is told each measure and its number of rows. Raises DatabaseError, TaxonomyError, ConfusionError.
    """
    material = load(db, period, context)
    name = run_id(period, context.model, material.digest)
    analysis = Analysis(name, period, context.model, material.digest, compute(material, progress))
    save_run(db, _head(analysis, context), analysis.tables)
    return analysis


def load(db: Database, period: Period, context: AnalysisContext) -> Material:
    """Everything that the measures of a period read."""
    posts = scored_posts(db, context.model, window_start(period), period.end)
    digest = digest_of(posts)
    loaded = material(
        prepared(posts),
        period,
        context,
        runs=coverage_rows(db),
        lines=line_outcome_counts(db),
        names={row["id"]: row["title"] for row in stories_between(db, period.start, period.end)},
        scored=score_days(db, last_periods(period, TREND_PERIODS)[0].start, period.end),
        labels=newest_labels(db),
    )
    return replace(loaded, digest=digest)


def material(
    posts: pd.DataFrame,
    period: Period,
    context: AnalysisContext,
    runs: Rows,
    lines: Mapping[str, int],
    names: Mapping[str, str],
    scored: Sequence[Row] = (),
    labels: Sequence[Row] = (),
) -> Material:
    """The material from prepared posts and what stands beside them; what is not ours is set apart first."""
    periods = last_periods(period, TREND_PERIODS + USUAL_PERIODS)
    rulebook = read_rulebook(context.taxonomy)
    return Material(
        posts=ours_apart(posts, rulebook.issues),
        period=period,
        context=context,
        rulebook=rulebook,
        confusion=read_confusion(context.card),
        seen=presence.presence(posts, periods),
        runs=runs,
        lines=lines,
        names=names,
        scored=list(scored),
        labels=list(labels),
    )


def compute(material: Material, progress: Callable[[str, int], None]) -> dict[str, Rows]:
    """The rows of every measure; reads nothing but the material and the tables of the taxonomy."""
    tables: dict[str, Rows] = {}
    for name, measure in _MEASURES.items():
        tables[name] = measure(material, tables)
        progress(name, len(tables[name]))
    return tables


def window_start(period: Period) -> date:
    """The first day that any measure of a period reads."""
    return min(last_periods(period, TREND_PERIODS + USUAL_PERIODS)[0].start, period.end - _HISTORY)


def run_id(period: Period, model: str, digest: str) -> str:
    """16 hexadecimal digits, the same for the same period, model and data."""
    return hashlib.sha256(f"{period.kind}\n{period.label}\n{model}\n{digest}".encode()).hexdigest()[:16]


def _head(analysis: Analysis, context: AnalysisContext) -> dict[str, Any]:
    return {
        "id": analysis.run_id,
        "period_kind": str(analysis.period.kind),
        "period": analysis.period.label,
        "model": analysis.model,
        "data_digest": analysis.data_digest,
        "analysed_at": context.now.replace(tzinfo=None),
    }


def _alerts(m: Material) -> Rows:
    levels = read_levels(m.context.taxonomy["alert_levels.toml"])
    return alert_rows(m.posts, m.period, levels, m.context.holidays, m.context.now, m.names, m.context.inspections)


def _stories(m: Material, tables: Tables) -> Rows:
    # Alerts come highest level first, so that the last one written here is the highest of its story.
    grades = {row["story_id"]: row["level"] for row in reversed(tables["alerts"]) if row["story_id"]}
    return story_table.stories(m.posts, m.period, m.names, m.context.titles, grades)


def _guidance(m: Material, tables: Tables) -> Rows:
    return guidance_rows(tables, read_guidance(m.context.taxonomy["guidance.toml"]), m.context.now)


def _look_ahead(m: Material) -> Rows:
    return look_ahead_rows(m.period, read_calendar(m.context.taxonomy["calendar.toml"]), m.posts, _festivals(m))


def _trend(m: Material) -> Rows:
    return volume.trend(m.posts, last_periods(m.period, TREND_PERIODS), m.seen, m.context.inspections)


def _year_on_year(m: Material) -> Rows:
    return year_on_year(m.posts, m.period, Calendar(m.context.holidays, _festivals(m), m.context.inspections))


def _festivals(m: Material) -> tuple[date, ...]:
    return read_festivals(m.context.taxonomy["holidays.toml"])


def _complaint_issues(m: Material) -> Rows:
    residents = m.context.city.residents
    return complaints.complaint_issues(m.posts, m.period, m.seen, m.context.inspections, residents)


def _handling(m: Material) -> Rows:
    return handling.handling(m.posts, m.period, m.context.now, m.rulebook.deadlines, m.rulebook.states)


def _coverage(m: Material) -> Rows:
    return presence.coverage(m.posts, m.seen, m.period, m.runs, m.context.titles)


def _model_weeks(m: Material) -> Rows:
    return model_weeks(m.scored, last_periods(m.period, TREND_PERIODS), m.context.model)


# One line a measure, in the order in which they are computed: a measure may read the tables above it.
_MEASURES: Mapping[str, Callable[[Material, Tables], Rows]] = {
    "summary": lambda m, _: appendix.summary(m.posts, m.period, m.context.model),
    "volume": lambda m, _: volume.volume(m.posts, m.period, m.seen, m.confusion, m.context.inspections),
    "trend": lambda m, _: _trend(m),
    "year_on_year": lambda m, _: _year_on_year(m),
    "inspections": lambda m, _: inspection_rows(m.posts, m.period, m.context.inspections),
    "by_tier": lambda m, _: volume.by_tier(m.posts, m.period),
    "press_sides": lambda m, _: press_sides(m.posts, m.period),
    "by_source": lambda m, _: volume.by_source(m.posts, m.period, m.context.titles),
    "complaint_issues": lambda m, _: _complaint_issues(m),
    "complaint_places": lambda m, _: complaints.complaint_places(m.posts, m.period, m.context.city),
    "districts": lambda m, _: districts(m.posts, m.period, m.context.city),
    "handling": lambda m, _: _handling(m),
    "repeats": lambda m, _: repeats.repeats(m.posts, m.period),
    "repeat_share": lambda m, _: repeats.repeat_share(m.posts, m.period),
    "negative_kinds": lambda m, _: negative_kinds.negative_kinds(m.posts, m.period, m.rulebook),
    "matters": lambda m, _: matters(m.posts, m.period, m.rulebook.issues),
    "issues": lambda m, _: topics.issues(m.posts, m.period, m.seen, m.context.inspections),
    "frames": lambda m, _: topics.frames(m.posts, m.period, m.seen, m.context.inspections),
    "alerts": lambda m, _: _alerts(m),
    "stories": _stories,
    "views": lambda m, _: view_rows(m.posts, m.period, m.context.views, m.names),
    "rebound": lambda m, _: rebound_rows(m.posts, m.context.outreach, m.period, m.context.inspections),
    "outreach": lambda m, _: outreach_rows(m.posts, m.context.outreach, m.period, m.context.inspections),
    "work_modes": lambda _, t: work_modes(t["outreach"], t["rebound"]),
    "changes": lambda m, _: changes(m.posts, m.period, m.context.outreach),
    "drivers": lambda m, _: driver_rows(m.posts, m.period, m.context.titles, m.names),
    "phrases": lambda m, _: phrases.phrases(m.posts, m.period),
    "guidance": _guidance,
    "look_ahead": lambda m, _: _look_ahead(m),
    "coverage": lambda m, _: _coverage(m),
    "outcomes": lambda m, _: appendix.outcomes(m.posts, m.runs, m.lines, LINE_OUTCOME_ZH),
    "drift": lambda m, _: drift(m.posts, last_periods(m.period, TREND_PERIODS), m.context, m.labels),
    "model": lambda m, t: [*appendix.model(m.posts, m.period, m.context), *warnings(t["drift"])],
    "model_weeks": lambda m, _: _model_weeks(m),
    "negative_items": lambda m, _: appendix.negative_items(m.posts, m.period, m.context.titles, m.rulebook),
    "posts": lambda m, t: post_list(m.posts, m.period, m.context.titles, m.rulebook, t),
}
