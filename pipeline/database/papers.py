"""Reads and writes of stage 5: papers with number and state, what was ordered, what was sent. Imports nothing of ours."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from pipeline.database.opening import Database
from pipeline.database.tables import ACTIONS, DELIVERIES, PAPERS
from pipeline.database.writing import insert, upsert

Row = dict[str, Any]


def papers(db: Database, period_kind: str = "", period: str = "") -> list[Row]:
    """Papers by period and edition, of one kind and period or of all; columns of PAPERS."""
    query = select(PAPERS).order_by(PAPERS.c.period, PAPERS.c.edition)
    if period_kind:
        query = query.where(PAPERS.c.period_kind == period_kind)
    if period:
        query = query.where(PAPERS.c.period == period)
    return _rows(db, query)


def paper(db: Database, paper_id: str) -> Row | None:
    """One paper, or None."""
    return next(iter(_rows(db, select(PAPERS).where(PAPERS.c.id == paper_id))), None)


def save_paper(db: Database, row: Mapping[str, Any]) -> None:
    """Write a paper in place of an older row of its id; one that is published stays. Raises PublishedError."""
    with db.write() as connection:
        state = connection.execute(select(PAPERS.c.state).where(PAPERS.c.id == row["id"])).scalar()
        if state == "published":
            raise PublishedError(row["id"])
        upsert(connection, PAPERS, [row])


def amend_paper(db: Database, paper_id: str, digest: str) -> None:
    """Write down that words were taken out of a published paper's files; its number and all else stay."""
    own = (PAPERS.c.id == paper_id, PAPERS.c.state == "published")
    with db.write() as connection:
        connection.execute(PAPERS.update().where(*own).values(digest=digest))


def actions(db: Database) -> list[Row]:
    """What was ordered, by number; columns of ACTIONS."""
    return _rows(db, select(ACTIONS).order_by(ACTIONS.c.id))


def save_action(db: Database, row: Mapping[str, Any]) -> int:
    """Write a new order (columns of ACTIONS without id) and return its number."""
    with db.write() as connection:
        return int(connection.execute(ACTIONS.insert().values(**row).returning(ACTIONS.c.id)).scalar_one())


def close_action(db: Database, number: int, closed_at: datetime, result: str) -> bool:
    """Close an open order; False where there is none of that number."""
    open_one = ACTIONS.update().where(ACTIONS.c.id == number, ACTIONS.c.closed_at.is_(None))
    with db.write() as connection:
        return connection.execute(open_one.values(closed_at=closed_at, result=result)).rowcount == 1


def claim_delivery(db: Database, paper_id: str, recipient: str, moment: datetime) -> str:
    """Take a paper's delivery to a recipient, once; "" where it is taken now, else the state in which it stands."""
    own = (DELIVERIES.c.paper_id == paper_id, DELIVERIES.c.recipient == recipient)
    with db.write() as connection:
        state = connection.execute(select(DELIVERIES.c.state).where(*own)).scalar()
        if state in {"sending", "sent"}:
            return str(state)
        connection.execute(DELIVERIES.delete().where(*own))
        claimed = {"paper_id": paper_id, "recipient": recipient, "state": "sending", "at": moment, "detail": ""}
        insert(connection, DELIVERIES, [claimed])
        return ""


def end_delivery(db: Database, paper_id: str, recipient: str, state: str, detail: str) -> None:
    """Say how a delivery ended: sent or failed."""
    own = (DELIVERIES.c.paper_id == paper_id, DELIVERIES.c.recipient == recipient)
    with db.write() as connection:
        connection.execute(DELIVERIES.update().where(*own).values(state=state, detail=detail))


def deliveries(db: Database, paper_id: str) -> list[Row]:
    """The deliveries of a paper by recipient; columns of DELIVERIES."""
    return _rows(db, select(DELIVERIES).where(DELIVERIES.c.paper_id == paper_id).order_by(DELIVERIES.c.recipient))


class PublishedError(ValueError):
    """A published paper was to be changed; the message is its id."""


def _rows(db: Database, query: Select[Any]) -> list[Row]:
    with db.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
