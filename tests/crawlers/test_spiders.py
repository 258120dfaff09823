"""Every kind of spider over HTTP against the demo site: what comes out, what a second run asks, what a change brings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawlers.coverage import Coverage, Verdict
from crawlers.outcomes import Outcome
from crawlers.post import Channel, DateConfidence, Owner, Post, Tier, post_id
from demo.server import serve
from tests.crawlers.sites import Crawl, posts_of

NAMES = ("daily", "metro", "bureau", "portal", "media", "forum", "micro", "board", "hot")
BODY = (
    "连日来，市城管部门对望江大道沿线的占道经营进行了劝导，沿街商户大多表示理解，也有人希望能多给一点时间搬离。\n"
    "记者在现场看到，人行道上新划了三十个摊位线，摊主按号入位，收摊后自行清扫，巡查队员每两小时走一圈。\n"
    "附近居民说，夜里安静了不少，不过早市的菜叶仍要有人收，盼着这样的办法能够一直做下去，不要一阵风。"
)
LONG = "夜里十一点工地还在打桩，孩子第二天要考试，打了电话说会处理，等到一点才停。" * 6


def item(source: str, number: int, day: str, **more: Any) -> dict[str, Any]:
    """An item of the demo site; the text is told apart by its number."""
    made = {
        "id": f"{source}-{number:03d}",
        "source": source,
        "published_at": f"{day}T09:12:00+08:00",
        "title": f"望江大道摊位线第{number}天",
        "text": BODY.replace("三十个", f"第{number}批三十个"),
        "author": "",
        "outlet": "",
    }
    return made | more


def items() -> list[dict[str, Any]]:
    press = [
        item(source, number, f"2026-{5 + number // 28:02d}-{1 + number % 28:02d}")
        for source in ("daily", "metro", "bureau", "portal", "media")
        for number in range(23 if source in {"daily", "metro", "bureau"} else 6)
    ]
    replies = [
        item(
            "forum",
            n,
            "2026-06-02",
            parent="forum-001",
            text=f"第{n}楼：说得对，路灯也要修",
            author=f"住户{n}",
            title="",
        )
        for n in range(2, 15)
    ]
    threads = [item("forum", 1, "2026-06-01", author="楼上的人"), item("forum", 50, "2026-06-03", author="路过")]
    micro = [
        item("micro", 1, "2026-06-04", title="", text="城管今天来了 工地 终于停了\n谢谢", likes=12, author="甲"),
        item("micro", 2, "2026-06-05", title="", text="城管：" + LONG, author="乙"),
        item("micro", 3, "2026-06-06", title="", text="城管发布：夜间施工公示", verified=True, account="望澜城管发布"),
    ]
    board = [
        item(
            "board",
            1,
            "2026-06-07",
            state="已办理",
            reply="已责成施工方整改",
            unit="澜东区城管局",
            replied_at="2026-06-09T10:00:00+08:00",
        ),
        *(item("board", n, "2026-06-08", state="待回复") for n in range(2, 30)),
    ]
    hot = [item("hot", n, "2026-06-09", rank=n, heat=1000, title=f"热词{n}") for n in range(1, 4)]
    return [*press, *threads, *replies, *micro, *board, *hot]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(home: Path) -> Iterator[dict[str, Coverage]]:
    with serve(items()) as base:
        yield Crawl(home, base, only=NAMES).run()


EXPECTED = {source: sum(i["source"] == source for i in items()) for source in NAMES}


@pytest.mark.parametrize("source", NAMES)
def test_every_item_is_stored_once(first: dict[str, Coverage], home: Path, source: str) -> None:
    posts = posts_of(home, source)
    assert len({post.id for post in posts}) == len(posts) == EXPECTED[source]
    coverage = first[source]
    assert (coverage.posts, coverage.verdict) == (EXPECTED[source], Verdict.OK)
    assert set(coverage.outcomes) <= {Outcome.LISTED, Outcome.STORED, Outcome.DUPLICATE}
    # robots.txt is asked for by the crawler itself; every page that came holds entries, or is a post, or is one cut off
    whole_pages = coverage.outcomes[Outcome.STORED] if source in {"daily", "metro", "bureau", "portal", "media"} else 0
    assert coverage.pages - whole_pages - coverage.outcomes[Outcome.LISTED] == (1 if source == "micro" else 0)
    assert coverage.newest_post == max(post.published_at for post in posts)


@pytest.mark.parametrize("source", ["daily", "metro", "bureau", "portal", "media"])
def test_articles_come_out_whole(first: dict[str, Coverage], home: Path, source: str) -> None:
    expected = {i["title"]: (i["text"], i["published_at"][:16]) for i in items() if i["source"] == source}
    assert {post.title: (post.text, post.published_at[:16]) for post in posts_of(home, source)} == expected
    assert first[source].fill_rates["body"] == 1.0


def test_sources_mark_their_posts(first: dict[str, Coverage], home: Path) -> None:  # noqa: ARG001
    (bureau, *_), (media, *_) = posts_of(home, "bureau"), posts_of(home, "media")
    assert (bureau.owner, bureau.tier, bureau.outlet) == (Owner.OWN, Tier.GOVERNMENT, "望澜市城市管理局")
    assert (media.owner, media.tier, media.channel) == (Owner.INDEPENDENT, Tier.COUNTY, Channel.PRESS)


def test_replies_have_their_thread_as_parent(first: dict[str, Coverage], home: Path) -> None:  # noqa: ARG001
    posts = posts_of(home, "forum")
    (opening,) = [post for post in posts if post.title == "望江大道摊位线第1天"]
    replies = [post for post in posts if post.parent_id]
    assert len(replies) == 13
    assert {post.parent_id for post in replies} == {opening.id} == {post_id("forum", opening.native_id)}
    assert (opening.author, opening.text) == ("楼上的人", items()[81]["text"])
    assert {post.date_confidence for post in posts} == {DateConfidence.PAGE}


def test_microblog_posts(first: dict[str, Coverage], home: Path) -> None:
    short, long, official = sorted(posts_of(home, "micro"), key=lambda post: post.published_at)
    assert (short.text, short.likes, short.region) == ("城管今天来了 工地 终于停了\n谢谢", 12, "澜海")
    assert (long.text, long.truncated) == ("城管：" + LONG, False)
    assert (official.owner, official.tier, official.author) == (Owner.OWN, Tier.GOVERNMENT, "望澜城管发布")
    assert first["micro"].outcomes[Outcome.DUPLICATE] > 0


def test_messages_carry_their_handling(first: dict[str, Coverage], home: Path) -> None:  # noqa: ARG001
    handled = [post.handling for post in posts_of(home, "board") if post.handling and post.handling.reply]
    (one,) = handled
    assert (one.state, one.unit, one.reply) == ("已办理", "澜东区城管局", "已责成施工方整改")
    assert one.replied_at == "2026-06-09T10:00:00+08:00"


def test_hot_words_keep_rank_and_time(first: dict[str, Coverage], home: Path) -> None:  # noqa: ARG001
    assert [(p.title, p.rank, p.published_at) for p in posts_of(home, "hot")] == [
        (f"热词{n}", n, "2026-06-09T09:12:00+08:00") for n in range(1, 4)
    ]


def test_archived_pages_can_be_found_from_their_posts(first: dict[str, Coverage], home: Path) -> None:  # noqa: ARG001
    (post, *_) = posts_of(home, "metro")
    name, record_id = post.archive.split("#")
    found = {}
    with (home / "archive" / "metro" / name).open("rb") as file:
        for record in ArchiveIterator(file):
            identity = record.rec_headers.get_header("WARC-Record-ID").strip("<>")
            found[identity] = (record.rec_type, record.content_stream().read())
    kind, payload = found[record_id]
    assert kind == "response"
    assert post.title in payload.decode("gbk")
    assert sum(kind == "request" for kind, _ in found.values()) == EXPECTED["metro"]
    assert not (home / "archive" / "forum").exists()
    assert (home / "archive" / "metro").stat().st_mode & 0o777 == 0o700


@pytest.fixture(scope="module")
def second(first: dict[str, Coverage], home: Path) -> dict[str, Coverage]:  # noqa: ARG001
    with serve(items()) as base:  # another port: what is known of a local site does not hang on it
        return Crawl(home, base, only=NAMES).run()


@pytest.mark.parametrize("source", NAMES)
def test_a_second_run_asks_for_no_article(second: dict[str, Coverage], source: str) -> None:
    coverage = second[source]
    assert (coverage.posts, coverage.verdict) == (0, Verdict.OK)
    # robots.txt and what lists there are: no more
    most = {"media": 4, "board": 3, "micro": 100}.get(source, 2)
    assert coverage.requests <= most


def test_what_changed_is_found(second: dict[str, Coverage], home: Path) -> None:  # noqa: ARG001
    changed = items()
    changed[0:0] = [item("daily", 99, "2026-11-20"), item("metro", 99, "2026-11-20"), item("portal", 99, "2026-11-20")]
    changed += [
        item("media", 99, "2026-11-20"),
        item("bureau", 99, "2026-11-20"),
        item("hot", 99, "2026-11-20", rank=1, heat=1),
    ]
    changed += [item("forum", 99, "2026-11-20", parent="forum-001", title="", text="一直没有修好，再顶一次")]
    changed += [item("micro", 99, "2026-11-22", title="", text="城管周末也在")]
    for one in changed:
        if one["id"] == "board-005":
            one |= {"state": "已办理", "reply": "路灯已修复"}
    with serve(changed) as base:
        third = Crawl(home, base, only=NAMES).run()
    assert {name: coverage.posts for name, coverage in third.items()} == dict.fromkeys(NAMES, 1)
    edited = [post for post in posts_of(home, "board") if post.handling and post.handling.reply == "路灯已修复"]
    assert len(edited) == 1
    assert edited[0].id in {post.id for post in posts_of(home, "board")[:-1]}
    assert isinstance(posts_of(home, "forum")[-1], Post)
    assert posts_of(home, "forum")[-1].text == "一直没有修好，再顶一次"


SEARCH = """
[asked]
label = "微言"
kind = "weibo_search"
channel = "social"
tier = "self_media"
owner = "independent"
local = true
start = ["{base}/micro/api/container/getIndex"]
[asked.search]
keywords = ["城管"]
long_text = "{base}/gone?id={id}"
page_limit = 2
days = 10
"""


def test_a_search_that_shows_too_little_is_asked_in_parts(tmp_path: Path) -> None:
    spread = [item("micro", n, f"2026-11-{14 + n % 8}", title="", text=f"城管第{n}次来") for n in range(100, 140)]
    crowded = [item("micro", n, "2026-11-22", title="", text=f"城管{n}") for n in range(200, 225)]
    long = [item("micro", 300, "2026-11-13", title="", text="城管：" + LONG)]
    path = tmp_path / "sources.toml"
    path.write_text(SEARCH, encoding="utf-8")
    with serve([*spread, *crowded, *long]) as base:
        coverage = Crawl(tmp_path, base, path).run()["asked"]
    posts = posts_of(tmp_path, "asked")
    assert len({post.id for post in posts}) == len(posts) == 40 + 20 + 1
    # 25 of one hour, of which the site shows two pages of ten: what is missing is told.
    assert "“城管”在2026-11-22 09时内超过2页，其余读不到" in coverage.message
    (cut,) = [post for post in posts if post.truncated]
    assert cut.text.startswith("城管：夜里十一点")
    assert len(cut.text) < len(LONG)
    assert set(coverage.outcomes) <= {Outcome.LISTED, Outcome.STORED, Outcome.DUPLICATE}
