"""Forgetting a post that papers quote: the command corrects what is published and rewrites what is not."""

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from crawlers.post import post_id
from tests.chengyu.conftest import LINE, Call
from tests.chengyu.test_reports import WEEK

PAPER = "福州市-2026-W47"


POSTS = {
    "杨桥东路摊贩占道城管来了又走没人管": "鼓楼区杨桥东路夜市摊贩把人行道全占了，城管巡查一圈就走，投诉三回都没人管，太不作为了。",
    "上下杭路口烧烤摊油烟熏得居民不敢开窗": "台江区上下杭路口烧烤摊每晚油烟滚滚，打城管电话互相推诿，整治就是一阵风，居民不敢开窗。",
    "五一广场边共享单车乱停城管不闻不问": "鼓楼区五一广场边共享单车堆成山，城管执法人员路过不闻不问，懒政到这个地步真让人失望。",
}


@pytest.fixture
def written(call: Call, office: Path) -> Path:
    """An office whose paper of the week quotes what people wrote in a forum."""
    raw = office / "raw" / "forum" / "1.jsonl"
    raw.parent.mkdir(parents=True)
    lines = [
        LINE
        | {"native_id": str(n), "url": f"http://127.0.0.1/{n}.html", "published_at": f"2026-11-17T0{n}:00:00+08:00"}
        | {"title": title, "text": text}
        for n, (title, text) in enumerate(POSTS.items())
    ]
    raw.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    for arguments in (("store",), ("score",), ("analyse", *WEEK), ("report", *WEEK)):
        called = call(*arguments)
        assert called.code == 0, called.err
    return office


def said(path: Path) -> str:
    """What a reader of a file can see, without white space."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            text = "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    else:
        text = path.read_text(encoding="utf-8")
    return "".join(re.sub(r"<[^>]*>", "", text).split())


def quoted(office: Path) -> tuple[str, tuple[str, str]]:
    """Id, and title and text, of a post of which the PDF for the leader says the title."""
    rows = json.loads((office / "reports" / f"{PAPER}.rows.json").read_text(encoding="utf-8"))["posts"]
    paper = said(office / "reports" / f"{PAPER}.pdf")
    return next((row["id"], (row["title"], row["text"])) for row in rows if row["title"] and row["title"] in paper)


def saying(office: Path, words: tuple[str, str]) -> list[str]:
    """The files of papers that still say the beginning of a title or text."""
    starts = [word[:10] for word in words]
    return sorted(path.name for path in (office / "reports").iterdir() if any(start in said(path) for start in starts))


def audits(office: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(office / "chengyu.db")) as raw:
        found = raw.execute("SELECT details FROM audit WHERE action = 'forget' ORDER BY done_at, id")
        return [json.loads(row[0]) for row in found]


def publish(call: Call, paper: str) -> None:
    assert call("reports", "review", paper).code == 0
    assert call("reports", "publish", paper).code == 0


def test_writing_a_paper_opens_the_posts_behind_it(written: Path) -> None:
    (line,) = (written / "access" / "2026-11-23.jsonl").read_text(encoding="utf-8").splitlines()
    rows = json.loads((written / "reports" / f"{PAPER}.rows.json").read_text(encoding="utf-8"))["posts"]
    assert (json.loads(line)["command"], json.loads(line)["ids"]) == ("report", [row["id"] for row in rows])
    assert rows


def test_a_published_paper_gets_a_numbered_correction(call: Call, written: Path) -> None:
    publish(call, "2026-W47")
    post_id, words = quoted(written)
    assert {path.rpartition(".")[2] for path in saying(written, words)} == {"pdf", "docx", "xlsx", "html", "json"}
    listed = next(line for line in call("reports", "list").out.splitlines() if line.startswith("2026-W47 "))
    head = json.loads((written / "reports" / f"{PAPER}.json").read_text(encoding="utf-8"))["head"]

    called = call("forget", "--id", post_id)

    assert called.code == 0, called.err
    assert "2026-W47 引用过它，已出更正 2026-W47-2（2026年第47期（更正1））" in called.out
    assert "请处理：reports" not in called.out
    assert saying(written, words) == []
    assert listed in call("reports", "list").out.splitlines()
    kept = written / "reports" / f"{PAPER}.json"
    assert json.loads(kept.read_text(encoding="utf-8"))["head"] == head
    assert not any(path.stat().st_mode & 0o222 for path in kept.parent.glob(f"{PAPER}.*"))
    (details,) = audits(written)
    (done,) = details["reissued"]
    assert {name: done[name] for name in ("draft", "corrects", "withdrawn")} == {
        "draft": "2026-W47-2",
        "corrects": "2026-W47",
        "withdrawn": ["2026-W47"],
    }
    notice = f"更正内容：按要求删除所引信息{done['removed']}处，各项数字不变。"
    assert notice in said(written / "reports" / f"{PAPER}-更正1.json")

    before = {path: path.read_bytes() for path in kept.parent.iterdir()}
    assert "什么也没有改动" in call("forget", "--id", post_id).out
    assert {path: path.read_bytes() for path in kept.parent.iterdir()} == before
    assert len(audits(written)) == 1
    publish(call, "2026-W47-2")


def test_a_second_post_goes_into_the_correction_that_is_not_out(call: Call, written: Path) -> None:
    publish(call, "2026-W47")
    first, _ = quoted(written)
    call("forget", "--id", first)
    second, words = quoted(written)
    out = call("forget", "--id", second).out
    assert "已出更正 2026-W47-2（2026年第47期（更正1））" in out
    assert saying(written, words) == []
    removed = sum(one["removed"] for details in audits(written) for one in details["reissued"])
    correction = json.loads((written / "reports" / f"{PAPER}-更正1.json").read_text(encoding="utf-8"))
    assert correction["front"]["notices"][0].endswith(f"按要求删除所引信息{removed}处，各项数字不变。")
    assert sum("更正内容" in notice for notice in correction["front"]["notices"]) == 1
    publish(call, "2026-W47-2")


def test_a_draft_is_rewritten_under_its_number(call: Call, written: Path) -> None:
    call("reports", "review", "2026-W47")
    post_id, words = quoted(written)
    out = call("forget", "--id", post_id).out
    assert "2026-W47（2026年第47期）还没有发布，已重写" in out
    assert "更正" not in out
    assert saying(written, words) == []
    assert "2026-W47  草稿" in call("reports", "list").out
    assert audits(written)[0]["reissued"][0]["withdrawn"] == []


def test_a_run_that_broke_off_is_finished_by_the_next(
    call: Call, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(call, "2026-W47")
    post_id, words = quoted(written)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("chengyu.reissue.write_again", full)
        assert call("forget", "--id", post_id).code != 0
    assert audits(written) == []
    assert "2026-W47-2" in call("reports", "list").out
    out = call("forget", "--id", post_id).out
    assert "已出更正 2026-W47-2" in out
    assert saying(written, words) == []
    correction = said(written / "reports" / f"{PAPER}-更正1.json")
    removed = audits(written)[0]["reissued"][0]["removed"]
    assert f"按要求删除所引信息{removed}处，各项数字不变。" in correction
    assert "2026-W47-3" not in call("reports", "list").out


def test_a_paper_that_is_not_registered_is_named(call: Call, written: Path) -> None:
    post_id, _ = quoted(written)
    own = written / "reports" / "抄件.json"
    own.write_bytes((written / "reports" / f"{PAPER}.json").read_bytes())
    assert "请处理：reports/抄件.json 引用过它" in call("forget", "--id", post_id).out


def test_the_words_of_a_reprint_that_stays_are_no_quotation(call: Call, written: Path) -> None:
    title, text = next(iter(POSTS.items()))
    again = {"source": "board", "native_id": "8", "url": "http://127.0.0.1/8.html", "title": title, "text": text}
    later = {"published_at": "2026-11-18T09:00:00+08:00"}
    path = written / "raw" / "board" / "1.jsonl"
    path.parent.mkdir()
    path.write_text(json.dumps(LINE | again | later) + "\n", encoding="utf-8")
    for arguments in (("store",), ("score",), ("analyse", *WEEK), ("report", *WEEK)):
        assert call(*arguments).code == 0
    out = call("forget", "--id", post_id("forum", "0")).out
    assert "另有 1 条转载" in out
    assert "请处理：reports" not in out


def test_a_published_paper_on_one_story_is_corrected_when_words_go_and_not_when_time_passes(
    call: Call, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, text = next(iter(POSTS.items()))
    parent = post_id("forum", "0")
    reply = {"native_id": "9", "url": "http://127.0.0.1/9.html", "published_at": "2026-11-17T20:00:00+08:00"}
    said_back = {"text": "楼主说得对，杨桥东路的摊贩天天占着人行道，城管太不作为了", "parent_id": parent}
    (written / "raw" / "forum" / "2.jsonl").write_text(json.dumps(LINE | reply | said_back) + "\n", encoding="utf-8")
    for command in (("store",), ("score",), ("analyse", *WEEK)):
        assert call(*command).code == 0
    with closing(sqlite3.connect(written / "chengyu.db")) as raw:
        ((story,),) = raw.execute("SELECT story_id FROM posts WHERE id = ?", (parent,))
    called = call("report", *WEEK, "--story", story)
    assert called.code == 0, called.err
    (listed,) = [line for line in call("reports", "list").out.splitlines() if line.startswith("2026-S01")]
    publish(call, listed.split()[0])
    monkeypatch.setenv("CHENGYU_NOW", "2026-11-23T09:00:00+08:00")
    assert call("analyse", *WEEK).code == 0
    assert "内容没有变化" in call("report", *WEEK, "--story", story).out
    on_it = {path.name for path in (written / "reports").iterdir() if "专报" in path.name and title[:10] in said(path)}
    assert {name.rpartition(".")[2] for name in on_it} >= {"pdf", "docx", "json"}

    called = call("forget", "--id", parent)

    assert called.code == 0, called.err
    assert re.search(r"2026-S01-1 引用过它，已出更正 2026-S01-2", called.out), called.out
    assert "请处理：reports" not in called.out
    assert saying(written, (title, text)) == []
    (details,) = audits(written)
    assert ["2026-S01-1"] in [done["withdrawn"] for done in details["reissued"]]
    publish(call, "2026-S01-2")
