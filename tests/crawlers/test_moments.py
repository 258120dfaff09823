"""Dates as sources write them."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.moments import BadDateError, read_cell, read_feed_date, read_microblog_date, read_short_date
from crawlers.post import CITY_TIME

NOW = datetime(2026, 11, 23, 8, tzinfo=CITY_TIME)
FORMATS = ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y", "%Y/%m/%d %H:%M")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2020-09-03 00:00:00", "2020-09-03T00:00:00+08:00"),
        ("05/03/2016", "2016-05-03T00:00:00+08:00"),
        (" 2019/2/28 11:25 ", "2019-02-28T11:25:00+08:00"),
        (43831, "2020-01-01T00:00:00+08:00"),
        (43831.75, "2020-01-01T18:00:00+08:00"),
        ("43831.5", "2020-01-01T12:00:00+08:00"),
        (datetime.fromisoformat("2020-01-02T03:04:05"), "2020-01-02T03:04:05+08:00"),
        (datetime.fromisoformat("2020-01-02T03:04:05").date(), "2020-01-02T00:00:00+08:00"),
        (datetime.fromisoformat("2020-01-01T20:00:00+00:00"), "2020-01-02T04:00:00+08:00"),
    ],
)
def test_cells(cell: object, expected: str) -> None:
    assert read_cell(cell, FORMATS, NOW).isoformat() == expected


@pytest.mark.parametrize(
    "cell",
    [
        "13/31/2016",
        "31/12/2016",
        "2016-02-30 00:00:00",
        "2026-11-25 00:00:00",
        "1970-01-01 00:00:00",
        "昨天",
        "",
        3,
        1e9,
        True,
    ],
)
def test_cells_that_are_no_date(cell: object) -> None:
    with pytest.raises(BadDateError):
        read_cell(cell, FORMATS, NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wed, 18 Nov 2026 09:00:00 +0800", "2026-11-18T09:00:00+08:00"),
        ("Wed, 18 Nov 2026 01:00:00 GMT", "2026-11-18T09:00:00+08:00"),
        ("2026-11-18T01:00:00Z", "2026-11-18T09:00:00+08:00"),
        ("2026-11-18", "2026-11-18T00:00:00+08:00"),
        ("2026-11-18 09:00:00", "2026-11-18T09:00:00+08:00"),
        ("2026年11月18日", None),
        ("18/11/2026", None),
        ("", None),
    ],
)
def test_feed_dates_only_where_rfc_822_or_iso(text: str, expected: str | None) -> None:
    read = read_feed_date(text)
    assert (read.isoformat() if read else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wed Oct 19 15:49:02 +0800 2022", "2022-10-19T15:49:02+08:00"),
        ("06-14", "2026-06-14T00:00:00+08:00"),
        ("12-31", "2025-12-31T00:00:00+08:00"),
        ("2018-12-31", "2018-12-31T00:00:00+08:00"),
        ("刚刚", "2026-11-23T08:00:00+08:00"),
        ("5分钟前", "2026-11-23T07:55:00+08:00"),
        ("3小时前", "2026-11-23T05:00:00+08:00"),
        ("昨天 12:00", "2026-11-22T12:00:00+08:00"),
        ("11月20日 21:03", "2026-11-20T21:03:00+08:00"),
        ("2026年11月20日 21:03", "2026-11-20T21:03:00+08:00"),
        ("26-11-20", "2026-11-20T00:00:00+08:00"),
        ("13-41", None),
        ("昨天 25:00", None),
        ("不知道", None),
    ],
)
def test_microblog_dates(text: str, expected: str | None) -> None:
    read = read_microblog_date(text, NOW)
    assert (read.isoformat() if read else None) == expected


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (read_feed_date(text), read_microblog_date(text, NOW), read_short_date(text, NOW)):
        assert read is None or read.tzinfo is not None


@given(st.from_regex(r"[0-9年月日/:\-. TZ+,A-Z前天小时昨]{0,30}", fullmatch=True))
def test_no_near_date_breaks_a_reader(text: str) -> None:
    for read in (read_feed_date(text), read_microblog_date(text, NOW)):
        assert read is None or read.tzinfo is not None
