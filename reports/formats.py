"""Numbers, names and dates as Chinese text. May import models.labels and reports.parts."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from models.labels import FRAME_ZH, ISSUE_ZH, Frame, Issue
from reports.parts import Cell, Estimate, Format

NOTHING = "—"
# A title of fewer characters tells nothing alone, such as the name of a column before the headline itself.
FEWEST_OF_A_TITLE = 8
# At the end of an alert's or a proposal's words.
_COUNT = re.compile("（[0-9,]+[条件]）$")
# As many words tell a view that nobody has named.
WORDS_NAMED = 5

CHANNELS = {
    "press": "新闻媒体",
    "social": "社交平台",
    "forum": "论坛社区",
    "message_board": "网民留言",
    "hotline": "12345热线",
    "hot_list": "热榜",
}
TIERS = {
    "central": "央媒",
    "provincial": "省媒",
    "city": "市媒",
    "county": "县融媒",
    "trade": "行业媒体",
    "commercial": "商业平台",
    "self_media": "自媒体",
    "government": "政务平台",
}
OWNERS = {"own": "本单位发布", "independent": "社会来源"}
GROUPS = {
    "press": "新闻媒体",
    "social": "网络社区",
    "all": "媒体与网络合计",
    "own": "本单位发布",
    "complaint": "群众诉求",
}
KINDS = {"nuisance": "问题诉求", "inaction": "履职不满", "conduct": "执法行为", "policy": "政策争议"}
STATES = {
    "ok": "正常",
    "short": "偏少",
    "empty": "无内容",
    "layout_changed": "版式变化",
    "login_required": "需要登录",
    "dead": "中断",
    "": "未核对",
}
FRAME_OF_PRAISE = frozenset({Frame.SERVICE, Frame.COOPERATION})
VERDICTS = {
    "worse": "变差",
    "better": "好转",
    "no_change": "正常波动",
    "not_enough_data": "数据不足",
    "not_comparable": "不可比",
    "held": "保持住了",
    "rebounded": "已反弹",
    "no_fall": "未见下降",
    "helped": "有效",
    "no_sign": "未见效果",
    "harmed": "适得其反",
    "high": "偏高",
    "low": "偏低",
    "none": "正常范围",
}
# A number that grew is no harm by itself: praise is counted too, and complaints may be invited.
MOVES = VERDICTS | {"worse": "增多", "better": "减少"}
CLOCKS = {"on_time": "在时限内", "due": "临近时限", "overdue": "已超时"}


def cell_text(cell: Cell, form: Format) -> str:
    """One cell of a table as it is printed."""
    if isinstance(cell, Estimate):
        return estimate_text(cell, form)
    if cell is None:
        return NOTHING
    return cell if isinstance(cell, str) else number_text(cell, form)


def number_text(value: float, form: Format) -> str:
    """A number in its format."""
    if form is Format.SHARE:
        return f"{value:.1%}"
    if form is Format.POINTS:
        return f"{value * 100:+.1f}"
    if form is Format.SMALL_RATE:
        return f"{value:,.3f}"
    if form is Format.RATE or not float(value).is_integer():
        return f"{value:,.1f}"
    return f"{value:,.0f}"


def estimate_text(estimate: Estimate, form: Format) -> str:
    """A value with its interval: 32.5%（25.1–41.0）."""
    if estimate.value is None:
        return NOTHING
    value = number_text(estimate.value, form)
    bounds = interval_text(estimate.low, estimate.high, form)
    return f"{value}（{bounds}）" if bounds else value


def interval_text(low: float | None, high: float | None, form: Format) -> str:
    """The bounds of an interval without their unit: 25.1–41.0, or nothing."""
    if low is None or high is None:
        return ""
    bounds = [number_text(b, form).removesuffix("%") for b in (low, high)]
    return "～".join(bounds) if form is Format.POINTS or low < 0 else "–".join(bounds)


def named(code: str, names: dict[str, str]) -> str:
    """The Chinese name of a code; a code that is not known stays as it is, so that nothing is hidden."""
    return names.get(code, code)


def issue_name(code: str) -> str:
    """The Chinese name of an issue code."""
    return ISSUE_ZH[Issue(code)] if code in set(Issue) else code


def frame_name(code: str) -> str:
    """The Chinese name of a frame code."""
    return FRAME_ZH[Frame(code)] if code in set(Frame) else code


def day_text(moment: str | None) -> str:
    """11月17日, from an ISO date or time."""
    if not moment:
        return NOTHING
    day = date.fromisoformat(moment[:10])
    return f"{day.month}月{day.day}日"


def full_day_text(moment: str) -> str:
    """2026年11月17日, from an ISO date or time."""
    return f"{int(moment[:4])}年{day_text(moment)}"


def time_text(moment: str | None, year: str = "") -> str:
    """11月17日20:30, from an ISO time; with its year where that is not `year`."""
    if not moment:
        return NOTHING
    day = full_day_text(moment) if year and moment[:4] != year else day_text(moment)
    return day if len(moment) <= len("2026-11-17") else f"{day}{datetime.fromisoformat(moment):%H:%M}"


def clock_text(alert: Mapping[str, Any]) -> str:
    """Until when an alert wants an answer and how that stands: 11月18日22:00前，已超时; an answer stops the clock."""
    state = named(alert["clock"] or "", CLOCKS)
    if alert["response_at"]:
        return f"{time_text(alert['response_at'])}已回应" + ("，超时" if alert["clock"] == "overdue" else "")
    return f"{time_text(alert['deadline_at'])}前，{state}" if alert["deadline_at"] else "持续关注"


def seen_text(alert: Mapping[str, Any], year: str) -> str:
    """When an alert's first post came, for long periods, whose deadlines are long over."""
    return f"首见{post_time(alert['first_post_at'], year)}" if alert["first_post_at"] else NOTHING


def short_label(period: str, start: str) -> str:
    """A period as the label of an axis: 11.16 for a week or day by its first day, 26.11 for a month, 26Q4."""
    if "W" not in period and len(period) < len("2026-11-16"):
        return period[2:].replace("-Q", "Q").replace("-", ".")
    day = date.fromisoformat(start)
    return f"{day.month}.{day.day}"


def period_text(start: str, end: str) -> str:
    """2026年11月16日至11月22日, from the first and last day; one day alone is said once."""
    if start == end:
        return full_day_text(start)
    last = day_text(end) if start[:4] == end[:4] else full_day_text(end)
    return f"{full_day_text(start)}至{last}"


def view_label(row: Mapping[str, Any]) -> str:
    """A view by the name that an analyst gave it, else by its words."""
    words = "、".join(row["words"][:WORDS_NAMED])
    return f"{row['view']}. {row['name'] or (f'常用词：{words}' if words else '尚未命名')}"


def repeat_label(row: Mapping[str, Any]) -> str:
    """The place and issue of complaints that came again: 澜东区文庙街占道经营."""
    return f"{row['district']}{row['road']}{issue_name(row['issue'])}"


def matter_label(issue: str, part: str) -> str:
    """An issue and the part of it: 市政设施·排水; "" where a post counts under none."""
    return f"{issue_name(issue)}·{part}" if part else issue_name(issue) if issue else ""


def quoted(text: str) -> str:
    """The text in quotation marks, marks inside it turned to single ones."""
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


def headline(text: str) -> str:
    """The first half of a title whose halves are parted by a space, with the count at its end (8条) where it has one."""
    halves, count = _COUNT.sub("", text).split(" "), _COUNT.search(text)
    first = halves.pop(0)
    while halves and len(first) < FEWEST_OF_A_TITLE:
        first = f"{first} {halves.pop(0)}"
    return first + (count.group() if count else "")


def post_time(moment: str | None, year: str = "") -> str:
    """When a post came; midnight sharp is the time of a source that tells days only, and is left out."""
    return time_text(moment[:10] if moment and moment[11:16] == "00:00" else moment, year)


def cut(text: str, length: int) -> str:
    """At most `length` characters on one line, with an ellipsis where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
