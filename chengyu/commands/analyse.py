"""`chengyu analyse`: stage 4, the result tables of one period. May import everything."""

from typing import Annotated

import typer

from chengyu.config import Settings, load_settings
from chengyu.console import progress, say
from chengyu.wiring import analysis_context, chosen_model, chosen_period, database
from pipeline.analyse import Analysis
from pipeline.analyse import analyse as analyse_period
from pipeline.periods import Period

DAY = Annotated[str, typer.Option("--day", help="一天，例如 2026-11-17")]
WEEK = Annotated[str, typer.Option("--week", help="一周，例如 2026-W47；什么都不写则为最近一个整周")]
MONTH = Annotated[str, typer.Option("--month", help="一个月，例如 2026-11")]
QUARTER = Annotated[str, typer.Option("--quarter", help="一个季度，例如 2026-Q4")]
MODEL = Annotated[str, typer.Option("--model", help="用哪个模型的评分")]


def command(day: DAY = "", week: WEEK = "", month: MONTH = "", quarter: QUARTER = "", model: MODEL = "") -> None:
    """Analyse one period."""
    settings = load_settings()
    say_analysis(analyse_office(settings, chosen_period(settings, day, week, month, quarter), model))


def analyse_office(settings: Settings, period: Period, model: str) -> Analysis:
    """Write the result tables of one period."""
    loaded = chosen_model(settings, model)
    with database(settings) as opened, progress("分析") as advance:
        return analyse_period(opened, period, analysis_context(settings, loaded), advance)


def say_analysis(analysis: Analysis) -> None:
    """Print what the tables rest on."""
    summary = analysis.tables["summary"][0]
    rows = sum(len(table) for table in analysis.tables.values())
    say(
        f"分析：{summary['start']} 至 {summary['end']}，条目 {summary['posts']}，相关 {summary['relevant']}，"
        f"不相关 {summary['off_topic']}，未能评分 {summary['failed_scores']}，日期为推测而不计入 {summary['guessed_dates']}；"
        f"结果表 {len(analysis.tables)} 张，{rows} 行（运行编号 {analysis.run_id}）"
    )
