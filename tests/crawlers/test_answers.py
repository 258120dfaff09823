"""Answers of sites, broken and hostile ones included, into leads, posts and outcomes."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response, TextResponse
from warcio.archiveiterator import ArchiveIterator

from crawlers.addresses import is_public, literal_is_private
from crawlers.answers import BadAnswerError, as_json, as_xml, at, objects
from crawlers.archive import Archive, Exchange
from crawlers.microblogs import mblog_post, plain_text, posts_in
from crawlers.middlewares import retry_after
from crawlers.outcomes import Outcome
from crawlers.politeness import CrawlSettings, scrapy_settings
from crawlers.post import CITY_TIME, Channel, Owner, Post, Tier
from crawlers.sources import Kind, Source
from crawlers.spiders.feed import feed_leads
from crawlers.spiders.sitemap import sitemap_leads, unzipped
from crawlers.spiders.weibo_search import halves, refused
from crawlers.wording import clean, read_count

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
MICRO = Source("micro", "微", Kind.WEIBO_SEARCH, Channel.SOCIAL, Tier.SELF_MEDIA, Owner.INDEPENDENT, ("https://x.cn/",))
BOMB = '<!DOCTYPE r [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FILE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def response(body: bytes = b"", status: int = 200, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return TextResponse("https://site.example/feed", status=status, headers=named, body=body)


@pytest.mark.parametrize("doctype", ["", BOMB, FILE])
def test_feeds_without_entities(doctype: str) -> None:
    feed = f"""<?xml version="1.0" encoding="gb2312"?>{doctype}<rss version="2.0"><channel><title>t</title>
    <item><title>路灯&#26032; &c; &x;</title><link>/a/1.html</link><pubDate>Wed, 18 Nov 2026 01:00:00 GMT</pubDate></item>
    <item><title>二</title><link>https://other.example/2</link><pubDate>2026年11月18日</pubDate></item>
    <item><title>无链接</title></item></channel></rss>"""
    one, two = feed_leads(feed, response())
    assert (one.url, two.url) == ("https://site.example/a/1.html", "https://other.example/2")
    assert one.title.startswith("路灯新")
    assert "haha" not in one.title
    assert one.published == datetime(2026, 11, 18, 9, tzinfo=CITY_TIME)
    assert two.published is None


def test_atom() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>一</title><link href="https://s.example/1"/>
    <updated>2026-11-18T09:00:00+08:00</updated></entry></feed>"""
    (lead,) = feed_leads(feed, response())
    assert (lead.url, lead.published) == ("https://s.example/1", datetime(2026, 11, 18, 9, tzinfo=CITY_TIME))


@pytest.mark.parametrize("doctype", ["", BOMB, FILE])
def test_sitemaps_without_entities(doctype: str) -> None:
    text = f"""<?xml version="1.0"?>{doctype}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><!-- x --><url><loc> https://s.example/1 </loc>
    <lastmod>2026-11-20</lastmod><news:news><news:publication_date>2026-11-18T09:00:00+08:00</news:publication_date>
    <news:title>题 &c;&x;</news:title></news:news></url><url><lastmod>2026</lastmod></url></urlset>"""
    (lead,) = sitemap_leads(as_xml(text.encode()))
    assert (lead.url, lead.title.strip(), lead.hint) == ("https://s.example/1", "题", "2026-11-20")
    assert lead.published == datetime(2026, 11, 18, 9, tzinfo=CITY_TIME)


@pytest.mark.parametrize("raw", [b"", b"   ", b"plain", b"\x1f\x8bbroken"])
def test_sitemaps_that_are_none(raw: bytes) -> None:
    with pytest.raises(BadAnswerError):
        as_xml(unzipped(raw, 100))


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff\xfe\xfd\x00\x01"])
def test_json_that_is_none(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        as_json(response(body))


@pytest.mark.parametrize("body", ['{"a": [1]}', 'back({"a": [1]})', ' jQuery.cb_1({"a": [1]});\n', '/**/x({"a": [1]})'])
def test_json_with_and_without_a_call_around_it(body: str) -> None:
    assert as_json(response(body.encode())) == {"a": [1]}


def test_values_at_paths() -> None:
    assert at({"a": {"b": [1]}}, "a.b") == [1]
    assert at({"a": []}, "a.b") is None
    assert objects({"0": {"x": 1}, "1": 2}) == [{"x": 1}]
    assert objects(None) == []


def mblog(**changes: Any) -> dict[str, Any]:
    made = {
        "id": "123",
        "text": "城管来了",
        "created_at": "Wed Nov 18 09:00:00 +0800 2026",
        "user": {"screen_name": "甲"},
    }
    return made | changes


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"id": ""}, Outcome.BAD_ROW),
        ({"id": "x/../y"}, Outcome.BAD_ROW),
        ({"created_at": "someday"}, Outcome.NO_DATE),
        ({"text": "<br/>"}, Outcome.NO_BODY),
    ],
)
def test_posts_that_are_none(changes: dict[str, Any], outcome: Outcome) -> None:
    assert mblog_post(mblog(**changes), MICRO, NOW) is outcome


def test_a_post_of_a_government_account() -> None:
    user = {"screen_name": "某城管", "verified": True, "verified_type": 1}
    post = mblog_post(mblog(user=user, reposts_count="100万+", region_name="发布于 浙江", isLongText=True), MICRO, NOW)
    assert isinstance(post, Post)
    assert (post.owner, post.tier, post.reposts, post.region) == (Owner.OWN, Tier.GOVERNMENT, 1_000_000, "浙江")
    assert post.truncated
    other = mblog_post(mblog(user=user | {"verified_type": 3}), MICRO, NOW)
    assert isinstance(other, Post)
    assert other.owner is Owner.INDEPENDENT


def test_posts_are_found_in_groups_and_beside_other_cards() -> None:
    cards = [
        {"card_type": 4},
        {"card_type": 11, "card_group": [{"mblog": {"id": 1}}, {"x": 1}]},
        {"mblog": {"id": 2}},
        None,
    ]
    assert [found["id"] for found in posts_in(cards)] == [1, 2]
    assert posts_in(None) == []


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<span class="surl-text">#夜市#</span> 又来了<br />二行', "#夜市# 又来了\n二行"),
        ('好<span class="url-icon"><img alt=[偷笑] src="x"></span>', "好[偷笑]"),
        ('开头...<a href="/status/1">全文</a>', "开头"),
        ("a &lt;b&gt; &amp; c\u200b", "a <b> & c"),
        ("纯文字", "纯文字"),
        ("", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@given(st.text(max_size=200))
def test_no_markup_breaks_the_reader(markup: str) -> None:
    assert isinstance(plain_text(markup), str)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"ok": 1, "data": {}}, None),
        ({"ok": 0, "msg": "这里还没有内容"}, None),
        ({"ok": -100, "url": "https://passport.weibo.com/sso/signin"}, Outcome.LOGIN_REQUIRED),
        ({"ok": 0, "url": "https://captcha.example/x"}, Outcome.REFUSED),
        ([], Outcome.BAD_JSON),
        ({"ok": 7}, Outcome.BAD_JSON),
    ],
)
def test_refusals_of_a_search(answer: Any, outcome: Outcome | None) -> None:
    assert refused(answer) is outcome


def test_windows_split_without_gap_or_overlap() -> None:
    span = (datetime(2026, 11, 1, tzinfo=CITY_TIME), datetime(2026, 11, 1, 5, tzinfo=CITY_TIME))
    late, early = halves(span)
    assert (early[0], early[1], late[1]) == (span[0], late[0], span[1])
    assert early[1].hour == 2


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry_After": "7"}, 7.0),
        (503, {"Retry_After": "Mon, 23 Nov 2026 00:00:30 GMT", "Date": "Mon, 23 Nov 2026 00:00:00 GMT"}, 30.0),
        (503, {"Retry_After": "Mon, 23 Nov 2026 00:00:30 GMT"}, None),
        (503, {"Retry_After": "soon"}, None),
        (503, {}, None),
        (500, {"Retry_After": "7"}, None),
    ],
)
def test_retry_after(status: int, headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(response(b"", status, **headers)) == seconds


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("169.254.169.254", True),
        ("[::1]", True),
        ("::ffff:192.168.0.1", True),
        ("2130706433", True),
        ("0x7f.1", True),
        ("017700000001", True),
        ("0.0.0.0", True),  # noqa: S104 - a case, not a binding
        ("224.0.0.1", True),
        ("8.8.8.8", False),
        ("news.example.cn", False),
        ("12345.example.cn", False),
        ("", False),
    ],
)
def test_private_hosts(host: str, private: bool) -> None:
    assert literal_is_private(host) is private


def test_public_addresses() -> None:
    assert is_public("8.8.8.8")
    assert not is_public("100.64.0.1")


def test_real_sites_are_read_politely() -> None:
    settings = scrapy_settings(MICRO, CrawlSettings("x"), [])
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert settings["AUTOTHROTTLE_ENABLED"] is settings["ROBOTSTXT_OBEY"] is True
    assert settings["COOKIES_ENABLED"] is False
    assert settings["DOWNLOAD_DELAY"] >= 1


@pytest.mark.parametrize(
    ("value", "count"),
    [
        ("1.2万", 12_000),
        ("100万+", 1_000_000),
        ("1,234", 1234),
        (12.0, 12),
        ("转发", None),
        ("", None),
        (None, None),
        (True, None),
        (float("1e300"), None),
    ],
)
def test_counts(value: object, count: int | None) -> None:
    assert read_count(value) == count


@given(st.text())
def test_cleaned_text_is_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not set(cleaned) & set("\t\r\u2028\u2029\u200b\x00\ud800")


def test_headers_cannot_break_an_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.warc.gz", "test", NOW)
    sent = (("X", "a\r\nWARC-Type: evil"),)
    archive.add(Exchange("https://s.example/", "GET", "/", sent, b"", "200 OK", sent, b"body"))
    archive.close()
    with (tmp_path / "a.warc.gz").open("rb") as file:
        assert [record.rec_type for record in ArchiveIterator(file)] == ["warcinfo", "response", "request"]
