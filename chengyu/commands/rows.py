"""`chengyu rows`: the posts behind a figure of a paper. May import everything."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Annotated

import typer

from chengyu.access import record_access
from chengyu.commands.report import checked_story, loaded_run, paper_head
from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.errors import WrongUseError
from pipeline.database import LoadedRun
from pipeline.periods import Period, PeriodError, PeriodKind, parse_period
from reports.backing import Backing, PostLine, Query, build_backing, picked, query_text
from reports.brief import build_brief, build_special
from reports.queries import figures

_TEXT = 60
# Days last: a reader of ISO dates takes 2026-W47 for the Monday of that week.
_KINDS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.DAY)


class NoSuchFigureError(WrongUseError):
    """A figure that the paper does not have."""

    def __init__(self, name: str, known: Mapping[str, Query]) -> None:
        near = get_close_matches(name, known, n=3, cutoff=0.3)
        hint = f"，相近的有：{'、'.join(near)}" if near else ""
        super().__init__(f"这一期没有名为“{name}”的数字{hint}；不写名字可列出全部")


def command(
    period: Annotated[str, typer.Argument(metavar="周期", help="例如 2026-W47、2026-11、2026-Q4、2026-11-17")],
    figure: Annotated[
        str, typer.Argument(metavar="[数字]", help="例如 front.negative、tiers.市媒.负面；不写则列出全部")
    ] = "",
    story: Annotated[str, typer.Option("--story", help="专报里的数字：事件编号")] = "",
) -> None:
    """Print the posts behind one figure, or the names of all figures."""
    settings, chosen = load_settings(), any_period(period)
    run = loaded_run(settings, chosen)
    if story:
        checked_story(run, story, chosen)
    backing = build_backing(run.tables, run.run["id"], story)
    known = _figures(settings, chosen, run, story)
    if figure and figure not in known:
        raise NoSuchFigureError(figure, known)
    if figure:
        record_access(settings, "rows", [post.id for post in picked(backing.posts, known[figure])])
        say_posts(backing, known[figure])
        return
    for name, query in known.items():
        say(f"{name}  {len(picked(backing.posts, query))}")


def any_period(text: str) -> Period:
    """A period of whatever kind the text is the label of; raises WrongUseError."""
    for kind in _KINDS:
        try:
            return parse_period(kind, text)
        except PeriodError:
            continue
    raise WrongUseError(f"“{text}”不是周期，应写作 2026-W47、2026-11、2026-Q4 或 2026-11-17")


def say_posts(backing: Backing, query: Query) -> None:
    """The query, how many posts it gives, and each of them on a line."""
    found = picked(backing.posts, query)
    say(f"条件：{query_text(query)}")
    say(f"共 {len(found)} 条（chengyu show 编号 可看全文）")
    for post in found:
        say(_line(post))


def _figures(settings: Settings, period: Period, run: LoadedRun, story: str) -> dict[str, Query]:
    head = paper_head(settings, period, run)
    return figures(build_special(run.tables, head, story) if story else build_brief(run.tables, head))


def _line(post: PostLine) -> str:
    text = post.title or post.text
    shown = text if len(text) <= _TEXT else text[: _TEXT - 1] + "…"
    return f"{post.id}  {post.at.replace('T', ' ')}  {post.source}  {post.tone}  {shown}"
