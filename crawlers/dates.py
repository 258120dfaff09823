"""Publication dates: text → moment in Shanghai, and which of a page's dates it is. May import crawlers.*."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from crawlers.blocks import Surroundings
from crawlers.metadata import Metadata, script_value
from crawlers.post import CITY_TIME, DateConfidence

_METAS = (
    "article:published_time",
    "og:published_time",
    "bytedance:published_time",
    "og:release_date",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publish_time",
    "publishtime",
    "firstpublishedtime",
    "og:time",
    "weibo:article:create_at",
    "article:create_at",
    "apub:time",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "createdate",
    "dateupdate",
)
_SCRIPT_NAMES = re.compile(
    r"publish_?[tT]ime|publish_?[dD]ate|pub_?[tT]ime|post_?[tT]ime|article_?[tT]ime|pub_?[dD]ate|newsTime|ptime|oriCreateTime|create_?[tT]ime|ct",
)
_FULL = re.compile(
    r"""(?<!\d)((?:19|20)\d\d)\s*(?:[-./年]|\s(?=\d\d\s*[-/]\s*\d\d\s+\d\d:\d\d))\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)\s*日?
    (?:[T,，\s]*(?:星期.|周[一二三四五六日])?[\s(（]*(上午|下午|晚上|晚|中午)?\s*(\d{1,2})\s*[:：时]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2}))?
    (?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?""",
    re.VERBOSE,
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:(\d\d)(\d\d)(\d\d)?)?(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d-])(\d\d)[-/.](\d\d)[-/.](\d\d)\s*(\d\d):(\d\d)")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - names in order
_HAN_MONTHS = {m: n + 1 for n, m in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split())}  # noqa: SIM905 - names in order
# "十一月 6th, 2009" and "Nov 6, 2009", as themes of blog programs write dates, and "6 Nov 2009" of mail programs
_MONTH_FIRST = re.compile(
    r"(?:([一二三四五六七八九十]{1,2})月|\b([A-Za-z]{3})[a-z]{0,6}\.?)\s*(\d{1,2})(?:st|nd|rd|th)?,?\s*((?:19|20)\d\d)"
)
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})\s+([A-Za-z]{3})[a-z]{0,6}\.?,?\s+((?:19|20)\d\d)(?:\s+(\d\d):(\d\d)(?::(\d\d))?)?"
)
_MONTH_DAY_YEAR = re.compile(r"(?<![\d/-])(\d\d)[-/](\d\d)[-/]((?:19|20)\d\d)\s+(\d\d):(\d\d)")
_EPOCH = re.compile(r"^\s*(1\d{9})(\d{3})?\s*$")
_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2]|[1-9](?=[-_/]))[-_/]?(0[1-9]|[12]\d|3[01]|[1-9])(?=[/_.-]|$)"
    r"|[/_t]((?:20)\d{6})(?=[_/.])|[?&]\w{0,12}id=(20\d{6})\d{0,8}(?!\d)"
)
_LABEL = re.compile(r"(?:发布|发表|更新|发稿|时间|日期|刊发|发文|上传|答复|回复|来信|受理)(?:时间|日期|于)?\s*[:：]?")
# What stands before a date says what it is a date of; a time of day without a label is a stamp, too.
_PUBLISHED = re.compile(r"(?:发布|发表|刊发|发稿|发文|上传|录入|见报|答复|回复)(?:时间|日期|于)?[\s:：\[【(（]*$")
_NAMED = re.compile(r"(?:^|[^\u4e00-\u9fff])(?:时\s*间|日\s*期)[\s:：\[【(（]*$")
_UPDATED = re.compile(r"(?:更新|修改|编辑)(?:时间|日期|于)?[\s:：\[【(（]*$")
_SOURCED = re.compile(r"(?:来\s*源|稿\s*源)\s*[:：]\s*\S{2,20}\s*$")
_OTHER = re.compile(
    r"(?:来信|写信|受理|提交|提问|留言|成文|生成|制发|生效|实施|截止|截至|活动|举办|报名|访问|今天)(?:时间|日期|于)?[\s:：\[【(（]*$"
)
_YEARLESS = re.compile(r"(?<![\d年/-])(\d{1,2})\s*[-./月]\s*(\d{1,2})日?\s+(\d{1,2}):(\d\d)(?!\d)")
_HAN_DATE = re.compile(
    r"([二一九〇○零Ｏ三四五六七八]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_HAN_DIGITS = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "Ｏ": "0"}
_CLOCK_LINE = re.compile(r"今天是|现在是|当前(?:时间|日期)|版权|Copyright|©|ICP")
_LATER_HALF = frozenset(("下午", "晚上", "晚"))


def read_moment(text: str) -> datetime | None:
    """The first date in the text, aware, in Shanghai time unless it says otherwise; None where there is none.

    Reads 2026-11-20, 2026年11月20日, 2026/11/20, 20261120, with or without time, and Unix seconds or milliseconds.
    """
    if epoch := _EPOCH.match(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC).astimezone(CITY_TIME)
    for found in _FULL.finditer(text):
        if moment := _from_parts(found):
            return moment
    for found in _COMPACT.finditer(text):
        if moment := _made([int(g or 0) for g in found.groups()]):
            return moment
    return _spelled(text) or _in_numerals(text)


def _in_numerals(text: str) -> datetime | None:
    """二〇二六年十一月二十日, as notices are signed."""
    found = _HAN_DATE.search(text)
    if found is None:
        return None
    year = "".join(_HAN_DIGITS[c] for c in found[1])
    return _made([int(year), _han_number(found[2]), _han_number(found[3])])


def _han_number(text: str) -> int:
    """1 to 99; 0 for what is no such number."""
    tens, ten, ones = text.rpartition("十")
    digits = [_HAN_DIGITS.get(part, "") for part in (tens or ("一" if ten else "〇"), ones or "〇")]
    return int("".join(digits)) if all(digits) else 0


def _spelled(text: str) -> datetime | None:
    """Dates with a named month, a year of two digits and a time, or the month before the day and the year."""
    if found := _MONTH_DAY_YEAR.search(text):
        return _made([int(found[n]) for n in (3, 1, 2, 4, 5)])
    if found := _SHORT_YEAR.search(text):
        year, *rest = (int(g) for g in found.groups())
        return _made([2000 + year, *rest])
    if (found := _MONTH_FIRST.search(text)) and (month := _HAN_MONTHS.get(found[1] or "") or _month(found[2])):
        return _made([int(found[4]), month, int(found[3])])
    if (found := _DAY_FIRST.search(text)) and (month := _month(found[2])):
        return _made([int(found[3]), month, int(found[1]), *(int(g or 0) for g in found.groups()[3:])])
    return None


def _month(name: str | None) -> int | None:
    return _MONTHS.index(name.lower()) + 1 if name and name.lower() in _MONTHS else None


def _from_parts(found: re.Match[str]) -> datetime | None:
    year, month, day, half, hour, minute, second, zone = found.groups()
    hours = int(hour or 0)
    if half in _LATER_HALF and hours < 12:
        hours += 12
    moment = _made([int(year), int(month), int(day), hours, int(minute or 0), int(second or 0)])
    if moment is None:
        return _made([int(year), int(month), int(day)])
    return moment.replace(tzinfo=_zone(zone)).astimezone(CITY_TIME) if zone else moment


def _made(parts: Sequence[int]) -> datetime | None:
    try:
        return datetime(*parts, tzinfo=CITY_TIME)  # type: ignore[misc,arg-type]  # three to six numbers
    except ValueError:
        return None


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours % 15, minutes=minutes % 60))


def find_date(
    around: Surroundings, body: Sequence[str], metadata: Metadata, marked: Sequence[str], url: str
) -> tuple[str, DateConfidence]:
    """The publication date as ISO 8601 +08:00 and how it is known; ("", guessed) where the page shows none.

    `body` are the article's lines, `marked` the texts that the page itself marks as dates (`<time>`, itemprop, class names).
    """
    addressed = _from_address(url) or _from_address(metadata.address)
    shown = _best_shown(around.above, addressed)
    if exact := _exact(metadata):
        return _iso(_finer(exact, shown)), DateConfidence.EXACT
    if moment := shown or _best_shown(marked, addressed) or _labelled(around.below) or _labelled(around.far):
        return _iso(moment), DateConfidence.PAGE
    scripted = read_moment(
        script_value(metadata.script, _SCRIPT_NAMES, r"(?:19|20)\d\d[-/]\d\d?[-/]\d\d?[^\"']{0,20}|1\d{9}(?:\d{3})?")
    )
    if moment := scripted or _without_year([*around.above, *marked], metadata, addressed):
        return _iso(moment), DateConfidence.PAGE
    if guess := addressed or _signed(body) or _only(around.far):
        return _iso(guess), DateConfidence.GUESSED
    return "", DateConfidence.GUESSED


def _exact(metadata: Metadata) -> datetime | None:
    texts = [*(metadata.metas.get(name, "") for name in _METAS), metadata.linked.get("datePublished")]
    return next((moment for text in texts if isinstance(text, str) and (moment := read_moment(text))), None)


def _finer(exact: datetime, shown: datetime | None) -> datetime:
    """The visible one of two times on the same day where the metadata gives the day alone."""
    same_day = shown is not None and shown.date() == exact.date()
    return shown if shown and same_day and exact.time().isoformat() == "00:00:00" else exact


def _best_shown(texts: Sequence[str], addressed: datetime | None) -> datetime | None:
    """The date with the best label; of equal ones that of the page's address, then the first."""
    moments = list(_moments([*texts, *_labels_joined(texts)]))
    day = addressed.date() if addressed else None
    best = max(moments, key=lambda m: (m[1], m[0].date() == day), default=None)
    return best[0] if best else _in_two_lines(texts)


def _in_two_lines(texts: Sequence[str]) -> datetime | None:
    """A day in one line and year and month in the next, as calendar leaves are drawn."""
    for day, month in pairwise(texts):
        if _DAY.fullmatch(day) and (found := _YEAR_MONTH.fullmatch(month)):
            return _made([int(found[1]), int(found[2]), int(day.rstrip("日"))])
    return None


_DAY = re.compile(r"\d{1,2}日?")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})月?")


def _signed(body: Sequence[str]) -> datetime | None:
    """The date under a notice, where it stands alone in one of the last two lines."""
    return next((moment for text in body[-2:] if len(text) < 16 and (moment := read_moment(text))), None)


_ELSE, _LATER, _BARE, _TIMED, _CALLED, _PRINTED = range(6)


def _moments(texts: Sequence[str]) -> Iterator[tuple[datetime, int]]:
    """Each date of the lines and how far it looks like the publication date, from _ELSE (another) to _PRINTED (it is)."""
    for text in texts:
        if len(text) >= 150 or _CLOCK_LINE.search(text):
            continue
        full = [(moment, found.start(), found[5]) for found in _FULL.finditer(text) if (moment := _from_parts(found))]
        if not full and (moment := read_moment(text)):
            full = [(moment, _first_digit(text), None)]
        for moment, start, hour in full:
            yield moment, _standing(text[:start], bool(hour))


def _first_digit(text: str) -> int:
    return next((n for n, c in enumerate(text) if c.isdigit()), 0)


def _standing(before: str, has_time: bool) -> int:
    for pattern, standing in (
        (_OTHER, _ELSE),
        (_UPDATED, _LATER),
        (_PUBLISHED, _PRINTED),
        (_NAMED, _CALLED),
        (_SOURCED, _CALLED),
    ):
        if pattern.search(before):
            return standing
    return _TIMED if has_time else _BARE


def _without_year(texts: Sequence[str], metadata: Metadata, addressed: datetime | None) -> datetime | None:
    """A shown "11-20 08:15" with the year that the page's address or its scripts give for that day."""
    for text in texts:
        found = _YEARLESS.search(text) if len(text) < 150 else None
        if found is None:
            continue
        month, day, hour, minute = (int(g) for g in found.groups())
        told = re.search(rf"(20\d\d)[-/年.]?{month:02}[-/月.]?{day:02}(?!\d)", metadata.script)
        year = int(told[1]) if told else addressed.year if addressed else 0
        if year:
            return _made([year, month, day, hour, minute])
    return None


def _only(texts: Sequence[str]) -> datetime | None:
    """The date of the lines where they name one day alone."""
    moments = [moment for moment, standing in _moments(texts) if standing]
    return moments[0] if len({m.date() for m in moments}) == 1 else None


def _labelled(texts: Sequence[str]) -> datetime | None:
    """The first date that a label calls the publication date; the label may stand in the line before."""
    moments = [m for m in _moments([*texts, *_labels_joined(texts)]) if m[1] in {_PRINTED, _CALLED, _LATER}]
    return max(moments, key=lambda m: m[1])[0] if moments else None


def _labels_joined(texts: Sequence[str]) -> list[str]:
    """Each short line that is a date's label, with the line behind it, as the cells of a form stand."""
    return [f"{a} {b}" for a, b in pairwise(texts) if len(a) < 12 and _LABEL.search(a)]


def _from_address(url: str) -> datetime | None:
    for found in _ADDRESS.finditer(url):
        whole = found[4] or found[5]
        parts = [whole[:4], whole[4:6], whole[6:]] if whole else [found[1], found[2], found[3]]
        if moment := _made([int(p) for p in parts]):
            return moment
    return None


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
