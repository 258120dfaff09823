"""`chengyu init`: makes an office's folder with settings, sources and salt. May import everything."""

from pathlib import Path
from typing import Annotated

import typer

from chengyu.access import user
from chengyu.config import ROOT, SETTINGS_FILE, load_settings, office_folder
from chengyu.console import say
from chengyu.errors import FolderExistsError, WrongUseError
from chengyu.salt import SALT_FILE, replace_salt, write_salt
from chengyu.settings_text import settings_text
from chengyu.wiring import database
from pipeline.gazetteer import UnknownCityError, city_from_gazetteer


def command(
    city: Annotated[str, typer.Option("--city", help="城市名，例如 福州市；区和街道从地名表里取")] = "",
    province: Annotated[str, typer.Option("--province", help="省名，同名城市要靠它区分")] = "",
    new_salt: Annotated[
        bool, typer.Option("--new-salt", help="不建文件夹：盐已经丢失或销毁的，换一份新的（此前的作者再也对不上）")
    ] = False,
) -> None:
    """Make the folder named by CHENGYU_HOME, or the salt that it lost."""
    if bool(city) == new_salt:
        raise WrongUseError("--city 和 --new-salt 要写一个，也只能写一个")
    if new_salt:
        _renew_salt()
        return
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


def _renew_salt() -> None:
    """Make a new salt and write down that it is another, so that a search by author can say what it cannot find."""
    from pipeline.database import save_audit
    from pipeline.forget import audit_row

    settings = load_settings()
    with database(settings) as opened, opened.write() as connection:
        # The note comes first: a new salt without one would look like the old.
        save_audit(connection, audit_row(settings.now, user(), "new_salt", "", {}))
        replace_salt(settings.home)
    say("盐已换新：此后入库的作者用它算哈希；此前入库的再也不能按作者查找，只能按编号、地址或日期删除")
    say(f"请另外保存一份 {settings.home / SALT_FILE}，只让一个人保管")


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
