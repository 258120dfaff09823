"""A special report on one story: what happened, how it spread, what is asked, claimed, done and proposed.

May import reports.reading, formats, clauses, parts and its sibling sections.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from reports.clauses import listed
from reports.formats import FRAME_OF_PRAISE, cut, day_text, frame_name, number_text, post_time, quoted
from reports.parts import Block, Chart, Column, Counted, Form, Format, Paragraph, Section, Series, Subheading, Table
from reports.reading import BriefError, Facts, Row
from reports.sections import appendix, proposals
from reports.story_course import marks, released

# A story without anything new for so long is over; its report is the last one.
QUIET = timedelta(hours=72)
HIGH_TIERS = {"central": "中央媒体", "provincial": "省级媒体"}
QUESTIONS_SHOWN = 8
# No year is this one, so that a time is said with its own.
FULL = "0000"
MEASURES_SHOWN = 12
# Claims on which nothing may be said before they were looked into.
CLAIMS = {"officer_violence", "violence_against_officers", "claim_rising", "misconduct"}


def find(facts: Facts, story_id: str) -> Row:
    """The story of that id; raises BriefError where the period has none such."""
    row = facts.row("stories", "story_id", story_id)
    if row is None:
        raise BriefError(f"stories.{story_id}")
    return row


def stage(row: Row, made_at: str, earlier: Sequence[str] = ()) -> str:
    """终报 once the story is answered and quiet; before that 快报 the first time, 续报 after an earlier report."""
    still = _moment(made_at) - _moment(row["last_at"])
    if row["response_at"] and still >= QUIET:
        return "终报"
    return "续报" if earlier else "快报"


def build(facts: Facts, story_id: str, made_at: str, earlier: Sequence[str] = ()) -> tuple[Section, ...]:
    """All parts of the report on one story of the period; `earlier` as stage takes it. Raises BriefError."""
    row = find(facts, story_id)
    items = [item for item in appendix.listed(facts) if item["story_id"] == story_id]
    posts = [post for post in facts.rows("posts") if post["story_id"] == story_id and post["current"]]
    return (
        Section("summary", "事件概要", (_summary(row), *_since(posts, earlier))),
        Section("course", "传播过程与态势", tuple(_course(row, posts, facts))),
        Section("questions", "质疑点与待核实信息", tuple(_questions(row, items, facts))),
        Section("measures", "已采取措施和回应后变化", tuple(_measures(row, posts))),
        Section("outlook", "风险研判", tuple(Paragraph(text, "item") for text in _outlook(row, items, made_at))),
        Section("proposals", "拟办建议", tuple(_proposals(facts, story_id, items))),
        Section("appendix", "本事件负面信息", (appendix.table(items, "本期本事件负面信息"),), appendix=True),
    )


def _summary(row: Row) -> Paragraph:
    counted = (
        Counted("items", "本事件信息", f"监测到{row['items']:,}条"),
        Counted("voices", "本事件信息（去重后）", f"去重后{row['voices']:,}条"),
        Counted("negative", "本事件负面信息", f"负面{row['negative']:,}条"),
    )
    items, voices, negative = (number.words for number in counted)
    share = f"，占媒体与网络信息的{number_text(row['share'], Format.SHARE)}" if row["share"] is not None else ""
    answer = f"官方于{post_time(row['response_at'])}首次回应" if row["response_at"] else "尚未见官方回应"
    grade = f"，预警等级{row['grade']}" if row["grade"] else ""
    text = (
        f"{quoted(cut(row['title'], 60))}：{post_time(row['first_at'], FULL)}首发于{row['first_source']}，"
        f"截至{post_time(row['last_at'])}，本期{items}，{voices}，涉及{row['sources']}个来源，"
        f"其中{negative}{share}{grade}。{answer}。"
    )
    return Paragraph(text, counted=counted)


def _since(posts: Sequence[Row], earlier: Sequence[str]) -> list[Block]:
    """What came since the last report on the story, where there was one."""
    if not earlier:
        return []
    last = _moment(earlier[-1])
    new = [post for post in posts if _moment(post["published_at"]) > last]
    negative = sum(1 for post in new if post["tone"] == "negative")
    said = f"新增{len(new):,}条，其中负面{negative:,}条" if new else "没有新增信息"
    return [Paragraph(f"自上一份专报（{post_time(last.isoformat())}）以来，{said}。")]


def _course(row: Row, posts: Sequence[Row], facts: Facts) -> list[Block]:
    rows = tuple((post_time(at), text) for at, text in marks(row))
    columns = (Column("时间", Format.TEXT), Column("节点", Format.TEXT, 1))
    chart = _days_chart(posts, facts)
    half = row["half_life_hours"]
    speed = f"从峰值起约{half:.0f}小时后减半。" if half is not None else "还看不出减半的时间。"
    return [Table("timeline", "时间线", columns, rows, "stories"), *([chart] if chart else []), Paragraph(speed)]


def _days_chart(posts: Sequence[Row], facts: Facts) -> Chart | None:
    first, last = (datetime.fromisoformat(facts.summary[name]).date() for name in ("start", "end"))
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    if not posts or len(days) > 31:
        return None
    counts = Counter((post["published_at"][:10], post["tone"] == "negative") for post in posts)
    series = tuple(
        Series(name, tuple(float(counts[day, bad]) for day in days)) for name, bad in (("负面", True), ("其他", False))
    )
    most = max(days, key=lambda day: counts[day, True] + counts[day, False])
    title = f"{day_text(most)}最多，{counts[most, True] + counts[most, False]}条，其中负面{counts[most, True]}条"
    names = tuple(f"{int(day[5:7])}.{int(day[8:])}" for day in days)
    alt = f"柱形图：本事件每天的条数，分负面与其他。{title}。"
    return Chart("story_days", Form.COLUMNS, title, alt, names, series, Format.COUNT, "posts[story]", height=42)


def _questions(row: Row, items: Sequence[Row], facts: Facts) -> list[Block]:
    counts = Counter(code for item in items for code in item["frames"] if code not in FRAME_OF_PRAISE)
    columns = (Column("质疑点", Format.TEXT, 1), Column("条数", Format.COUNT))
    rows = tuple((frame_name(code), n) for code, n in counts.most_common(QUESTIONS_SHOWN))
    blocks: list[Block] = [
        Table("questions", "负面信息的说法", columns, rows, "negative_items", empty="没有归出说法。")
    ]
    blocks += [
        Paragraph(f"{quoted(cut(q['text'], 110))}（{q['source']}，{day_text(q['published_at'])}）", "item")
        for q in row["quotes"]
    ]
    claims = [a for a in facts.rows("alerts") if a["story_id"] == row["story_id"] and a["rule"] in CLAIMS]
    blocks.append(Subheading("待核实信息"))
    blocks += [Paragraph(f"{cut(a['message'], 90)}：{_checked(a)}。", "item") for a in claims]
    return blocks if claims else [*blocks, Paragraph("没有触发待核实规则的指称；未经核实的说法一律不作为事实转述。")]


def _checked(alert: Row) -> str:
    return {"denied": "官方已否认", "answered": "官方已回应，以公布的结论为准"}.get(alert["answer"], "待核实")


def _measures(row: Row, posts: Sequence[Row]) -> list[Block]:
    own = [post for post in posts if post["voice"] == "own" and not post["copy"]]
    columns = (Column("时间", Format.TEXT), Column("来源", Format.TEXT), Column("发布内容", Format.TEXT, 1))
    rows = tuple((post_time(p["published_at"]), p["source"], released(p)) for p in own)
    table = Table(
        "measures", "本单位发布", columns, rows, "posts[story]", empty="尚未见本单位发布。", shown=MEASURES_SHOWN
    )
    return [table, Paragraph(_after(row))]


def _after(row: Row) -> str:
    if not row["response_at"]:
        return "尚未见官方回应，无从比较回应前后。"
    said = f"首次回应前{row['items_before_response']:,}条，回应后{row['items_after_response']:,}条"
    before, after = row["share_before_response"], row["share_after_response"]
    if before is None or after is None:
        return f"{said}；数量不足，不比较负面占比。"
    shares = f"负面占比由{number_text(before, Format.SHARE)}变为{number_text(after, Format.SHARE)}"
    return f"{said}；{shares}。条数少，只作参考，不等于回应造成的变化。"


def _outlook(row: Row, items: Sequence[Row], made_at: str) -> list[str]:
    """What the numbers give reason to expect; nothing is foretold without one."""
    since = datetime.fromisoformat(made_at).replace(tzinfo=None) - _moment(row["last_at"])
    hours = max(0, int(since.total_seconds() // 3600))
    said = [
        f"最近一条距今{hours}小时，议论仍在继续，可能出现新的集中传播。"
        if since < QUIET
        else f"已有{hours // 24}天没有新的信息，议论已经平息；后续处理结果公布时可能再起。"
    ]
    high = sorted({HIGH_TIERS[i["tier"]] for i in items if i["tier"] in HIGH_TIERS}, reverse=True)
    if high:
        said.append(f"{listed(high)}已有负面报道，关注范围超出本市。")
    before, after = row["share_before_response"], row["share_after_response"]
    if before is not None and after is not None and after >= before:
        said.append("回应之后负面占比没有下降，回应本身可能成为新的质疑对象。")
    if not row["response_at"]:
        said.append("尚无官方回应，说法容易由传言填补。")
    return said


def _proposals(facts: Facts, story_id: str, items: Sequence[Row]) -> list[Block]:
    rows = [row for row in facts.rows("guidance") if row["story_id"] == story_id]
    if not rows:
        return [Paragraph("没有触发拟办规则，建议继续监测并适时续报。")]
    numbers = {item["post_id"]: n for n, item in enumerate(items, 1)}
    return [proposals.proposal(row, numbers) for row in rows]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)
