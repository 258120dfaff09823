"""The five stages on the real texts of CHENGYU_SHARED: the week and the quarter with most rows, for both cities.

Run by `make report-real`; writes under out/real/ and prints the counts of each stage.
"""

import csv
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from chengyu.commands.analyse import analyse_office, say_analysis
from chengyu.commands.collect import collect_one_file, say_coverage
from chengyu.commands.init import make_office
from chengyu.commands.report import report_office, say_report
from chengyu.commands.score import say_scores, score_database
from chengyu.commands.store import say_store, store_lines
from chengyu.config import ROOT, Settings, load_settings
from chengyu.console import complain, say
from chengyu.settings_text import settings_text
from chengyu.wiring import database
from crawlers.coverage import Coverage
from pipeline.database import POSTS
from pipeline.gazetteer import city_from_gazetteer
from pipeline.periods import Period, PeriodKind, containing

OUT = ROOT / "out" / "real"
# The files end in 2021; a clock soon after makes every date a past one and nothing else depends on it.
NOW = "2021-04-01T08:00:00+08:00"


@dataclass(frozen=True, slots=True)
class RealCity:
    """One office on real files: its folder's name, its settings and (layout, file below corpora/)."""

    name: str
    settings: str
    files: tuple[tuple[str, str], ...]


def cities(corpora: Path) -> tuple[RealCity, ...]:
    """The anonymised message board and the real city, whose rivers its own file lists."""
    fuzhou = city_from_gazetteer("福建省", "福州市")
    with (corpora / "fuzhou/hotline.csv").open(encoding="utf-8-sig", newline="") as file:
        rivers = rivers_of(csv.DictReader(file))
    declared = f"rivers = {json.dumps(rivers, ensure_ascii=False)}"
    board = settings_text("A市", "", ()).replace("anonymised = false", "anonymised = true")
    return (
        RealCity("message_board", board, (("messages_a", "message_board/messages_a.xlsx"),)),
        RealCity(
            "fuzhou",
            # The first one is the city's own, before those of its districts.
            settings_text(fuzhou.name, fuzhou.province, fuzhou.districts).replace("rivers = []", declared, 1),
            (
                ("fuzhou_hotline", "fuzhou/hotline.csv"),
                ("weibo_search_export", "fuzhou/weibo_search_export.csv"),
                ("fuzhou_news", "fuzhou/news.csv"),
                ("fuzhou_message_board", "fuzhou/message_board.csv"),
            ),
        ),
    )


def rivers_of(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The rivers in the hotline file's own column, without its 无 and its entries made of the word 河流."""
    return sorted({name for row in rows if (name := row["河流"]) not in {"无", ""} and "河流" not in name})


def main() -> int:
    """Run both cities; 0 where all went well, 2 where the real texts are not there."""
    shared = os.environ.get("CHENGYU_SHARED")
    if not shared:
        complain("没有设置 CHENGYU_SHARED（真实文本所在的文件夹），make report-real 需要它")
        return 2
    corpora = Path(shared) / "corpora"
    for city in cities(corpora):
        run_city(city, corpora)
    return 0


def run_city(city: RealCity, corpora: Path) -> None:
    """All five stages on one city's files, for its fullest week and quarter."""
    say(f"== {city.name}")
    home = OUT / city.name
    shutil.rmtree(home, ignore_errors=True)
    make_office(home, city.settings)
    settings = load_settings({"CHENGYU_HOME": str(home), "CHENGYU_NOW": NOW})
    say_coverage([collect(settings, corpora / file, layout) for layout, file in city.files])
    say_store(store_lines(settings))
    say_scores(score_database(settings, ""))
    days = published_days(settings)
    for kind in (PeriodKind.WEEK, PeriodKind.QUARTER):
        period = fullest(kind, days)
        say_analysis(analyse_office(settings, period, ""))
        say_report(report_office(settings, period, None))


def collect(settings: Settings, file: Path, layout: str) -> Coverage:
    """One file, as `chengyu collect --file FILE --as LAYOUT` reads it."""
    return collect_one_file(settings, file, layout)


def published_days(settings: Settings) -> list[date]:
    """The day of every stored post."""
    with database(settings) as opened, opened.read() as connection:
        return list(connection.scalars(select(POSTS.c.day)))


def fullest(kind: PeriodKind, days: Sequence[date]) -> Period:
    """The period with most posts, the later of two equal ones."""
    counts = Counter(containing(kind, day) for day in days)
    return max(counts, key=lambda period: (counts[period], period.start))


if __name__ == "__main__":
    began = datetime.now().astimezone()
    status = main()
    say(f"用时 {(datetime.now().astimezone() - began).total_seconds():.0f} 秒")
    sys.exit(status)
