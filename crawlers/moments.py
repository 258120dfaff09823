"""Dates and times of sources, read by declared forms into Asia/Shanghai. May import crawlers.post."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from crawlers.post import CITY_TIME

# Excel counts days from here; its day 60 (1900-02-29) never was, so that later days come out right.
_EXCEL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - the zone is put on after the serial is added
_EXCEL_DAYS = (7_000.0, 80_000.0)  # 1919 to 2119: anything else in a date column is no date
_EARLIEST = datetime(1990, 1, 1, tzinfo=CITY_TIME)
_SHORT = re.compile(r"(?:(\d{2,4})[年/-])?(\d{1,2})[月/-](\d{1,2})日?(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
# Nine digits of seconds are 1973 to 2001; a date such as 20261118 has eight.
_SINCE_1970 = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_AGO = re.compile(r"(\d+)\s*(秒|分钟|小时|天)前")
_AGO_UNITS = {"秒": "seconds", "分钟": "minutes", "小时": "hours", "天": "days"}
_RECENT_DAY = re.compile(r"(今天|昨天|前天)\s*(\d{1,2}):(\d{2})(?::(\d{2}))?")
_DAYS_BACK = {"今天": 0, "昨天": 1, "前天": 2}


class BadDateError(ValueError):
    """A date that cannot be read or cannot be; the message is what stood there."""


def in_city(moment: datetime) -> datetime:
    """The same moment in Asia/Shanghai; one without a zone is taken as a Chinese wall clock."""
    return moment.replace(tzinfo=CITY_TIME) if moment.tzinfo is None else moment.astimezone(CITY_TIME)


def read_cell(cell: object, formats: Sequence[str], now: datetime) -> datetime:
    """A cell (text in one of `formats`, Excel serial, date or datetime) as a moment; raises BadDateError.

    A moment before 1990 or more than a day after `now` is refused: such a date is a slip, not news.
    """
    try:
        moment = in_city(_naive(cell, formats))
    except (ValueError, OverflowError) as error:
        raise BadDateError(str(cell)) from error
    if not _EARLIEST <= moment <= now + timedelta(days=1):
        raise BadDateError(str(cell))
    return moment


def _naive(cell: object, formats: Sequence[str]) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(float(cell))
    return _from_text(str(cell).strip(), formats)


def _from_serial(days: float) -> datetime:
    if not _EXCEL_DAYS[0] <= days <= _EXCEL_DAYS[1]:
        raise BadDateError(str(days))
    return _EXCEL_ZERO + timedelta(seconds=round(days * 86_400))


def _from_text(text: str, formats: Sequence[str]) -> datetime:
    if re.fullmatch(r"\d{4,5}(?:\.\d+)?", text):
        return _from_serial(float(text))
    for form in formats:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - in_city puts the zone on
        except ValueError:
            continue
    raise BadDateError(text)


def read_feed_date(text: str) -> datetime | None:
    """An RFC 822 or ISO 8601 date of a feed, sitemap or API, or None: no other form is guessed at."""
    text = text.strip()
    if not text:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return in_city(read(text))
        except (ValueError, OverflowError):
            continue
    return None


def read_api_date(value: object) -> datetime | None:
    """A moment as interfaces give it: seconds or milliseconds since 1970, as a number or its digits, or a feed's date."""
    text = str(value or "").strip()
    if not _SINCE_1970.fullmatch(text):
        return read_feed_date(text)
    return datetime.fromtimestamp(float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1), CITY_TIME)


def read_microblog_date(text: str, now: datetime) -> datetime | None:
    """A microblog's created_at in any of its three forms (long English, short, 刚刚 / 5分钟前 / 昨天 12:00), or None."""
    text = text.strip()
    try:
        return in_city(datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y"))
    except ValueError:
        return read_feed_date(text) or read_short_date(text, now)


def read_short_date(text: str, now: datetime) -> datetime | None:
    """刚刚, N分钟前, 昨天 12:00, 06-14 or 2018-12-31 [HH:MM] as a moment no later than `now`, or None."""
    if text == "刚刚":
        return now
    if ago := _AGO.fullmatch(text):
        return now - timedelta(**{_AGO_UNITS[ago[2]]: int(ago[1])})
    try:
        if recent := _RECENT_DAY.fullmatch(text):
            day = now - timedelta(days=_DAYS_BACK[recent[1]])
            return day.replace(hour=int(recent[2]), minute=int(recent[3]), second=int(recent[4] or 0), microsecond=0)
        return _calendar(_SHORT.fullmatch(text), now)
    except ValueError:
        return None


def _calendar(found: re.Match[str] | None, now: datetime) -> datetime | None:
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups())
    full_year = now.year if year is None else year + (2000 if year < 100 else 0)
    moment = datetime(full_year, month or 0, day or 0, hour or 0, minute or 0, second or 0, tzinfo=CITY_TIME)
    # A short form without a year never means the future: 12-31 read in January is last year's.
    return moment.replace(year=full_year - 1) if year is None and moment > now + timedelta(days=1) else moment
