"""Puts stored posts through the first sieve again when its words changed. May import crawlers.post, pipeline.database."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from crawlers.post import CITY_TIME
from pipeline import database
from pipeline.cleaning import clean
from pipeline.database import Database
from pipeline.sieve import Sieve, digest_of_sieve, off_topic


@dataclass(frozen=True, slots=True)
class Resieved:
    """How many stored posts were judged anew, and how many of them came back in and went out as off topic."""

    posts: int
    came_in: int
    went_out: int


def resieve(db: Database, sieve: Sieve, now: datetime) -> Resieved | None:
    """Judge the stored posts by `sieve`, in one transaction; None where they were judged by the same one last.

    `now` is aware. A post that is held back for another reason than before takes that reason and is counted as neither.
    Raises pipeline.database.DatabaseError.
    """
    digest = digest_of_sieve(sieve)
    with db.write() as connection:
        if database.sieve_digest(connection) == digest:
            return None
        counts = Counter(posts=0, came_in=0, went_out=0)
        for rows in database.sieved_posts(connection, sieve.channels):
            judged = ((row, off_topic(sieve, row.channel, clean(row.title), row.clean_text)) for row in rows)
            changed = [(row, reason) for row, reason in judged if reason != row.off_topic]
            database.save_off_topic(connection, {row.id: reason for row, reason in changed})
            counts["posts"] += len(rows)
            counts["came_in"] += sum(not reason for _, reason in changed)
            counts["went_out"] += sum(not row.off_topic for row, _ in changed)
        moment = now.astimezone(CITY_TIME).replace(tzinfo=None)
        database.save_sieve_digest(connection, digest, moment, counts)
    return Resieved(**counts)
