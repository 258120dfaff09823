"""`chengyu views`: what citizens say on the large stories of a week, and the names of its groups. May import everything."""

from typing import Annotated, Any

import typer

from chengyu.commands.analyse import WEEK
from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.errors import ShellError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import VIEWS_FILE, chosen_period, database
from pipeline.context import NamedView
from pipeline.database import load_run
from pipeline.views import FEWEST, add_view


class NoViewsError(ShellError):
    """No analysis of the week, or no group of that number."""

    def __init__(self, week: str) -> None:
        super().__init__(
            f"{week} 没有可用的网民观点：请先运行 chengyu analyse --week {week}；一件事至少要有 {FEWEST} 名网民说话"
        )


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("list", "列出一周里各事件的网民观点分组", list_views)
    group.add("name", "给一个分组起名字，下次分析起用在报告里", name_view)


def list_views(week: WEEK = "") -> None:
    """One line a group, by story."""
    settings = load_settings()
    rows = analysed(settings, week)
    for row in rows:
        if row["view"] == 1:
            say(f"{row['story_id']}  {row['title']}（{row['note']}）")
        share = f"{row['share']:.0%}（95% 区间 {row['low']:.0%}–{row['high']:.0%}）"
        say(
            f"  {row['view']}  {row['name'] or '未命名'}  {share}  {'、'.join(row['words'])}  例：{'、'.join(row['examples'])}"
        )


def name_view(
    story: Annotated[str, typer.Argument(metavar="事件", help="事件编号，见 chengyu views list")],
    number: Annotated[int, typer.Argument(metavar="序号", help="分组的序号")],
    name: Annotated[str, typer.Argument(metavar="名称", help="这些人说的是什么，用一句话")],
    week: WEEK = "",
) -> None:
    """Keep a name with the posts of its group, so that the group is known again."""
    settings = load_settings()
    row = next((r for r in analysed(settings, week) if (r["story_id"], r["view"]) == (story, number)), None)
    if row is None:
        raise NoViewsError(chosen_period(settings, "", week, "", "").label)
    add_view(settings.home / VIEWS_FILE, NamedView(story, name, tuple(row["post_ids"])))
    say(f"已记下：{row['items']} 条发言归为“{name}”，再运行 chengyu analyse 就用这个名字")


def analysed(settings: Settings, week: str) -> list[dict[str, Any]]:
    """The rows of the newest analysis of a week; raises NoViewsError where there is none."""
    period = chosen_period(settings, "", week, "", "")
    with database(settings) as opened:
        run = load_run(opened, str(period.kind), period.label)
    rows = run.tables.get("views", []) if run else []
    if not rows:
        raise NoViewsError(period.label)
    return rows
