"""`chengyu forget`: deletes posts with their traces and says what is left for people to do. May import everything."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from chengyu.access import user
from chengyu.config import Settings, load_settings
from chengyu.console import say, say_counts
from chengyu.errors import WrongUseError
from chengyu.reissue import reissue_without
from chengyu.salt import read_salt
from chengyu.wiring import database
from crawlers.imports import collecting
from crawlers.shipping import sent
from pipeline.database import audit_rows
from pipeline.forget import By, Forgotten, Reissued, Wanted, forget
from pipeline.quotations import Traces

_COUNT_ZH = {
    "posts": "条目",
    "scores": "评分",
    "labels": "标注",
    "handling": "办理情况",
    "stories": "事件",
    "results": "结果表行",
    "raw_lines": "原始行",
    "pages": "存档网页",
}


def command(
    post_id: Annotated[str, typer.Option("--id", help="删除这个编号的条目，没有地址的工单用它")] = "",
    url: Annotated[str, typer.Option("--url", help="删除这个地址的条目")] = "",
    author: Annotated[str, typer.Option("--author", help="删除这个作者（网名）的条目")] = "",
    source: Annotated[str, typer.Option("--source", help="与 --author 合用：只限这一个来源")] = "",
    before: Annotated[str, typer.Option("--before", help="删除这一天以前发布的条目，例如 2025-01-01")] = "",
) -> None:
    """Delete what was named."""
    wanted = _wanted(post_id, url, author, source, before)
    settings = load_settings()
    done = forget_posts(settings, wanted)
    say_forgotten(done)
    for copy in sent(settings.home, done.raw_files):
        say(f"请处理：{copy} 是送出去的原始行，未脱敏，这里删不了；请在那里删去它，并请取用过的人一并删去")
    if wanted.by is By.AUTHOR:
        _say_new_salt(settings)


def forget_posts(settings: Settings, wanted: Wanted) -> Forgotten:
    """Delete while nothing is being collected, and take the posts out of the papers that were written."""
    # Only authors are found by it: what has an address or an id can be deleted after it was destroyed.
    salt = read_salt(settings.home) if wanted.by is By.AUTHOR else b""
    with collecting(settings.home), database(settings) as opened:

        def reissue(traces: Sequence[Traces]) -> list[Reissued]:
            return reissue_without(opened, traces, settings.now)

        return forget(opened, settings.home, wanted, salt, settings.now, user(), reissue)


def say_forgotten(done: Forgotten) -> None:
    """Counts, then everything that a person must still do."""
    if not any(done.counts.values()):
        say("删除：没有找到这样的条目，什么也没有改动")
        return
    say_counts("删除：", {_COUNT_ZH[name]: n for name, n in done.counts.items()})
    for paper in done.reissued:
        _say_reissued(paper)
    for path in done.quoted_in:
        say(f"请处理：{path} 引用过它，但没有登记或读不出来，请自行删除或改写")
    for path in done.sheets:
        say(f"请处理：标注文件 {path} 里有它，请删去那一行")
    if not done.is_wiped:
        say("请处理：有别的程序正读着数据库，删掉的文字还留在磁盘上；等它退出，再运行一次 chengyu store")
    for path, made in done.backups:
        say(f"请处理：备份 {path}（{made}）里可能还有它；恢复这份备份时会再次删除")
    if done.copies:
        say(f"请留意：另有 {len(done.copies)} 条转载或相同的文字仍在库里：{'、'.join(done.copies[:20])}")


def _say_new_salt(settings: Settings) -> None:
    """A search by author does not reach behind the newest salt, which its answer must not leave out."""
    with database(settings) as opened:
        renewed = audit_rows(opened, "new_salt")
    if renewed:
        day = renewed[-1]["done_at"].date()
        say(f"请留意：盐在 {day} 换过，此前入库的条目按作者找不到，请按编号、地址或日期删除")


def _say_reissued(paper: Reissued) -> None:
    if paper.corrects:
        say(
            f"报告：{paper.corrects} 引用过它，已出更正 {paper.draft}（{paper.issue}），删去{paper.removed}处；请核稿、发布"
        )
    elif paper.draft:
        say(f"报告：{paper.draft}（{paper.issue}）还没有发布，已重写，删去{paper.removed}处；请重新核稿")
    if paper.withdrawn:
        say(f"报告：已发布的 {'、'.join(paper.withdrawn)} 编号和状态不变，文件里的引文已删去；发出去的旧文件请收回")


def _wanted(post_id: str, url: str, author: str, source: str, before: str) -> Wanted:
    named = [(By.ID, post_id), (By.URL, url), (By.AUTHOR, author), (By.BEFORE, before)]
    given = [(by, value.strip()) for by, value in named if value.strip()]
    if len(given) != 1:
        raise WrongUseError("--id、--url、--author、--before 要写一个，也只能写一个")
    by, value = given[0]
    if source and by is not By.AUTHOR:
        raise WrongUseError("--source 只与 --author 合用")
    if by is By.BEFORE:
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise WrongUseError(f"“{value}”不是日期，应写作 2025-01-01") from error
    return Wanted(by, value, source)
