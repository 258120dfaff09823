"""`chengyu store`: stage 2, raw lines to the database. May import everything."""

from collections import Counter

from chengyu.config import Settings, load_settings
from chengyu.console import progress, say, say_counts
from chengyu.errors import ShellError
from chengyu.salt import read_salt
from chengyu.wiring import database
from models.processes import ProcessDiedError
from pipeline.store import Retention, StoreReport, store
from pipeline.wording import LINE_OUTCOME_ZH, SIEVED_ZH, refused_zh

# Paths named in one line; the rest is counted.
_SHOWN = 5


def command() -> None:
    """Store every raw line that is not in the database yet."""
    say_store(store_lines(load_settings()))


def store_lines(settings: Settings) -> StoreReport:
    """Store what collect left in the office's folder."""
    retention = Retention(**settings.file.retention.model_dump())
    salt = read_salt(settings.home)
    try:
        with database(settings) as opened, progress("入库") as advance:
            return store(opened, settings.home, settings.city, salt, settings.now, retention, advance, settings.grammar)
    except ProcessDiedError as error:
        told = "一个入库进程中断了，多半是内存不够；正在入库的文件一行也没有存，再运行一次会接着做"
        raise ShellError(told) from error


def say_store(report: StoreReport) -> None:
    """Print what became of the lines."""
    counts = {LINE_OUTCOME_ZH.get(name, name): n for name, n in report.outcomes.items()}
    say_counts(f"入库：文件 {report.files} 个，行 {report.lines}：", counts)
    _say_refused(report)
    if report.off_topic:
        kinds: Counter[str] = Counter()
        for reason, n in report.off_topic.items():
            kinds[SIEVED_ZH[reason.partition(":")[0]]] += n
        say_counts("入库：第一道筛算作无关 ", kinds)
    if (again := report.resieved) and again.posts:
        went = f"改为有关 {again.came_in} 条，改为无关 {again.went_out} 条"
        say(f"入库：筛选词有改动，已入库的 {again.posts} 条重新过了第一道筛：{went}")
    if report.masked:
        say_counts("入库：脱敏标记 ", report.masked)
    for path in report.broken_coverage:
        say(f"入库：覆盖情况 {path} 读不了，这一次采集按缺口处理")
    if report.expired:
        say(f"入库：{report.expired} 条市民发布的内容文字到期，已删除；评分、地点和数目照旧")
    if report.removed:
        shown = "、".join(report.removed[:_SHOWN])
        more = f" 等 {len(report.removed)} 个" if len(report.removed) > _SHOWN else ""
        say(f"入库：到期已删除的文件 {shown}{more}")


def _say_refused(report: StoreReport) -> None:
    for line in report.refused:
        say(f"入库：没有入库 {refused_zh(line)}")
    if report.refused:
        say("入库：没有入库的行，全部由 chengyu refused 列出")
    for path in report.unnameable:
        say(f"入库：{path} 的文件名不是 UTF-8 或者太长，没有入库；请改名后再运行一次")
