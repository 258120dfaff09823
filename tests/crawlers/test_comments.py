"""Comments under an article over HTTP: posts with a parent, further pages, and those that come later."""

from pathlib import Path

import pytest

from crawlers.coverage import Verdict
from crawlers.outcomes import Outcome
from crawlers.post import Channel, Owner, Post, Tier
from tests.crawlers.sites import Answer, Crawl, page, posts_of, small_site
from tests.crawlers.test_collect import article, declared, sources_file

COMMENTS = """
[talked.comments]
comment = "div.comment"
author = ".who"
time = ".when"
text = ".said"
more = "a.more-comments"
count = "em"
"""


def comment(number: int, said: str = "", when: str = "2026-11-19 10:00") -> str:
    text = said or f"第{number}条评论：希望早点摊也有地方去"
    return (
        f'<div class="comment" id="c{number}"><b class="who">读者{number}</b><i class="when">{when}</i>'
        f'<p class="said">{text}</p></div>'
    )


def with_comments(*comments: str, more: str = "") -> Answer:
    status, headers, body = article(1)
    return status, headers, body.replace(b"</body>", ("".join(comments) + more + "</body>").encode())


def listing(count: int) -> Answer:
    row = f'<li><a href="/a/1.html">第1篇</a><em>{count}</em><span>2026-11-18</span></li>'
    return page(f'<ul class="list">{row}</ul>')


def crawl(home: Path, answers: dict[str, Answer]) -> tuple[dict[Outcome, int], list[str]]:
    path = sources_file(home, declared("talked", "listing", "{base}/list.html", more=COMMENTS))
    with small_site(answers) as (base, site):
        coverage = Crawl(home, base, path).run()["talked"]
    assert coverage.verdict is Verdict.OK
    return dict(coverage.outcomes), site.log


def kept(home: Path) -> tuple[Post, list[Post]]:
    posts = posts_of(home, "talked")
    (parent,) = [post for post in posts if not post.parent_id]
    return parent, [post for post in posts if post.parent_id]


def test_comments_are_posts_of_readers(tmp_path: Path) -> None:
    further = page(comment(3) + comment(4, when="很久以前") + comment(5, said=" "))
    more = '<a class="more-comments" href="/c/1-2.html">更多评论</a>'
    answers = {
        "/list.html": listing(3),
        "/a/1.html": with_comments(comment(1), comment(2), more=more),
        "/c/1-2.html": further,
    }
    outcomes, log = crawl(tmp_path, answers)
    assert outcomes == {Outcome.LISTED: 2, Outcome.STORED: 4, Outcome.NO_DATE: 1, Outcome.NO_BODY: 1}
    parent, comments = kept(tmp_path)
    assert {post.parent_id for post in comments} == {parent.id}
    assert [post.author for post in comments] == ["读者1", "读者2", "读者3"]
    assert "评论" not in parent.text
    first = comments[0]
    assert (first.channel, first.tier, first.owner) == (Channel.SOCIAL, Tier.SELF_MEDIA, Owner.INDEPENDENT)
    assert (first.archive, first.published_at) == ("", "2026-11-19T10:00:00+08:00")
    assert parent.channel is Channel.PRESS
    assert "GET /c/1-2.html" in log


def test_new_comments_are_found_when_their_number_changes(tmp_path: Path) -> None:
    crawl(tmp_path, {"/list.html": listing(1), "/a/1.html": with_comments(comment(1))})
    later = {"/list.html": listing(1), "/a/1.html": with_comments(comment(1), comment(2))}
    outcomes, log = crawl(tmp_path, later)
    assert outcomes == {Outcome.LISTED: 1, Outcome.UNCHANGED: 1}
    assert "GET /a/1.html" not in log
    outcomes, _ = crawl(tmp_path, later | {"/list.html": listing(2)})
    assert outcomes == {Outcome.LISTED: 1, Outcome.UNCHANGED: 2, Outcome.STORED: 1}
    assert len(kept(tmp_path)[1]) == 2


@pytest.mark.parametrize("status", [404, 503])
def test_a_page_of_comments_that_fails_is_asked_for_again(tmp_path: Path, status: int) -> None:
    more = '<a class="more-comments" href="/c/1-2.html">更多评论</a>'
    answers = {"/list.html": listing(2), "/a/1.html": with_comments(comment(1), more=more)}
    outcomes, _ = crawl(tmp_path, answers | {"/c/1-2.html": (status, {}, b"")})
    assert outcomes[Outcome.STORED] == 2
    if status == 503:
        outcomes, _ = crawl(tmp_path, answers | {"/c/1-2.html": page(comment(2))})
        assert outcomes[Outcome.STORED] == 1
        assert len(kept(tmp_path)[1]) == 2
