"""Parts of issues by terms, and whose matter they are."""

import pytest

from pipeline.appendix import summary
from pipeline.matters import matters, ours_apart
from pipeline.periods import PeriodKind, parse_period
from pipeline.rulebook import read_rulebook
from pipeline.taxonomy import tables
from pipeline.voices import prepared
from tests.pipeline.small_posts import ROOT, complaint, frame, row

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
ISSUES = read_rulebook(tables(ROOT / "data" / "taxonomy")).issues


def test_parts_are_found_by_the_first_term_and_counted_once() -> None:
    rows = [
        complaint(1, issues=["facilities", "other"], clean_text="路灯坏了，井盖也没有"),
        row(2, issues=["facilities"], title="自来水停水一天", sentiment="negative"),
        row(3, issues=["facilities"], clean_text="说不清的设施"),
        row(4, issues=[]),
        row(5, issues=["facilities"], clean_text="路灯", owner="own"),
    ]
    found = matters(prepared(frame(rows)), WEEK, ISSUES)
    assert [(r["part"], r["responsibility"], r["items"], r["complaints"], r["negative"]) for r in found] == [
        ("", "协同", 1, 0, 0),
        ("供水供气", "非本局", 1, 0, 1),
        ("路灯", "本局", 1, 1, 0),
    ]
    assert found[2]["unit"] == "市照明中心"


def test_nothing_said_is_no_row() -> None:
    assert matters(prepared(frame([])), WEEK, ISSUES) == []


@pytest.mark.parametrize(
    ("changes", "ours"),
    [
        ({"issues": ["facilities"], "clean_text": "自来水停水一天"}, False),
        ({"issues": ["facilities"], "clean_text": "路灯坏了"}, True),
        ({"issues": ["demolition"], "clean_text": "补偿没有谈好"}, False),
        ({"issues": ["demolition"], "clean_text": "城管来强拆"}, True),
        ({"issues": ["demolition"], "clean_text": "人被打伤", "frames": ["officer_violence"]}, True),
        ({"issues": ["demolition", "enforcement"], "clean_text": "补偿没有谈好"}, True),
        ({"issues": ["facilities"], "clean_text": "自来水停水", "channel": "hotline", "source": "hotline"}, True),
        ({"issues": ["vending", "demolition"], "clean_text": "摆摊"}, True),
        ({"issues": []}, True),
    ],
)
def test_what_is_not_ours_is_shown_and_stays_out_of_our_shares(changes: dict[str, object], ours: bool) -> None:
    posts = ours_apart(prepared(frame([row(1, sentiment="negative", **changes), row(2)])), ISSUES)
    told = posts[posts["id"] == f"{1:016d}"].iloc[0]
    assert (bool(told["counted"]), bool(told["negative"]), bool(told["elsewhere"])) == (ours, ours, not ours)
    (found,) = summary(posts, WEEK, "m")
    assert (found["relevant"], found["not_ours"], found["off_topic"]) == (1 + ours, 1 - ours, 0)
    assert sum(r["items"] for r in matters(posts, WEEK, ISSUES)) == 1 + bool(changes["issues"])
