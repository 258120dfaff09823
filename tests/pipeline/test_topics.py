"""Issues and frames of press and public."""

from pipeline.periods import PeriodKind, last_periods, parse_period
from pipeline.presence import presence
from pipeline.topics import frames, issues
from pipeline.voices import prepared
from tests.pipeline.small_posts import complaint, frame, row, weekly

WEEK = parse_period(PeriodKind.WEEK, "2026-W47")


def test_issues_count_each_text_under_each_of_its_issues() -> None:
    rows = [
        row(1, issues=["vending", "dogs"], sentiment="negative"),
        row(2, issues=["vending"]),
        row(3, issues=[]),
        row(4, issues=["dogs"], owner="own"),
        complaint(5, issues=["dogs"]),
        *weekly(2, 1, 100, issues=["parking"]),
    ]
    posts = prepared(frame(rows))
    found = issues(posts, WEEK, presence(posts, last_periods(WEEK, 21)))
    assert [(r["code"], r["items"], r["negative"], r["share"], r["previous"]) for r in found] == [
        ("vending", 2, 1, 0.5, 0),
        ("dogs", 1, 1, 1.0, 0),
        ("parking", 0, 0, None, 2),
    ]


def test_one_voice_that_repeats_itself_is_no_rise() -> None:
    many = [row(n, frames=["rebound"], sentiment="negative") for n in range(1, 21)]
    copied = [r if n == 0 else r | {"duplicate_of": f"{1:016d}"} for n, r in enumerate(many)]
    author = [r | {"channel": "social", "author_hash": "a"} for r in many]
    before = weekly(4, 1, 100, frames=["rebound"], sentiment="negative")
    verdicts = []
    for now in (many, copied, author):
        posts = prepared(frame(now + before))
        verdicts.append(frames(posts, WEEK, presence(posts, last_periods(WEEK, 21)))[0]["verdict"])
    assert verdicts == ["worse", "not_enough_data", "not_enough_data"]


def test_a_frame_names_the_denials_of_its_stories() -> None:
    rows = [
        row(1, frames=["sympathy"], sentiment="negative", story_id="s"),
        row(2, frames=["policy_dispute"], sentiment="negative", story_id="t"),
        row(3, frames=["rumour"], owner="own", story_id="s", clean_text="网传执法队员打人不实"),
        row(4, frames=["service"], owner="own", story_id="t"),
        row(5, frames=["rumour"], owner="own"),
        row(6, frames=["sympathy"]),
    ]
    posts = prepared(frame(rows))
    found = {r["code"]: r["denial_ids"] for r in frames(posts, WEEK, presence(posts, last_periods(WEEK, 3)))}
    assert found == {"sympathy": [f"{3:016d}"], "policy_dispute": []}
