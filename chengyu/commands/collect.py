"""`chengyu collect`: stage 1, from the declared sources or from one file. May import everything."""

import os
import re
import secrets
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from chengyu.config import Settings, load_settings
from chengyu.console import complain, progress, say, say_counts
from chengyu.errors import MissingFileError, WrongUseError
from chengyu.wiring import declared_sources, user_agent
from crawlers.collect import CrawlSettings, Window, collect, collect_file
from crawlers.coverage import VERDICT_ZH, Coverage
from crawlers.imports import committed_bytes
from crawlers.layouts import load_layouts
from crawlers.outcomes import OUTCOME_ZH
from crawlers.shared import Shared
from crawlers.sharing import shared_committed_bytes
from crawlers.sources import Source


def command(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[来源]...", help="只采集这些来源（代号），不写则全部")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", help="读入一个表格：CSV、XLSX 或 JSON Lines")] = None,
    layout: Annotated[str, typer.Option("--as", help="表格的布局名，见 chengyu layouts list")] = "",
    since: Annotated[str, typer.Option("--since", help="只要这一天及以后发布的，例如 2026-11-01")] = "",
) -> None:
    """Collect from the web or from a file."""
    if (file is None) != (not layout):
        raise WrongUseError("--file 和 --as 必须同时给出")
    if file and sources:
        raise WrongUseError("--file 不能和来源代号一起用")
    settings = load_settings()
    window = Window(since=first_day(since))
    if file:
        say_coverage([collect_one_file(settings, file, layout, window)])
        return
    wanted = told_if_none(settings, chosen_sources(settings, sources or ()))
    say_coverage(collect_sources(settings, wanted, window))


def collect_one_file(settings: Settings, file: Path, layout: str, window: Window = Window()) -> Coverage:
    """Read one spreadsheet or export."""
    if not file.is_file():
        raise MissingFileError(str(file))
    with sent_on(settings, [layout]), progress("采集") as advance:
        return collect_file(
            file,
            layout,
            settings.home,
            settings.now,
            layouts=load_layouts(*settings.layouts_files),
            window=window,
            progress=advance,
        )


def collect_sources(settings: Settings, sources: Sequence[Source], window: Window = Window()) -> tuple[Coverage, ...]:
    """Visit all sources in one crawl."""
    shared = _queue(settings)
    crawl = CrawlSettings(user_agent(settings), since=window.since, until=window.until, shared=shared)
    with sent_on(settings, [source.name for source in sources]), progress("采集") as advance:
        layouts = load_layouts(*settings.layouts_files)
        return collect(sources, settings.home, settings.now, crawl, advance, layouts)


@contextmanager
def sent_on(settings: Settings, sources: Sequence[str]) -> Iterator[None]:
    """Send what is collected in the block to CHENGYU_FEED, where it is set; raises FeedAddressError before the block."""
    if not settings.feed_address:
        yield
        return
    from crawlers.feeds import Feed
    from crawlers.shipping import shipping

    feed, queue = Feed(settings.feed_address), _queue(settings)
    committed = partial(shared_committed_bytes, queue) if queue else partial(committed_bytes, settings.home)
    with shipping(settings.home, feed, sources, committed) as shipped:
        yield
    if shipped.failure:
        complain(f"没有全部送到 {feed.place}（{shipped.failure}）：采到的都在本机，下次采集再送")
    else:
        say(f"已送到 {feed.place}：{shipped.arrived} 个文件")


def _queue(settings: Settings) -> Shared | None:
    return Shared(settings.queue_url, worker_name()) if settings.queue_url else None


def worker_name() -> str:
    """A name that no worker has had before: what one life left behind, no other is to take for its own."""
    host = re.sub(r"\W", "_", socket.gethostname(), flags=re.ASCII)
    return f"{host}_{os.getpid()}_{secrets.token_hex(3)}"


def chosen_sources(settings: Settings, names: Sequence[str], base: str = "") -> tuple[Source, ...]:
    """The declared sources of those names, or all; raises WrongUseError for a name that is not declared."""
    declared = declared_sources(settings, base)
    if unknown := sorted(set(names) - {source.name for source in declared}):
        known = "、".join(source.name for source in declared)
        raise WrongUseError(f"没有名为 {'、'.join(unknown)} 的来源；已声明：{known}")
    return tuple(source for source in declared if not names or source.name in names)


def told_if_none(settings: Settings, sources: Sequence[Source]) -> Sequence[Source]:
    """The same sources; where there are none, a word on how to declare one."""
    if not sources:
        say(
            f"{settings.sources_file} 里还没有来源：用 make spider NAME=代号 KIND=读法 URL=地址 加一个（见 docs/sources.md）"
        )
    return sources


def say_coverage(coverages: Sequence[Coverage]) -> None:
    """One line a source, then the sum of all outcomes."""
    total: Counter[str] = Counter()
    for coverage in coverages:
        total.update({OUTCOME_ZH[outcome]: n for outcome, n in coverage.outcomes.items()})
        state = VERDICT_ZH[coverage.verdict]
        newest = (
            datetime.fromisoformat(coverage.newest_post).strftime("%Y-%m-%d %H:%M") if coverage.newest_post else "无"
        )
        note = f"（{coverage.message}）" if coverage.message else ""
        say(f"  {coverage.source}：{state}，请求 {coverage.requests} 次，条目 {coverage.posts}，最新 {newest}{note}")
    say_counts("采集：", total)


def first_day(text: str) -> date | None:
    """The day that --since names, None where it names none; raises WrongUseError."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUseError(f"“{text}”不是日期，应写作 2026-11-01") from error
