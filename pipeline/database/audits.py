"""What was done to the data as a whole: forgotten, backed up, restored. Imports nothing of ours outside here."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Connection, DateTime, ForeignKey, String, Table, Text, select

from pipeline.database.opening import Database
from pipeline.database.tables import METADATA
from pipeline.database.writing import insert

_ASKED = 900
# Id and action of the one row that says which sieve the stored posts went through; it describes these tables alone.
SIEVE = "sieve"

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("done_at", DateTime, nullable=False),
    Column("done_by", Text, nullable=False),
    Column("action", String(10), nullable=False),  # forget, expire, backup, restore, export, new_salt; sieve
    Column("target", Text, nullable=False),  # what was asked for; of an address or an author the kind alone
    Column("details", JSON, nullable=False),  # counts and files, no text of a post
)

# Posts that must not come back with the next collection or an old backup; an id is a hash of source and native id.
FORGOTTEN = Table(
    "forgotten",
    METADATA,
    Column("post_id", String(16), primary_key=True),
    Column("audit_id", String(16), ForeignKey("audit.id"), nullable=False),
)


def save_audit(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add a row (columns of AUDIT)."""
    insert(connection, AUDIT, [row])


def audit_rows(db: Database, action: str = "") -> list[dict[str, Any]]:
    """Everything that people did, or one kind of it, by time; columns of AUDIT."""
    with db.read() as connection:
        return _rows(connection, AUDIT.c.action == action if action else AUDIT.c.action != SIEVE)


def forgotten_of(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Of those post ids the ones that were forgotten."""
    found: set[str] = set()
    for start in range(0, len(ids), _ASKED):
        query = select(FORGOTTEN.c.post_id).where(FORGOTTEN.c.post_id.in_(ids[start : start + _ASKED]))
        found |= set(connection.execute(query).scalars())
    return found


def save_forgotten(connection: Connection, ids: Sequence[str], audit_id: str) -> None:
    """Remember that these posts must not come back; the row of the audit must stand."""
    known = forgotten_of(connection, ids)
    insert(connection, FORGOTTEN, [{"post_id": post, "audit_id": audit_id} for post in ids if post not in known])


def remembered(connection: Connection) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The rows of the audit, and (post id, audit id) of all that was forgotten."""
    forgotten = connection.execute(select(FORGOTTEN)).all()
    return _rows(connection, AUDIT.c.action != SIEVE), [(row.post_id, row.audit_id) for row in forgotten]


def remember(connection: Connection, rows: Sequence[Mapping[str, Any]], forgotten: Sequence[tuple[str, str]]) -> None:
    """Add what `remembered` gave and is not there."""
    known = set(connection.execute(select(AUDIT.c.id)).scalars())
    insert(connection, AUDIT, [row for row in rows if row["id"] not in known])
    posts = set(connection.execute(select(FORGOTTEN.c.post_id)).scalars())
    fresh = [{"post_id": post, "audit_id": audit} for post, audit in forgotten if post not in posts]
    insert(connection, FORGOTTEN, fresh)


def _rows(connection: Connection, wanted: ColumnElement[bool]) -> list[dict[str, Any]]:
    query = select(AUDIT).where(wanted).order_by(AUDIT.c.done_at, AUDIT.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]
