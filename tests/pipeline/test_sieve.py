"""The keyword sieve: what is held back, why, and that it is kept and counted."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.post import Channel
from pipeline import database
from pipeline.city import City
from pipeline.database import Database
from pipeline.gazetteer import city_from_gazetteer
from pipeline.resieve import Resieved
from pipeline.retention import Retention
from pipeline.sieve import Grammar, PatternError, digest_of_sieve, off_topic, sieve_of
from pipeline.store import StoreReport, store
from tests.pipeline.posts import CITY, a_post, write_raw

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
FUZHOU = city_from_gazetteer("福建", "福州")


def reason(text: str, city: City = FUZHOU, channel: str = "social", **grammar: Any) -> str:
    return off_topic(sieve_of(Grammar(**grammar), city), channel, "", text)


@pytest.mark.parametrize(
    ("text", "grammar", "expected"),
    [
        ("任何文字", {}, ""),
        ("城管来了", {"required": ("城管",)}, ""),
        ("今天下雨", {"required": ("城管",)}, "required:城管"),
        ("综合执法队来了", {"required": ("城管",), "aliases": {"城管": ("综合执法",)}}, ""),
        ("城管来了", {"required": ("城管", "福州")}, "required:福州"),
        ("摊贩占道", {"any": ("摊贩", "垃圾")}, ""),
        ("今天下雨", {"any": ("摊贩", "垃圾")}, "any"),
        ("占路经营的又来了", {"any": ("摊贩",), "patterns": ("占(道|路)经营",)}, ""),
        ("占用经营场所", {"patterns": ("占(道|路)经营",)}, "any"),
        ("小说里的城管大队长", {"required": ("城管",), "exclude": ("小说", "游戏")}, "exclude:小说"),
        ("电影里的cheng管", {"exclude": ("城管电影",), "aliases": {"城管电影": ("cheng管",)}}, "exclude:cheng管"),
        ("新出的游戏模拟城管", {"exclude": ("遊戲",)}, "exclude:游戏"),
        ("新出的APP城管", {"exclude": ("ＡＰＰ",)}, "exclude:APP"),
        ("C++（真的）", {"exclude": ("C++",)}, "exclude:C++"),
        ("南京城管今天上街", {"other_cities": True}, "other_city:南京城管"),
        ("南京市鼓楼区城管局通报", {"other_cities": True}, "other_city:南京市鼓楼区城管"),
        ("鼓楼区城管学南京市鼓楼区城管的做法", {"other_cities": True}, ""),
        ("鼓楼区城管局通报", {"other_cities": True}, ""),
        ("南京玄武城管今天上街", {"other_cities": True}, "other_city:南京玄武城管"),
        ("南京的城管今天上街", {"other_cities": True}, "other_city:南京的城管"),
        ("【南京】城管今天上街", {"other_cities": True}, "other_city:南京】城管"),
        ("合肥街头一城管打人", {"other_cities": True}, "other_city:合肥街头一城管"),
        ("深圳龙岗区坂田街道城管", {"other_cities": True}, "other_city:深圳龙岗区坂田街道城管"),
        ("昆山城管今天上街", {"other_cities": True}, "other_city:昆山城管"),
        ("无为的城管不如没有", {"other_cities": True}, ""),
        ("上海街道城管、湖南镇城管都来了", {"other_cities": True}, ""),
        ("长乐城管和福清市城管都来了", {"other_cities": True}, ""),
        ("徐州市云龙区城管局通报", {"other_cities": True}, "other_city:徐州市云龙区城管"),
        ("福州学习南京城管的做法", {"other_cities": True}, ""),
        ("福州城管今天上街", {"other_cities": True}, ""),
        ("城管今天上街", {"other_cities": True}, ""),
        ("在南京看到城管", {"other_cities": True}, ""),
    ],
)
def test_what_is_held_back(text: str, grammar: dict[str, Any], expected: str) -> None:
    assert reason(text, **grammar) == expected


def test_a_complaint_to_the_office_is_about_it() -> None:
    assert reason("今天下雨", required=("城管",), channel="hotline") == ""
    assert reason("今天下雨", required=("城管",), channel="hotline", channels=("hotline",)) == "required:城管"


def test_codes_for_places_name_no_other_city() -> None:
    assert reason("南京城管", City("A市", "", "", anonymised=True), other_cities=True) == ""


def test_a_reason_fits_its_column() -> None:
    assert len(reason("长" * 50, exclude=("长" * 50,))) == 40


def test_an_expression_that_cannot_be_read_is_named() -> None:
    with pytest.raises(PatternError, match="占"):
        sieve_of(Grammar(patterns=("占(道",)), FUZHOU)


def test_what_is_held_back_is_kept_and_counted(db: Database, tmp_path: Path) -> None:
    posts = [
        a_post(1, channel=Channel.SOCIAL, text="小说《城管大队长》更新到第三十章了，今晚接着看"),
        a_post(2, channel=Channel.SOCIAL),
        a_post(3, channel=Channel.HOTLINE, text="小说书摊占道经营，请来看看"),
    ]
    write_raw(tmp_path, "forum/1.jsonl", posts)
    grammar = Grammar(exclude=("小说",))
    report = store(db, tmp_path, CITY, b"s" * 32, NOW, Retention(), lambda _name, _lines: None, grammar)
    assert report.outcomes == {"stored": 3}
    assert report.off_topic == {"exclude:小说": 1}
    scores = [
        {
            "post_id": post.id, "model": "m@1", "relevant": True, "relevance": 0.9, "sentiment": "neutral",
            "p_negative": 0.1, "p_neutral": 0.8, "p_positive": 0.1, "tone": "neutral", "issues": [], "frames": [],
            "kind": "report", "why": [], "error": "", "scored_at": NOW.replace(tzinfo=None),
        }
        for post in posts[:2]
    ]  # fmt: skip
    database.save_scores(db, scores)
    frame = database.scored_posts(db, "m@1", date(2026, 11, 1), date(2026, 12, 1)).set_index("id")
    assert [bool(frame.loc[post.id, "relevant"]) for post in posts[:2]] == [False, True]
    assert frame.loc[posts[0].id, "off_topic"] == "exclude:小说"
    assert frame.loc[posts[2].id, "error"] == database.NOT_SCORED


def _store(db: Database, home: Path, grammar: Grammar) -> StoreReport:
    return store(db, home, CITY, b"s" * 32, NOW, Retention(), lambda _name, _lines: None, grammar)


def _held_back(db: Database) -> dict[str, str]:
    rows = database.posts_between(db, date(2026, 1, 1), date(2027, 1, 1))
    return {row["native_id"]: row["off_topic"] for row in rows}


def test_new_words_judge_stored_posts_anew(db: Database, tmp_path: Path) -> None:
    posts = [
        a_post(1, channel=Channel.SOCIAL, text="小说《城管大队长》更新到第三十章了，今晚接着看"),
        a_post(2, channel=Channel.SOCIAL, text="新出的游戏模拟城管，三天就玩通关了"),
        a_post(3, channel=Channel.SOCIAL, text="从小说改编的游戏里有一条文庙街"),
        a_post(4, channel=Channel.SOCIAL, text="站前路的摊贩又占道了，早晚都堵"),
        a_post(5, channel=Channel.HOTLINE, text="卖游戏光盘的书摊占道经营，请来看看"),
    ]
    write_raw(tmp_path, "forum/1.jsonl", posts)
    first = _store(db, tmp_path, Grammar(exclude=("小说",)))
    assert first.resieved == Resieved(0, 0, 0)
    assert _held_back(db) == {"t1": "exclude:小说", "t2": "", "t3": "exclude:小说", "t4": "", "t5": ""}
    again = _store(db, tmp_path, Grammar(exclude=("游戏",)))
    assert again.resieved == Resieved(posts=4, came_in=1, went_out=1)
    assert (again.lines, again.off_topic) == (0, {})
    assert _held_back(db) == {"t1": "", "t2": "exclude:游戏", "t3": "exclude:游戏", "t4": "", "t5": ""}
    assert _store(db, tmp_path, Grammar(exclude=("游戏",))).resieved is None


def test_a_channel_that_is_no_longer_sieved_comes_back(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1, title="小说连载"), a_post(2)])
    _store(db, tmp_path, Grammar(exclude=("小说",)))
    report = _store(db, tmp_path, Grammar(exclude=("小说",), channels=("press",)))
    assert report.resieved == Resieved(posts=1, came_in=1, went_out=0)
    assert _held_back(db) == {"t1": "", "t2": ""}


def test_new_lines_go_through_the_new_words(db: Database, tmp_path: Path) -> None:
    write_raw(tmp_path, "forum/1.jsonl", [a_post(1)])
    _store(db, tmp_path, Grammar())
    write_raw(tmp_path, "forum/2.jsonl", [a_post(2, title="小说连载")])
    report = _store(db, tmp_path, Grammar(exclude=("小说",)))
    assert (report.resieved, report.off_topic) == (Resieved(posts=1, came_in=0, went_out=0), {"exclude:小说": 1})
    assert database.audit_rows(db) == []


def test_a_sieve_has_one_digest_and_every_word_changes_it() -> None:
    wide: dict[str, Any] = {"other_cities": True, "any": ("摊贩",)}
    digest = digest_of_sieve(sieve_of(Grammar(**wide), FUZHOU))
    assert digest_of_sieve(sieve_of(Grammar(**wide), FUZHOU)) == digest
    changes: list[dict[str, Any]] = [
        {"required": ("城管",)},
        {"any": ("垃圾",)},
        {"exclude": ("小说",)},
        {"patterns": ("占(道|路)",)},
        {"aliases": {"摊贩": ("小贩",)}},
        {"other_cities": False},
        {"channels": ("press",)},
    ]
    found = {digest_of_sieve(sieve_of(Grammar(**(wide | change)), FUZHOU)) for change in changes}
    assert len(found - {digest}) == len(changes)
