"""`chengyu init`: makes an office's folder with settings, sources and salt. May import everything."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from chengyu.config import ROOT, SETTINGS_FILE, office_folder
from chengyu.console import say
from chengyu.errors import FolderExistsError, WrongUseError
from chengyu.settings_text import settings_text
from pipeline.gazetteer import UnknownCityError, city_from_gazetteer

SALT_FILE = "salt"


def command(
    city: Annotated[str, typer.Option("--city", help="城市名，例如 福州市；区和街道从地名表里取")],
    province: Annotated[str, typer.Option("--province", help="省名，同名城市要靠它区分")] = "",
) -> None:
    """Make the folder named by CHENGYU_HOME."""
    home = office_folder()
    try:
        found = city_from_gazetteer(province, city)
        districts, name, place = found.districts, found.name, found.province
    except UnknownCityError as error:
        raise WrongUseError(
            f"地名表里没有“{province}{city}”，请写全名，例如 --province 福建省 --city 福州市"
        ) from error
    make_office(home, settings_text(name, place, districts))
    say(f"已建立 {home}：请看一看 settings.toml（城市、人口、路名），再运行 chengyu collect")


def make_office(home: Path, settings: str) -> None:
    """Write settings, sources, outreach and salt into a private folder; raises FolderExistsError."""
    if (home / SETTINGS_FILE).exists():
        raise FolderExistsError(str(home))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    write_salt(home)
    (home / "sources.toml").write_bytes((ROOT / "crawlers" / "sources_template.toml").read_bytes())
    (home / "outreach.toml").write_text(_OUTREACH, encoding="utf-8")
    (home / SETTINGS_FILE).write_text(settings, encoding="utf-8")


def write_salt(home: Path) -> None:
    """Make the salt, readable by its owner alone; one that is there stays, or every author would get a new hash."""
    path = home / SALT_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")


_OUTREACH = """# 宣传与整治行动：一次一段，分析时据此看有没有效果。
# [[outreach]]
# id = "jingye"
# name = "静夜行动"
# date = 2026-08-17
# end = 2026-10-31
# issue = "construction_site"
# district = ""
# channel = "社区街道"
# audience = "工地周边居民"
# message = "夜间施工公示、投诉电话"
"""
