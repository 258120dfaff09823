"""The office's file of outreach: new records are added at its end, whole or not at all. May import pipeline.outreach."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.context import OutreachRecord
from pipeline.outreach import read_outreach
from pipeline.taxonomy import add_tables, quoted


def add_outreach(path: Path, records: Sequence[OutreachRecord]) -> None:
    """Write records below what the file holds; raises TaxonomyError where one is wrong or its id is taken."""
    add_tables(path, "".join(map(record_text, records)), read_outreach)


def record_text(record: OutreachRecord) -> str:
    """One record as its TOML table."""
    return "\n".join(["", "[[outreach]]", *_lines(record), ""])


def _lines(record: OutreachRecord) -> Iterable[str]:
    yield f"id = {quoted(record.id)}"
    yield f"name = {quoted(record.name)}"
    yield f"date = {record.start.isoformat()}"
    if record.end is not None:
        yield f"end = {record.end.isoformat()}"
    for name in ("issue", "district", "channel", "audience", "message"):
        yield f"{name} = {quoted(getattr(record, name))}"
