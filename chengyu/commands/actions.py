"""`chengyu actions`: what was ordered in a paper and where it stands. May import everything."""

from datetime import date
from typing import Annotated

import typer

from chengyu.config import load_settings
from chengyu.console import say
from chengyu.errors import ShellError, WrongUseError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import database
from pipeline.database import actions, close_action, save_action
from pipeline.periods import PeriodKind, newest_full
from pipeline.privacy import mask
from reports.follow_up import state_of


class NoOpenActionError(ShellError):
    """An order that does not stand open."""

    def __init__(self, number: int) -> None:
        super().__init__(f"没有编号为 {number} 的未办结事项")


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("add", "登记一项交办", add)
    group.add("list", "列出交办事项和进展", list_actions)
    group.add("close", "办结一项", close)


def add(
    matter: Annotated[str, typer.Argument(metavar="事项", help="交办什么")],
    unit: Annotated[str, typer.Option("--unit", help="承办单位")],
    deadline: Annotated[str, typer.Option("--deadline", help="办理时限，例如 2026-11-27；不写为长期")] = "",
    period: Annotated[str, typer.Option("--period", help="在哪一期交办；不写则为最近一个整周")] = "",
) -> None:
    """Write an order down, masked: it names a matter and no person."""
    settings = load_settings()
    row = {
        "period": period or newest_full(PeriodKind.WEEK, settings.now.date(), settings.week_start).label,
        "matter": mask(matter).text,
        "unit": mask(unit).text,
        "deadline": _day(deadline),
        "ordered_at": settings.now.replace(tzinfo=None),
        "closed_at": None,
        "result": "",
    }
    with database(settings) as opened:
        number = save_action(opened, row)
    say(f"已登记第 {number} 项：{row['matter']}（{row['unit']}）")


def list_actions(
    everything: Annotated[bool, typer.Option("--all", help="连同已办结的")] = False,
) -> None:
    """One line an order."""
    settings = load_settings()
    with database(settings) as opened:
        found = [row for row in actions(opened) if everything or row["closed_at"] is None]
    for row in found:
        limit = row["deadline"].isoformat() if row["deadline"] else "长期"
        state = state_of(row, settings.now.date())
        result = f"  {row['result']}" if row["result"] else ""
        say(f"{row['id']}  {row['period']}  {state}  时限 {limit}  {row['unit']}  {row['matter']}{result}")
    if not found:
        say("没有未办结的事项。" if not everything else "还没有登记事项。")


def close(
    number: Annotated[int, typer.Argument(metavar="编号", help="chengyu actions list 里的编号")],
    result: Annotated[str, typer.Option("--result", help="办理结果")] = "",
) -> None:
    """Close an open order."""
    settings = load_settings()
    with database(settings) as opened:
        if not close_action(opened, number, settings.now.replace(tzinfo=None), mask(result).text):
            raise NoOpenActionError(number)
    say(f"第 {number} 项已办结")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUseError(f"“{text}”不是日期，应写作 2026-11-27") from error
