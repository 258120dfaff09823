"""The office's file of outreach: new records are added at its end, whole or not at all. May import pipeline.outreach."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.context import OutreachRecord
from pipeline.outreach import read_outreach
from pipeline.taxonomy import TaxonomyError


def add_outreach(path: Path, records: Sequence[OutreachRecord]) -> None:
    """Write records below what the file holds; what stands in it, its comments too, stays as it is.

    Raises TaxonomyError where a record is wrong or its id is taken, and leaves the file alone then.
    """
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    draft = path.with_name(f"{path.name}.part")
    draft.write_text("\n".join([before.rstrip("\n"), *map(record_text, records)]).lstrip("\n"), encoding="utf-8")
    try:
        read_outreach(draft)
        draft.replace(path)
    except TaxonomyError as error:
        raise TaxonomyError(path, error.what) from error
    finally:
        draft.unlink(missing_ok=True)


def record_text(record: OutreachRecord) -> str:
    """One record as its TOML table."""
    return "\n".join(["", "[[outreach]]", *_lines(record), ""])


def _lines(record: OutreachRecord) -> Iterable[str]:
    yield f"id = {_quoted(record.id)}"
    yield f"name = {_quoted(record.name)}"
    yield f"date = {record.start.isoformat()}"
    if record.end is not None:
        yield f"end = {record.end.isoformat()}"
    for name in ("issue", "district", "channel", "audience", "message"):
        yield f"{name} = {_quoted(getattr(record, name))}"


def _quoted(text: str) -> str:
    """A JSON string is a TOML string, but for the one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
