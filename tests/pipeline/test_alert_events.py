from typing import Any

import pytest

from pipeline.alert_events import one_line_each, with_events


def alert(name: str, rule: str = "officer_violence", **changes: Any) -> dict[str, Any]:
    fields = {"story_id": None, "place": "", "post_ids": [name], "first_post_at": "2026-11-17T20:30:00"}
    return {"id": name, "rule": rule} | fields | changes


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (alert("a", story_id="s"), alert("b", "count", story_id="s"), True),
        (alert("a", story_id="s"), alert("b", story_id="t"), False),
        (alert("a"), alert("b"), False),
        (alert("a", place="锦纺巷"), alert("b", place="锦纺巷"), True),
        (alert("a", place="锦纺巷"), alert("b", place="锦纺巷", first_post_at="2026-11-21T20:31:00"), False),
        (alert("a", place="锦纺巷"), alert("b", "repeat_place", place="锦纺巷"), False),
        (alert("a", post_ids=["p", "q"]), alert("b", "misconduct", post_ids=["q"]), True),
        # A count holds posts of many events.
        (alert("a", post_ids=["p", "q"]), alert("b", "count", post_ids=["q"]), False),
    ],
)
def test_what_is_one_event(first: dict[str, Any], second: dict[str, Any], same: bool) -> None:
    assert [row["event"] for row in with_events([first, second])] == ["a", "a" if same else "b"]


def test_an_event_is_one_line() -> None:
    rows = with_events([alert("a", story_id="s"), alert("b"), alert("c", story_id="s"), alert("d", story_id="s")])
    assert [(row["id"], row["others"]) for row in one_line_each(rows)] == [("a", 2), ("b", 0)]
