"""The command line: wires the commands and turns every named error into one Chinese line. May import everything."""

import logging
import sys
from typing import Annotated

import typer

from chengyu.commands import (
    actions,
    alerts,
    analyse,
    backup,
    collect,
    deliver,
    demo,
    evaluate,
    extract,
    forget,
    init,
    labels,
    layouts,
    mask,
    models,
    outreach,
    report,
    reports,
    rows,
    run,
    score,
    show,
    sources,
    store,
    train,
    views,
)
from chengyu.console import complain, say
from chengyu.errors import ShellError
from chengyu.explaining import explain
from chengyu.typed_calls import ChineseTyper, UsageError, in_chinese
from chengyu.wiring import project_version

app = ChineseTyper(
    name="chengyu",
    help="城舆：每周读懂媒体和市民怎样谈论城市管理。五步：采集 → 入库 → 评分 → 分析 → 报告。",
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)
for module in (
    init, collect, store, score, analyse, report, run, demo, alerts, outreach, views, extract, mask, show, layouts, sources, models,
    backup, forget, labels, evaluate, train, rows, reports, actions, deliver,
):  # fmt: skip
    module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        say(project_version())
        raise typer.Exit


@app.callback()
def _options(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="显示运行日志")] = False,
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")
    ] = False,
) -> None:
    level = logging.DEBUG if verbose else logging.ERROR
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)


def main() -> None:
    """Run the command that was typed; exit with 0, 1 (failure) or 2 (wrong use)."""
    try:
        # Without the library's own ending, so that a wrong call is told in Chinese as well.
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Abort:
        complain("已中止")
        sys.exit(2)
    except UsageError as error:
        # A call without any argument has printed the help and says no more.
        if message := in_chinese(error.format_message()):
            complain(f"错误：{message}")
        sys.exit(2)
    except ShellError as error:
        complain(f"错误：{error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:  # the last line: an error with a known name becomes one line, any other keeps its trace
        line = explain(error)
        if line is None:
            raise
        complain(f"错误：{line}")
        sys.exit(1)
