"""The one Chinese line for each named error of the stages. May import everything."""

from collections.abc import Callable

from crawlers.collect import CollectBusyError, ContactMissingError, CrawlStoppedError, UnknownLayoutError
from crawlers.declared import DeclarationError
from crawlers.encoding import UndecodableError
from crawlers.extraction import NoBodyError
from crawlers.files import FileError
from crawlers.markup import NotHtmlError
from crawlers.sharing import SharedQueueError, WorkerLostError
from models.promotion import NothingToRollBackError
from models.registry import ModelError
from models.training_set import LabelError
from pipeline.database import (
    DatabaseTooNewError,
    DatabaseUnavailableError,
    MigrationError,
    MissingProgramError,
    NotABackupError,
    PublishedError,
)
from pipeline.restoring import DamagedError
from pipeline.sieve import PatternError
from pipeline.taxonomy import TaxonomyError
from reports.brief import BriefError
from reports.pdf import PaperError


def _table_line(error: Exception) -> str:
    """Which spreadsheet cannot be read and why; a library's own words are English and say less than this."""
    if not isinstance(error, FileError):
        return str(error)
    missing = error.wrong.removeprefix("missing columns: ")
    if missing != error.wrong:
        return f"读不了表格 {error.path}：缺少列 {missing.replace(', ', '、')}（布局不对？见 chengyu layouts guess）"
    if error.wrong == "no rows":
        return f"读不了表格 {error.path}：里面没有行"
    return f"读不了表格 {error.path}：不是 CSV、XLSX 或 JSON Lines 文件，或已损坏"


# Checked in this order, so a special error stands before the one it is a kind of.
_LINES: tuple[tuple[type[Exception], Callable[[Exception], str]], ...] = (
    (CollectBusyError, lambda e: f"另一个采集正在 {e} 里进行，请等它结束"),
    (
        ContactMissingError,
        lambda _: "采集真实网站前，请在 settings.toml 的 [collect] 里写上 contact（邮箱或网址），让对方能联系到你",
    ),
    (CrawlStoppedError, lambda e: f"采集中途停止（{e}）：已经采到的都在，再运行一次 chengyu collect 会接着采"),
    (SharedQueueError, lambda e: f"连不上共享队列 {e}（环境变量 CHENGYU_REDIS）"),
    (
        WorkerLostError,
        lambda e: f"本机（{e}）与共享队列失去联系太久，手上的任务已交给别的机器；再运行一次 chengyu collect",
    ),
    (UnknownLayoutError, lambda e: f"没有名为 {e.args[0]} 的表格布局；可用：{'、'.join(e.args[1])}"),
    (DeclarationError, lambda e: f"声明文件有误：{e}"),
    (FileError, _table_line),
    (UndecodableError, lambda _: "无法解码：不是任何一种中文编码的文字"),
    (NotHtmlError, lambda _: "不是网页文件"),
    (NoBodyError, lambda _: "没有找到正文"),
    (ModelError, lambda e: f"模型不可用：{e}"),
    (NothingToRollBackError, lambda _: "没有可退回的模型：这个办公室没有启用过别的模型"),
    (LabelError, lambda e: f"标注文件有误：{e}"),
    (DatabaseTooNewError, lambda e: f"数据库由更新的版本建立（{e}），请升级程序"),
    (MigrationError, lambda e: f"数据库升级失败，原样未动：{e}"),
    (NotABackupError, lambda e: f"不是本程序的备份文件，或已损坏：{e}"),
    (
        MissingProgramError,
        lambda e: f"没有安装 {e}：PostgreSQL 的备份和恢复要用它（Debian/Ubuntu：apt install postgresql-client）",
    ),
    (DamagedError, lambda e: f"现有的数据库读不了（{e}）：确定要用备份换下它，请加 --replace（会先把它移到旁边）"),
    (DatabaseUnavailableError, lambda e: f"打不开或写不了数据库：{e}"),
    (PatternError, lambda e: f"[sieve] 里的词或正则表达式有误：{e}"),
    (TaxonomyError, lambda e: f"分类或设置表有误：{e}"),
    (PaperError, lambda e: f"排版失败：{e}"),
    (BriefError, lambda e: f"结果表或 Brief 读不了，缺少或不认识 {e}"),
    (PublishedError, lambda e: f"报告 {e} 已发布，不能改写"),
    (PermissionError, lambda e: f"没有权限：{_path(e)}"),
    (FileNotFoundError, lambda e: f"找不到文件：{_path(e)}"),
    (OSError, lambda e: f"读写失败：{e}"),
)


def explain(error: Exception) -> str | None:
    """The line for an error that has a name, None for a fault of the program."""
    for kind, line in _LINES:
        if isinstance(error, kind):
            # A driver's message may run over several lines.
            return " ".join(line(error).split())
    return None


def _path(error: Exception) -> str:
    return str(getattr(error, "filename", None) or error)
