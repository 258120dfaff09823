"""Orders of earlier papers and the words of a correction."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from reports.brief import Brief
from reports.follow_up import changes_between, with_correction, with_follow_up
from reports.parts import Paragraph, Table
from tests.reports.demo_week import demo_brief

MONDAY = date(2026, 11, 16)


def order(number: int, **changes: Any) -> dict[str, Any]:
    row = {"id": number, "matter": f"事项{number}", "unit": "一大队", "deadline": date(2026, 11, 20),
           "ordered_at": datetime.fromisoformat("2026-11-16T09:00"), "closed_at": None, "result": ""}  # fmt: skip
    return row | changes


def table(brief: Brief) -> Table | None:
    return next((t for t in brief.tables() if t.key == "follow_up"), None)


def test_orders_stand_first_among_the_proposals() -> None:
    closed = datetime.fromisoformat("2026-11-19T09:00")
    orders = [
        order(1),
        order(2, closed_at=closed, result="已办"),
        order(3, deadline=None),
        order(4, deadline=date(2026, 12, 1)),
    ]
    brief = with_follow_up(demo_brief(), orders, MONDAY)
    found = table(brief)
    assert found is not None
    assert [row[3:5] for row in found.rows] == [
        ("11月20日", "已超期"), ("11月20日", "办结"), ("长期", "办理中"), ("12月1日", "办理中"),
    ]  # fmt: skip
    assert found.note == "共4项，办结1项，超期1项。"
    section = next(s for s in brief.sections if s.key == "proposals")
    assert section.blocks[0] == found
    assert Brief.from_json(brief.to_json()).tables() == brief.tables()


def test_an_order_of_later_or_closed_before_is_not_in_it() -> None:
    late = order(1, ordered_at=datetime.fromisoformat("2026-11-24T09:00"))
    assert with_follow_up(demo_brief(), [late], MONDAY) == demo_brief()
    shown_before = order(1, closed_at=datetime.fromisoformat("2026-11-13T09:00"))
    assert with_follow_up(demo_brief(), [shown_before], MONDAY) == demo_brief()
    assert with_follow_up(demo_brief(), [], MONDAY) == demo_brief()


def _other_figure(brief: Brief) -> Brief:
    assert brief.front is not None
    first, *rest = brief.front.figures
    return replace(brief, front=replace(brief.front, figures=(replace(first, value="1条"), *rest)))


def _other_text(brief: Brief) -> Brief:
    section = replace(brief.sections[0], blocks=(Paragraph("改"), *brief.sections[0].blocks))
    return replace(brief, sections=(section, *brief.sections[1:]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_figure, "改为1条"),
        (_other_text, "文字或图有改动"),
        (lambda b: with_follow_up(b, [order(1)], MONDAY), "“上期事项办理情况”有改动"),
    ],
)
def test_a_change_is_told_in_words(change: Any, words: str) -> None:
    assert words in changes_between(demo_brief(), change(demo_brief()))


def test_the_time_of_making_and_a_correction_are_no_change() -> None:
    brief = demo_brief()
    later = replace(brief, head=replace(brief.head, made_at="2026-11-24T08:00:00+08:00", number="2026年第48期"))
    assert changes_between(brief, later) == ""
    corrected = with_correction(brief, "2026年第47期", "负面由3条改为4条。")
    assert changes_between(corrected, brief) == ""
    assert corrected.front is not None
    assert corrected.front.notices[0] == "本件更正已发布的2026年第47期，以本件为准。更正内容：负面由3条改为4条。"
