"""Deletes the words of citizens' posts past their time and keeps what was counted of them. May import crawlers.post."""

from datetime import datetime, timedelta
from functools import partial

from crawlers.post import CITY_TIME, Channel
from pipeline import database
from pipeline.database import Database
from pipeline.forget import audit_row, title_of
from pipeline.quotations import EXPIRED, Beginnings, beginnings_of, without_words

_CITIZENS = (Channel.SOCIAL, Channel.FORUM, Channel.MESSAGE_BOARD, Channel.HOTLINE)


def expire(db: Database, now: datetime, days: int) -> int:
    """Empty title, text and reasons of citizens' posts stored more than `days` ago (0: never); returns how many.

    Row, scores, place and handling stay, so that figures stay as they are; titles of stories and results lose the words.
    `now` is aware. A second run finds nothing. Raises pipeline.database.DatabaseError.
    """
    local = now.astimezone(CITY_TIME).replace(tzinfo=None)
    moment = local - timedelta(days=days)
    if not days:
        return 0
    with db.write() as connection:
        rows = database.posts_due(connection, [channel.value for channel in _CITIZENS], moment, local)
        if not rows:
            return 0
        database.empty_posts(connection, [row.id for row in rows], EXPIRED)
        stories = sorted({row.story_id for row in rows if row.story_id})
        gone, kept = beginnings_of(rows), beginnings_of(database.posts_in(connection, stories))
        database.mend_stories(connection, stories, title_of, partial(_is_lost, gone, kept))
        changed = database.change_results(
            connection, partial(without_words, {row.id for row in rows}, partial(_is_lost, gone, kept))
        )
        counts = {"posts": len(rows), "results": changed}
        database.save_audit(connection, audit_row(now, "store", "expire", f"{days} days", {"counts": counts}))
    database.wipe_freed_pages(db)
    return len(rows)


def _is_lost(gone: Beginnings, kept: Beginnings, text: str) -> bool:
    """Whether a text is the beginning of what an emptied post said, and of nothing that stays in its story."""
    return gone.hold(text) and not kept.hold(text)
