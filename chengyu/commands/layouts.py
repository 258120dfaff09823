"""`chengyu layouts`: the column layouts in which spreadsheets can be read. May import everything."""

from chengyu.console import say
from chengyu.typed_calls import ChineseTyper
from crawlers.layouts import load_layouts


def register(app: ChineseTyper) -> None:
    """Add the group of commands."""
    group = ChineseTyper(help="查看表格布局", no_args_is_help=True)
    group.add("list", "列出 collect --as 可用的表格布局", list_layouts)
    app.add_typer(group, name="layouts")


def list_layouts() -> None:
    """One line a layout."""
    for name, layout in sorted(load_layouts().items()):
        say(f"{name}  {layout.label}")
