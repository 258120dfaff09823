"""How long stage 4 takes and how much memory: `python -m bench.analyse_speed [posts]` (1,000,000 over three years).

Writes the posts into a SQLite file of its own (not timed), then analyses the last week in a process of its own.
"""

import json
import random
import resource
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from multiprocessing import Process
from pathlib import Path
from typing import Any

from models.labels import Frame, Issue
from pipeline.analyse import analyse
from pipeline.city import City, District
from pipeline.context import AnalysisContext
from pipeline.database import PostRows, open_database, save_posts, save_raw_file, save_scores
from pipeline.holidays import read_holidays
from pipeline.periods import PeriodKind, containing
from pipeline.taxonomy import tables

ROOT = Path(__file__).parent.parent
TAXONOMY = ROOT / "data" / "taxonomy"
LAST = date(2026, 11, 22)
NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
DISTRICTS = tuple(f"第{number}区" for number in range(8))
SOURCES = [("hotline", "hotline", "government")] * 5 + [("board", "message_board", "government"), ("daily", "press", "city"),
           ("forum", "forum", "self_media"), ("micro", "social", "self_media"), ("portal", "press", "provincial")]  # fmt: skip
WORDS = (
    "摊贩", "占道", "噪声", "油烟", "工地", "夜间", "施工", "垃圾", "清运", "路灯", "井盖", "积水",
    "绿化", "树木", "停车", "广告", "招牌", "小区", "门口", "学校", "居民", "反映", "多次", "投诉",
    "没有", "解决", "城管", "队员", "巡查", "整改", "答复", "感谢", "及时", "处理", "希望", "加强",
    "管理",
)  # fmt: skip
BATCH = 20_000


def fill(url: str, number: int) -> None:
    """Write `number` scored posts of three years; the same on every run."""
    rng, db = random.Random(1), open_database(url)
    with db.write() as connection:
        raw = {"path": "b/1.jsonl", "digest": "0" * 64, "lines": number, "stored_at": NOW.replace(tzinfo=None)}
        save_raw_file(connection, raw)
    for first in range(0, number, BATCH):
        made = [_post(rng, n) for n in range(first, min(number, first + BATCH))]
        with db.write() as connection:
            save_posts(connection, PostRows(outcomes=[], posts=[post for post, _, _ in made],
                                            handling=[told for _, _, told in made if told]))  # fmt: skip
        save_scores(db, [score for _, score, _ in made])
    db.close()


def _post(rng: random.Random, number: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]:
    source, channel, tier = rng.choice(SOURCES)
    at = datetime.combine(LAST - timedelta(days=rng.randrange(3 * 365)), datetime.min.time())
    at += timedelta(minutes=rng.randrange(1440))
    text = "".join(rng.choices(WORDS, k=60))
    post_id, tone = f"{number:016d}", rng.choice(["negative", "neutral", "positive"])
    post = {
        "id": post_id, "source": source, "channel": channel, "tier": tier, "owner": "independent", "native_id": str(number),
        "url": f"http://127.0.0.1/{number}", "title": text[:12], "text": text, "clean_text": text,
        "author_hash": f"{rng.randrange(100_000):032x}", "outlet": "", "published_at": at, "day": at.date(),
        "date_confidence": "exact", "collected_at": at, "parent_id": "", "reposts": None, "comments": None, "likes": None,
        "rank": None, "truncated": False, "archive": "", "district": rng.choice(DISTRICTS), "street": "",
        "road": f"路{rng.randrange(400)}", "place_confidence": 0.9, "duplicate_of": "", "duplicate_kind": "",
        "story_id": None, "raw_file": "b/1.jsonl", "raw_line": number,
    }  # fmt: skip
    score = {
        "post_id": post_id, "model": "bench@1", "relevant": True, "relevance": 0.9, "sentiment": tone, "p_negative": 0.4,
        "p_neutral": 0.3, "p_positive": 0.3, "tone": tone, "issues": [rng.choice(list(Issue)).value],
        "frames": [rng.choice(list(Frame)).value] if rng.random() < 0.1 else [], "kind": "complaint", "why": ["摊贩", "占道"],
        "error": "", "scored_at": at,
    }  # fmt: skip
    told = {
        "post_id": post_id, "state": "已办结", "unit": "大队", "assigned_at": at, "closed_at": at + timedelta(days=3),
        "revisited_at": None, "satisfied": True, "reopened": False, "reply": text, "replied_at": None,
    }  # fmt: skip
    return post, score, told if channel in {"hotline", "message_board"} else None


def measure(url: str) -> None:
    """Analyse the last week and print what it took, by measure where it took half a second; the first holds the load."""
    context = AnalysisContext(
        city=City("测试市", "", "", tuple(District(name, 500_000) for name in DISTRICTS)),
        titles={}, model="bench@1", taxonomy=tables(TAXONOMY), now=NOW, holidays=read_holidays(TAXONOMY / "holidays.toml"),
    )  # fmt: skip
    clock = time.process_time  # other work on the machine is none of ours
    began, marks = clock(), [("", clock())]
    db = open_database(url)
    analysis = analyse(db, containing(PeriodKind.WEEK, LAST), context, lambda name, _: marks.append((name, clock())))
    total = clock() - began
    steps = {name: at - before for (name, at), (_, before) in zip(marks[1:], marks, strict=False)}
    slow = {name: round(seconds, 1) for name, seconds in steps.items() if seconds >= 0.5}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    rows = sum(map(len, analysis.tables.values()))
    print(json.dumps({"seconds": round(total, 1), "peak_gib": round(peak, 2), "rows": rows, "slow": slow}))


def main() -> None:
    """Fill, then measure in a fresh process, whose memory is that of the analysis alone."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        for step in (Process(target=fill, args=(url, number)), Process(target=measure, args=(url,))):
            step.start()
            step.join()


if __name__ == "__main__":
    main()
