"""Errors of the shell itself, each with the one Chinese line that a user sees. Imports nothing of ours."""


class ShellError(Exception):
    """Something the user must know; `exit_code` is 1 for a failure, 2 for wrong use."""

    exit_code = 1


class WrongUseError(ShellError):
    """The command was called in a way that cannot be carried out."""

    exit_code = 2


class MissingSettingsError(ShellError):
    """The office's folder has no settings file."""

    def __init__(self, path: str) -> None:
        super().__init__(f"找不到设置文件 {path}：请先运行 chengyu init，或用环境变量 CHENGYU_HOME 指明办公室的文件夹")


class SettingsError(ShellError):
    """A settings file that cannot be used, with the place and the reason."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"设置文件 {path} 有误：{reason}")


class ClockError(WrongUseError):
    """CHENGYU_NOW is no moment."""

    def __init__(self, text: str) -> None:
        super().__init__(f"环境变量 CHENGYU_NOW 的值“{text}”不是时间，应写作 2026-11-23T08:00:00+08:00")


class MissingFileError(ShellError):
    """A file that was named is not there or cannot be read."""

    def __init__(self, path: str) -> None:
        super().__init__(f"找不到或读不了文件：{path}")


class FolderExistsError(WrongUseError):
    """`init` was asked to write over an office that exists."""

    def __init__(self, path: str) -> None:
        super().__init__(f"文件夹 {path} 里已有设置，不再覆盖")
