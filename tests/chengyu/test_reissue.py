"""Papers on which a forgotten post stood are written again without it; what was published stays as it was."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from chengyu.config import load_settings
from chengyu.reissue import reissue_without
from chengyu.wiring import database
from pipeline.database import posts_of
from pipeline.forget import Reissued
from pipeline.quotations import Traces, traces_of
from tests.chengyu.conftest import Call
from tests.chengyu.test_reports import WEEK, analysed

__all__ = ["analysed"]
LATER = datetime.fromisoformat("2026-11-25T09:00:00+08:00")


def rows_of(office: Path, name: str = "福州市-2026-W47") -> list[dict[str, str]]:
    read = json.loads((office / "reports" / f"{name}.rows.json").read_text(encoding="utf-8"))
    return list(read["posts"])


def a_post(office: Path) -> tuple[str, str]:
    """Id and text of a post of the week."""
    row = next(row for row in rows_of(office) if row["text"])
    return row["id"], row["text"]


def forgotten(post_id: str) -> Traces:
    with database(load_settings()) as opened, opened.read() as connection:
        return traces_of(posts_of(connection, [post_id]))


def reissued(traces: Traces) -> list[Reissued]:
    with database(load_settings()) as opened:
        return reissue_without(opened, [traces], LATER)


def test_a_draft_is_written_anew_in_its_place(call: Call, analysed: Path) -> None:
    call("report", *WEEK)
    post_id, text = a_post(analysed)
    (done,) = reissued(forgotten(post_id))
    assert (done.draft, done.corrects, done.removed > 0) == ("2026-W47", "", True)
    assert post_id not in {row["id"] for row in rows_of(analysed)}
    for path in (analysed / "reports").iterdir():
        assert path.suffix in {".pdf", ".docx", ".xlsx"} or text not in path.read_text(encoding="utf-8"), path
    assert "2026-W47  草稿" in call("reports", "list").out
    assert reissued(forgotten(post_id)) == []


def test_a_published_paper_is_corrected_and_stays(call: Call, analysed: Path) -> None:
    call("report", *WEEK)
    call("reports", "review", "2026-W47")
    call("reports", "publish", "2026-W47")
    folder = analysed / "reports"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    post_id, text = a_post(analysed)
    traces = forgotten(post_id)
    (done,) = reissued(traces)
    assert (done.draft, done.corrects, done.withdrawn) == ("2026-W47-2", "2026-W47", ("2026-W47",))
    kept = json.loads((folder / "福州市-2026-W47.json").read_text(encoding="utf-8"))
    assert kept["head"] == json.loads(before["福州市-2026-W47.json"])["head"]
    for name in before:
        assert not (folder / name).stat().st_mode & 0o222, name
        assert not name.endswith((".json", ".html")) or text not in (folder / name).read_text(encoding="utf-8"), name
    new = json.loads((folder / "福州市-2026-W47-更正1.json").read_text(encoding="utf-8"))
    old = json.loads(before["福州市-2026-W47.json"])
    assert new["head"]["number"] == "2026年第47期（更正1）"
    assert new["head"]["made_at"] == LATER.isoformat()
    notice = f"本件更正已发布的2026年第47期，以本件为准。更正内容：按要求删除所引信息{done.removed}处，各项数字不变。"
    assert new["front"]["notices"][0] == notice
    assert new["front"]["figures"] == old["front"]["figures"]
    annex = json.loads((folder / "福州市-2026-W47-更正1-督察专件.json").read_text(encoding="utf-8"))
    assert annex["head"]["number"] == new["head"]["number"]
    assert "按要求删除" in call("reports", "list").out
    assert reissued(traces) == []
    assert call("reports", "review", "2026-W47-2").code == 0
    assert call("reports", "publish", "2026-W47-2").code == 0
    assert reissued(traces) == []


def test_a_post_that_no_paper_knows_changes_nothing(call: Call, analysed: Path) -> None:
    call("report", *WEEK)
    unknown = SimpleNamespace(id="f" * 16, title="", text="完全不同的一段话，谁也没有引用过它", clean_text="")
    assert reissued(traces_of([unknown])) == []
    shutil.rmtree(analysed / "reports")
    assert reissued(traces_of([unknown])) == []


@pytest.mark.parametrize("name", ["福州市-2026-W47", "福州市-2026-W47-督察专件"])
def test_paper_and_annex_are_redone_from_their_files(name: str, call: Call, analysed: Path, tmp_path: Path) -> None:
    call("report", *WEEK)
    made = analysed / "reports"
    folder = tmp_path / "elsewhere"
    assert call("report", "--from", str(made / f"{name}.json"), "--out", str(folder)).code == 0
    written = {path.name for path in folder.iterdir()}
    assert "福州市-2026-W47-督察专件.pdf" in written
    assert all((folder / path).read_bytes() == (made / path).read_bytes() for path in written)
    assert len(written) == (5 if name == "福州市-2026-W47" else 1)
