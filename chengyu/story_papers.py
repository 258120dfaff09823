"""Papers on one story in the register: their running number, and what follows a published one. May import everything."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from chengyu.papers import Edition, Series, correction, published, read_brief, standing
from pipeline.database import Database, papers
from reports.brief import Brief
from reports.follow_up import changes_between

SPECIAL = "special"
_NUMERALS = "一二三四五六七八九十"


def story_series(db: Database, story_id: str, year: int) -> Series:
    """The series of a story's papers: the number that it has, else the next one of the year (2026-S03)."""
    known = papers(db, SPECIAL)
    for row in known:
        if row["story_id"] == story_id:
            return Series(SPECIAL, row["period"], story_id)
    taken = [int(row["period"][6:]) for row in known if row["period"].startswith(f"{year}-S")]
    return Series(SPECIAL, f"{year}-S{max(taken, default=0) + 1:02d}", story_id)


def story_edition(db: Database, series: Series, made_at: str, build: Callable[[Sequence[str], str], Brief]) -> Edition:
    """The edition that follows: it goes on where the story went on, and corrects where only what was said changed.

    `build` makes the Brief from when the earlier papers on the story were made (ISO 8601), corrections left out, and
    from when it is made itself: that time passes, and a paper says how long all was quiet, corrects nothing.
    """
    out = published(db, series)
    parts = [row for row in out if not row["changes"]]
    earlier = tuple(row["made_at"].isoformat() for row in parts)
    if not out:
        return _part(series, build((), made_at), 1, 1)
    last, again = read_brief(out[-1]), build(earlier[:-1], made_at)
    if _course(again) != _course(last):
        return _part(series, build(earlier, made_at), len(out) + 1, len(parts) + 1)
    changes = changes_between(last, build(earlier[:-1], last.head.made_at))
    if not changes:
        return standing(series, last, out[-1])
    return correction(series, _numbered(again, series, len(parts)), out, changes)


def _part(series: Series, brief: Brief, edition: int, part: int) -> Edition:
    return Edition(series, _numbered(brief, series, part), edition, f"{series.label}-{edition}")


def _numbered(brief: Brief, series: Series, part: int) -> Brief:
    """The Brief with its issue in words: 2026年第3期, then 2026年第3期之二."""
    year, _, number = series.label.partition("-S")
    more = f"之{_NUMERALS[part - 1] if part <= len(_NUMERALS) else part}" if part > 1 else ""
    return replace(brief, head=replace(brief.head, number=f"{year}年第{int(number)}期{more}"))


def _course(brief: Brief) -> tuple[Any, ...]:
    """What tells that a story went on: the stage in the title, and every moment of its course."""
    return (brief.head.title, tuple(table.rows for table in brief.tables() if table.key == "timeline"))
