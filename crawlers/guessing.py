"""A proposal of a layout for a table that nobody has declared, for an office to confirm. May import crawlers.*."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawlers.files import Cells, Table, read_any_table
from crawlers.moments import BadDateError, read_cell
from crawlers.outcomes import Outcome

# The words that such tables have in their column names, likeliest first; a column fills one field only.
_WORDS: Mapping[str, str] = {
    "native_id": r"^(?:工单|诉求|受理|留言|帖子|文章|事件|投诉)?(?:编号|单号|ID|id|序列号)$|编号|单号|^mid$|^url?id$",
    "handling.assigned_at": r"派单|派发|转办|交办|分派",
    "handling.closed_at": r"办结|结案|完成时间|归档时间",
    "handling.revisited_at": r"回访(?:时间|日期)",
    "handling.replied_at": r"(?:回复|答复|反馈)(?:时间|日期)",
    "published_at": r"^(?:发布|发表|受理|来电|诉求|登记|投诉|留言|上报|创建|提交|采集)?(?:时间|日期)$|发布|受理|来电时间|time|date",
    "handling.satisfied": r"满意",
    "handling.reopened": r"重办|二次|返工|再次",
    "handling.reply": r"答复|回复|处理结果|办理结果|办理意见|反馈内容",
    "handling.state": r"状态|是否办结",
    "handling.unit": r"承办|主办|责任单位|办理单位|处置单位|受理单位",
    "url": r"链接|网址|原文地址|^url$|link",
    "title": r"标题|主题|题目|诉求名称|title|subject",
    "text": r"内容|正文|详情|描述|摘要|content|text|body",
    "author": r"作者|昵称|用户|发布人|博主|账号|author",
    "outlet": r"媒体|来源|站点|网站|平台|outlet|source",
    "region": r"^(?:所属|事发|诉求)?(?:区县?|区域|县区|街道|乡镇|镇街|社区|地区|属地)|位置$",
    "reposts": r"转发",
    "comments": r"评论(?:数|量)|回帖|回复数",
    "likes": r"点赞|赞数|^赞$",
    "rank": r"排名|名次|排行",
}
_MANY = frozenset({"text", "region"})
_FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日",
    "%Y.%m.%d",
    "%Y%m%d",
)
_TWO_WAYS = (("%d/%m/%Y", "%m/%d/%Y"), ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"), ("%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S"))
_YES = ("是", "满意", "基本满意", "非常满意", "已重办", "有")
_NO = ("否", "不满意", "非常不满意", "未重办", "无")
_ROWS = 2_000  # enough to see what a column holds


@dataclass(frozen=True, slots=True)
class Guess:
    """Which column may fill which field ("handling.state" for one of the handling), and what else was seen.

    `dates` are the forms that the dates have, `ambiguous` those of them that may as well be the other way round.
    """

    columns: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...]
    dates: tuple[str, ...]
    ambiguous: bool
    yes: tuple[str, ...]
    no: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields without which nothing can be read, and for which no column was found."""
        return tuple(field for field in ("published_at", "text") if not self.columns.get(field))


def guess_layout(path: Path, now: datetime) -> Guess:
    """Look at a table's column names and cells; raises FileError."""
    table = read_any_table(path)
    rows = [row for row in table.rows[:_ROWS] if not isinstance(row, Outcome)]
    columns = _by_name(table, rows, now)
    if "text" not in columns:
        columns |= _longest(rows, {name for names in columns.values() for name in names})
    used = {name for names in columns.values() for name in names}
    timed = [
        row.get(name) for field, names in columns.items() if field.endswith("_at") for name in names for row in rows
    ]
    dates, ambiguous = _forms([str(cell).strip() for cell in timed if isinstance(cell, str) and cell.strip()], now)
    marks = [columns.get(f"handling.{name}", ("",))[0] for name in ("satisfied", "reopened")]
    words = {str(row.get(name, "")).strip() for name in marks for row in rows if name}
    return Guess(
        columns,
        tuple(name for name in table.columns if name not in used),
        dates or _FORMS[:2],
        ambiguous,
        tuple(word for word in _YES if word in words),
        tuple(word for word in _NO if word in words),
    )


def as_toml(guess: Guess, name: str) -> str:
    """A layout to copy into layouts.toml; what needs a look stands in a comment above it."""
    head = [
        f"[{name}]",
        f'label = "{name}"',
        "# 渠道、层级、归属按热线工单填，请核对：press social forum message_board hotline hot_list",
        'channel = "hotline"',
        'tier = "government"',
        'owner = "independent"',
        *(["# 日和月谁在前，从这份文件看不出来：请对照原件确认"] if guess.ambiguous else []),
        f"dates = {_toml(guess.dates)}",
        *([f"yes = {_toml(guess.yes)}", f"no = {_toml(guess.no)}"] if guess.yes or guess.no else []),
        *([f"# 没有找到必需的列：{'、'.join(guess.missing)}"] if guess.missing else []),
        *([f"# 没有用到的列：{'、'.join(guess.unused)}"] if guess.unused else []),
    ]
    plain = {field: names for field, names in guess.columns.items() if not field.startswith("handling.")}
    handling = {f.removeprefix("handling."): n for f, n in guess.columns.items() if f.startswith("handling.")}
    lines = [*head, f"[{name}.columns]", *(_line(field, names) for field, names in plain.items())]
    if handling:
        lines += [f"[{name}.handling]", *(_line(field, names) for field, names in handling.items())]
    return "\n".join(lines) + "\n"


def _by_name(table: Table, rows: Sequence[Cells], now: datetime) -> dict[str, tuple[str, ...]]:
    left, found = list(table.columns), dict[str, tuple[str, ...]]()
    for field, words in _WORDS.items():
        fitting = [name for name in left if re.search(words, name, re.IGNORECASE) and _fits(field, name, rows, now)]
        ranked = sorted(fitting, key=lambda name: _rank(words, name))
        chosen = tuple(name for name in left if name in ranked) if field in _MANY else tuple(ranked[:1])
        if chosen:
            found[field] = chosen
            left = [name for name in left if name not in chosen]
    return found


def _rank(words: str, name: str) -> int:
    """Which of the words a column name has, the first being the likeliest."""
    parts = words.split("|")
    return next((n for n, word in enumerate(parts) if _has(word, name)), len(parts))


def _has(word: str, name: str) -> bool:
    try:
        return re.search(word, name, re.IGNORECASE) is not None
    except re.error:  # a part of a group that holds a "|" is no expression by itself
        return False


def _fits(field: str, name: str, rows: Sequence[Cells], now: datetime) -> bool:
    """Whether the cells of a column are such as a field has: dates as dates, numbers as numbers, an id seldom twice."""
    cells = [cell for row in rows if (cell := row.get(name)) not in {None, ""}]
    if not cells:
        return True
    if field.endswith("_at"):
        return sum(_is_date(cell, now) for cell in cells) > 0.8 * len(cells)
    if field == "native_id":
        return len(set(map(str, cells))) > 0.9 * len(cells)
    if field in {"title", "text", "author", "outlet", "handling.reply"}:
        return not all(_is_date(cell, now) for cell in cells)
    return True


def _is_date(cell: Any, now: datetime) -> bool:
    try:
        read_cell(cell, (*_FORMS, *(form for pair in _TWO_WAYS for form in pair)), now)
    except BadDateError:
        return False
    return True


def _longest(rows: Sequence[Cells], taken: set[str]) -> dict[str, tuple[str, ...]]:
    """The column of the longest texts, where no name says which it is."""
    names = [name for name in dict.fromkeys(name for row in rows for name in row) if name not in taken]
    lengths = {name: sum(len(row[name]) for row in rows if isinstance(row.get(name), str)) for name in names}
    best = max(lengths, key=lambda name: lengths[name], default="")
    return {"text": (best,)} if best and lengths[best] > 8 * len(rows) else {}


def _forms(cells: Sequence[str], now: datetime) -> tuple[tuple[str, ...], bool]:
    forms = [form for form in _FORMS if any(_reads(cell, form, now) for cell in cells)]
    unread = [cell for cell in cells if not any(_reads(cell, form, now) for form in forms)]
    ambiguous = False
    for day_first, month_first in _TWO_WAYS:
        counts = [sum(_reads(cell, form, now) for cell in unread) for form in (day_first, month_first)]
        if any(counts):
            forms.append(day_first if counts[0] > counts[1] else month_first)
            ambiguous |= counts[0] == counts[1]
    return tuple(forms), ambiguous


def _reads(cell: str, form: str, now: datetime) -> bool:
    try:
        read_cell(cell, (form,), now)
    except BadDateError:
        return False
    return not cell.replace(".", "").isdigit() or form == "%Y%m%d"


def _toml(words: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def _line(field: str, names: Sequence[str]) -> str:
    quoted = [name.replace("\\", "\\\\").replace('"', '\\"') for name in names]
    return f"{field} = {_toml(quoted)}" if field in _MANY else f'{field} = "{quoted[0]}"'
