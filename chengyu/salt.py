"""The salt of an office, from which authors' hashes are made: made, read, and replaced once it is gone. May import everything."""

import re
import secrets
from pathlib import Path

from chengyu.errors import ShellError, WrongUseError

SALT_FILE = "salt"
# 32 bytes; an empty or shorter key would make hashes that anybody can make again from a name.
_DIGITS = 64


class SaltError(ShellError):
    """The salt is missing or damaged, so that no author can be hashed."""

    def __init__(self, path: Path, wrong: str) -> None:
        super().__init__(
            f"盐 {path} {wrong}：请从备份取回；备份也没有，或是有意销毁的，运行 chengyu init --new-salt 换新的"
        )


class SaltStandsError(WrongUseError):
    """A new salt was asked for while the old one can still be used."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"盐 {path} 还能用，不换：换了以后，已入库的条目按作者再也找不到；确实要销毁，请先删除这个文件"
        )


def read_salt(home: Path) -> bytes:
    """The salt of the office, 32 bytes; raises SaltError for one that is missing, empty or no such number."""
    path = home / SALT_FILE
    if not path.is_file():
        raise SaltError(path, "不在")
    text = path.read_bytes().strip()
    if not text:
        raise SaltError(path, "是空的")
    if re.fullmatch(rb"[0-9a-f]{%d}" % _DIGITS, text) is None:
        raise SaltError(path, "已损坏")
    return bytes.fromhex(text.decode("ascii"))


def write_salt(home: Path) -> None:
    """Make the salt, readable by its owner alone; a file that is there stays, or every author would get a new hash."""
    if not (home / SALT_FILE).exists():
        _write(home / SALT_FILE)


def replace_salt(home: Path) -> None:
    """Make a new salt where the old one is gone or damaged; raises SaltStandsError where it is neither."""
    try:
        read_salt(home)
    except SaltError:
        _write(home / SALT_FILE)
        return
    raise SaltStandsError(home / SALT_FILE)


def _write(path: Path) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(_DIGITS // 2), encoding="ascii")
    draft.replace(path)
