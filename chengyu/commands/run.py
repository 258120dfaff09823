"""`chengyu run`: all five stages for one period, with one block of Chinese lines a stage. May import everything."""

import time
from typing import Annotated

import typer

from chengyu.commands.alerts import targets_of, watch_office
from chengyu.commands.analyse import DAY, MODEL, MONTH, QUARTER, WEEK, analyse_office, say_analysis
from chengyu.commands.collect import chosen_sources, collect_sources, say_coverage
from chengyu.commands.report import OUT, report_office, say_report
from chengyu.commands.score import say_scores, score_database
from chengyu.commands.store import say_store, store_lines
from chengyu.config import Settings, load_settings
from chengyu.console import say
from chengyu.errors import WrongUseError
from chengyu.wiring import chosen_period
from pipeline.periods import Period


def command(
    day: DAY = "",
    week: WEEK = "",
    month: MONTH = "",
    quarter: QUARTER = "",
    model: MODEL = "",
    out: OUT = None,
    light: Annotated[bool, typer.Option("--light", help="只采集、入库、评分、看预警，可以每小时一次")] = False,
) -> None:
    """Run all stages, or those that the clocks need."""
    settings = load_settings()
    if light:
        if any((day, week, month, quarter, out)):
            raise WrongUseError("--light 不能和周期选项、--out 同用")
        run_light(settings, model)
        return
    run_office(settings, chosen_period(settings, day, week, month, quarter), model, out)


def read_in(settings: Settings, model: str, base: str) -> None:
    """The first three stages: what is new at the sources, in the database and scored."""
    say_coverage(collect_sources(settings, chosen_sources(settings, (), base)))
    say_store(store_lines(settings))
    say_scores(score_database(settings, model))


def run_light(settings: Settings, model: str, base: str = "") -> None:
    """Collect, store, score, then the rules; sends new alerts where the settings say so."""
    targets = targets_of(settings)
    read_in(settings, model, base)
    watch_office(settings, model, targets)


def run_office(settings: Settings, period: Period, model: str, out: OUT = None, base: str = "") -> None:
    """All five stages in order; `base` is the address of a site on this machine for sources that name {base}."""
    began = time.monotonic()
    read_in(settings, model, base)
    say_analysis(analyse_office(settings, period, model))
    say_report(report_office(settings, period, out))
    say(f"用时 {time.monotonic() - began:.0f} 秒")
