"""`chengyu reports`: papers with their numbers and states. May import everything."""

from typing import Annotated

import typer

from chengyu.config import load_settings
from chengyu.console import say
from chengyu.papers import DRAFT, PUBLISHED, REVIEWED, STATE_ZH, PaperStateError, checked, known_paper, protect
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import database
from pipeline.database import papers, save_paper

PAPER = Annotated[str, typer.Argument(metavar="编号", help="chengyu reports list 里的编号，例如 2026-W47")]


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("list", "列出全部报告、状态和文件", list_papers)
    group.add("review", "核稿：把草稿记为已核", review)
    group.add("publish", "发布：已核的报告从此不可改写，再改即为更正，另给编号", publish)


def list_papers() -> None:
    """One line a paper."""
    with database(load_settings()) as opened:
        found = papers(opened)
    for row in found:
        by = f"（{row['reviewed_by']}）" if row["reviewed_by"] else ""
        say(f"{row['id']}  {STATE_ZH[row['state']]}{by}  {row['made_at']:%Y-%m-%d %H:%M}  {row['path']}")
        if row["changes"]:
            say(f"  更正：{row['changes']}")
    if not found:
        say("还没有报告。")


def review(paper: PAPER, by: Annotated[str, typer.Option("--by", help="核稿人")] = "") -> None:
    """Mark a draft as reviewed."""
    settings = load_settings()
    with database(settings) as opened:
        row = known_paper(opened, paper)
        if row["state"] != DRAFT:
            raise PaperStateError(paper, row["state"], "重新运行 chengyu report 得到草稿")
        checked(row)
        moment = settings.now.replace(tzinfo=None)
        save_paper(opened, row | {"state": REVIEWED, "reviewed_at": moment, "reviewed_by": by})
    say(f"{paper}：已核")


def publish(paper: PAPER) -> None:
    """Publish a reviewed paper; its files can then no longer be written over."""
    settings = load_settings()
    with database(settings) as opened:
        row = known_paper(opened, paper)
        if row["state"] != REVIEWED:
            raise PaperStateError(paper, row["state"], "运行 chengyu reports review 核稿")
        path = checked(row)
        save_paper(opened, row | {"state": PUBLISHED, "published_at": settings.now.replace(tzinfo=None)})
        protect(path)
    say(f"{paper}：已发布，文件不再改写：{path.with_suffix('.pdf')}")
