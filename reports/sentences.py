"""Chinese sentences from numbers, by templates. May import reports.reading, formats and parts."""

from collections.abc import Sequence
from datetime import date

from reports.formats import cut, day_text, interval_text, number_text, quoted
from reports.parts import Format
from reports.reading import Row, Words

# Below this many relevant items a share says nothing that a leader could act on.
FEWEST_FOR_A_SHARE = 10
# A deadline that passed so many days ago says nothing to a leader of today.
LONG_PAST = 31


def change(now: int, before: int | None, unit: str, words: Words) -> str:
    """The 环比 clause of a count: 比上周增加5条（25.0%）; never a negative rise, no rate on an empty base."""
    if before is None:
        return f"{words.last}无可比数据"
    if now == before:
        return f"与{words.last}持平"
    if before == 0 or now == 0:
        return f"{words.last}有{before:,}{unit}" if before else f"{words.last}没有"
    verb = "增加" if now > before else "减少"
    step = abs(now - before)
    if now >= 2 * before:
        return f"是{words.last}{before:,}{unit}的{now / before:.1f}倍"
    return f"比{words.last}{verb}{step:,}{unit}（{step / before:.1%}）"


def points(difference: float, words: Words) -> str:
    """The change of a share in percentage points, with its direction as a verb."""
    step = abs(difference) * 100
    if step < 0.05:
        return f"与{words.last}持平"
    return f"比{words.last}{'上升' if difference > 0 else '下降'}{step:.1f}个百分点"


def share_with_interval(row: Row) -> str:
    """32.5%（95%区间25.1–41.0）."""
    bounds = interval_text(row["low"], row["high"], Format.SHARE)
    return number_text(row["share"], Format.SHARE) + (f"（95%区间{bounds}）" if bounds else "")


def listed(names: Sequence[str]) -> str:
    """甲、乙和丙."""
    if len(names) < 2:
        return "".join(names)
    return "、".join(names[:-1]) + "和" + names[-1]


def what_happened(groups: dict[str, Row], summary: Row, stories: Sequence[Row], words: Words) -> str:
    """The first sentence: how much was said, by whom, and about what."""
    whole = groups.get("all")
    complaints = _complaints(summary, words)
    if whole is None or whole["relevant"] == 0:
        return f"{words.this}媒体和网络上没有监测到涉及城市管理的信息；{complaints}。"
    parts = [f"{name}{groups[g]['relevant']:,}条" for g, name in _SPEAKERS if g in groups and groups[g]["relevant"]]
    negative = f"其中负面{whole['negative']:,}条" if whole["negative"] else "没有负面"
    return f"{_seen(whole, words)}（{'、'.join(parts)}），{negative}；{complaints}。{_loudest(stories)}"


def worse_than_noise(whole: Row | None, alarms: Sequence[Row], words: Words) -> str:
    """The second sentence: whether number and share of the negative moved by more than chance would move them.

    `alarms` are the count alerts on all negative items: a period may be no worse by its share and far worse by number.
    """
    if whole is None or whole["relevant"] == 0 or whole["share"] is None:
        return f"{words.this}没有可以计算负面占比的信息，不作好坏判断。"
    if whole["relevant"] < FEWEST_FOR_A_SHARE and not alarms:
        return f"{words.this}相关信息只有{whole['relevant']}条，数量太少，不作负面占比的好坏判断。"
    return f"{_JUDGED[judgement(whole, alarms)]}：{_number(whole, alarms, words)}；{_share(whole, words)}。"


def judgement(whole: Row | None, alarms: Sequence[Row]) -> str:
    """worse, better, no_change or not_enough_data, by number and share together: a rise of either is not outweighed."""
    verdicts = {whole["verdict"], whole["negative_verdict"]} if whole else set()
    if alarms or "worse" in verdicts:
        return "worse"
    return next((verdict for verdict in ("better", "no_change") if verdict in verdicts), "not_enough_data")


def _number(whole: Row, alarms: Sequence[Row], words: Words) -> str:
    said = f"媒体与网络负面{whole['negative']:,}条"
    if len(alarms) == 1 and alarms[0]["observed"] == whole["negative"]:
        return (
            f"{said}，按以往应约{alarms[0]['expected']:.1f}条（{alarms[0]['threshold']:,}条起预警），明显超出正常波动"
        )
    if alarms:
        return f"{said}，其中{len(alarms)}个时段明显超出正常波动，最多一段{max(a['observed'] for a in alarms):,}条"
    compared = times(whole, words)
    return f"{said}，{compared}，{_NUMBER[whole['negative_verdict']]}" if compared else f"{said}，没有触发数量预警"


def times(whole: Row, words: Words) -> str:
    """The number of negative items against the period before, over the sources of both; nothing where not computable."""
    ratio, same = whole["negative_ratio"], "同一批来源" if whole["sources_left_out"] else ""
    if not ratio:
        return ""
    return f"{same}与{words.last}持平" if ratio == 1 else f"{same}是{words.last}的{ratio:.1f}倍"


def _share(whole: Row, words: Words) -> str:
    share = f"负面占比{share_with_interval(whole)}"
    if whole["verdict"] == "not_comparable":
        return f"{share}，信息来源与{words.last}不一致，两期不可直接比较"
    if whole["verdict"] == "not_enough_data" or whole["difference"] is None:
        return f"{share}，占比的可比数据不足，尚不能判断比{words.last}变好还是变差"
    return f"{share}，{points(whole['difference'], words)}，{_SHARE[whole['verdict']]}"


def what_to_do(proposals: Sequence[Row], made_at: str, words: Words, alone: bool = False) -> str:
    """The third sentence: the first of the proposals, whether its time is up, and how many there are.

    A page that stands alone has no part in which the others could be looked up.
    """
    if not proposals:
        return f"{words.this}没有触发拟办规则的事项，建议继续日常监测。"
    first = proposals[0]
    more = f"；其余{len(proposals) - 1}项{'另行办理' if alone else '见“拟办意见”'}" if len(proposals) > 1 else ""
    unit = first["unit"].replace("，", "、")
    return f"建议由{unit}{_by(first['deadline'], made_at)}{first['action']}：{cut(first['matter'], 72)}{more}。"


def _by(deadline: str | None, made_at: str) -> str:
    if not deadline:
        return ""
    # Both are city time; an offset at the end does not change the order of days and minutes.
    late = deadline < made_at[: len(deadline)]
    days = (date.fromisoformat(made_at[:10]) - date.fromisoformat(deadline[:10])).days
    if days > LONG_PAST:
        return ""
    return f"立即（时限{day_text(deadline)}，已超时）" if late else f"于{day_text(deadline)}前"


def trend_message(rows: Sequence[Row], name: str, words: Words) -> str:
    """The title of a 13-period chart: where the newest share stands among those before."""
    known = [row for row in rows if row["share"] is not None and not row["gap"]]
    if not rows or rows[-1] not in known:
        return f"{name}：{words.this}缺数，不能与前期相比"
    now, before = known[-1]["share"], [row["share"] for row in known[:-1]]
    share = f"{name}为{number_text(now, Format.SHARE)}"
    if not before:
        return f"{share}，没有前期数据"
    if now > max(before):
        return f"{share}，为近{len(rows)}{words.unit}最高"
    if now < min(before):
        return f"{share}，为近{len(rows)}{words.unit}最低"
    usual = interval_text(min(before), max(before), Format.SHARE)
    return f"{share}，在前{len(before)}{words.unit}的范围之内（{usual}%）"


def count_message(rows: Sequence[Row], name: str, unit: str, words: Words, field: str = "items") -> str:
    """The title of a chart of counts: the newest count beside the mean of those before."""
    known = [row[field] for row in rows if not row["gap"]]
    if not rows or rows[-1]["gap"]:
        return f"{name}：{words.this}缺数"
    if len(known) < 2:
        return f"{name}{words.this}{known[-1]:,}{unit}"
    mean = sum(known[:-1]) / (len(known) - 1)
    return f"{name}{words.this}{known[-1]:,}{unit}，前{len(known) - 1}{words.unit}平均{mean:,.0f}{unit}"


def _seen(whole: Row, words: Words) -> str:
    """What was collected and what of it is about city management; one number where both are the same."""
    if whole["items"] == whole["relevant"]:
        return f"{words.this}监测到涉城管信息{whole['relevant']:,}条"
    return f"{words.this}监测到媒体与网络信息{whole['items']:,}条，涉及城管的{whole['relevant']:,}条"


def _complaints(summary: Row, words: Words) -> str:
    if not summary["complaints"]:
        return "没有收到群众诉求"
    moved = change(summary["complaints"], summary["complaints_previous"], "件", words)
    return f"另收群众诉求{summary['complaints']:,}件，{moved}"


def _loudest(stories: Sequence[Row]) -> str:
    if not stories or stories[0]["items"] < 2:
        return ""
    first = stories[0]
    return f"最受关注的是{quoted(cut(first['title'], 28))}（{first['items']:,}条，{first['sources']}个来源）。"


_SPEAKERS = (("press", "新闻媒体"), ("social", "网络社区"))
_JUDGED = {
    "worse": "确有异常",
    "better": "有所好转",
    "no_change": "未见异常",
    "not_enough_data": "尚难判断",
}
_NUMBER = {
    "worse": "超出正常波动",
    "better": "超出正常波动，确有减少",
    "no_change": "在正常波动以内",
    "not_enough_data": "数量少，不足以判断增减",
    "not_comparable": "来源不一致，不作比较",
}
_SHARE = {
    "worse": "超出正常波动，确有上升",
    "better": "超出正常波动，确有下降",
    "no_change": "占比的变化在正常波动以内",
}
