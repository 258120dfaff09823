"""`chengyu store`: stage 2, raw lines to the database. May import everything."""

from chengyu.config import Settings, load_settings
from chengyu.console import progress, say_counts
from chengyu.errors import MissingFileError
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import database
from pipeline.store import Retention, StoreReport, store
from pipeline.wording import LINE_OUTCOME_ZH


def register(app: ChineseTyper) -> None:
    """Add the command."""
    app.add("store", "第二步，入库：清洗、脱敏、去重、定位、归并事件", command)


def command() -> None:
    """Store every raw line that is not in the database yet."""
    say_store(store_lines(load_settings()))


def store_lines(settings: Settings) -> StoreReport:
    """Store what collect left in the office's folder."""
    salt_file = settings.home / "salt"
    if not salt_file.is_file():
        raise MissingFileError(str(salt_file))
    retention = Retention(raw_days=settings.file.retention.raw_days, archive_days=settings.file.retention.archive_days)
    salt = bytes.fromhex(salt_file.read_text(encoding="ascii").strip())
    with database(settings) as opened, progress("入库") as advance:
        return store(opened, settings.home, settings.city, salt, settings.now, retention, advance)


def say_store(report: StoreReport) -> None:
    """Print what became of the lines."""
    counts = {LINE_OUTCOME_ZH.get(name, name): n for name, n in report.outcomes.items()}
    say_counts(f"入库：文件 {report.files} 个，行 {report.lines}：", counts)
