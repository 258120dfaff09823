"""Proposed orders (拟办意见) and risks ahead. May import reports.reading, formats, events and parts."""

from collections import Counter
from collections.abc import Mapping, Sequence

from reports.events import by_event, event_text, head_of
from reports.formats import clock_text, cut, day_text, full_day_text, post_time
from reports.parts import Block, Column, Format, Paragraph, Proposal, Section, Subheading, Table
from reports.reading import Facts, Row
from reports.sections import appendix

EVIDENCE_SHOWN = 5
PROPOSALS_SHOWN = 8
# Of many proposals by one rule (a dozen places with repeated complaints) the first are written out.
SHOWN_OF_A_RULE = 2
REST_SHOWN = 15
ALERTS_SHOWN = 12


def build(facts: Facts) -> Section:
    """The part with alerts, proposals and the calendar ahead; raises BriefError on a missing field."""
    rows = facts.rows("guidance")
    numbers = {row["post_id"]: n for n, row in enumerate(appendix.listed(facts), 1)}
    blocks: list[Block] = [_alerts(facts), Subheading("拟办意见")]
    written = written_out(rows)
    blocks += [proposal(row, numbers) for row in written]
    if not rows:
        blocks.append(Paragraph("本期没有触发拟办规则的事项，建议继续日常监测。"))
    kept = {row["id"] for row in written}
    if rest := [row for row in rows if row["id"] not in kept]:
        blocks.append(_rest(rest))
    return Section("proposals", "预警、拟办意见与风险提示", (*blocks, _ahead(facts)))


def written_out(rows: Sequence[Row]) -> list[Row]:
    """The proposals that a paper writes out, in their order; the others stand in a table."""
    seen: Counter[str] = Counter()
    written: list[Row] = []
    for row in rows:
        seen[row["rule"]] += 1
        if seen[row["rule"]] <= SHOWN_OF_A_RULE:
            written.append(row)
    return written[:PROPOSALS_SHOWN]


def _alerts(facts: Facts) -> Table:
    """One line an event, as on the first page, with its highest level."""
    year = facts.summary["start"][:4]
    columns: tuple[Column, ...] = (
        Column("等级", Format.TEXT),
        Column("内容", Format.TEXT, 1),
        Column("首发", Format.TEXT),
    )
    events = by_event(facts.rows("alerts"))
    rows: tuple[tuple[str, ...], ...] = tuple(
        (event[0]["level"], event_text(event), post_time(head_of(event)["first_post_at"], year)) for event in events
    )
    if not facts.is_long:
        columns = (*columns, Column("处置时限", Format.TEXT))
        rows = tuple((*cells, clock_text(head_of(event))) for cells, event in zip(rows, events, strict=True))
    return Table("alerts", "预警", columns, rows, "alerts", empty="本期没有预警。", shown=ALERTS_SHOWN)


def _rest(rows: Sequence[Row]) -> Table:
    columns = (
        Column("办法", Format.TEXT),
        Column("事项", Format.TEXT, 1.5),
        Column("承办单位", Format.TEXT, 1),
        Column("办理时限", Format.TEXT),
    )
    cells = tuple(
        (row["action"], cut(row["matter"], 80), row["unit"], day_text(row["deadline"]) if row["deadline"] else "长期")
        for row in rows
    )
    return Table("more_proposals", "其余拟办事项", columns, cells, "guidance", shown=REST_SHOWN)


def proposal(row: Row, numbers: Mapping[str, int]) -> Proposal:
    """One proposed order; `numbers` gives the place of its evidence in the appendix."""
    facts = [
        ("承办单位", row["unit"]),
        ("办理时限", full_day_text(row["deadline"]) if row["deadline"] else "长期"),
        ("依据", row["basis"]),
        ("还需取证", row.get("proof") or ""),
        ("佐证", _evidence(row["evidence"], numbers)),
        ("办结标准", row["stop_condition"]),
    ]
    kept = tuple((name, str(text)) for name, text in facts if text)
    return Proposal(row["action"], cut(row["matter"], 80), str(row["priority"]), kept)


def _evidence(ids: Sequence[str], numbers: Mapping[str, int]) -> str:
    """Where the evidence stands: numbers of the appendix, and how many items are elsewhere."""
    if not ids:
        return ""
    known = sorted(numbers[post] for post in ids if post in numbers)
    shown = "、".join(str(n) for n in known[:EVIDENCE_SHOWN])
    said = f"{len(ids):,}条" + (f"，见附件第{shown}条" if known else "，在数据库中可查")
    return said + ("等" if len(known) > EVIDENCE_SHOWN else "")


def _ahead(facts: Facts) -> Table:
    columns = (Column("时间", Format.TEXT), Column("风险", Format.TEXT, 1), Column("依据", Format.TEXT, 1))
    rows = tuple((_days(row), row["risk"], row["basis"]) for row in facts.rows("look_ahead"))
    title = f"{facts.words.following}风险提示"
    return Table("ahead", title, columns, rows, "look_ahead", empty="日历和近期走势上没有需要提示的风险。")


def _days(row: Row) -> str:
    first, last = day_text(row["start"]), day_text(row["end"])
    return first if first == last or not row["end"] else f"{first}—{last}"
