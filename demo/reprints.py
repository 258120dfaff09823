"""Releases of the bureau that other sites print again with small changes. Imports demo.composing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from demo.calendar import DEAD_METRO
from demo.composing import Composer
from demo.dressing import OUTLETS

# Every third release is taken over, by one or two sites.
EVERY = 3
TAKERS = ("daily", "portal", "metro", "media")
_LEADS = {
    "daily": "本报讯 ",
    "portal": "澜海在线望澜讯 ",
    "metro": "都市报讯 ",
    "media": "据市城市管理局网站消息，",
}
_CHANGES = (("我局", "市城管局"), ("开展", "展开"), ("市民朋友", "市民"), ("进一步", ""), ("共计", "共"))


def reprints(made: Sequence[Mapping[str, Any]], composer: Composer) -> list[dict[str, Any]]:
    """New items, each with the release it repeats under `first`."""
    releases = [item for item in made if item["source"] == "bureau"][::EVERY]
    return [
        _reprint(release, taker, composer)
        for release in releases
        for taker in composer.chance.shuffled(TAKERS)[: composer.chance.between(1, 2)]
        if _open(taker, release)
    ]


def _open(taker: str, release: Mapping[str, Any]) -> bool:
    day = datetime.fromisoformat(release["published_at"]).date()
    silent = DEAD_METRO[0] - timedelta(days=2) <= day <= DEAD_METRO[1]
    return not (taker == "metro" and silent) and not (taker == "media" and release["district"] not in {"北桥区", ""})


def _reprint(release: Mapping[str, Any], taker: str, composer: Composer) -> dict[str, Any]:
    text, title = release["text"], release["title"]
    for old, new in _CHANGES:
        text = text.replace(old, new)
    paragraphs = text.split("\n")
    shortened = paragraphs[:-1] if len(paragraphs) > 2 else paragraphs
    later = timedelta(hours=composer.chance.between(2, 20), minutes=composer.chance.below(60))
    when = datetime.fromisoformat(release["published_at"]) + later
    heading = composer.chance.pick(("{}", "望澜：{}", "{}（来源：市城管局）", "【城管动态】{}"))
    return {
        **release,
        "source": taker,
        "published_at": when.isoformat(),
        "title": heading.format(title),
        "text": _LEADS[taker] + "\n".join(shortened),
        "author": "",
        "outlet": composer.chance.pick(("望澜市城市管理局", OUTLETS[taker])),
        "first": release,
    }
