"""`chengyu backup` and `chengyu restore`: the whole database to a file and back. May import everything."""

from pathlib import Path
from typing import Annotated

import typer

from chengyu.access import user
from chengyu.config import load_settings
from chengyu.console import say
from chengyu.errors import MissingFileError, WrongUseError
from chengyu.wiring import database
from pipeline.database import address_of, save_audit
from pipeline.database import backup as write_backup
from pipeline.forget import audit_row
from pipeline.restoring import WouldReplaceError, restore_file, restore_server

FILE = Annotated[Path, typer.Argument(metavar="文件", help="备份文件")]


class BackupExistsError(WrongUseError):
    """The file that a backup was to be written to is there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} 已经存在，不覆盖：请换一个文件名")


def backup(file: FILE) -> None:
    """Write a backup and note it, so that `forget` can name it."""
    settings = load_settings()
    target = file.expanduser().resolve()
    if target.exists():
        raise BackupExistsError(target)
    if not target.parent.is_dir():
        raise MissingFileError(str(target.parent))
    with database(settings) as opened:
        write_backup(settings.database_url, target)
        with opened.write() as connection:
            save_audit(connection, audit_row(settings.now, user(), "backup", str(target), {}))
    say(f"备份：{target}（{target.stat().st_size / 1e6:.1f} MB）")
    say(f"备份里没有盐、设置、原始行和网页存档，请另外保存 {settings.home} 里的 salt、settings.toml、sources.toml")


def restore(
    file: FILE,
    replace: Annotated[bool, typer.Option("--replace", help="现有的数据库里有条目时，也换下它（先另存一份）")] = False,
) -> None:
    """Put a backup in the place of the database."""
    settings = load_settings()
    source = file.expanduser().resolve()
    if not source.is_file():
        raise MissingFileError(str(source))
    call = (settings.database_url, source)
    try:
        if address_of(settings.database_url).get_backend_name() == "sqlite":
            done = restore_file(*call, settings.now, user(), replace)
        else:
            done = restore_server(*call, settings.home, settings.now, user(), replace)
    except WouldReplaceError as error:
        raise WrongUseError(
            f"现有的数据库里有 {error} 条，不覆盖：确定要换下它，请加 --replace（会先另存一份）"
        ) from error
    say(f"恢复：已换成 {source}")
    if done.kept:
        say(f"恢复：原来的数据库另存为 {done.kept}")
    if done.forgotten:
        say(f"恢复：备份里有 {done.forgotten} 条在备份之后被要求删除，已再次删除")
