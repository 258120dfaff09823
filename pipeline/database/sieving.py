"""Which sieve the stored posts went through, and what a new one reads and writes. Imports nothing of ours outside here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from pipeline.database.audits import AUDIT, SIEVE
from pipeline.database.tables import POSTS
from pipeline.database.writing import update, upsert

# Rows read at a time: a million texts at once would not fit.
_CHUNK = 5_000


def sieve_digest(connection: Connection) -> str:
    """The digest of the sieve that all stored posts went through, "" where none is known."""
    return str(connection.execute(select(AUDIT.c.target).where(AUDIT.c.id == SIEVE)).scalar() or "")


def save_sieve_digest(connection: Connection, digest: str, moment: datetime, counts: Mapping[str, int]) -> None:
    """Say that all stored posts went through this sieve at a moment (city time without offset), and what it changed."""
    row = {"id": SIEVE, "done_at": moment, "done_by": "store", "action": SIEVE, "target": digest}
    upsert(connection, AUDIT, [{**row, "details": dict(counts)}])


def sieved_posts(connection: Connection, channels: Iterable[str]) -> Iterator[Sequence[Any]]:
    """(id, channel, title, clean_text, off_topic) of posts of those channels or held back so far, some at a time.

    A post whose words are past their time cannot be judged anew and is left out.
    """
    concerned = or_(POSTS.c.channel.in_(sorted(channels)), POSTS.c.off_topic != "")
    worded = or_(POSTS.c.title != "", POSTS.c.clean_text != "")
    columns = (POSTS.c[name] for name in ("id", "channel", "title", "clean_text", "off_topic"))
    query = select(*columns).where(concerned, worded).order_by(POSTS.c.id).limit(_CHUNK)
    last = ""
    while rows := connection.execute(query.where(POSTS.c.id > last)).all():
        yield rows
        last = rows[-1].id


def save_off_topic(connection: Connection, reasons: Mapping[str, str]) -> None:
    """Write why posts (id) are held back, "" where they no longer are."""
    update(connection, POSTS, [{"id": post, "off_topic": reason} for post, reason in reasons.items()])
