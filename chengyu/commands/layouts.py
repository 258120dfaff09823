"""`chengyu layouts`: the column layouts in which spreadsheets can be read. May import everything."""

from pathlib import Path
from typing import Annotated

import typer

from chengyu.config import load_settings
from chengyu.console import say
from chengyu.errors import MissingFileError
from chengyu.typed_calls import ChineseTyper
from crawlers.guessing import as_toml, guess_layout
from crawlers.layouts import load_layouts


def register(group: ChineseTyper) -> None:
    """Add the commands of the group."""
    group.add("list", "列出 collect --as 可用的表格布局", list_layouts)
    group.add("guess", "看一份表格，拟一个布局供核对", guess)


def list_layouts() -> None:
    """One line a layout, those of the office among them."""
    for name, layout in sorted(load_layouts(*load_settings().layouts_files).items()):
        say(f"{name}  {layout.label}")


def guess(
    file: Annotated[Path, typer.Argument(metavar="文件", help="表格：CSV、XLSX 或 JSON Lines")],
    name: Annotated[str, typer.Option("--name", help="布局的代号")] = "my_export",
) -> None:
    """Print a layout to confirm and copy."""
    if not file.is_file():
        raise MissingFileError(str(file))
    settings = load_settings()
    guessed = guess_layout(file, settings.now)
    say(as_toml(guessed, name))
    first = "先把没有找到的列补在 columns 下面（published_at 是时间，text 是内容）。" if guessed.missing else ""
    say(f"# {first}核对以后存进 {settings.home / 'layouts.toml'}，再运行 chengyu collect --file {file} --as {name}")
