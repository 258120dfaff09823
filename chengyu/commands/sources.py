"""`chengyu sources`: what is declared, whether it can be read, and new declarations. May import everything."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chengyu.commands.collect import chosen_sources, first_day, told_if_none
from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.errors import ShellError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import NO_SITE, user_agent
from crawlers.coverage import VERDICT_ZH, Verdict
from crawlers.layouts import load_layouts
from crawlers.outcomes import OUTCOME_ZH
from crawlers.politeness import CrawlSettings
from crawlers.post import CHANNEL_ZH, TIER_ZH, Post
from crawlers.sources import SOURCES_FILE, Kind, Source, load_sources

if TYPE_CHECKING:
    from crawlers.sampling import Taste

_BEGINNING = 20  # characters of a post without a title


class NothingReadError(ShellError):
    """Sources that gave no post."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"{len(names)} 个来源没有读出内容：{'、'.join(names)}")


class NothingSavedError(ShellError):
    """A source whose first pages gave no post, so that its test has nothing to hold yet."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(
            f"{name} 没有读出内容。声明在 {path}：改好以后再运行 chengyu sources save {name}；不要它，就删掉 [{name}] 开头的几段"
        )


# Where to look first when a source can be asked but gives nothing.
_HINTS = {
    Kind.LISTING: "列表页上没有认出文章：核对 pattern、entry、link；列表由脚本生成的，找它的 JSON 接口（见 docs/sources.md 的 listing）",
    Kind.FEED: "这个地址给的是不是 RSS 或 Atom？是普通列表页的，kind 改用 listing",
    Kind.SITEMAP: "这个地址给的是不是网站地图（XML）？是普通列表页的，kind 改用 listing",
    Kind.FORUM: "没有认出主题或楼层：选择器先按 Discuz! 写的，照网页改 thread、link、post、author、time、text",
    Kind.WEIBO_SEARCH: "没有搜到：核对 keywords 和 days，以及地址是不是搜索接口",
    Kind.MESSAGE_BOARD: "核对版块编号 fids，以及地址是不是留言板的接口",
    Kind.HOT_LIST: "核对 rows、word：条目在回答里的位置，用点连起来",
    Kind.FILE: "核对 path 和 layout；表的列不同的，用 chengyu layouts guess 拟一个布局",
}


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("list", "列出声明的来源", list_sources)
    group.add("check", "每个来源试读一页，说出读到了什么；不动采集进度", check)
    group.add("add", "在本单位的 sources.toml 里新写一个来源", add)
    group.add("save", "把一个来源的头几页存下来，写一个待填的测试", save)


def list_sources() -> None:
    """One line a source."""
    settings = load_settings()
    for source in told_if_none(settings, load_sources(settings.sources_file, NO_SITE)):
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
    sources = told_if_none(settings, chosen_sources(settings, names or ()))
    if silent := [
        tasted.source.name for tasted in tastes(settings, sources, since=first_day(since)) if not tasted.post
    ]:
        raise NothingReadError(silent)


def add(
    name: Annotated[str, typer.Argument(metavar="代号", help="小写字母、数字、下划线")],
    kind: Annotated[Kind, typer.Option("--kind", help="读法，见 docs/sources.md")],
    url: Annotated[str, typer.Option("--url", help="列表、订阅、接口的地址；file 写表格的路径")],
) -> None:
    """Write a declaration; a list page is read once, to see what its articles' addresses look like."""
    from crawlers.declaring import declare, require_new

    settings = load_settings()
    path = settings.home / SOURCES_FILE.name
    if kind is Kind.FILE and url:
        url = str(Path(url).absolute())  # typed from where the user stands; a declaration counts from its own folder
    require_new(path, name, kind, url)
    pattern = _pattern(settings, name, url) if kind is Kind.LISTING else ""
    say(declare(path, name, kind, url, pattern))
    say(f"已写入 {path}，请核对渠道、层级、归属，再运行 chengyu sources check {name}")


def save(name: Annotated[str, typer.Argument(metavar="代号", help="已声明的来源")]) -> None:
    """Keep a source's first pages in the office's folder, with a test that waits to be filled in."""
    from crawlers.declaring import office_test
    from crawlers.sampling import PAGES_FOLDER

    settings = load_settings()
    (source,) = chosen_sources(settings, (name,))
    shutil.rmtree(settings.home / PAGES_FOLDER / name, ignore_errors=True)
    (tasted,) = tastes(settings, [source], keep=settings.home / PAGES_FOLDER)
    if tasted.post is None:
        raise NothingSavedError(name, settings.sources_file)
    test = settings.home / "tests" / f"test_{name}.py"
    test.parent.mkdir(mode=0o700, exist_ok=True)
    if not test.exists():
        test.write_text(office_test(name, source.label), encoding="utf-8")
    say(f"读到的存在 {settings.home / PAGES_FOLDER / name}；对照着填好 {test} 里的 EXPECTED，再运行 make test-office")


def tastes(
    settings: Settings, sources: Sequence[Source], keep: Path | None = None, since: date | None = None
) -> "Sequence[Taste]":
    """Read the first pages of sources, and say of each what came."""
    from crawlers.sampling import taste

    crawl = CrawlSettings(user_agent(settings), since=since)
    read = taste(sources, settings.now, crawl, load_layouts(*settings.layouts_files), keep) if sources else ()
    for tasted in read:
        coverage = tasted.coverage
        counts = "，".join(f"{OUTCOME_ZH[outcome]} {n}" for outcome, n in coverage.outcomes.items())
        note = f"（{coverage.message}）" if coverage.message else ""
        say(f"{tasted.source.name}：{VERDICT_ZH[coverage.verdict]}，{counts or '没有读到'}{note}")
        say(f"  {_shown(tasted.post) if tasted.post else _hint(tasted)}")
    return read


def _hint(tasted: "Taste") -> str:
    """What to look at where nothing came; a site that cannot be asked has told why already."""
    could_ask = tasted.coverage.verdict in {Verdict.EMPTY, Verdict.LAYOUT_CHANGED}
    return f"没有读出条目。{_HINTS[tasted.source.kind]}" if could_ask else "没有读出条目"


def _shown(post: Post) -> str:
    at = datetime.fromisoformat(post.published_at)
    title = f"标题“{post.title}”" if post.title else f"无标题“{post.text[:_BEGINNING].splitlines()[0]}……”"
    return f"{title}，时间 {at:%Y-%m-%d %H:%M}，来源 {post.outlet or '无'}，正文 {len(post.text)} 字"


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
