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
from chengyu.salt import write_salt
from chengyu.wiring import chosen_period
from crawlers.post import CITY_TIME
from demo.server import serve

DEMO = ROOT / "data" / "demo"
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
    """The demo's own office, made anew with the settings that ship."""
    # Each run has a site of its own on another port, so addresses of an earlier run would name nothing.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    for name in (SETTINGS_FILE, "outreach.toml"):
        shutil.copyfile(DEMO / name, folder / name)
    write_salt(folder)
    environment = {"CHENGYU_HOME": str(folder), "CHENGYU_NOW": DEMO_NOW.isoformat()}
    return load_settings(environment)
