"""One post to its row: no number stays in it, however it was written and whatever cleaning brings together."""

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawlers.post import Handling
from pipeline.places import atlas_of
from pipeline.post_rows import Treatment, handling_row_of, post_row_of
from pipeline.sieve import Grammar, sieve_of
from tests.pipeline.posts import CITY, a_post

TREATMENT = Treatment(atlas_of(CITY), b"s" * 32, sieve_of(Grammar(), CITY))
MOBILES = st.integers(13_000_000_000, 19_999_999_999).map(str)
# A number of which the checksum holds.
IDS = st.just("11010519491231002X")
NUMBERS = st.one_of(MOBILES, IDS)
BEFORE = st.sampled_from(["", "夜市太吵了，请打", "電話：", "手机", "我家住在文庙街，聯繫"])
AFTER = st.sampled_from(["", "。", "，谢谢", " 谢谢", "\n太吵了"])
UNSEEN = [
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u202d",
    "\u202c",
    "&#8203;",
    "&ZeroWidthSpace;",
    "<b>",
    "</b>",
]
# By what the digits of a number are told apart for machines, and not for readers.
HIDING = [*UNSEEN, "", "<span class='x'>", "&lt;i&gt;"]
# What cleaning takes out.
REMOVED = ["🚧", "🏻", "（责任编辑：方禾）", "【望澜日报】", "\u200b", "<b>", "[组图]", "@灯下 ", "#"]


def columns(text: str) -> tuple[str, str]:
    row = post_row_of(a_post(1, title="", text=text), "forum/1.jsonl", 1, TREATMENT).row
    return row["text"], row["clean_text"]


def digits(text: str) -> str:
    """What is left of a text for somebody who looks for numbers alone."""
    return re.sub(r"[^0-9Xx]", "", re.sub(r"<[^<>]*>", "", html.unescape(text)))


@settings(deadline=None)  # the first name loads a dictionary
@given(NUMBERS, st.lists(st.sampled_from(HIDING), min_size=18, max_size=18), BEFORE, AFTER)
@example("13800001234", ["\u200b"] * 18, "", "")
def test_no_number_stays_behind_unseen_characters(number: str, hiding: list[str], before: str, after: str) -> None:
    written = "".join(a + b for a, b in zip(number, hiding, strict=False))
    assert not [column for column in columns(f"{before}{written}{after}") if number in digits(column)]


@settings(deadline=None)
@given(NUMBERS, st.lists(st.booleans(), min_size=18, max_size=18), BEFORE, AFTER)
def test_no_number_stays_in_other_digits(number: str, changed: list[bool], before: str, after: str) -> None:
    forms = (f"&#{ord(n)};" if is_changed else n for n, is_changed in zip(number, changed, strict=False))
    assert not [column for column in columns(f"{before}{''.join(forms)}{after}") if number in digits(column)]


@settings(deadline=None)
@given(MOBILES, BEFORE, AFTER)
def test_no_number_stays_in_keycaps_or_between_odd_spaces(number: str, before: str, after: str) -> None:
    keycaps = "".join(f"{n}\ufe0f\u20e3" for n in number)
    spaced = f"{number[:3]}\u00a0{number[3:7]}&nbsp;{number[7:]}"
    for written in (keycaps, spaced):
        assert not [column for column in columns(f"{before}{written}{after}") if number in digits(column)]


@settings(deadline=None)
@given(MOBILES, st.lists(st.sampled_from(["", "", *REMOVED]), min_size=11, max_size=11), BEFORE)
@example("13800001234", ["", "", "[组图]", *[""] * 8], "")
def test_no_number_is_brought_together_by_cleaning(number: str, between: list[str], before: str) -> None:
    written = "".join(a + b for a, b in zip(number, between, strict=True))
    assert number not in columns(f"{before}{written}")[1]


def test_a_number_that_cleaning_brings_together_is_counted() -> None:
    treated = post_row_of(a_post(1, title="", text="太吵了，打138🚧0000🚧1234"), "forum/1.jsonl", 1, TREATMENT)
    assert (treated.row["clean_text"], treated.masked) == ("太吵了，打[手机号]", {"[手机号]": 1})


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("http://127.0.0.1/a?tel=13700001111&name=王小明&id=5", "http://127.0.0.1/a?tel=*&name=*&id=5"),
        ("http://127.0.0.1/a?name=%E7%8E%8B&page=2", "http://127.0.0.1/a?name=*&page=2"),
        ("http://127.0.0.1/#/detail?u=13700001111", "http://127.0.0.1/#/detail?u=*"),
        ("http://127.0.0.1/a?who=11010519491231002X", "http://127.0.0.1/a?who=*"),
        (
            "http://127.0.0.1/13700001111.html?name=index&id=4712345678901",
            "http://127.0.0.1/13700001111.html?name=index&id=4712345678901",
        ),
    ],
)
def test_an_address_says_nothing_of_a_person(url: str, stored: str) -> None:
    assert post_row_of(a_post(1, url=url), "forum/1.jsonl", 1, TREATMENT).row["url"] == stored


def test_names_of_outlets_units_and_work_orders_are_masked() -> None:
    post = a_post(1, outlet="夜班小杨13600002222", native_id="工单：联系人王小明 13700001111")
    row = post_row_of(post, "forum/1.jsonl", 1, TREATMENT).row
    assert (row["outlet"], row["native_id"]) == ("夜班小杨[手机号]", "工单：联系人[姓名] [手机号]")
    handling = Handling(state="已办理，电话13800001234", unit="文庙街道办 13400004444")
    told = handling_row_of(row["id"], handling).row
    assert (told["state"], told["unit"]) == ("已办理，电话[手机号]", "文庙街道办 [手机号]")
    plain = a_post(1, outlet="望澜晚报", native_id="20261117-13700001111")
    kept = post_row_of(plain, "forum/1.jsonl", 1, TREATMENT).row
    assert (kept["outlet"], kept["native_id"]) == ("望澜晚报", "20261117-13700001111")
