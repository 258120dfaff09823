"""Parts of issues by terms, and whose matter they are."""

from pipeline.matters import matters
from pipeline.periods import PeriodKind, parse_period
from pipeline.rulebook import read_rulebook
from pipeline.voices import prepared
from tests.pipeline.small_posts import ROOT, complaint, frame, row

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")
ISSUES = read_rulebook(ROOT / "data" / "taxonomy").issues


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
