"""Campaigns and their rebound, outreach and its effect. May import reports.reading, formats, parts and siblings."""

from collections.abc import Sequence

from reports.formats import VERDICTS, cut, day_text, full_day_text, issue_name, named
from reports.parts import Block, Chart, Column, Estimate, Form, Format, Paragraph, Section, Series, Subheading, Table
from reports.reading import Facts, Row
from reports.sections import lasting

# A concentrated clean-up is no outreach; it is shown with its rebound.
CAMPAIGN = "集中整治"
TITLE = "整治与宣传的成效"
NOTHING_DONE = "没有登记的集中整治和宣传引导行动"


def build(facts: Facts) -> Section:
    """The part on campaigns and outreach; raises BriefError on a missing field."""
    if not facts.rows("rebound") and not facts.rows("outreach"):
        if not facts.rows("changes"):
            return Section("effects", TITLE, (Paragraph(NOTHING_DONE + "，近两年各项指标也没有发现持久的升降。"),))
        return Section("effects", TITLE, (Paragraph(f"{NOTHING_DONE}，成效从略。"), *lasting.changes(facts)))
    blocks = [Subheading("整治与反弹"), *_rebound(facts), *lasting.work_modes(facts)]
    blocks += [Subheading("宣传与引导的效果"), *_outreach(facts), *lasting.changes(facts)]
    return Section("effects", TITLE, tuple(blocks))


def _rebound(facts: Facts) -> list[Block]:
    rows = facts.rows("rebound")
    drawn: list[Block] = [_rebound_chart(rows)] if any(row["base_rate"] is not None for row in rows) else []
    columns = (
        Column("整治行动", Format.TEXT, 1.6),
        Column("起止", Format.TEXT),
        Column("整治前每周", Format.RATE),
        Column("最低", Format.RATE),
        Column("降幅（95%区间）", Format.SHARE),
        Column("回升过半（周）", Format.COUNT),
        Column("目前每周", Format.RATE),
        Column("判断", Format.TEXT),
    )
    cells = tuple(
        (
            cut(row["name"], 24),
            f"{day_text(row['start'])}—{day_text(row['end'])}",
            row["base_rate"],
            row["lowest_rate"],
            Estimate(row["fall"], row["fall_low"], row["fall_high"]),
            row["weeks_to_half_back"],
            row["now_rate"],
            named(row["verdict"] or "", VERDICTS),
        )
        for row in rows
    )
    return [*drawn, Table("rebound", "集中整治前后的诉求", columns, cells, "rebound", empty="没有识别出集中整治行动。")]


def _rebound_chart(rows: Sequence[Row]) -> Chart:
    known = [row for row in rows if row["base_rate"] is not None]
    back = [row for row in known if row["verdict"] == "rebounded"]
    title = f"{len(known)}次集中整治中{len(back)}次已经反弹" if back else f"{len(known)}次集中整治都未见反弹"
    names = tuple(f"{cut(row['name'], 14)}（{day_text(row['start'])}）" for row in known)
    fields = (("整治前", "base_rate"), ("最低", "lowest_rate"), ("目前", "now_rate"))
    series = tuple(Series(name, tuple(row[field] for row in known)) for name, field in fields)
    alt = f"对比图：各次集中整治前、最低时和目前每周诉求件数。{title}。"
    height = 14 + 8 * len(known)
    return Chart("rebound_pairs", Form.PAIRS, title, alt, names, series, Format.RATE, "rebound", height=height)


def _outreach(facts: Facts) -> list[Block]:
    rows = [row for row in facts.rows("outreach") if row["channel"] != CAMPAIGN]
    known = [row for row in rows if row["effect"] is not None]
    drawn: list[Block] = [_outreach_chart(known)] if known else []
    columns = (
        Column("行动", Format.TEXT, 1.3),
        Column("开始", Format.TEXT),
        Column("针对事项", Format.TEXT),
        Column("之前每周", Format.RATE),
        Column("之后每周", Format.RATE),
        Column("净变化（95%区间）", Format.SHARE),
        Column("判断", Format.TEXT),
    )
    cells = tuple(
        (
            cut(row["name"], 24),
            full_day_text(row["start"]),
            issue_name(row["issue"]),
            row["before_rate"],
            row["after_rate"],
            Estimate(row["effect"], row["low"], row["high"]),
            named(row["verdict"] or "", VERDICTS),
        )
        for row in rows
    )
    table = Table("outreach", "宣传引导行动前后", columns, cells, "outreach", empty="没有登记宣传引导行动。")
    return [*drawn, table, *[Paragraph(text, "note") for text in _assumptions(rows)]]


def _outreach_chart(rows: Sequence[Row]) -> Chart:
    helped = [row["name"] for row in rows if row["verdict"] == "helped"]
    title = f"{len(rows)}项宣传引导中{len(helped)}项见到效果" if helped else f"{len(rows)}项宣传引导均未见到效果"
    values = tuple(row["effect"] for row in rows)
    series = (Series("净变化", values, tuple(row["low"] for row in rows), tuple(row["high"] for row in rows)),)
    names = tuple(cut(row["name"], 14) for row in rows)
    alt = f"区间图：各项宣传引导行动后诉求的净变化及95%区间。{title}。"
    height = 8 + 8 * len(rows)
    return Chart("outreach_ranges", Form.RANGES, title, alt, names, series, Format.SHARE, "outreach", height=height)


def _assumptions(rows: Sequence[Row]) -> list[str]:
    said = [_placebo(row) for row in rows if row["placebo_share"] is not None]
    said += [f"{row['name']}：{row['needed']}" for row in rows if row["needed"]]
    texts = {f"{str(row['assumptions']).rstrip('。')}。" for row in rows if row["assumptions"]}
    return said + sorted(texts)


def _placebo(row: Row) -> str:
    found = f"出现同样大变化的占{row['placebo_share']:.1%}" if row["placebo_share"] else "没有再出现同样大的变化"
    return f"{row['name']}：把开始日期随机挪动后，{found}，这一比例越小越可信。"
