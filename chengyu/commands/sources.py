"""`chengyu sources`: what is declared, whether it can be read, and new declarations. May import everything."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from chengyu.commands.collect import chosen_sources, first_day
from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.errors import ShellError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import NO_SITE, user_agent
from crawlers.coverage import VERDICT_ZH
from crawlers.layouts import load_layouts
from crawlers.outcomes import OUTCOME_ZH
from crawlers.politeness import CrawlSettings
from crawlers.post import CHANNEL_ZH, TIER_ZH, Post
from crawlers.sources import SOURCES_FILE, Kind, Source, load_sources


class NothingReadError(ShellError):
    """Sources that gave no post."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{len(names)} 个来源没有读出内容：{'、'.join(names)}")


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("list", "列出声明的来源", list_sources)
    group.add("check", "每个来源试读一页，说出读到了什么；不动采集进度", check)
    group.add("add", "在本单位的 sources.toml 里新写一个来源", add)
    group.add("save", "把一个来源的头几页存下来，写一个待填的测试", save)


def list_sources() -> None:
    """One line a source."""
    for source in load_sources(load_settings().sources_file, NO_SITE):
        where = str(source.table.path if source.table else source.start[0])
        words = [source.name, source.label, source.kind, CHANNEL_ZH[source.channel], TIER_ZH[source.tier], where]
        say("  ".join([*words, *(() if source.enabled else ("停用",))]))


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[来源]...", help="只试读这些来源（代号），不写则全部")
    ] = None,
    since: Annotated[str, typer.Option("--since", help="只看这一天及以后发布的，例如 2026-11-01")] = "",
) -> None:
    """Ask for the first pages of each source and print what came; end with 1 where a source gave nothing."""
    settings = load_settings()
    say_tastes(settings, chosen_sources(settings, names or ()), keep=None, since=first_day(since))


def add(
    name: Annotated[str, typer.Argument(metavar="代号", help="小写字母、数字、下划线")],
    kind: Annotated[Kind, typer.Option("--kind", help="读法，见 docs/sources.md")],
    url: Annotated[str, typer.Option("--url", help="列表、订阅、接口的地址；file 写表格的路径")],
) -> None:
    """Write a declaration; a list page is read once, to see what its articles' addresses look like."""
    from crawlers.declaring import declare

    settings = load_settings()
    pattern = _pattern(settings, name, url) if kind is Kind.LISTING else ""
    path = settings.home / SOURCES_FILE.name
    say(declare(path, name, kind, url, pattern))
    say(f"已写入 {path}，请核对渠道、层级、归属，再运行 chengyu sources check {name}")


def save(name: Annotated[str, typer.Argument(metavar="代号", help="已声明的来源")]) -> None:
    """Keep a source's first pages in the office's folder, with a test that waits to be filled in."""
    from crawlers.declaring import office_test
    from crawlers.sampling import PAGES_FOLDER

    settings = load_settings()
    (source,) = chosen_sources(settings, (name,))
    shutil.rmtree(settings.home / PAGES_FOLDER / name, ignore_errors=True)
    test = settings.home / "tests" / f"test_{name}.py"
    test.parent.mkdir(mode=0o700, exist_ok=True)
    if not test.exists():
        test.write_text(office_test(name, source.label), encoding="utf-8")
    say(f"网页存在 {settings.home / PAGES_FOLDER / name}；请填好 {test} 里的 EXPECTED，再运行 make test-office")
    say_tastes(settings, [source], keep=settings.home / PAGES_FOLDER)


def say_tastes(settings: Settings, sources: Sequence[Source], keep: Path | None, since: date | None = None) -> None:
    """Read the first pages of sources and print a line for each; raises NothingReadError."""
    from crawlers.sampling import taste

    crawl = CrawlSettings(user_agent(settings), since=since)
    tastes = taste(sources, settings.now, crawl, load_layouts(*settings.layouts_files), keep)
    for tasted in tastes:
        coverage = tasted.coverage
        counts = "，".join(f"{OUTCOME_ZH[outcome]} {n}" for outcome, n in coverage.outcomes.items())
        note = f"（{coverage.message}）" if coverage.message else ""
        say(f"{tasted.source.name}：{VERDICT_ZH[coverage.verdict]}，{counts or '无'}{note}")
        say(f"  {_shown(tasted.post) if tasted.post else '没有读出条目'}")
    if silent := [tasted.source.name for tasted in tastes if tasted.post is None]:
        raise NothingReadError(silent)


def _shown(post: Post) -> str:
    at = datetime.fromisoformat(post.published_at)
    title = post.title or "无"
    return f"标题“{title}”，时间 {at:%Y-%m-%d %H:%M}，来源 {post.outlet or '无'}，正文 {len(post.text)} 字"


def _pattern(settings: Settings, name: str, url: str) -> str:
    from crawlers.declaring import article_pattern, declare
    from crawlers.sampling import taste

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        # A form that no address has, so that the list page alone is asked for.
        declare(folder / SOURCES_FILE.name, name, Kind.LISTING, url, "(?!)")
        sources = load_sources(folder / SOURCES_FILE.name)
        taste(sources, settings.now, CrawlSettings(user_agent(settings)), load_layouts(), folder)
        page = folder / name / "1.page"
        return article_pattern(page.read_bytes(), url) if page.exists() else ""
