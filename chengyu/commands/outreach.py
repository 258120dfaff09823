"""`chengyu outreach`: what was done to reach people, and whether complaints changed after it. May import everything."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from chengyu.commands.analyse import MODEL, WEEK
from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.errors import MissingFileError, ShellError, WrongUseError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import OUTREACH_FILE, analysis_context, chosen_model, chosen_period, database
from crawlers.files import Cells, read_table
from models.labels import ISSUE_ZH, Issue
from pipeline.analyse import load
from pipeline.context import OutreachRecord
from pipeline.outreach import CHANNELS, is_campaign, outreach_rows, read_outreach
from pipeline.outreach_file import add_outreach
from pipeline.periods import Period
from pipeline.rebound import rebound_rows
from reports.formats import VERDICTS, named

# The heads of a spreadsheet's columns, by the fields of a record; the first five must be there.
_HEADS = {
    "id": "编号", "name": "名称", "start": "开始日期", "issue": "事项", "channel": "渠道",
    "end": "结束日期", "district": "区", "audience": "对象", "message": "内容",
}  # fmt: skip
_NEEDED = frozenset(list(_HEADS.values())[:5])
_CODES = {name: code.value for code, name in ISSUE_ZH.items()}


class NotBegunError(ShellError):
    """A record that begins after the period that is looked at."""

    def __init__(self, record: OutreachRecord, period: Period) -> None:
        last = period.end - timedelta(days=1)
        super().__init__(f"{record.id} 从 {record.start} 开始，而数据看到 {last} 为止，还没有可以评估的日子")


class NoSuchOutreachError(ShellError):
    """An id that no record bears."""

    def __init__(self, record_id: str, known: tuple[str, ...]) -> None:
        super().__init__(f"没有编号为 {record_id} 的记录；已登记：{'、'.join(known) or '无'}")


class BadRecordError(WrongUseError):
    """A record with a value that cannot be used."""

    def __init__(self, where: str, field: str, value: str) -> None:
        super().__init__(f"{where}{field}“{value}”{_REASONS[field]}")


_REASONS = {
    "日期": "不是日期，应写作 2026-08-17",
    "事项": f"不是事项，可用：{'、'.join(ISSUE_ZH.values())}",
    "渠道": f"不是渠道，可用：{'、'.join(CHANNELS)}",
    "区": "不是本市的区（留空为全市）",
    "编号": "已经用过或不能为空",
    "结束日期": "早于开始日期",
}


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("add", "登记一次行动", add)
    group.add("list", "列出已登记的行动", list_records)
    group.add("import", "从表格（CSV、XLSX）登记多次行动，全部登记或都不登记", import_file)
    group.add("effect", "一次行动之后，诉求的变化是不是它带来的", effect)


def add(  # noqa: PLR0917 - one parameter an option of the command line
    record_id: Annotated[str, typer.Argument(metavar="编号", help="自己起的代号，不能重复")],
    name: Annotated[str, typer.Option("--name", help="行动的名称")],
    start: Annotated[str, typer.Option("--date", help="开始日期，例如 2026-08-17")],
    issue: Annotated[str, typer.Option("--issue", help="针对的事项，中文名或代号")],
    channel: Annotated[str, typer.Option("--channel", help="渠道，例如 公益广告、社区街道、集中整治")],
    end: Annotated[str, typer.Option("--end", help="结束日期，不写则仍在进行")] = "",
    district: Annotated[str, typer.Option("--district", help="区，不写则为全市")] = "",
    audience: Annotated[str, typer.Option("--audience", help="对象")] = "",
    message: Annotated[str, typer.Option("--message", help="讲了什么")] = "",
) -> None:
    """Write one record into the office's file."""
    settings = load_settings()
    fields = {
        "id": record_id, "name": name, "start": start, "end": end, "issue": issue, "district": district,
        "channel": channel, "audience": audience, "message": message,
    }  # fmt: skip
    add_records(settings, [record_of(settings, fields, "")])


def list_records() -> None:
    """One line a record, by date."""
    for record in read_outreach(load_settings().home / OUTREACH_FILE):
        say(record_line(record))


def import_file(
    file: Annotated[
        Path, typer.Argument(metavar="文件", help="表头：编号、名称、开始日期、结束日期、事项、区、渠道、对象、内容")
    ],
) -> None:
    """Add every row of a spreadsheet."""
    settings = load_settings()
    if not file.is_file():
        raise MissingFileError(str(file))
    rows = enumerate(read_table(file, _NEEDED).rows, start=1)
    add_records(settings, [record_of(settings, _fields(row), f"第{number}行：") for number, row in rows])


def effect(
    record_id: Annotated[str, typer.Argument(metavar="编号", help="见 chengyu outreach list")],
    week: WEEK = "",
    model: MODEL = "",
) -> None:
    """Print what changed after one record, up to the end of a week."""
    settings = load_settings()
    for line in effect_lines(*measured(settings, record_id, week, model)):
        say(line)


def add_records(settings: Settings, records: list[OutreachRecord]) -> None:
    """Write records and say so; raises BadRecordError for an id that is taken."""
    path = settings.home / OUTREACH_FILE
    taken = [record.id for record in (*read_outreach(path), *records)]
    if repeated := [name for name in taken if not name or taken.count(name) > 1]:
        raise BadRecordError("", "编号", repeated[0])
    add_outreach(path, records)
    for record in records:
        say(f"已登记 {record_line(record)}")


def record_of(settings: Settings, fields: Mapping[str, str], where: str) -> OutreachRecord:
    """A record from text; `where` stands before what is wrong with it. Raises BadRecordError."""
    districts = {"", *(district.name for district in settings.city.districts)}
    issue = _CODES.get(fields["issue"], fields["issue"])
    for field, value, allowed in (
        ("事项", issue, set(Issue)), ("渠道", fields["channel"], set(CHANNELS)), ("区", fields["district"], districts),
    ):  # fmt: skip
        if value not in allowed:
            raise BadRecordError(where, field, value)
    start = _day(fields["start"], where)
    end = _day(fields["end"], where) if fields["end"] else None
    if end is not None and end < start:
        raise BadRecordError(where, "结束日期", fields["end"])
    texts = {name: fields[name] for name in ("id", "name", "district", "channel", "audience", "message")}
    return OutreachRecord(start=start, end=end, issue=issue, **texts)


def record_line(record: OutreachRecord) -> str:
    """One record in one line."""
    until = f"至 {record.end}" if record.end else "起"
    issue = ISSUE_ZH[Issue(record.issue)]
    return f"{record.id}  {record.name}  {record.start} {until}  {issue}  {record.district or '全市'}  {record.channel}"


def measured(
    settings: Settings, record_id: str, week: str, model: str
) -> tuple[OutreachRecord, Mapping[str, Any], Mapping[str, Any] | None]:
    """A record, its row of the outreach table and, of a campaign, its row of the rebound table."""
    records = read_outreach(settings.home / OUTREACH_FILE)
    period = chosen_period(settings, "", week, "", "")
    mine = next((r for r in records if r.id == record_id), None)
    if mine is None:
        raise NoSuchOutreachError(record_id, tuple(r.id for r in records))
    if mine.start >= period.end:
        raise NotBegunError(mine, period)
    with database(settings) as opened:
        context = analysis_context(settings, chosen_model(settings, model))
        posts = load(opened, period, context).posts
    rows = outreach_rows(posts, records, period, context.inspections)
    row = next(row for row in rows if row["id"] == record_id)
    campaigns = rebound_rows(posts, records, period) if is_campaign(mine) else []
    return mine, row, next((other for other in campaigns if other["campaign_id"] == record_id), None)


def effect_lines(record: OutreachRecord, row: Mapping[str, Any], rebound: Mapping[str, Any] | None) -> list[str]:
    """The result in plain words, its limits last."""
    lines = [record_line(record), f"每周诉求：此前 {_rate(row['before_rate'])}，此后 {_rate(row['after_rate'])}"]
    if row["effect"] is not None:
        lines.append(f"变化：{row['effect']:+.0%}（95% 区间 {row['low']:+.0%} 至 {row['high']:+.0%}）")
    if row["control_effect"] is not None:
        lines.append(f"同期没有做工作的事项：{row['control_effect']:+.0%}")
    if row["placebo_share"] is not None:
        lines.append(f"虚设日期中有 {row['placebo_share']:.0%} 出现同样强的变化")
    lines.append(f"结论：{named(row['verdict'], VERDICTS)}")
    if row["needed"]:
        lines.append(f"要得出结论还需：{row['needed']}")
    if rebound is not None:
        lines.append(_rebound_line(rebound))
    return [*lines, f"前提与局限：{row['assumptions']}"]


def _rebound_line(row: Mapping[str, Any]) -> str:
    fall = "未知" if row["fall"] is None else f"{row['fall']:.0%}"
    back = row["weeks_to_half_back"]
    half = f"第 {back} 周回升过半" if back else "没有回升过半"
    return f"整治期间降幅 {fall}，此后{half}：{named(row['verdict'], VERDICTS)}；同一事项累计反弹 {row['returns']} 次"


def _rate(value: float | None) -> str:
    return "未知" if value is None else f"{value:.1f} 件"


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRecordError(where, "日期", text) from error


def _fields(row: Any) -> Mapping[str, str]:
    cells: Cells = row if isinstance(row, Mapping) else {}
    return {field: _text(cells.get(head)) for field, head in _HEADS.items()}


def _text(cell: object) -> str:
    """A cell as text; a spreadsheet holds a day as a date or as midnight."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()
