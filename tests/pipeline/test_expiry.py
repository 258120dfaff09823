"""Words of citizens' posts past their time: gone with their traces, while every row and figure stays."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.post import Channel, Handling
from pipeline import database
from pipeline.database import Database
from pipeline.label_import import settled_labels
from pipeline.quotations import is_quoted, traces_of
from pipeline.resieve import Resieved
from pipeline.retention import Retention
from pipeline.sieve import Grammar
from pipeline.store import StoreReport, store
from tests.pipeline.posts import CITY, TEXTS, a_post, write_raw

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
SALT = b"s" * 32
KEPT = Retention(citizen_post_days=120)
EXPIRED = "文字已到期删除"
NO_GRAMMAR = Grammar()
CITIZENS = (Channel.SOCIAL, Channel.FORUM, Channel.MESSAGE_BOARD, Channel.HOTLINE)
OTHERS = (Channel.PRESS, Channel.HOT_LIST)
# A news item and a microblog that begins with its headline, of one event.
HEADLINE = "文庙街流动摊点将统一迁入疏导点经营"


def run(db: Database, home: Path, days: int, grammar: Grammar = NO_GRAMMAR, retention: Retention = KEPT) -> StoreReport:
    return store(db, home, CITY, SALT, NOW + timedelta(days=days), retention, lambda _name, _lines: None, grammar)


def rows_of(db: Database) -> dict[str, dict[str, Any]]:
    rows = database.posts_between(db, date(1995, 1, 1), date(2100, 1, 1))
    return {row["native_id"]: row for row in rows}


def score_of(post_id: str) -> Mapping[str, Any]:
    return {
        "post_id": post_id, "model": "m@1", "relevant": True, "relevance": 0.9, "sentiment": "negative", "p_negative": 0.8,
        "p_neutral": 0.1, "p_positive": 0.1, "tone": "angry", "issues": ["noise"], "frames": [], "kind": "report",
        "why": ["呛得人睁不开眼"], "error": "", "scored_at": NOW.replace(tzinfo=None),
    }  # fmt: skip


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Path:
    """One stored and scored post of each channel."""
    posts = [
        a_post(n, channel=channel, text=f"{TEXTS[n % 5]}（{channel.value}）", handling=Handling(reply="已经办理"))
        for n, channel in enumerate((*CITIZENS, *OTHERS))
    ]
    write_raw(tmp_path, "forum/1.jsonl", posts)
    run(db, tmp_path, 0)
    database.save_scores(db, [score_of(post.id) for post in posts])
    return tmp_path


def test_citizens_words_go_and_nothing_else(db: Database, office: Path) -> None:
    before = rows_of(db)
    figures = database.scored_posts(db, "m@1", date(2026, 11, 1), date(2026, 12, 1))
    assert run(db, office, 120).expired == 0
    assert rows_of(db) == before
    assert run(db, office, 121).expired == len(CITIZENS)
    gone = {"title": "", "text": EXPIRED, "clean_text": ""}
    assert rows_of(db) == {
        name: row | (gone if row["channel"] in CITIZENS else {}) | {"story_id": row["story_id"]}
        for name, row in before.items()
    }
    after = database.scored_posts(db, "m@1", date(2026, 11, 1), date(2026, 12, 1))
    counted = [name for name in figures.columns if name not in {"title", "clean_text"}]
    assert after[counted].to_dict("records") == figures[counted].to_dict("records")
    reasons = {name: database.post_scores(db, row["id"])[0]["why"] for name, row in before.items()}
    assert [name for name, why in reasons.items() if why] == ["t4", "t5"]
    (audit,) = database.audit_rows(db)
    assert (audit["action"], audit["target"], audit["details"]["counts"]["posts"]) == ("expire", "120 days", 4)


def test_a_second_run_finds_nothing(db: Database, office: Path) -> None:
    assert [run(db, office, days).expired for days in (121, 121, 500)] == [len(CITIZENS), 0, 0]


def test_off_unless_the_office_says_so(db: Database, office: Path) -> None:
    assert run(db, office, 5000, retention=Retention()).expired == 0


def test_what_is_expired_does_not_come_back_and_is_not_judged_anew(db: Database, office: Path) -> None:
    run(db, office, 121)
    write_raw(office, "forum/2.jsonl", [a_post(1, channel=Channel.FORUM, likes=7), a_post(20)])
    report = run(db, office, 122, Grammar(required=("烧烤",), channels=("forum", "press")))
    assert report.outcomes == {"updated": 1, "stored": 1}
    assert report.resieved == Resieved(posts=1, came_in=0, went_out=1)
    rows = rows_of(db)
    assert (rows["t1"]["text"], rows["t1"]["likes"], rows["t1"]["off_topic"]) == (EXPIRED, 7, "")
    assert rows["t20"]["story_id"]


def test_stories_and_results_lose_the_words_and_keep_the_rows(db: Database, tmp_path: Path) -> None:
    when = {"published_at": "2026-11-05T09:00:00+08:00"}
    press = a_post(90, source="daily", channel=Channel.PRESS, title=HEADLINE, text=f"{HEADLINE}，下月开始。", **when)
    blog = a_post(91, channel=Channel.SOCIAL, title="", text=f"{HEADLINE}，可算盼到了，就是远了点。", **when)
    alone = a_post(92, channel=Channel.FORUM, title="", **when)
    write_raw(tmp_path, "a/1.jsonl", [press, blog, alone])
    run(db, tmp_path, 0)
    words = rows_of(db)["t92"]["clean_text"]
    run_row = {
        "id": "r1", "period_kind": "week", "period": "2026-W45", "model": "m@1", "data_digest": "d",
        "analysed_at": NOW.replace(tzinfo=None),
    }  # fmt: skip
    tables: dict[str, list[dict[str, Any]]] = {
        "posts": [{"post_id": blog.id, "title": "", "text": blog.text, "tone": "negative"}, {"post_id": press.id, "text": "x"}],
        "stories": [{"label": HEADLINE, "posts": 2, "post_ids": [press.id, blog.id]}, {"label": f"{words[:20]}…", "posts": 1}],
    }  # fmt: skip
    database.save_run(db, run_row, tables)
    assert run(db, tmp_path, 121).expired == 2
    titles = {row["title"] for row in database.stories_between(db, date(2026, 11, 1), date(2026, 12, 1))}
    assert titles == {HEADLINE, EXPIRED}
    loaded = database.load_run(db, "week", "2026-W45")
    assert loaded is not None
    assert loaded.tables == {
        "posts": [
            {"post_id": blog.id, "title": "", "text": EXPIRED, "tone": "negative"},
            {"post_id": press.id, "text": "x"},
        ],
        "stories": [
            {"label": HEADLINE, "posts": 2, "post_ids": [press.id, blog.id]},
            {"label": EXPIRED, "posts": 1},
        ],
    }


def test_the_remark_is_no_quotation_of_a_post_forgotten_later(db: Database, office: Path) -> None:
    run(db, office, 121)
    with db.read() as connection:
        posts = database.posts_of(connection, [a_post(1).id])
    assert [post.text for post in posts] == [EXPIRED]
    assert not is_quoted(traces_of(posts), EXPIRED)


def test_the_file_holds_none_of_the_words(sqlite_db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(n, title="") for n in range(5, 30)])
    run(sqlite_db, tmp_path, 0)
    told = [row["clean_text"] for row in rows_of(sqlite_db).values()]
    run(sqlite_db, tmp_path, 121)
    sqlite_db.close()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("chengyu.db*"))
    assert [text for text in told if text[9:20].encode() in content] == []


def test_no_model_learns_from_a_label_without_its_words() -> None:
    label = {
        "post_id": "a", "annotator": "甲", "relevant": True, "sentiment": "negative", "tone": "angry", "issues": [],
        "frames": [], "kind": "report", "blind": False, "labelled_at": NOW, "source": "forum", "day": NOW.date(),
        "title": "", "clean_text": TEXTS[0], "duplicate_of": "",
    }  # fmt: skip
    settled = settled_labels([label, label | {"post_id": "b", "clean_text": ""}], blind=False, judge="")
    assert [line["id"] for line in settled.lines] == ["a"]
    assert EXPIRED not in json.dumps(settled.lines, ensure_ascii=False)
