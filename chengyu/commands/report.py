"""`chengyu report`: stage 5, the papers of one period from its result tables. May import everything."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from chengyu.access import record_access
from chengyu.commands.analyse import DAY, MONTH, QUARTER, WEEK
from chengyu.config import Settings, load_settings
from chengyu.console import progress, say
from chengyu.errors import MissingFileError, ShellError
from chengyu.looks import missing_fonts, office_look
from chengyu.paper_files import Content, Papers, read_content, write_edition, write_forms
from chengyu.papers import edition_of, issue_text, series_of
from chengyu.story_papers import story_edition, story_series
from chengyu.wiring import chosen_period, database
from crawlers.post import CITY_TIME
from pipeline.database import LoadedRun, actions, load_run
from pipeline.periods import Period, PeriodKind
from reports.backing import Backing, build_backing
from reports.brief import Head, build_annex, build_brief, build_day, build_special
from reports.follow_up import with_follow_up

STORY = Annotated[str, typer.Option("--story", help="只写这一事件的专报（快报、续报或终报），填事件编号")]
OUT = Annotated[Path | None, typer.Option("--out", help="写到这个文件夹；不写则为办公室文件夹里的 reports")]

STORIES_NAMED = 5
# What a paper of each length is called, where the office has set no title of its own.
_TITLES = {PeriodKind.DAY: "日报", PeriodKind.WEEK: "周报", PeriodKind.MONTH: "月报", PeriodKind.QUARTER: "季报"}


class NotAnalysedError(ShellError):
    """A report was asked for before the analysis."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label} 还没有分析：请先运行 chengyu analyse --{period.kind} {period.label}")


class StoryUnknownError(ShellError):
    """A report was asked for on a story that the period does not have; tells the largest that it has."""

    def __init__(self, story: str, period: Period, stories: Mapping[str, str]) -> None:
        known = "；".join(f"{key} {title[:20]}" for key, title in list(stories.items())[:STORIES_NAMED])
        super().__init__(
            f"{period.label} 没有编号为 {story} 的事件。{f'较大的有：{known}' if known else '这一期没有事件'}"
        )


def command(
    day: DAY = "",
    week: WEEK = "",
    month: MONTH = "",
    quarter: QUARTER = "",
    story: STORY = "",
    out: OUT = None,
    brief_file: Annotated[
        Path | None, typer.Option("--from", help="不用数据库：从这个 Brief（JSON）重新写出各种文件")
    ] = None,
) -> None:
    """Write the papers of one period, or those of a Brief."""
    if brief_file is not None:
        say_report(report_brief(brief_file, out or brief_file.parent))
        return
    settings = load_settings()
    period = chosen_period(settings, day, week, month, quarter)
    if missing := missing_fonts(settings, office_look(settings)):
        say(f"报告：{settings.home / 'fonts'} 里没有字体 {'、'.join(missing)}，改用随程序的字体")
    say_report(report_story(settings, period, story, out) if story else report_office(settings, period, out))


def report_office(settings: Settings, period: Period, out: Path | None) -> Papers:
    """Write the paper in every form, the annex on conduct, and the Brief; raises NotAnalysedError."""
    run = loaded_run(settings, period)
    build = build_day if period.kind is PeriodKind.DAY else build_brief
    plain = build(run.tables, paper_head(settings, period, run))
    with database(settings) as opened:
        brief = with_follow_up(plain, actions(opened), period.start)
        edition = edition_of(opened, series_of(period), brief)
        backing = build_backing(run.tables, run.run["id"])
        content = Content(edition.brief, backing, build_annex(run.tables, edition.brief.head))
        _write_down(settings, backing)
        return write_edition(opened, edition, content, papers_folder(settings, out))


def report_story(settings: Settings, period: Period, story: str, out: Path | None) -> Papers:
    """Write the report on one story of a period in every form; raises NotAnalysedError or StoryUnknownError."""
    run = loaded_run(settings, period)
    checked_story(run, story, period)
    head = replace(paper_head(settings, period, run), title=_title(settings, "专报"), kind="special")
    with database(settings) as opened:
        series = story_series(opened, story, run.run["analysed_at"].year)
        edition = story_edition(
            opened,
            series,
            head.made_at,
            lambda earlier, made_at: build_special(run.tables, replace(head, made_at=made_at), story, earlier),
        )
        backing = build_backing(run.tables, run.run["id"], story)
        _write_down(settings, backing)
        return write_edition(opened, edition, Content(edition.brief, backing), papers_folder(settings, out))


def _write_down(settings: Settings, backing: Backing) -> None:
    """The files hold the texts behind every figure, so that whoever writes them has opened those posts."""
    record_access(settings, "report", [post.id for post in backing.posts])


def checked_story(run: LoadedRun, story: str, period: Period) -> None:
    """Raise StoryUnknownError where a period has no such story."""
    stories = {row["story_id"]: row["title"] for row in run.tables.get("stories", [])}
    if story not in stories:
        raise StoryUnknownError(story, period, stories)


def report_brief(brief_file: Path, folder: Path) -> Papers:
    """Write every form of a Brief that was kept, with its posts and its annex where they lie beside it; no database."""
    if not brief_file.is_file():
        raise MissingFileError(str(brief_file))
    content = read_content(brief_file)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with progress("报告") as advance:
        return write_forms(content, folder / brief_file.stem, advance)


def papers_folder(settings: Settings, out: Path | None) -> Path:
    """Where papers are written, made for its owner alone where it is missing."""
    folder = out or settings.home / "reports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def loaded_run(settings: Settings, period: Period) -> LoadedRun:
    """The newest analysis of a period; raises NotAnalysedError."""
    with database(settings) as opened:
        run = load_run(opened, str(period.kind), period.label)
    if run is None:
        raise NotAnalysedError(period)
    return run


def paper_head(settings: Settings, period: Period, run: LoadedRun) -> Head:
    """What stands at the head of the paper."""
    report = settings.file.report
    return Head(
        title=_title(settings, _TITLES[period.kind]),
        number=issue_text(period),
        office=report.office or settings.city.bureau,
        city=settings.city.name,
        period=period.label,
        made_at=run.run["analysed_at"].replace(tzinfo=CITY_TIME).isoformat(),
        fictional=settings.city.fictional,
        marking=report.marking,
        signer=report.signer,
        checker=report.checker,
        editor=report.editor,
        report_to="、".join(report.report_to),
        send_to="、".join(report.send_to),
        issue_to="、".join(report.issue_to),
        copies=report.copies or None,
        look=office_look(settings),
        run_id=run.run["id"],
        data_digest=run.run["data_digest"],
    )


def say_report(papers: Papers) -> None:
    """Where the files lie, the PDF last."""
    others = "，".join(path.name for path in papers.files if path != papers.pdf)
    if papers.replaced:
        say("报告：字库里没有的字已用标记代替：" + "，".join(f"{c}×{n}" for c, n in papers.replaced.items()))
    if papers.changes:
        say(f"报告：更正已发布的一期：{papers.changes}")
    if papers.state:
        say(f"报告：{papers.state}")
    say(f"报告：另有 {others}")
    say(f"报告 PDF：{papers.pdf}")


def _title(settings: Settings, name: str) -> str:
    """The office's own title for a paper of another kind."""
    return settings.file.report.title.replace("周报", name)
