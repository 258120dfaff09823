"""`chengyu demo`: the demo city's web site and `chengyu run` on it, in a folder of its own. May import everything."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chengyu.commands.run import run_office
from chengyu.config import ROOT, SETTINGS_FILE, Settings, load_settings
from chengyu.console import say
from chengyu.errors import WrongUseError
from chengyu.salt import write_salt
from chengyu.wiring import chosen_period
from crawlers.post import CITY_TIME
from demo.server import serve

DEMO = ROOT / "data" / "demo"
# What tells a folder that an earlier run made, and a later one may empty, from any other.
MARK = ".demo"
# The Monday morning after the demo city's last week, so that the newest full week is the same on every day.
DEMO_NOW = datetime(2026, 11, 23, 8, 0, tzinfo=CITY_TIME)


def command(
    week: Annotated[str, typer.Option("--week", help="一周，例如 2026-W47；不写则为演示的最近一周")] = "",
    home: Annotated[Path | None, typer.Option("--home", help="演示用的办公室文件夹")] = None,
) -> None:
    """Serve the demo city, then run all stages on it."""
    folder = (home or DEMO / "home").resolve()
    settings = demo_settings(folder)
    items = [json.loads(line) for line in (DEMO / "items.jsonl").read_text(encoding="utf-8").splitlines()]
    say(f"演示城市“{settings.city.name}”为虚构城市；现在定为 {settings.now:%Y-%m-%d %H:%M}。")
    with serve(items) as base:
        run_office(settings, chosen_period(settings, "", week, "", ""), model="", base=base)
    say(f"想细看某一条：CHENGYU_HOME={folder} .venv/bin/chengyu show 编号")


def demo_settings(folder: Path) -> Settings:
    """The demo's own office, made anew with the settings that ship; raises WrongUseError where other files lie there."""
    _empty(folder)
    for name in (SETTINGS_FILE, "outreach.toml"):
        shutil.copyfile(DEMO / name, folder / name)
    write_salt(folder)
    environment = {"CHENGYU_HOME": str(folder), "CHENGYU_NOW": DEMO_NOW.isoformat()}
    return load_settings(environment)


def _empty(folder: Path) -> None:
    """Make the folder anew, of an earlier run's files only: each has a site on another port, so old addresses name nothing."""
    ours = folder == (DEMO / "home").resolve() or (folder / MARK).is_file()
    if folder.exists() and not ours and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUseError(f"{folder} 里已有别的文件，演示要从空文件夹开始，不会替你清空：请用 --home 换一个")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    (folder / MARK).touch()
