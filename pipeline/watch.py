"""Stage 4 in small, for the clocks: the named rules over the last days. May import pipeline.alerts and voices."""

from datetime import datetime, timedelta

from pipeline.alert_events import with_events
from pipeline.alert_levels import AlertLevels
from pipeline.alerts import highest_first, rule_rows
from pipeline.context import AnalysisContext, Rows
from pipeline.database import Database, load_run, scored_posts, stories_between
from pipeline.periods import Period, PeriodKind
from pipeline.voices import prepared

# Days in which a rule may be met, and days before them that may belong to the same story or place.
WATCHED, BEFORE = 7, 60


def open_alerts(db: Database, context: AnalysisContext, levels: AlertLevels, week: Period) -> Rows:
    """Alerts that nobody has answered yet, highest level first; rows as pipeline.alerts gives them.

    The rules are read anew over the last seven days; alerts on counts are those of `week`, the newest full one, where
    it was analysed. Clocks stand as of `context.now`.
    """
    now = context.now.replace(tzinfo=None)
    end = now.date() + timedelta(days=1)
    period = Period(end - timedelta(days=WATCHED), end, PeriodKind.WEEK, "")
    posts = prepared(scored_posts(db, context.model, period.start - timedelta(days=BEFORE), end))
    names = {row["id"]: row["title"] for row in stories_between(db, period.start, end)}
    ruled = rule_rows(posts, period, levels, context.now, names)
    return with_events(highest_first([row for row in [*ruled, *_counted(db, week, now)] if not row["answer"]], levels))


def _counted(db: Database, week: Period, now: datetime) -> Rows:
    run = load_run(db, str(week.kind), week.label)
    rows = run.tables.get("alerts", []) if run else []
    # An analysis of an older version knows of no place.
    return [{"place": ""} | row | _clocks(row, now) for row in rows if row["rule"] == "count"]


def _clocks(row: dict[str, str | None], now: datetime) -> dict[str, str]:
    """What a clock says that ran out since the analysis."""
    pairs = (("clock", "deadline_at"), ("clock_from_detection", "deadline_from_detection_at"))
    past = [name for name, at in pairs if (end := row[at]) and now > datetime.fromisoformat(end)]
    return dict.fromkeys(past, "overdue")
