"""What a forgotten post said leaves a paper; its figures and every other word stay."""

from types import SimpleNamespace
from typing import Any

from pipeline.quotations import Traces, is_quoted, traces_of
from reports.backing import Backing, build_backing
from reports.brief import Brief, build_annex, build_brief
from reports.parts import Story, Table
from reports.withdrawal import REMOVED, withdrawal
from tests.reports.sample import HEAD, tables

QUOTE = "文庙街又摆满了，八月那次整治管了几天？一阵风罢了。"
TITLE = "锦纺巷一摊主检查中受伤 涉事协管员停职"


def taken(ids: set[str], text: str, brief: Brief | None = None, backing: Backing | None = None) -> tuple[Brief, int]:
    row = SimpleNamespace(id=next(iter(ids)), title=text, text=text, clean_text="")
    traces: Traces = traces_of([row])
    taking = withdrawal(ids, lambda said: is_quoted(traces, said), backing or build_backing({}, ""))
    return taking.brief(brief or build_brief(tables(), HEAD)), taking.removed


def test_a_quotation_goes_and_the_figures_stay() -> None:
    before = build_brief(tables(), HEAD)
    after, removed = taken({"2000000000000000"}, QUOTE)
    assert removed > 0
    assert QUOTE not in after.to_json()
    assert QUOTE in before.to_json()
    assert after.front is not None
    assert before.front is not None
    assert after.front.figures == before.front.figures
    assert [len(s.blocks) for s in after.sections] == [len(s.blocks) for s in before.sections]
    quotes = [len(b.quotes) for s in after.sections for b in s.blocks if isinstance(b, Story)]
    assert quotes == [2, 1, 2]
    assert Brief.from_json(after.to_json()) == after


def test_a_row_of_the_appendix_keeps_its_number_alone() -> None:
    rows = tables()
    rows["negative_items"][0] |= {"conduct": False, "title": TITLE}
    brief = build_brief(rows, HEAD)
    after, _ = taken({"x"}, TITLE, brief)
    assert TITLE not in after.to_json()
    items = next(table for table in after.tables() if table.key == "items")
    assert items.rows[0] == ("1", "", "", REMOVED, "")
    assert items.rows[1:] == next(table for table in brief.tables() if table.key == "items").rows[1:]


def test_a_title_inside_a_sentence_is_taken_out_of_it() -> None:
    title = tables()["stories"][0]["title"]
    before = build_brief(tables(), HEAD)
    assert before.front is not None
    after, _ = taken({"x"}, title)
    assert after.front is not None
    assert title not in after.to_json()
    assert f"“{REMOVED}”" in after.front.sentences[0] or title not in before.front.sentences[0]


def test_a_post_listed_without_its_words_leaves_the_annex() -> None:
    rows: dict[str, list[dict[str, Any]]] = tables()
    item = rows["negative_items"][0]
    rows["posts"] = [_post(item)]
    backing = build_backing(rows, "r")
    annex = build_annex(rows, HEAD)
    after, removed = taken({item["post_id"]}, "别的话", annex, backing)
    (before_table,), (table,) = ([t for t in a.tables() if isinstance(t, Table)] for a in (annex, after))
    assert removed == 1
    assert table.rows[0] == ("1", "", "", REMOVED, "")
    assert table.rows[1:] == before_table.rows[1:]


def test_nothing_goes_where_nothing_is_quoted() -> None:
    brief = build_brief(tables(), HEAD)
    assert taken({"x"}, "这句话哪里也没有出现过，一个字都没有") == (brief, 0)


def _post(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "post_id": item["post_id"], "current": True, "published_at": item["published_at"], "source": item["title_of_source"],
        "channel": "press", "tier": "city", "owner": "independent", "voice": "press", "district": "", "relevant": True,
        "tone": "negative", "copy": False, "handled": False, "kind": "conduct", "story_id": None, "issues": [], "frames": [],
        "phrases": [], "matter": "", "part": "", "earlier": False, "withheld": True, "title": item["title"], "text": item["text"], "url": "",
    }  # fmt: skip
