"""One row of a file into a Post by its layout, or the named outcome of a row that is none. May import crawlers.*."""

import hashlib
from datetime import datetime
from typing import Any

from crawlers.files import Cells
from crawlers.layouts import Layout
from crawlers.moments import BadDateError, read_cell
from crawlers.outcomes import Outcome
from crawlers.post import DateConfidence, Handling, Post, post_id
from crawlers.wording import clean, clean_line, read_count

_TIMES = ("assigned_at", "closed_at", "revisited_at", "replied_at")
_MARKS = ("satisfied", "reopened")


def row_to_post(cells: Cells, layout: Layout, source: str, now: datetime) -> Post | Outcome:
    """Read a row; NO_DATE, BAD_DATE, NO_BODY and BAD_ROW are the ways in which it can fail."""
    columns = layout.columns
    text = "\n".join(part for column in columns.text if (part := clean(_text(cells.get(column)))))
    title = _line(cells, columns.title)
    if not (title or text):
        return Outcome.NO_BODY
    if not _line(cells, columns.published_at):
        return Outcome.NO_DATE
    try:
        published = read_cell(cells[columns.published_at], layout.dates, now).isoformat()
        handling = _handling(cells, layout, now)
    except BadDateError:
        return Outcome.BAD_DATE
    native_id = _line(cells, columns.native_id)
    if columns.native_id and not native_id:
        return Outcome.BAD_ROW
    parent = _line(cells, columns.parent)
    return Post(
        source=source,
        channel=layout.channel,
        tier=layout.tier,
        owner=layout.owner,
        native_id=native_id or _content_id(published, title, text),
        url=_line(cells, columns.url) or (layout.url_pattern.format(id=native_id) if native_id else ""),
        title=title,
        text=text,
        author=_line(cells, columns.author),
        outlet=_line(cells, columns.outlet) or layout.outlet,
        published_at=published,
        date_confidence=DateConfidence.EXACT,
        collected_at=now.isoformat(),
        region=" ".join(part for column in columns.region if (part := _line(cells, column))) or layout.region,
        parent_id=post_id(source, parent) if parent else "",
        reposts=read_count(cells.get(columns.reposts)),
        comments=read_count(cells.get(columns.comments)),
        likes=read_count(cells.get(columns.likes)),
        rank=read_count(cells.get(columns.rank)),
        handling=handling,
    )


def _content_id(published: str, title: str, text: str) -> str:
    return "row-" + hashlib.sha256(f"{published}\n{title}\n{text}".encode()).hexdigest()[:16]


def _line(cells: Cells, column: str) -> str:
    return clean_line(_text(cells.get(column))) if column else ""


def _text(cell: Any) -> str:
    """A cell as text; 188006.0, as spreadsheets hold whole numbers, is 188006."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _handling(cells: Cells, layout: Layout, now: datetime) -> Handling | None:
    if not layout.handling:
        return None
    values: dict[str, Any] = {field: _line(cells, column) for field, column in layout.handling.items()}
    for field in _TIMES:
        if values.get(field):
            values[field] = read_cell(cells[layout.handling[field]], layout.dates, now).isoformat()
    for field in _MARKS:
        if field in values:
            values[field] = _mark(values[field], layout)
    if "reply" in values:
        values["reply"] = clean(_text(cells.get(layout.handling["reply"])))
    return Handling(**values)


def _mark(word: str, layout: Layout) -> bool | None:
    return True if word in layout.yes else False if word in layout.no else None
