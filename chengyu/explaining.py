"""The one Chinese line for each named error of the stages. May import everything."""

from collections.abc import Callable, Mapping

from chengyu.declaration_lines import in_words


def _declaration_line(error: Exception) -> str:
    """Which file, source or layout, and key cannot be used, and why."""
    file, name, key, wrong = (getattr(error, part) for part in ("file", "name", "key", "wrong"))
    place = " 的 ".join(part for part in (name, key) if part not in {"-", ""})
    return f"声明文件有误：{file}：{f'{place}：' if place else ''}{in_words(wrong)}"


def _feed_line(address: str, wrong: str) -> str:
    """Why nothing can be sent to a feed address."""
    if "boto3" in wrong:
        return f"往 {address} 写要先安装 boto3：pip install 'chengyu[s3]'"
    return f"环境变量 CHENGYU_FEED 写的地址用不了：{address}（{wrong.replace('not one of', '可用的开头：')}）"


def _few_labels_line(count: int, seen: int, needed: int) -> str:
    """How many labels there are to learn from, and how many do not count."""
    beside = f"（另有 {seen} 条的文字自带的模型已经学过，不算）" if seen else ""
    return f"只有 {count} 条不同的标注{beside}，至少要 {needed} 条才学得到东西"


# By the place of the class, as text: an error that was raised has its module loaded, and no other is to be for its sake.
LINES: Mapping[str, Callable[[Exception], str]] = {
    "crawlers.imports.CollectBusyError": lambda e: f"另一个采集正在 {e} 里进行，请等它结束",
    "crawlers.politeness.ContactMissingError": lambda _: (
        "采集真实网站前，请在 settings.toml 的 [collect] 里写上 contact（邮箱或网址），让对方能联系到你"
    ),
    "crawlers.collect.CrawlStoppedError": lambda e: (
        f"采集中途停止（{e}）：已经采到的都在，再运行一次 chengyu collect 会接着采"
    ),
    "crawlers.sharing.SharedQueueError": lambda e: f"连不上共享队列 {e}（环境变量 CHENGYU_REDIS）",
    "crawlers.sharing.WorkerLostError": lambda e: (
        f"本机（{e}）与共享队列失去联系太久，手上的任务已交给别的机器；再运行一次 chengyu collect"
    ),
    "crawlers.feeds.FeedAddressError": lambda e: _feed_line(*e.args),
    "crawlers.imports.UnknownLayoutError": lambda e: f"没有名为 {e.args[0]} 的表格布局；可用：{'、'.join(e.args[1])}",
    "crawlers.declared.DeclarationError": _declaration_line,
    "crawlers.files.FileError": lambda e: f"读不了表格 {e.args[0]}",
    "crawlers.encoding.UndecodableError": lambda _: "无法解码：不是任何一种中文编码的文字",
    "crawlers.markup.NotHtmlError": lambda _: "不是网页文件",
    "crawlers.extraction.NoBodyError": lambda _: "没有找到正文",
    "models.registry.ModelError": lambda e: f"模型不可用：{e}",
    "models.promotion.NothingToRollBackError": lambda _: "没有可退回的模型：这个办公室没有启用过别的模型",
    "models.encoder_network.StartError": lambda e: f"不能从这个检查点开始训练，本机没有且下载不到，或不是编码器：{e}",
    "models.encoder.TrainingExtraError": lambda _: (
        "训练 encoder 要用 torch 与 transformers，还没有安装：make train-setup"
    ),
    "models.training_set.LabelError": lambda e: f"标注文件有误：{e}",
    "models.adapted.TooFewLabelsError": lambda e: _few_labels_line(*e.args),
    "pipeline.database.opening.DatabaseTooNewError": lambda e: f"数据库由更新的版本建立（{e}），请升级程序",
    "pipeline.database.opening.MigrationError": lambda e: f"数据库升级失败，原样未动：{e}",
    "pipeline.database.opening.NotABackupError": lambda e: f"不是本程序的备份文件，或已损坏：{e}",
    "pipeline.database.dumps.MissingProgramError": lambda e: (
        f"没有安装 {e}：PostgreSQL 的备份和恢复要用它（Debian/Ubuntu：apt install postgresql-client）"
    ),
    "pipeline.restoring.DamagedError": lambda e: (
        f"现有的数据库读不了（{e}）：确定要用备份换下它，请加 --replace（会先把它移到旁边）"
    ),
    "pipeline.database.opening.DatabaseReadOnlyError": lambda e: f"数据库现在只能读，不能写：{e}",
    "pipeline.database.opening.DatabaseRightsError": lambda e: (
        f"数据库账号的权限不够：{e}（请数据库管理员授予读写这个库的权限）"
    ),
    "pipeline.database.opening.DatabaseUnavailableError": lambda e: f"打不开或写不了数据库：{e}",
    "pipeline.sieve.PatternError": lambda e: f"[sieve] 里的词或正则表达式有误：{e}",
    "pipeline.taxonomy.TaxonomyError": lambda e: f"分类或设置表有误：{e}",
    "reports.pdf.PaperError": lambda e: f"排版失败：{e}",
    "reports.typefaces.TypefaceMissingError": lambda e: (
        f"这份报告用的字体 {e.args[0]}（文件 {e.args[1]}）不在 {e.args[2]}，或已不是同一个文件：放回去再试"
    ),
    "reports.reading.BriefError": lambda e: f"结果表或 Brief 读不了，缺少或不认识 {e}",
    "pipeline.database.papers.PublishedError": lambda e: f"报告 {e} 已发布，不能改写",
    "builtins.PermissionError": lambda e: f"没有权限：{_path(e)}",
    "builtins.FileNotFoundError": lambda e: f"找不到文件：{_path(e)}",
    "builtins.OSError": lambda e: f"读写失败：{e}",
}


def explain(error: Exception) -> str | None:
    """The line for an error that has a name, None for a fault of the program."""
    for kind in type(error).__mro__:
        if line := LINES.get(f"{kind.__module__}.{kind.__qualname__}"):
            # A driver's message may run over several lines.
            return " ".join(line(error).split())
    return None


def _path(error: Exception) -> str:
    return str(getattr(error, "filename", None) or error)
