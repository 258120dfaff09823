"""`chengyu report`: stage 5, the papers of one period from its result tables. May import everything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from chengyu.commands.analyse import DAY, MONTH, QUARTER, WEEK
from chengyu.config import Settings, load_settings
from chengyu.console import progress, say
from chengyu.errors import ShellError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import chosen_period, database
from crawlers.post import CITY_TIME
from pipeline.database import LoadedRun, load_run
from pipeline.periods import Period, PeriodKind
from reports.brief import Brief, Head, build_annex, build_brief
from reports.excel import write_excel
from reports.pdf import render_pdf
from reports.web import write_web
from reports.word import write_word

OUT = Annotated[Path | None, typer.Option("--out", help="写到这个文件夹；不写则为办公室文件夹里的 reports")]

RENDERERS: Mapping[str, Callable[[Brief, Path], object]] = {
    ".pdf": render_pdf,
    ".docx": write_word,
    ".xlsx": write_excel,
    ".html": write_web,
}
# What a paper of each length is called, where the office has set no title of its own.
_TITLES = {PeriodKind.DAY: "日报", PeriodKind.WEEK: "周报", PeriodKind.MONTH: "月报", PeriodKind.QUARTER: "季报"}


class NotAnalysedError(ShellError):
    """A report was asked for before the analysis."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.label} 还没有分析：请先运行 chengyu analyse --{period.kind} {period.label}")


@dataclass(frozen=True, slots=True)
class Papers:
    """What was written: the PDF for the leader, and every file."""

    pdf: Path
    files: tuple[Path, ...]
    replaced: Mapping[str, int]


def register(app: ChineseTyper) -> None:
    """Add the command."""
    app.add("report", "第五步，报告：把结果表写成 PDF、Word、Excel 和网页", command)


def command(day: DAY = "", week: WEEK = "", month: MONTH = "", quarter: QUARTER = "", out: OUT = None) -> None:
    """Write the papers of one period."""
    settings = load_settings()
    say_report(report_office(settings, chosen_period(settings, day, week, month, quarter), out))


def report_office(settings: Settings, period: Period, out: Path | None) -> Papers:
    """Write the paper in every form, the annex on conduct, and the Brief; raises NotAnalysedError."""
    with database(settings) as opened:
        run = load_run(opened, str(period.kind), period.label)
    if run is None:
        raise NotAnalysedError(period)
    head = paper_head(settings, period, run)
    folder = out or settings.home / "reports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    brief = build_brief(run.tables, head)
    stem = folder / f"{settings.city.name}-{period.label}"
    with progress("报告") as advance:
        files = [write_brief(brief, stem.with_name(f"{stem.name}.json"))]
        replaced: Mapping[str, int] = {}
        for suffix, render in RENDERERS.items():
            path = stem.with_name(stem.name + suffix)
            render(brief, path)
            files.append(path)
            advance(suffix, 1)
        annex = stem.with_name(f"{stem.name}-督察专件.pdf")
        replaced = render_pdf(build_annex(run.tables, head), annex).replaced
    return Papers(files[1], (*files, annex), replaced)


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


def write_brief(brief: Brief, path: Path) -> Path:
    """The Brief as JSON, whole or not at all."""
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(brief.to_json(), encoding="utf-8")
    draft.replace(path)
    return path


def say_report(papers: Papers) -> None:
    """Where the files lie, the PDF last."""
    others = "，".join(path.name for path in papers.files if path != papers.pdf)
    if papers.replaced:
        say("报告：字库里没有的字已用标记代替：" + "，".join(f"{c}×{n}" for c, n in papers.replaced.items()))
    say(f"报告：另有 {others}")
    say(f"报告 PDF：{papers.pdf}")
