"""The three sentences of page one from numbers, by templates. May import reports.reading, formats and clauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.clauses import FEWEST_FOR_A_SHARE, change, listed, mean_text, points, share_with_interval, times
from reports.formats import cut, day_text, headline, issue_name, quoted
from reports.reading import Row, Words

# A deadline that passed so many days ago says nothing to a leader of today.
LONG_PAST = 31
ISSUES_NAMED = 2
ALL_VOICES = "媒体与网络"
# A story is what most was said of where it has so many items and such a part of all.
LOUD, LOUD_PART = 5, 0.1
# Among a dozen issues one is above its usual by chance; beside press and public only what is far above it is told.
FAR = 1.5
# A mean below this is hardly ever one.
SAID_AS_NOTHING = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences speak of, in rows of the measures; `heard` is whether there is any source but complaints.

    `stories` are those worth telling, `alarms` the count alerts on all negative items, `yearly` the row of 同比 of all,
    `divided` why the period before is no measure ("": it is one).
    """

    groups: dict[str, Row]
    summary: Row
    words: Words
    heard: bool = True
    stories: Sequence[Row] = ()
    alarms: Sequence[Row] = ()
    issues: Sequence[Row] = ()
    yearly: Row | None = None
    divided: str = ""

    @property
    def whole(self) -> Row | None:
        """Press and public together, None where nothing relevant came."""
        row = self.groups.get("all")
        return row if row is not None and row["relevant"] else None


def what_happened(told: Told) -> str:
    """The first sentence: what most was said of, how much, by whom; then the complaints."""
    words, whole = told.words, told.whole
    if not told.summary["posts"]:
        return f"{words.this}没有任何信息入库，不能据此判断有没有舆情。"
    if not told.heard:
        return f"{words.this}只接入了群众诉求渠道：{_complaints(told, '共收到')}。"
    if whole is None:
        return f"{words.this}媒体和网络上没有监测到涉及城市管理的信息；{_complaints(told, '收到')}。"
    counts = {name: told.groups[g]["relevant"] for g, name in _SPEAKERS if g in told.groups}
    parts = "、".join(f"{name}{count:,}条" for name, count in counts.items() if count)
    negative = f"其中负面{whole['negative']:,}条" if whole["negative"] else "没有负面信息"
    who = f"（{parts}）" if parts else ""
    seen = f"监测到涉城管信息{whole['relevant']:,}条{who}，{negative}；{_complaints(told, '另收到')}。"
    loudest = _loudest(told.stories, whole["relevant"])
    return f"{words.this}最受关注的是{loudest}。全{words.whole}{seen}" if loudest else f"{words.this}{seen}"


def worse_than_noise(told: Told) -> str:
    """The second sentence: whether number and share of the negative moved by more than chance would move them.

    A period may be no worse by its share and far worse by number; where nobody else speaks the complaints are judged.
    """
    whole, words, failed = told.whole, told.words, told.summary["failed_scores"]
    if failed > told.summary["relevant"]:
        return f"{words.this}有{failed:,}条信息未能判读，多于已判读的涉城管信息，不作好坏判断。"
    if whole is None or whole["share"] is None:
        complaints = _unusual(told.issues)
        head = "诉求有异常" if _worse(told.issues) else ""
        rest = "没有可以计算负面占比的信息，不作好坏判断"
        return f"{head}：{complaints}；{rest}。" if head else "；".join([*filter(None, [complaints]), rest]) + "。"
    if whole["relevant"] < FEWEST_FOR_A_SHARE and not told.alarms:
        return f"{words.this}涉城管信息只有{whole['relevant']:,}条，数量太少，不作负面占比的好坏判断。"
    many = _unusual([row for row in _worse(told.issues) if row["low"] >= FAR])
    said = [
        _number(whole, told.alarms, words),
        _share(whole, words, told.divided),
        *_yearly(told.yearly),
        *filter(None, [many]),
    ]
    # Where the complaints are another matter it is said of whom the verdict speaks.
    of = ALL_VOICES if many else ""
    return f"{of}{_JUDGED[judgement(whole, told.alarms)]}：{'；'.join(said).removeprefix(of)}。"


def judgement(whole: Row | None, alarms: Sequence[Row]) -> str:
    """worse, better, no_change or not_enough_data, by number and share together: a rise of either is not outweighed."""
    verdicts = {whole["verdict"], whole["negative_verdict"]} if whole else set()
    if alarms or "worse" in verdicts:
        return "worse"
    return next((verdict for verdict in ("better", "no_change") if verdict in verdicts), "not_enough_data")


def what_to_do(told: Told, proposals: Sequence[Row], made_at: str, alone: bool = False) -> str:
    """The third sentence: the first of the proposals, whether its time is up, and how many there are.

    A page that stands alone has no part in which the others could be looked up.
    """
    if not told.summary["posts"]:
        return "建议先核实采集和入库是否正常，再使用本期数字。"
    if not proposals:
        return f"{told.words.this}没有触发拟办规则的事项，建议继续日常监测。"
    first = proposals[0]
    more = f"；其余{len(proposals) - 1:,}项{'另行办理' if alone else '见“拟办意见”'}" if len(proposals) > 1 else ""
    # 某局会同某队 is one party: no stop stands before 会同.
    unit = first["unit"].replace("，会同", "会同").replace("，", "、")
    action = _ACTIONS.get(first["action"], first["action"])
    # A matter has a colon of its own, and two in a row leave the reader without a grip.
    matter = cut(headline(first["matter"]), 72).replace("：", "——", 1)
    return f"建议由{unit}{_by(first['deadline'], made_at)}{action}：{matter}{more}。"


def _number(whole: Row, alarms: Sequence[Row], words: Words) -> str:
    if not whole["negative"]:
        return f"{ALL_VOICES}没有负面信息"
    said = f"{ALL_VOICES}负面{whole['negative']:,}条"
    if len(alarms) == 1 and alarms[0]["observed"] == whole["negative"]:
        expected = alarms[0]["expected"]
        usual = f"按以往应约{mean_text(expected)}条" if expected >= SAID_AS_NOTHING else "以往几乎没有"
        return f"{said}，{usual}（{alarms[0]['threshold']:,}条起预警），明显超出正常波动"
    if alarms:
        return f"{said}，其中{len(alarms)}个时段明显超出正常波动，最多一段{max(a['observed'] for a in alarms):,}条"
    compared = times(whole, words)
    return f"{said}，{compared}，{_NUMBER[whole['negative_verdict']]}" if compared else f"{said}，没有触发数量预警"


def _share(whole: Row, words: Words, divided: str) -> str:
    share = f"负面占比{share_with_interval(whole)}"
    if divided:
        return f"{share}，{divided}，两期不可直接比较"
    if whole["verdict"] == "not_comparable":
        return f"{share}，信息来源与{words.last}不一致，两期不可直接比较"
    if whole["verdict"] == "not_enough_data" or whole["difference"] is None:
        return f"{share}，可比数据不足，尚不能判断比{words.last}变好还是变差"
    return f"{share}，{points(whole['difference'], words)}，{_SHARE[whole['verdict']]}"


def _yearly(row: Row | None) -> list[str]:
    """同比 in a clause where it says something, nothing where the years cannot be told apart."""
    if row is None or not row["previous_items"] or row["ratio_verdict"] not in _YEARLY:
        return []
    before = f"负面{row['previous_negative']:,}条" if row["previous_negative"] else "没有负面信息"
    return [f"上年同期{before}，同比{_YEARLY[row['ratio_verdict']]}"]


def _complaints(told: Told, verb: str) -> str:
    now, before = told.summary["complaints"], told.summary["complaints_previous"]
    if not now:
        return "没有收到群众诉求" + (f"（{told.words.last}{before:,}件）" if before else "")
    moved = f"，{change(now, before, '件', told.words)}" if not told.divided else ""
    top = max(told.issues, key=lambda row: row["items"], default=None)
    most = (
        f"，最多的是{issue_name(top['issue'])}（{top['items']:,}件）"
        if top and top["items"] > 1 and not told.whole
        else ""
    )
    return f"{verb}群众诉求{now:,}件{moved}{most}"


def _worse(issues: Sequence[Row]) -> list[Row]:
    return sorted((row for row in issues if row["verdict"] == "worse"), key=lambda row: -row["items"])


def _unusual(issues: Sequence[Row]) -> str:
    """Which complaints are more than usual; nothing where none could be judged."""
    worse = _worse(issues)
    if not worse:
        return "群众诉求没有明显多于平常的事项" if any(row["verdict"] == "no_change" for row in issues) else ""
    named = [f"{issue_name(row['issue'])}（{row['items']:,}件，平常{_usual(row['usual'])}）" for row in worse]
    more = f"等{len(worse)}类" if len(worse) > ISSUES_NAMED else ""
    return f"群众诉求中{listed(named[:ISSUES_NAMED])}{more}明显多于平常"


def _usual(mean: float) -> str:
    return f"{mean_text(mean)}件" if mean >= SAID_AS_NOTHING else "几乎没有"


def _loudest(stories: Sequence[Row], relevant: int) -> str:
    """The first story, where it is a good part of all that was said."""
    if not stories or stories[0]["items"] < max(LOUD, LOUD_PART * relevant):
        return ""
    first = stories[0]
    return f"{quoted(cut(headline(first['title']), 28))}（{first['items']:,}条，{first['sources']:,}个来源）"


def _by(deadline: str | None, made_at: str) -> str:
    if not deadline:
        return ""
    # Both are city time; an offset at the end does not change the order of days and minutes.
    late = deadline < made_at[: len(deadline)]
    days = (date.fromisoformat(made_at[:10]) - date.fromisoformat(deadline[:10])).days
    if days > LONG_PAST:
        return ""
    return f"立即（时限{day_text(deadline)}，已超时）" if late else f"于{day_text(deadline)}前"


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
_YEARLY = {"worse": "明显增多", "better": "明显减少", "no_change": "没有明显变化"}
# The six words of guidance as they are said in a sentence.
_ACTIONS = {"先核实": "先行核实", "整改并公开": "整改并公开结果", "解释": "作出解释说明"}
