"""Papers written again without what forgotten posts said; published ones by a correction. May import everything."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chengyu.paper_files import Content, Papers, read_content, write_edition
from chengyu.papers import PUBLISHED, Edition, Series, correction
from pipeline.database import Database, papers
from pipeline.quotations import Traces, is_quoted
from reports.brief import Brief, Head
from reports.follow_up import without_correction
from reports.withdrawal import Withdrawal, withdrawal

_CORRECTED = re.compile(r"（更正\d+）$")


@dataclass(frozen=True, slots=True)
class Reissued:
    """One paper that was written again as a draft: `published` is the paper that it corrects, "" where none was out.

    `removed` is how many places were taken out: quotations, rows, and posts behind the figures.
    """

    paper_id: str
    published: str
    removed: int
    papers: Papers


def reissue_without(db: Database, traces: Sequence[Traces], now: datetime) -> list[Reissued]:
    """Write every registered paper that still quotes those posts again without them, its figures as they were.

    A draft is written anew in its place. Of published papers the newest of each series is followed by a correction,
    a draft with its own number that says how many places went; its own files are left as they are. A second call finds
    nothing. Raises PublishedFileError, OSError.
    """
    ids = frozenset[str]().union(*(part.ids for part in traces))

    def quotes(text: str) -> bool:
        return any(is_quoted(part, text) for part in traces)

    series: dict[Series, list[dict[str, Any]]] = {}
    for row in papers(db):
        series.setdefault(Series(row["period_kind"], row["period"], row["story_id"]), []).append(row)
    made = (_reissued(db, one, rows, ids, quotes, now) for one, rows in series.items())
    return [done for done in made if done is not None]


def _reissued(
    db: Database,
    series: Series,
    rows: Sequence[dict[str, Any]],
    ids: Collection[str],
    quotes: Callable[[str], bool],
    now: datetime,
) -> Reissued | None:
    """The newest paper of a series again; a newer one takes the place of those before it."""
    newest, path = rows[-1], Path(rows[-1]["path"])
    if not path.is_file():
        return None
    content = read_content(path)
    taking = withdrawal(ids, quotes, content.backing)
    left = _without(content, taking)
    if not taking.removed:
        return None
    if newest["state"] != PUBLISHED:
        edition = Edition(series, left.brief, newest["edition"], newest["id"], newest["changes"])
        return Reissued(edition.paper_id, "", taking.removed, write_edition(db, edition, left, path.parent))
    said = f"按要求删除所引信息{taking.removed}处，各项数字不变。"
    out = [row for row in rows if row["state"] == PUBLISHED]
    edition = correction(series, _fresh(left.brief, now), out, said)
    annex = replace(left.annex, head=_annex_head(left.annex, edition)) if left.annex else None
    done = write_edition(db, edition, replace(left, brief=edition.brief, annex=annex), path.parent)
    return Reissued(edition.paper_id, newest["id"], taking.removed, done)


def _without(content: Content, taking: Withdrawal) -> Content:
    annex = taking.brief(content.annex) if content.annex else None
    return Content(taking.brief(content.brief), taking.backing(content.backing), annex)


def _fresh(brief: Brief, now: datetime) -> Brief:
    """A published paper as one made now, with the number it had before it was ever corrected."""
    bare = without_correction(brief)
    number = _CORRECTED.sub("", bare.head.number)
    return replace(bare, head=replace(bare.head, number=number, made_at=now.isoformat(timespec="seconds")))


def _annex_head(annex: Brief, edition: Edition) -> Head:
    return replace(annex.head, number=edition.brief.head.number, made_at=edition.brief.head.made_at)
