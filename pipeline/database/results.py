"""Reads and writes of stage 4: one run is a head row and its result tables. Imports nothing of ours outside here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from pipeline.database.opening import Database
from pipeline.database.tables import RESULTS, RUNS
from pipeline.database.writing import insert


@dataclass(frozen=True, slots=True)
class LoadedRun:
    """The head row (columns of RUNS) and, by measure, the rows in their order."""

    run: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]


def save_run(db: Database, run: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Write a run (keys: columns of RUNS) with its tables, in place of an older one of the same id.

    Of two runs of a period at one moment (a clock that was set) the later written is the newer: it replaces the other.

    Rows must hold JSON values only. A table without rows is not kept apart from one that was not given.
    """
    rows = [
        {"run_id": run["id"], "measure": measure, "position": position, "row": dict(row)}
        for measure, table in tables.items()
        for position, row in enumerate(table)
    ]
    with db.write() as connection:
        same = (RUNS.c.period_kind, RUNS.c.period, RUNS.c.analysed_at)
        replaced = select(RUNS.c.id).where(*(column == run[column.name] for column in same))
        ids = {run["id"], *connection.scalars(replaced)}
        connection.execute(delete(RESULTS).where(RESULTS.c.run_id.in_(ids)))
        connection.execute(delete(RUNS).where(RUNS.c.id.in_(ids)))
        insert(connection, RUNS, [run])
        insert(connection, RESULTS, rows)


def load_run(db: Database, period_kind: str, period: str) -> LoadedRun | None:
    """The newest run of a period (kind and label as in pipeline.periods), or None."""
    newest = (
        select(RUNS)
        .where(RUNS.c.period_kind == period_kind, RUNS.c.period == period)
        .order_by(RUNS.c.analysed_at.desc(), RUNS.c.id)
        .limit(1)
    )
    with db.read() as connection:
        run = connection.execute(newest).mappings().first()
        if run is None:
            return None
        rows = connection.execute(
            select(RESULTS.c.measure, RESULTS.c.row)
            .where(RESULTS.c.run_id == run["id"])
            .order_by(RESULTS.c.measure, RESULTS.c.position)
        ).all()
    tables: dict[str, list[dict[str, Any]]] = {}
    for measure, row in rows:
        tables.setdefault(measure, []).append(row)
    return LoadedRun(dict(run), tables)
