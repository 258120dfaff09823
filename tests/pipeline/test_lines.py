"""Raw lines, whole and broken."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.post import Handling, Post
from pipeline.lines import LONGEST_LINE, LONGEST_TEXT, LineOutcome, Refusal, city_time, read_line
from pipeline.wording import LINE_OUTCOME_ZH
from tests.pipeline.posts import a_post

NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
WHOLE = a_post(1).to_json()


def with_fields(**changes: Any) -> bytes:
    return json.dumps(json.loads(WHOLE) | changes).encode() + b"\n"


@pytest.mark.parametrize(
    ("raw", "outcome", "detail"),
    [
        (b"\n", LineOutcome.EMPTY_LINE, ""),
        (b"{not json\n", LineOutcome.BAD_JSON, ""),
        (b"[1, 2]\n", LineOutcome.BAD_JSON, ""),
        (b"\xff\xfe\n", LineOutcome.BAD_JSON, ""),
        (b"[" * 100_000 + b"\n", LineOutcome.BAD_JSON, ""),
        (WHOLE[:80].encode(), LineOutcome.HALF_LINE, ""),
        (WHOLE[:80].encode() + b"\n", LineOutcome.BAD_JSON, ""),
        (b"x" * (LONGEST_LINE + 1) + b"\n", LineOutcome.TOO_LONG, f"{LONGEST_LINE + 2} bytes"),
        (with_fields(text="长" * LONGEST_TEXT), LineOutcome.TOO_LONG, f"{LONGEST_TEXT + 3} characters"),
        (with_fields(text=5), LineOutcome.BAD_FIELD, "text"),
        (with_fields(channel="radio"), LineOutcome.BAD_FIELD, "channel"),
        (with_fields(nickname="小明"), LineOutcome.BAD_FIELD, "nickname"),
        (with_fields(陈小红13300005555=1), LineOutcome.BAD_FIELD, "unknown_field"),
        (with_fields(**{"\ud800x": 1}), LineOutcome.BAD_FIELD, "unknown_field"),
        (with_fields(text="坏\ud800字"), LineOutcome.BAD_FIELD, "text"),
        (with_fields(likes=2**40), LineOutcome.BAD_FIELD, "likes"),
        (with_fields(likes=-1), LineOutcome.BAD_FIELD, "likes"),
        (with_fields(native_id="x" * 201), LineOutcome.BAD_FIELD, "native_id"),
        (with_fields(published_at="2026-11-17"), LineOutcome.BAD_FIELD, "published_at"),
        (with_fields(published_at="0001-01-01T00:00:00+14:00"), LineOutcome.BAD_FIELD, "published_at"),
        (with_fields(handling={"closed_at": "昨天"}), LineOutcome.BAD_FIELD, "handling.closed_at"),
        (with_fields(handling={"state": "办" * 41}), LineOutcome.BAD_FIELD, "handling.state"),
        (with_fields(handling={"reply": "\udfff"}), LineOutcome.BAD_FIELD, "handling.reply"),
        (with_fields(published_at="2106-02-07T14:28:15+08:00"), LineOutcome.FUTURE_DATE, "2106-02-07T14:28:15"),
        (with_fields(published_at="1970-01-01T08:00:00+08:00"), LineOutcome.TOO_OLD, "1970-01-01T08:00:00"),
        (with_fields(title="", text="http://127.0.0.1/a"), LineOutcome.TOO_SHORT, ""),
    ],
)
def test_what_is_refused(raw: bytes, outcome: LineOutcome, detail: str) -> None:
    assert read_line(raw, NOW) == Refusal(outcome, detail)


@pytest.mark.parametrize("raw", [WHOLE.encode() + b"\n", WHOLE.encode(), WHOLE.encode() + b"\r\n"])
def test_what_is_taken(raw: bytes) -> None:
    assert read_line(raw, NOW) == a_post(1)


@pytest.mark.parametrize("url", ["http://[abc/x", "http://[见附件]/2", "http://a\u2100b/"])
def test_a_link_that_is_no_address_stays_as_it_is(url: str) -> None:
    read = read_line(with_fields(url=url, native_id=""), NOW)
    assert isinstance(read, Post)
    assert (read.url, len(read.id)) == (url, 16)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("日志里写着 \\u0000 这几个字", "日志里写着 \\u0000 这几个字"),
        ("坏\x00字一个", "坏字一个"),
        ("两个都有 \\\x00\\u0000", "两个都有 \\\\u0000"),
    ],
)
def test_the_character_that_no_column_holds_goes_and_its_name_stays(text: str, left: str) -> None:
    read = read_line(with_fields(text=text), NOW)
    assert isinstance(read, Post)
    assert read.text == left


def test_handling_comes_along() -> None:
    post = a_post(1, handling=Handling(state="已办理", closed_at="2026-11-20T10:00:00+08:00", satisfied=True))
    assert read_line(post.to_json().encode() + b"\n", NOW) == post


@given(st.binary(max_size=200))
def test_any_bytes_end_in_one_way(raw: bytes) -> None:
    assert isinstance(read_line(raw, NOW), Refusal)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    read = read_line(with_fields(text=text), NOW)
    assert isinstance(read, Post | Refusal)


def test_times_become_city_time() -> None:
    assert city_time("2026-11-17T20:30:00+00:00").isoformat() == "2026-11-18T04:30:00"


def test_every_outcome_has_a_chinese_name() -> None:
    assert set(LINE_OUTCOME_ZH) == set(LineOutcome)
