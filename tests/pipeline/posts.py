"""Posts for tests, and an office's folder with raw files of them."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crawlers.post import Channel, DateConfidence, Owner, Post, Tier
from pipeline.city import City, District

CITY = City(
    name="望澜市",
    province="澜海省",
    bureau="望澜市城市管理局",
    districts=(
        District("澜东区", residents=624_000, streets=("文庙街道",), roads=("文庙街", "东滩路")),
        District("北桥区", residents=397_000, streets=("石坊街道",), roads=("站前路",)),
    ),
    fictional=True,
)
TEXTS = (
    "文庙街的烧烤摊又摆到了人行道上，油烟呛得人睁不开眼，打过两次电话也没有人来管。",
    "站前路停车位被流动摊贩占了，车主只能停在机动车道上，早晚高峰堵成一团。",
    "小区门口的绿化带被踩出一条土路，下雨天全是泥，希望园林部门补种。",
    "凌晨两点工地还在浇混凝土，孩子明天要考试，全家都没睡着。",
    "昨天路过看见城管队员帮卖菜的老人推车，还帮着把菜搬到了疏导点，点赞。",
)


def a_post(number: int, **changes: Any) -> Post:
    values: dict[str, Any] = {
        "source": "forum",
        "channel": Channel.FORUM,
        "tier": Tier.SELF_MEDIA,
        "owner": Owner.INDEPENDENT,
        "native_id": f"t{number}",
        "url": f"http://127.0.0.1/thread-{number}.html",
        "title": f"第{number}帖",
        "text": TEXTS[number % len(TEXTS)]
        if number < len(TEXTS)
        else f"{TEXTS[number % len(TEXTS)][:9]}{_tale(number)}",
        "author": f"网友{number}",
        "outlet": "",
        "published_at": f"2026-11-{number % 20 + 1:02d}T09:00:00+08:00",
        "date_confidence": DateConfidence.EXACT,
        "collected_at": "2026-11-23T08:00:00+08:00",
    }
    return Post(**(values | changes))


def _tale(number: int) -> str:
    """Forty characters that no other number shares."""
    rng = random.Random(number)
    return "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(40))


def write_raw(home: Path, name: str, posts: Iterable[Post | str]) -> Path:
    path = home / "raw" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (line if isinstance(line, str) else line.to_json() for line in posts)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
