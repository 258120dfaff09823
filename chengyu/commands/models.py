"""`chengyu models`: which models there are and which one is in use. May import everything."""

from chengyu.config import office_folder
from chengyu.console import say
from chengyu.typed_calls import ChineseTyper
from chengyu.wiring import ARTIFACTS
from models.registry import available


def register(app: ChineseTyper) -> None:
    """Add the group of commands."""
    group = ChineseTyper(help="查看模型", no_args_is_help=True)
    group.add("list", "列出所有模型、训练日期和得分", list_models)
    app.add_typer(group, name="models")


def list_models() -> None:
    """One line a model, the most accurate first."""
    for artifact in available(ARTIFACTS, office_folder() / "models"):
        f1 = artifact.scores.get("sentiment_macro_f1", 0.0)
        state = "合格" if artifact.passes else "未达标"
        say(f"{artifact.name}@{artifact.version}  {artifact.made}  情感宏F1 {f1:.3f}  {state}")
