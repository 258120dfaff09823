"""How rows are written on either database. Imports nothing of ours."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite

# Rows in one statement's batch: large enough to be quick, small enough for memory.
_BATCH = 5_000


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows; one that is there already is an error."""
    for start in range(0, len(rows), _BATCH):
        connection.execute(table.insert(), list(rows[start : start + _BATCH]))


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], kept: Sequence[str] = ()) -> None:
    """Add rows; one that is there already (same primary key) takes the new values but in the columns `kept`."""
    if not rows:
        return
    keys = [c.name for c in table.primary_key.columns]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in {*keys, *kept}}
    whole = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    for start in range(0, len(rows), _BATCH):
        connection.execute(whole, list(rows[start : start + _BATCH]))


def update(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows by `id`; every row names the same columns."""
    if not rows:
        return
    statement = table.update().where(table.c.id == bindparam("row_id"))
    changed = statement.values({name: bindparam(name) for name in rows[0] if name != "id"})
    for start in range(0, len(rows), _BATCH):
        batch = [{**row, "row_id": row["id"]} for row in rows[start : start + _BATCH]]
        connection.execute(changed, [{k: v for k, v in row.items() if k != "id"} for row in batch])
