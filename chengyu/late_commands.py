"""Commands that are known by name and text alone until they are called, so that help and start stay quick. Imports typed_calls."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer

from chengyu.typed_calls import ChineseCommand, ChineseGroup, ChineseTyper


@dataclass(frozen=True, slots=True)
class Late:
    """A command of the top level, and the function in chengyu/commands/<module>.py that carries it out."""

    name: str
    text: str
    module: str
    function: str = "command"

    def load(self) -> Any:
        """The command itself, with its options."""
        app = ChineseTyper()
        app.add(self.name, self.text, getattr(_imported(self.module), self.function))
        return typer.main.get_command(app)


@dataclass(frozen=True, slots=True)
class LateGroup:
    """A group of commands of the top level; `register(group)` in chengyu/commands/<module>.py adds what is in it."""

    name: str
    text: str
    module: str

    def load(self) -> Any:
        """The group itself, with its commands."""
        app = ChineseTyper(name=self.name, help=self.text, no_args_is_help=True)
        _imported(self.module).register(app)
        return typer.main.get_command(app)


class LateCommand(ChineseCommand):
    """What a group lists until the command is called."""

    def __init__(self, late: Late | LateGroup) -> None:
        super().__init__(name=late.name, help=late.text)
        self.load = late.load


class LoadingGroup(ChineseGroup):
    """A group that loads of its commands the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that `args` begin with, and what follows it."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.load() if isinstance(command, LateCommand) else command, rest


def _imported(module: str) -> Any:
    return import_module(f"chengyu.commands.{module}")
