"""Groups of what citizens say, listed and named from the command line."""

from datetime import datetime
from pathlib import Path

from chengyu.config import load_settings
from pipeline.database import open_database, save_run
from tests.chengyu.conftest import Call

ROW = {
    "story_id": "s1", "title": "夜市", "view": 1, "name": "", "words": ["摊主"], "items": 80, "sample": 200, "share": 0.4,
    "low": 0.34, "high": 0.47, "examples": ["p1"], "post_ids": ["p1", "p2"], "note": "随机抽取",
}  # fmt: skip


def test_a_group_is_listed_and_named(call: Call, office: Path) -> None:
    missing = call("views", "list")
    assert (missing.code, "没有可用的网民观点" in missing.err) == (1, True)
    head = {
        "id": "r", "period_kind": "week", "period": "2026-W47", "model": "m@1", "data_digest": "0" * 64,
        "analysed_at": datetime.fromisoformat("2026-11-23T08:00"),
    }  # fmt: skip
    db = open_database(load_settings().database_url)
    save_run(db, head, {"views": [ROW]})
    db.close()
    assert "  1  未命名  40%（95% 区间 34%–47%）  摊主  例：p1" in call("views", "list").out
    assert call("views", "name", "s1", "1", "给摊主出路").code == 0
    assert 'name = "给摊主出路"' in (office / "views.toml").read_text(encoding="utf-8")
    assert call("views", "name", "s1", "9", "x").code == 1
