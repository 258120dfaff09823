"""Comments from a site's open JSON interface: paging, answers to comments, what comes later, what cannot be had."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.answers import BadAnswerError
from crawlers.comments import Commented, api_address, comment_rows, comments_in, next_cursor
from crawlers.coverage import Verdict
from crawlers.outcomes import Outcome
from crawlers.post import CITY_TIME, Channel, DateConfidence, Owner, Post, Tier, post_id
from crawlers.source_tables import CommentApi
from crawlers.sources import SourceError, load_sources
from demo.server import serve
from tests.crawlers.sites import Answer, Crawl, as_json, posts_of, small_site
from tests.crawlers.test_answers import MICRO
from tests.crawlers.test_collect import article, declared, list_page, sources_file
from tests.crawlers.test_spiders import item

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
ARTICLE = Commented("a" * 16, "https://news.example.cn/2026/1118/c42.html")
API = """
[talked.comment_api]
address = "{base}/api?thing={id}&p={page}"
rows = "data.rows"
text = "msg"
time = "at"
author = "user.name"
"""
PAGED = CommentApi("https://c.example.cn/{id}/{page}", "data.rows", "msg", "at", author="user.name")


def row(number: int, **more: Any) -> dict[str, Any]:
    made = {"id": number, "msg": f"第{number}条：早点摊也要有地方去", "at": 1795190400 + number, "user": {"name": "甲"}}
    return made | more


def rows(*found: dict[str, Any]) -> Answer:
    return as_json({"code": 0, "data": {"rows": list(found)}})


def crawl(
    home: Path, answers: Mapping[str, Answer], api: str = API, day: str = "2026-11-22"
) -> tuple[dict[Outcome, int], list[str]]:
    path = sources_file(home, declared("talked", "listing", "{base}/list.html", more=api))
    site_answers = {"/list.html": list_page(range(1, 2), day=day), "/a/1.html": article(1, day)} | answers
    with small_site(site_answers) as (base, site):
        coverage = Crawl(home, base, path).run()["talked"]
    assert coverage.verdict is Verdict.OK
    return dict(coverage.outcomes), site.log


def test_comments_are_read_page_by_page(tmp_path: Path) -> None:
    answers = {"/api?thing=1&p=1": rows(row(1), row(2)), "/api?thing=1&p=2": rows(row(3)), "/api?thing=1&p=3": rows()}
    outcomes, log = crawl(tmp_path, answers)
    assert outcomes == {Outcome.LISTED: 4, Outcome.STORED: 4}
    assert [line for line in log if "/api" in line] == [f"GET /api?thing=1&p={n}" for n in (1, 2, 3)]
    parent, *comments = posts_of(tmp_path, "talked")
    assert {post.parent_id for post in comments} == {parent.id}
    first = comments[0]
    assert (first.channel, first.tier, first.owner) == (Channel.SOCIAL, Tier.SELF_MEDIA, Owner.INDEPENDENT)
    assert (first.published_at, first.date_confidence) == ("2026-11-21T00:00:01+08:00", DateConfidence.EXACT)
    assert (first.author, first.archive) == ("甲", "")


def test_later_comments_are_found_without_the_article(tmp_path: Path) -> None:
    crawl(tmp_path, {"/api?thing=1&p=1": rows(row(1)), "/api?thing=1&p=2": rows()})
    outcomes, log = crawl(tmp_path, {"/api?thing=1&p=1": rows(row(2), row(1)), "/api?thing=1&p=2": rows()})
    assert outcomes == {Outcome.LISTED: 3, Outcome.UNCHANGED: 2, Outcome.STORED: 1}
    assert "GET /a/1.html" not in log
    posts = posts_of(tmp_path, "talked")
    assert len(posts) == len({post.id for post in posts}) == 3
    assert {post.parent_id for post in posts} == {"", posts[0].id}


def test_old_articles_are_left_alone(tmp_path: Path) -> None:
    answers = {"/api?thing=1&p=1": rows()}
    _, first = crawl(tmp_path, answers, day="2026-11-10")
    _, second = crawl(tmp_path, answers, day="2026-11-10")
    assert "GET /api?thing=1&p=1" in first
    assert second == ["GET /robots.txt", "GET /list.html"]


@pytest.mark.parametrize("broken", [(503, {}, b""), as_json({"code": 7, "msg": "sign error"})])
def test_comments_that_fail_at_first_bring_the_article_back(tmp_path: Path, broken: Answer) -> None:
    crawl(tmp_path, {"/api?thing=1&p=1": broken})
    outcomes, log = crawl(tmp_path, {"/api?thing=1&p=1": rows(row(1)), "/api?thing=1&p=2": rows()})
    assert outcomes[Outcome.STORED] == 1
    assert "GET /a/1.html" in log


def test_comments_that_fail_later_cost_no_walk_through_all_lists(tmp_path: Path) -> None:
    crawl(tmp_path, {"/api?thing=1&p=1": rows(row(1)), "/api?thing=1&p=2": rows()})
    outcomes, _ = crawl(tmp_path, {"/api?thing=1&p=1": as_json({"code": 7})})
    assert outcomes == {Outcome.LISTED: 1, Outcome.UNCHANGED: 1, Outcome.BAD_JSON: 1}
    _, log = crawl(tmp_path, {"/api?thing=1&p=1": rows(row(1)), "/api?thing=1&p=2": rows()})
    assert "GET /a/1.html" not in log


def test_a_cursor_is_followed_to_its_end(tmp_path: Path) -> None:
    by_cursor = API.replace("&p={page}", "&from={next}") + 'next = "data.last"\n'
    answers = {
        "/api?thing=1&from=": as_json({"data": {"rows": [row(1)], "last": "x/2"}}),
        "/api?thing=1&from=x%2F2": as_json({"data": {"rows": [row(2)], "last": 0}}),
    }
    outcomes, _ = crawl(tmp_path, answers, by_cursor)
    assert outcomes == {Outcome.LISTED: 3, Outcome.STORED: 3}


def test_a_cursor_that_turns_in_a_circle_ends(tmp_path: Path) -> None:
    by_cursor = API.replace("&p={page}", "&from={next}") + 'next = "data.last"\n'
    answers = {
        "/api?thing=1&from=": as_json({"data": {"rows": [row(1)], "last": "7"}}),
        "/api?thing=1&from=7": as_json({"data": {"rows": [row(2)], "last": "7"}}),
    }
    assert crawl(tmp_path, answers, by_cursor)[0] == {Outcome.LISTED: 3, Outcome.STORED: 3}


def test_more_pages_than_are_read_are_told(tmp_path: Path) -> None:
    path = sources_file(tmp_path, declared("talked", "listing", "{base}/list.html", more=API + "max_pages = 1\n"))
    answers = {"/list.html": list_page(range(1, 2)), "/a/1.html": article(1), "/api?thing=1&p=1": rows(row(1))}
    with small_site(answers) as (base, _):
        assert "评论超过1页" in Crawl(tmp_path, base, path).run()["talked"].message


def read(found: list[dict[str, Any]], **more: Any) -> list[Post | Outcome]:
    api = CommentApi("https://c.example.cn/{id}", "rows", "msg", "at", author="user.name", **more)
    return list(comments_in(found, ARTICLE, api, MICRO, NOW))


def test_an_answer_to_a_comment_has_it_as_parent() -> None:
    found = [row(1, to="0"), row(2, to=1), row(3, replies=[row(4, replies=[row(5)])])]
    posts = [post for post in read(found, parent="to", replies="replies") if isinstance(post, Post)]
    above = {post.native_id.rpartition("-")[2]: post.parent_id for post in posts}
    number = {str(n): post_id(MICRO.name, f"{ARTICLE.id}-{n}") for n in range(1, 6)}
    assert above == {"1": ARTICLE.id, "2": number["1"], "3": ARTICLE.id, "4": number["3"], "5": number["4"]}
    assert {post.id for post in posts} == set(number.values())


def test_what_a_comment_lacks_is_counted() -> None:
    found = read([row(1, msg=" "), row(2, at="很久以前"), row(3, msg=None), row(4, at=None), row(5, user=None)])
    assert found[:4] == [Outcome.NO_BODY, Outcome.NO_DATE, Outcome.NO_BODY, Outcome.NO_DATE]
    assert isinstance(found[4], Post)
    assert found[4].author == ""


def test_markup_and_times_of_interfaces() -> None:
    posts = read(
        [
            row(1, msg="天天<b>堵</b><br/>没人管&amp;问", at=1795190400123),
            row(2, at="1795190400"),
            row(3, at="2026-11-20 08:00:00"),
            row(4, at="昨天 09:30"),
            row(5, at="5分钟前"),
        ]
    )
    assert all(isinstance(post, Post) for post in posts)
    assert posts[0].text == "天天堵\n没人管&问"  # type: ignore[union-attr] # each is a Post
    assert [post.published_at[:19] for post in posts] == [  # type: ignore[union-attr] # each is a Post
        "2026-11-21T00:00:00",
        "2026-11-21T00:00:00",
        "2026-11-20T08:00:00",
        "2026-11-22T09:30:00",
        "2026-11-23T07:55:00",
    ]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"data": {"rows": [{"id": 1}]}}, 1),
        ({"data": {"rows": {"7": {"id": 7}, "8": {"id": 8}}}}, 2),
        ({"data": {"rows": None}}, 0),
        ({"data": None}, 0),
        ({"data": {"rows": []}}, 0),
    ],
)
def test_rows_of_an_answer(answer: Any, expected: int) -> None:
    assert len(comment_rows(answer, PAGED)) == expected


@pytest.mark.parametrize("answer", [{"code": 7}, {"data": {}}, {"data": {"rows": "x"}}, [], "x", 3])
def test_an_answer_without_a_place_for_comments(answer: Any) -> None:
    with pytest.raises(BadAnswerError):
        comment_rows(answer, PAGED)


@pytest.mark.parametrize("end", [None, 0, "0", "", -1, "-1", False, [], {}])
def test_a_cursor_ends(end: object) -> None:
    api = CommentApi("https://c.example.cn/{id}/{next}", "rows", "msg", "at", next="last")
    assert next_cursor({"last": end}, api) == ""
    assert next_cursor({"last": 17}, api) == "17"


def test_an_address_is_made_from_the_article() -> None:
    assert api_address(PAGED, ARTICLE, 3) == "https://c.example.cn/42/3"
    assert api_address(PAGED, Commented("b", "https://news.example.cn/about"), 1) == ""


@pytest.mark.parametrize(
    ("api", "key"),
    [
        (API.replace("{id}", "7"), "comment_api.address"),
        (API.replace("{base}", "ftp://x"), "comment_api.address"),
        (API + 'next = "last"\n', "comment_api.next"),
        (API.replace("{page}", "{next}"), "comment_api.next"),
        (API + 'id = "no group"\n', "comment_api.id"),
        (API + 'id = "(broken"\n', "comment_api.id"),
        (API + "\n[talked.comments]\ncomment = 'p'\ntext = 'b'\ntime = 'i'\n", "comment_api"),
    ],
)
def test_an_interface_that_could_not_be_asked_is_refused(tmp_path: Path, api: str, key: str) -> None:
    path = sources_file(tmp_path, declared("talked", "listing", "{base}/list.html", more=api))
    with pytest.raises(SourceError) as caught:
        load_sources(path, "http://127.0.0.1:9")
    assert caught.value.key == key


def test_the_demo_site_shows_comments_openly(tmp_path: Path) -> None:
    items = [item("portal", 1, "2026-11-22")]
    items += [item("portal", n, "2026-11-22", parent="portal-001", text=f"第{n}条评论", title="") for n in range(2, 25)]
    items += [item("portal", 30, "2026-11-22", parent="portal-002", text="说得对", title="", author="乙", likes=3)]
    with serve(items) as base:
        coverage = Crawl(tmp_path, base, only=("portal",)).run()["portal"]
    posts = {post.native_id.rpartition("-portal-")[2]: post for post in posts_of(tmp_path, "portal")}
    assert coverage.posts == len(posts) == 25
    article_post = next(post for post in posts.values() if not post.parent_id)
    assert posts["002"].parent_id == article_post.id
    assert posts["030"].parent_id == posts["002"].id
    assert (posts["030"].author, posts["030"].likes) == ("乙", 3)
