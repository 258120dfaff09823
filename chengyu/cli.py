"""The command line: wires the commands and turns every named error into one Chinese line. May import everything."""

import logging
import sys
from typing import Annotated, Any

import typer

from chengyu.console import complain, say
from chengyu.errors import ShellError
from chengyu.explaining import explain
from chengyu.late_commands import Late, LateCommand, LateGroup, LoadingGroup
from chengyu.typed_calls import ChineseTyper, UsageError, in_chinese

# In the order of the help: the five stages first, with what the second refused.
COMMANDS: tuple[Late | LateGroup, ...] = (
    Late("init", "建立一个办公室的文件夹：设置、来源、盐（只有本人可读）", "init"),
    Late("collect", "第一步，采集：从声明的来源，或用 --file 从一个表格", "collect"),
    Late("store", "第二步，入库：清洗、脱敏、去重、定位、归并事件", "store"),
    Late("refused", "列出没有入库的行：文件、行号、原因", "refused"),
    Late("score", "第三步，评分：给未评分的条目判断相关性、对城管的态度、事项和说法", "score"),
    Late("analyse", "第四步，分析：算出一个周期的结果表", "analyse"),
    Late("report", "第五步，报告：把结果表写成 PDF、Word、Excel 和网页", "report"),
    Late("run", "五步一次做完：采集、入库、评分、分析、报告", "run"),
    Late("demo", "在虚构的演示城市上跑完五步（make report 就是它）", "demo"),
    Late("alerts", "列出还没有回应的预警和时限；--send 外发，每条只发一次（默认关闭）", "alerts"),
    LateGroup("outreach", "宣传与整治行动：登记、列出、导入、看效果", "outreach"),
    LateGroup("views", "网民观点：看分组，起名字", "views"),
    Late("extract", "从一个网页文件取出标题、时间、来源、作者和正文，以 JSON 打印", "extract"),
    Late("mask", "脱敏：从标准输入逐行读，打码后写到标准输出", "mask"),
    Late("show", "显示一条：原文、评分、所属事件、网页存档在哪里", "show"),
    LateGroup("layouts", "查看、试拟表格布局", "layouts"),
    LateGroup("sources", "查看、试读、新增来源", "sources"),
    LateGroup("models", "查看、启用、退回模型", "models"),
    Late("backup", "备份：把整个数据库写进一个文件，不影响正在使用的人", "backup", "backup"),
    Late("restore", "恢复：用备份文件换下整个数据库", "backup", "restore"),
    Late("forget", "删除：按编号、地址、作者或日期删除条目和它的痕迹，并留下记录", "forget"),
    LateGroup("labels", "人工标注：导出、导入、取用", "labels"),
    Late("evaluate", "评价模型：按类别、来源、周给出得分和区间，或与另一个模型比较", "evaluate"),
    Late("train", "训练：用标注过的文字训练新模型，放进办公室文件夹的 models，不会自动启用", "train"),
    Late("rows", "列出报告中一个数字背后的条目", "rows"),
    LateGroup("reports", "报告的编号和状态：草稿、已核、已发布", "reports"),
    LateGroup("actions", "交办事项：报告里的“上期事项办理情况”由此而来", "actions"),
    Late("deliver", "把已发布的报告用邮件发给名单上的人，每人只发一次（默认关闭）", "deliver"),
)


def program() -> Any:
    """The command line, each of its commands to be loaded when it is called."""
    app = ChineseTyper(
        name="chengyu",
        cls=LoadingGroup,
        help="城舆：每周读懂媒体和市民怎样谈论城市管理。五步：采集 → 入库 → 评分 → 分析 → 报告。",
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_options)
    group: Any = typer.main.get_command(app)
    for late in COMMANDS:
        group.add_command(LateCommand(late))
    return group


def _version(wanted: bool) -> None:
    if wanted:
        from chengyu.config import project_version

        say(project_version())
        raise typer.Exit


def _options(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="显示运行日志")] = False,
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")
    ] = False,
) -> None:
    level = logging.DEBUG if verbose else logging.ERROR
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    if not verbose:  # a site that is down ends as an outcome, which is told in Chinese
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)
        # Warns by a level of its own of what follows on an error that is told.
        logging.getLogger("psycopg").setLevel(logging.ERROR)


def main() -> None:
    """Run the command that was typed; exit with 0, 1 (failure) or 2 (wrong use)."""
    try:
        # Without the library's own ending, so that a wrong call is told in Chinese as well.
        sys.exit(program()(standalone_mode=False) or 0)
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
