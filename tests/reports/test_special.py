"""The daily paper and the report on one story, from the same tables as the weekly one."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from reports.brief import Brief, BriefError, build_brief, build_day, build_special
from reports.pdf import render_pdf
from tests.reports.sample import HEAD, tables, without_posts

STORY = "s0000001"


def rows(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    """The sample week with what a report on a story reads beside it."""
    found = tables()
    course = {
        "items_before_response": 9,
        "items_after_response": 49,
        "share_before_response": 0.5,
        "share_after_response": 0.9,
    }
    found["stories"][0] |= course | changes
    found["guidance"] = [row | {"story_id": STORY if n == 0 else None} for n, row in enumerate(found["guidance"])]
    for item in found["negative_items"][2:4]:
        item["story_id"] = STORY
    found["posts"] = [post(n, tone, voice) for n, (tone, voice) in enumerate((("negative", "social"), ("", "own")))]
    return found


def post(number: int, tone: str, voice: str) -> dict[str, Any]:
    return {
        "post_id": str(number), "current": True, "story_id": STORY, "published_at": f"2026-11-18T1{number}:30:00",
        "tone": tone, "voice": voice, "copy": False, "source": "微言", "title": "情况通报", "text": "正文",
    }  # fmt: skip


def special(**changes: Any) -> Brief:
    return build_special(rows(**changes), HEAD, STORY)


def said(brief: Brief, key: str) -> str:
    part = next(section for section in brief.sections if section.key == key)
    return "".join(str(block) for block in part.blocks)


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


@pytest.mark.parametrize(
    ("response", "last", "earlier", "stage"),
    [
        (None, "2026-11-22T19:00:00", [], "快报"),
        ("2026-11-18T10:30:00", "2026-11-22T19:00:00", [], "快报"),
        (None, "2026-11-22T19:00:00", ["2026-11-18T09:00:00"], "续报"),
        (None, "2026-11-19T19:00:00", ["2026-11-18T09:00:00"], "续报"),
        ("2026-11-18T10:30:00", "2026-11-19T19:00:00", ["2026-11-18T09:00:00"], "终报"),
        ("2026-11-18T10:30:00", "2026-11-19T19:00:00", [], "终报"),
    ],
)
def test_the_stage_follows_from_answer_silence_and_what_was_said_before(
    response: str | None, last: str, earlier: list[str], stage: str
) -> None:
    brief = build_special(rows(response_at=response, last_at=last), HEAD, STORY, earlier)
    assert brief.head.title == f"{HEAD.title}（{stage}）"
    assert brief.front is None


def test_a_report_on_a_story_has_all_its_parts() -> None:
    brief = special()
    assert [section.key for section in brief.sections] == [
        "summary", "course", "questions", "measures", "outlook", "proposals", "appendix",
    ]  # fmt: skip
    assert "2026年11月17日20:30首发于澜城论坛" in said(brief, "summary")
    assert "首家媒体：望澜都市报" in said(brief, "course")
    assert "11月18日最多，2条，其中负面1条" in said(brief, "course")
    assert "情况通报" in said(brief, "measures")
    assert "首次回应前9条，回应后49条；负面占比由50.0%变为90.0%" in said(brief, "measures")
    assert "回应之后负面占比没有下降" in said(brief, "outlook")
    assert "锦纺巷执法冲突的处理结果" in said(brief, "proposals")
    assert "（2条）" in said(brief, "appendix")


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ([], ""),
        (["2026-11-18T10:30:00"], "自上一份专报（11月18日10:30）以来，新增1条，其中负面0条。"),
        (["2026-11-18T09:00:00", "2026-11-20T09:00:00"], "自上一份专报（11月20日09:00）以来，没有新增信息。"),
    ],
)
def test_a_later_report_says_what_is_new(earlier: list[str], text: str) -> None:
    summary = said(build_special(rows(), HEAD, STORY, earlier), "summary")
    assert text in summary
    assert bool(earlier) == ("自上一份专报" in summary)


@pytest.mark.parametrize(("answer", "text"), [("", "待核实"), ("answered", "官方已回应"), ("denied", "官方已否认")])
def test_claims_are_told_with_where_they_stand(answer: str, text: str) -> None:
    found = rows()
    found["alerts"][0] |= {"rule": "claim_rising", "story_id": STORY, "answer": answer}
    assert text in said(build_special(found, HEAD, STORY), "questions")


def test_without_an_answer_nothing_is_compared() -> None:
    brief = special(response_at=None)
    assert "尚未见官方回应" in said(brief, "summary")
    assert "无从比较" in said(brief, "measures")
    assert "尚无官方回应" in said(brief, "outlook")


def test_a_story_that_is_not_there_is_named() -> None:
    with pytest.raises(BriefError, match=r"stories\.nowhere"):
        build_special(rows(), HEAD, "nowhere")


def test_a_special_report_is_a_paper(tmp_path: Path) -> None:
    brief = special()
    first = render_pdf(brief, tmp_path / "a.pdf").path
    text = "".join(pages(first))
    assert "时间线" in text
    assert "报：市政府分管领导" in text
    assert render_pdf(Brief.from_json(brief.to_json()), tmp_path / "b.pdf").path.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("title", ["长" * 2000, "👍" * 30, "#panic() *粗*", "㐂𠮷"])
def test_bad_titles_give_a_special_report(title: str, tmp_path: Path) -> None:
    assert pages(render_pdf(special(title=title), tmp_path / "bad.pdf").path)


@pytest.mark.parametrize("kind", ["full", "empty", "long"])
def test_the_daily_paper_is_one_page(kind: str, tmp_path: Path) -> None:
    found = without_posts() if kind == "empty" else tables()
    found["summary"][0] |= {"kind": "day", "start": "2026-11-18", "end": "2026-11-18"}
    if kind == "long":
        found["stories"][0]["title"] = found["guidance"][0]["matter"] = "长" * 200
        for alert in found["alerts"]:
            alert["message"] = "长" * 200
    brief = build_day(found, HEAD)
    (page,) = pages(render_pdf(brief, tmp_path / "day.pdf").path)
    assert "领导批示" in page
    assert "签发" in page
    assert "见“拟办意见”" not in page
    assert brief.sections == ()


def test_numbers_lead_to_the_rows_they_stand_for(tmp_path: Path) -> None:
    found = tables()
    found["negative_items"][2]["story_id"] = STORY
    path = render_pdf(build_brief(found, HEAD), tmp_path / "week.pdf").path
    document = pypdfium2.PdfDocument(path)
    try:
        links = sum(pypdfium2.raw.FPDFPage_GetAnnotCount(page) for page in document)
        titles = [mark.get_title() for mark in document.get_toc()]
    finally:
        document.close()
    # One from the large figure, one from the story, three from the first proposal's evidence and so on.
    assert links >= 5
    assert any("媒体与网络" in title for title in titles)
    assert any("负面信息目录" in title for title in titles)
