"""Which alerts are of one event, so that a leader reads one line of it. Imports pipeline.context.

A clip of one scuffle that was posted before its story was known, the story's own alert and the count it drives up are one
matter: they share a story, a post, or a road within a few days.
"""

from datetime import datetime, timedelta

from pipeline.context import Row, Rows

# Posts on one road this far apart are of one event; a nuisance that comes back there is a matter of its own.
_NEAR = timedelta(days=3)
_OF_A_PLACE = "repeat_place"


def with_events(rows: Rows) -> Rows:
    """The rows in their order with `event`: the id of the first row of the same event, their own where they are it."""
    leaders: Rows = []
    found: Rows = []
    for row in rows:
        leader = next((other for other in leaders if _same(other, row)), row)
        if leader is row:
            leaders.append(row)
        found.append(row | {"event": leader["id"]})
    return found


def one_line_each(rows: Rows) -> Rows:
    """The first row of each event, with `others`: how many more alerts are of it."""
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row["event"]] = sizes.get(row["event"], 0) + 1
    return [row | {"others": sizes[row["event"]] - 1} for row in rows if row["event"] == row["id"]]


def _same(one: Row, other: Row) -> bool:
    if _OF_A_PLACE in {one["rule"], other["rule"]}:
        return False
    if one["story_id"] and one["story_id"] == other["story_id"]:
        return True
    if "count" in {one["rule"], other["rule"]}:
        return False
    return not {*one["post_ids"]}.isdisjoint(other["post_ids"]) or _is_near(one, other)


def _is_near(one: Row, other: Row) -> bool:
    if not one["place"] or one["place"] != other["place"]:
        return False
    first, second = (datetime.fromisoformat(row["first_post_at"]) for row in (one, other))
    return abs(first - second) <= _NEAR
