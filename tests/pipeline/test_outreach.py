from datetime import date
from pathlib import Path

import numpy as np
import pytest

from pipeline.context import OutreachRecord
from pipeline.interrupted import StepEffect, step_effect
from pipeline.outreach import outreach_rows, placebo_share, read_outreach, verdict_of
from pipeline.periods import PeriodKind, containing
from pipeline.taxonomy import TaxonomyError
from tests.pipeline.demo_posts import DEMO, demo_posts
from tests.pipeline.planted_posts import posts_of, scattered

START = date(2026, 1, 5)
RECORD = OutreachRecord("r", "测试行动", date(2026, 7, 6), None, "dogs", "", "公益广告", "居民", "牵绳")
END = containing(PeriodKind.WEEK, date(2026, 9, 22))
ALL = np.ones(38, dtype=bool)
TABLE = """
[[outreach]]
id = "a"
name = "行动"
date = 2026-07-06
issue = "dogs"
district = ""
channel = "公益广告"
audience = "居民"
message = "牵绳"
"""


def _verdict(before: int, after: int, others: tuple[int, int] = (30, 30)) -> str:
    rng = np.random.default_rng(1)
    rows = scattered(rng, START, [before] * 26 + [after] * 12, issues=["dogs"])
    rows += scattered(rng, START, [others[0]] * 26 + [others[1]] * 12, issues=["sanitation"])
    return str(outreach_rows(posts_of(rows), (RECORD,), END)[0]["verdict"])


@pytest.mark.parametrize(
    ("before", "after", "others", "verdict"),
    [
        (10, 4, (30, 30), "helped"),
        (10, 10, (30, 30), "no_sign"),
        (10, 25, (30, 30), "harmed"),
        (2, 1, (30, 30), "not_enough_data"),
        # All complaints fell alike: something else did it.
        (10, 4, (30, 12), "no_sign"),
    ],
)
def test_verdicts(before: int, after: int, others: tuple[int, int], verdict: str) -> None:
    assert _verdict(before, after, others) == verdict


def test_too_few_weeks_say_what_would_be_enough() -> None:
    rows = scattered(np.random.default_rng(1), date(2026, 6, 1), [10] * 8, issues=["dogs"])
    row = outreach_rows(posts_of(rows), (RECORD,), END)[0]
    assert (row["verdict"], row["effect"], row["before_rate"]) == ("not_enough_data", None, 10.0)
    assert "此前12周（现5周）" in row["needed"]


def test_only_what_has_begun_is_measured_and_no_posts_are_no_error() -> None:
    later = OutreachRecord("s", "以后", END.end, None, "dogs", "", "学校", "", "")
    rows = outreach_rows(posts_of([]), (RECORD, later), END)
    assert [(row["id"], row["verdict"]) for row in rows] == [("r", "not_enough_data")]


def test_only_its_district_counts() -> None:
    rng = np.random.default_rng(1)
    rows = scattered(rng, START, [10] * 26 + [3] * 12, issues=["dogs"], district="东区")
    rows += scattered(rng, START, [10] * 38, issues=["dogs"], district="西区")
    posts = posts_of([*rows, *scattered(rng, START, [20] * 38, issues=["parking"], district="东区")])
    here = OutreachRecord("e", "东区行动", RECORD.start, None, "dogs", "东区", "学校", "", "")
    assert [row["verdict"] for row in outreach_rows(posts, (here,), END)] == ["helped"]


# The long table, with placebo dates and autocorrelated series, stands in bench/RESULTS.md.
@pytest.mark.parametrize(("effect", "least", "most"), [(0.0, 0.0, 0.05), (0.6, 0.8, 1.0)])
def test_simulated_verdicts_at_ten_a_week(effect: float, least: float, most: float) -> None:
    rng = np.random.default_rng(11)
    rate = np.where(np.arange(38) < 26, 10, 10 * (1 - effect))
    helped = [_simulated(rng.poisson(rate)) == "helped" for _ in range(60)]
    assert least <= np.mean(helped) <= most


def _simulated(counts: np.ndarray) -> str:
    effect = step_effect(counts, 26, ALL)
    assert effect is not None
    return verdict_of(effect, None, placebo_share(counts, 26, ALL, effect))


def test_a_change_that_is_common_at_other_dates_is_no_sign() -> None:
    effect = StepEffect(-0.9, 0.2, 35, 1.0, 0.0)
    assert verdict_of(effect, None, 0.0) == "helped"
    assert verdict_of(effect, None, 0.3) == "no_sign"


def test_the_demo_city() -> None:
    period = containing(PeriodKind.WEEK, date(2026, 11, 16))
    rows = outreach_rows(demo_posts(), read_outreach(DEMO / "outreach.toml"), period)
    verdicts = {row["id"]: row["verdict"] for row in rows}
    assert (verdicts["quiet_nights"], verdicts["dog_manners"]) == ("helped", "no_sign")
    quiet = next(row for row in rows if row["id"] == "quiet_nights")
    assert quiet["low"] <= -0.7 <= quiet["high"]


def test_records_are_read_by_date(tmp_path: Path) -> None:
    path = tmp_path / "outreach.toml"
    assert read_outreach(path) == ()
    earlier = TABLE.replace('"a"', '"b"').replace("2026-07-06", "2026-01-01\nend = 2026-02-01")
    path.write_text(TABLE + earlier, encoding="utf-8")
    assert [(r.id, r.start, r.end) for r in read_outreach(path)] == [
        ("b", date(2026, 1, 1), date(2026, 2, 1)),
        ("a", date(2026, 7, 6), None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('issue = "dogs"', 'issue = "cats"', "a.issue cats"),
        ('channel = "公益广告"', 'channel = "删帖"', "a.channel"),
        ("date = 2026-07-06", 'date = "July"', "a.date"),
        ("date = 2026-07-06", "date = 2026-07-06\nend = 2026-07-01", "a.end"),
        ('name = "行动"', "", "a.name"),
        ('id = "a"', 'id = "a"\nbudget = 5', "a.budget"),
        ("[[outreach]]", "[[outreach]]\n[[outreach]]", "id"),
        ("[[outreach]]", "[[outreachs]]", "outreachs"),
    ],
)
def test_a_wrong_record_is_refused_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    path = tmp_path / "outreach.toml"
    path.write_text(TABLE.replace(old, new), encoding="utf-8")
    with pytest.raises(TaxonomyError) as error:
        read_outreach(path)
    assert place in str(error.value)


def test_two_records_of_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "outreach.toml"
    path.write_text(TABLE + TABLE, encoding="utf-8")
    with pytest.raises(TaxonomyError, match="id a"):
        read_outreach(path)
