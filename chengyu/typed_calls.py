"""Chinese lines for what the command line library says of a wrong call, and its Chinese help. Imports nothing of ours."""

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# What a wrong call raises: the parent of the one kind that the library makes public.
UsageError: type[Any] = typer.BadParameter.__mro__[1]
# The library's own words, as it has no catalogue for these, and ours; groups are carried over.
_LINES: tuple[tuple[str, str], ...] = (
    (r"No such option: (?P<a>\S+).*", "没有选项 {a}"),
    (r"Missing argument '(?P<a>[^']+)'.*", "缺少参数 {a}"),
    (r"Missing option '(?P<a>[^']+)'.*", "缺少选项 {a}"),
    (r"Option '(?P<a>[^']+)' requires an argument.*", "选项 {a} 后面要写一个值"),
    (r"Option '(?P<a>[^']+)' does not take a value.*", "选项 {a} 后面不写值"),
    (r"Got unexpected extra arguments? \((?P<a>.*)\)", "多写了参数：{a}"),
    (
        r"Invalid value for '?(?P<a>[^':]+)'?: (?:Value error, )?(?P<b>'[^']*') is not one of (?P<c>.*)\.",
        "{a} 的值不对：{b}；可用：{c}",
    ),
    (
        r"Invalid value for '?(?P<a>[^':]+)'?: Input should be greater than or equal to (?P<b>.*)",
        "{a} 的值不对：不能小于 {b}",
    ),
    (
        r"Invalid value for '?(?P<a>[^':]+)'?: Input should be less than or equal to (?P<b>.*)",
        "{a} 的值不对：不能大于 {b}",
    ),
    (r"Invalid value for '?(?P<a>[^':]+)'?: Input should be a valid integer.*", "{a} 的值不对：要写成整数"),
    (r"Invalid value for '?(?P<a>[^':]+)'?: Input should be a valid number.*", "{a} 的值不对：要写成数字"),
    (r"Invalid value for '?(?P<a>[^':]+)'?: (?P<b>.*)", "{a} 的值不对：{b}"),
    (r"没有命令 '(?P<a>[^']+)'.*", "没有命令 {a}"),
)


def in_chinese(message: str) -> str:
    """The Chinese line for a message of the command line library; one that is not known stays as it is."""
    for pattern, line in _LINES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return line.format(**found.groupdict())
    return message


class ChineseCommand(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help_option(self, ctx: Any) -> Any:
        """The --help option, with a Chinese text."""
        return _with_chinese_help(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how the command is written."""
        return _usage(super().get_usage(ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def get_help_option(self, ctx: Any) -> Any:
        """The --help option, with a Chinese text."""
        return _with_chinese_help(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """The line that shows how the group is written."""
        return _usage(super().get_usage(ctx))


class ChineseTyper(typer.Typer):
    """A Typer whose commands and groups speak Chinese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"cls": ChineseGroup} | settings, add_completion=False, pretty_exceptions_enable=False)

    def add(self, name: str, text: str, function: Callable[..., Any]) -> None:
        """Add one command with its help."""
        self.command(name, help=text, cls=ChineseCommand)(function)


def _with_chinese_help(option: Any) -> Any:
    if option is not None:
        option.help = "显示这段说明"
    return option


def _usage(line: str) -> str:
    words = {"Usage:": "用法：", "[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]"}
    for english, chinese in words.items():
        line = line.replace(english, chinese)
    return line
