"""`chengyu report`: stage 5, the papers of one period from its result tables. May import everything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from chengyu.commands.analyse import DAY, MONTH, QUARTER, WEEK
from chengyu.config import Settings, load_settings
from chengyu.console import Advance, progress, say
from chengyu.errors import MissingFileError, ShellError
from chengyu.papers import STATE_ZH, Edition, edition_of, record, refuse_published
from chengyu.wiring import chosen_period, database
from crawlers.post import CITY_TIME
from pipeline.database import LoadedRun, actions, load_run
from pipeline.periods import Period, PeriodKind
from reports.backing import Backing, build_backing
from reports.brief import Brief, Head, build_annex, build_brief, build_day, build_special
from reports.excel import write_excel
from reports.follow_up import with_follow_up
from reports.pdf import render_pdf
from reports.web import write_web
from reports.word import write_word

STORY = Annotated[str, typer.Option("--story", help="只写这一事件的专报（快报、续报或终报），填事件编号")]
OUT = Annotated[Path | None, typer.Option("--out", help="写到这个文件夹；不写则为办公室文件夹里的 reports")]

# The PDF is written apart, since it tells which characters it had to replace.
RENDERERS: Mapping[str, Callable[[Brief, Path, Backing], object]] = {
    ".docx": lambda brief, path, _: write_word(brief, path),
    ".xlsx": write_excel,
    ".html": write_web,
}
ROWS = ".rows.json"
STORIES_NAMED = 5
ANNEX = "-督察专件.pdf"
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


@dataclass(frozen=True, slots=True)
class Papers:
    """What was written: the PDF for the leader, and every file; `state` is in Chinese, `changes` of a correction."""

    pdf: Path
    files: tuple[Path, ...]
    replaced: Mapping[str, int]
    state: str = ""
    changes: str = ""


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
    say_report(report_story(settings, period, story, out) if story else report_office(settings, period, out))


def report_office(settings: Settings, period: Period, out: Path | None) -> Papers:
    """Write the paper in every form, the annex on conduct, and the Brief; raises NotAnalysedError."""
    run = loaded_run(settings, period)
    build = build_day if period.kind is PeriodKind.DAY else build_brief
    plain = build(run.tables, paper_head(settings, period, run))
    with database(settings) as opened:
        brief = with_follow_up(plain, actions(opened), period.start)
        edition = edition_of(opened, period, brief)
        if edition.unchanged is not None:
            return _standing(Path(edition.unchanged["path"]))
        folder = papers_folder(settings, out)
        stem = folder / f"{settings.city.name}-{period.label}{edition.suffix}"
        with progress("报告") as advance:
            papers = _write(edition, stem, run, advance)
        state = record(opened, edition, period, stem.with_name(f"{stem.name}.json"))
    return Papers(papers.pdf, papers.files, papers.replaced, STATE_ZH[state], edition.changes)


def papers_folder(settings: Settings, out: Path | None) -> Path:
    """Where papers are written, made for its owner alone where it is missing."""
    folder = out or settings.home / "reports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def report_story(settings: Settings, period: Period, story: str, out: Path | None) -> Papers:
    """Write the report on one story of a period in every form; raises NotAnalysedError or StoryUnknownError."""
    run = loaded_run(settings, period)
    stories = {row["story_id"]: row["title"] for row in run.tables["stories"]}
    if story not in stories:
        raise StoryUnknownError(story, period, stories)
    title = settings.file.report.title.replace("周报", "专报")
    head = replace(paper_head(settings, period, run), title=title, number=f"{period.label}-{story[:6]}")
    brief, backing = build_special(run.tables, head, story), build_backing(run.tables, run.run["id"])
    folder = papers_folder(settings, out)
    stem = folder / f"{settings.city.name}-专报-{head.number}"
    kept = write_text(brief.to_json(), stem.with_name(f"{stem.name}.json"))
    with progress("报告") as advance:
        papers = write_forms(brief, backing, stem, advance)
    return replace(papers, files=(*papers.files, kept))


def report_brief(brief_file: Path, folder: Path) -> Papers:
    """Write every form of a Brief that was kept, with its posts where they lie beside it; needs no database."""
    if not brief_file.is_file():
        raise MissingFileError(str(brief_file))
    brief = Brief.from_json(brief_file.read_text(encoding="utf-8"))
    rows = brief_file.with_name(brief_file.stem + ROWS)
    backing = Backing.from_json(rows.read_text(encoding="utf-8")) if rows.is_file() else build_backing({}, "")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with progress("报告") as advance:
        return write_forms(brief, backing, folder / brief_file.stem, advance)


def loaded_run(settings: Settings, period: Period) -> LoadedRun:
    """The newest analysis of a period; raises NotAnalysedError."""
    with database(settings) as opened:
        run = load_run(opened, str(period.kind), period.label)
    if run is None:
        raise NotAnalysedError(period)
    return run


def write_forms(brief: Brief, backing: Backing, stem: Path, advance: Advance) -> Papers:
    """The PDF and every other form; nothing is written where a file belongs to a published paper."""
    paths = {suffix: stem.with_name(stem.name + suffix) for suffix in (".pdf", *RENDERERS)}
    for path in paths.values():
        refuse_published(path)
    replaced = render_pdf(brief, paths[".pdf"]).replaced
    for suffix, render in RENDERERS.items():
        render(brief, paths[suffix], backing)
        advance(suffix, 1)
    return Papers(paths[".pdf"], tuple(paths.values()), replaced)


def paper_head(settings: Settings, period: Period, run: LoadedRun) -> Head:
    """What stands at the head of the paper."""
    report = settings.file.report
    title = report.title.replace("周报", _TITLES[period.kind])
    return Head(
        title=title,
        number=f"{period.label}",
        office=report.office or settings.city.bureau,
        city=settings.city.name,
        period=period.label,
        made_at=run.run["analysed_at"].replace(tzinfo=CITY_TIME).isoformat(),
        fictional=settings.city.fictional,
        send_to="、".join(report.copies_to),
        run_id=run.run["id"],
        data_digest=run.run["data_digest"],
    )


def write_text(text: str, path: Path) -> Path:
    """A text file, whole or not at all; raises PublishedFileError."""
    refuse_published(path)
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
    return path


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


def _write(edition: Edition, stem: Path, run: LoadedRun, advance: Advance) -> Papers:
    backing = build_backing(run.tables, run.run["id"])
    kept = (
        write_text(edition.brief.to_json(), stem.with_name(f"{stem.name}.json")),
        write_text(backing.to_json(), stem.with_name(f"{stem.name}{ROWS}")),
    )
    papers = write_forms(edition.brief, backing, stem, advance)
    annex = stem.with_name(f"{stem.name}{ANNEX}")
    render_pdf(build_annex(run.tables, edition.brief.head), annex)
    return Papers(papers.pdf, (*papers.files, *kept, annex), papers.replaced)


def _standing(path: Path) -> Papers:
    """The files of a published paper that still holds."""
    files = tuple(sorted(path.parent.glob(f"{path.stem}.*")))
    return Papers(path.with_suffix(".pdf"), files, {}, "已发布，内容没有变化，未重写")
