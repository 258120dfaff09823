"""Papers written again without what forgotten posts said; published ones are corrected too. May import everything."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chengyu.paper_files import Content, read_content, write_again, write_edition
from chengyu.papers import PUBLISHED, BrokenPaperError, Edition, Series, correction
from pipeline.database import Database, papers
from pipeline.forget import Reissued
from pipeline.quotations import Traces, is_quoted
from reports.brief import Brief, Head
from reports.follow_up import with_correction, without_correction
from reports.withdrawal import withdrawal

_CORRECTED = re.compile(r"（更正\d+）$")
_SAID = re.compile(r"按要求删除所引信息(\d+)处，各项数字不变。")


@dataclass(frozen=True, slots=True)
class _Paper:
    """A registered paper as it is without the posts, and how many places of it that took; 0 where it has none."""

    row: dict[str, Any]
    content: Content
    removed: int

    @property
    def published(self) -> bool:
        return bool(self.row["state"] == PUBLISHED)


def reissue_without(db: Database, traces: Sequence[Traces], now: datetime) -> list[Reissued]:
    """Write every registered paper that still quotes those posts again without them, its figures as they were.

    A draft is written anew in its place. A published paper keeps its number and state; where it is the newest published
    one of its series, a correction follows, a draft with its own number that says how many places went. Only when that
    lies on disk are the published files written again, so that a run that ends half-way leaves something to find. A
    second call finds nothing. Raises PublishedFileError, OSError.
    """
    ids = frozenset[str]().union(*(part.ids for part in traces))

    def quotes(text: str) -> bool:
        return any(is_quoted(part, text) for part in traces)

    series: dict[Series, list[dict[str, Any]]] = {}
    for row in papers(db):
        series.setdefault(Series(row["period_kind"], row["period"], row["story_id"]), []).append(row)
    made = []
    for one, rows in series.items():
        read = (_without(row, ids, quotes) for row in rows)
        found = [paper for paper in read if paper is not None]
        if any(paper.removed for paper in found):
            made.append(_reissued(db, one, rows, found, now))
    return made


def _reissued(
    db: Database, series: Series, rows: Sequence[dict[str, Any]], found: Sequence[_Paper], now: datetime
) -> Reissued:
    out = [row for row in rows if row["state"] == PUBLISHED]
    last = next((paper for paper in found if paper.removed and paper.row in out[-1:]), None)
    edition, newest = _edition(series, out, found[-1], last, now), found[-1]
    if edition:
        annex = newest.content.annex
        told = replace(annex, head=_annex_head(annex, edition)) if annex else None
        folder = Path(newest.row["path"]).parent
        write_edition(db, edition, replace(newest.content, brief=edition.brief, annex=told), folder)
    withdrawn = [paper for paper in found if paper.removed and paper.published]
    for paper in withdrawn:
        write_again(db, paper.row["id"], Path(paper.row["path"]), paper.content)
    return Reissued(
        edition.paper_id if edition else "",
        edition.brief.head.number if edition else "",
        last.row["id"] if last else "",
        max(paper.removed for paper in found),
        tuple(paper.row["id"] for paper in withdrawn),
    )


def _edition(
    series: Series, out: Sequence[dict[str, Any]], newest: _Paper, last: _Paper | None, now: datetime
) -> Edition | None:
    """What is to be written as a draft: the draft that there is, else a correction of the last published paper."""
    if not newest.published:
        return _draft_again(series, newest, out, last) if newest.removed or last else None
    if last is None:
        return None
    return correction(series, _fresh(newest.content.brief, now.isoformat("T", "seconds")), out, _said("", last.removed))


def _draft_again(series: Series, draft: _Paper, out: Sequence[dict[str, Any]], last: _Paper | None) -> Edition:
    """A draft in its place; one that follows a published paper that quoted the posts corrects that one as well."""
    row, brief = draft.row, draft.content.brief
    if last is None or (not draft.removed and _SAID.search(row["changes"])):
        return Edition(series, brief, row["edition"], row["id"], row["changes"])
    if row["changes"]:
        return correction(series, _fresh(brief, brief.head.made_at), out, _said(row["changes"], last.removed))
    # The next part on a story is no correction in the register, but says on its first page that it corrects the last.
    told = with_correction(brief, last.content.brief.head.number, _said("", last.removed))
    return Edition(series, told, row["edition"], row["id"])


def _said(changes: str, removed: int) -> str:
    """What a correction says that it changes, with the places that went now added to those that it tells of."""
    before = _SAID.search(changes)
    total = removed + (int(before.group(1)) if before else 0)
    return f"{_SAID.sub('', changes)}按要求删除所引信息{total}处，各项数字不变。"


def _without(row: dict[str, Any], ids: Collection[str], quotes: Callable[[str], bool]) -> _Paper | None:
    """A paper without the posts; None where its file is gone or damaged, which is not to stop the deletion."""
    try:
        content = read_content(Path(row["path"]))
    except (FileNotFoundError, BrokenPaperError):
        return None
    taking = withdrawal(ids, quotes, content.backing)
    annex = taking.brief(content.annex) if content.annex else None
    left = Content(taking.brief(content.brief), taking.backing(content.backing), annex)
    return _Paper(row, left, taking.removed)


def _fresh(brief: Brief, made_at: str) -> Brief:
    """A paper as one made then, with the number it had before it was ever corrected."""
    bare = without_correction(brief)
    number = _CORRECTED.sub("", bare.head.number)
    return replace(bare, head=replace(bare.head, number=number, made_at=made_at))


def _annex_head(annex: Brief, edition: Edition) -> Head:
    return replace(annex.head, number=edition.brief.head.number, made_at=edition.brief.head.made_at)
