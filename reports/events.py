"""Alerts of one event as one line of a paper. May import reports.reading and formats."""

from collections.abc import Sequence

from reports.formats import cut
from reports.reading import Row

# How much of an alert's message the full table holds.
MESSAGE_LENGTH = 90


def by_event(rows: Sequence[Row]) -> list[list[Row]]:
    """Alerts of one event together; by level as the rows are, and in a level the one with a clock and the largest first.

    What has no event is told apart by its story.
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get("event") or row["story_id"] or row["id"], []).append(row)
    levels = list(dict.fromkeys(row["level"] for row in rows))

    def rank(event: Sequence[Row]) -> tuple[int, bool, int]:
        head = head_of(event)
        return (levels.index(event[0]["level"]), head["deadline_at"] is None, -head["observed"])

    return sorted(found.values(), key=rank)


def head_of(event: Sequence[Row]) -> Row:
    """The alert in whose words and with whose clock an event is told: the rule that names the matter, not a count."""
    return next((row for row in event if row["rule"] != "count"), event[0])


def event_text(event: Sequence[Row], length: int = MESSAGE_LENGTH) -> str:
    """What the event's line says: at most `length` characters of its message, and how many more alerts are of it."""
    more = f"（同一事件另有{len(event) - 1}条预警）" if len(event) > 1 else ""
    return cut(head_of(event)["message"], length) + more
