"""The page in a real browser: no console error, every width, keys alone, and each number opens to its posts."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reports.backing import Backing, picked
from reports.queries import figures
from reports.web import TEMPLATES, write_web
from tests.reports.browser import Page, browser
from tests.reports.demo_week import demo_backing, demo_brief

WIDTHS = (1280, 390)
EVIL = "</script><script>document.title='x'</script><img src=x onerror=\"document.title='x'\">"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "week.html"
    write_web(demo_brief(), path, demo_backing())
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.mark.parametrize("width", WIDTHS)
def test_every_width_is_drawn_without_a_complaint(page: Page, paper: Path, width: int, tmp_path: Path) -> None:
    page.open(paper, width)
    assert page.run("document.documentElement.className") == "ready"
    assert page.run("document.querySelectorAll('figure .chart svg').length") == len(demo_brief().charts())
    beyond = "!e.closest('.wide, svg') && e.getBoundingClientRect().right > innerWidth"
    assert page.run(f"[...document.querySelectorAll('body *')].filter(e => {beyond}).length") == 0
    page.picture(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 20_000
    assert page.errors == []


def test_a_cell_too_small_to_tell_is_no_empty_cell(page: Page, paper: Path) -> None:
    (grid,) = (chart for chart in demo_brief().charts() if chart.key == "places")
    page.open(paper, 1280)
    place = [chart.key for chart in demo_brief().charts()].index("places")
    drawn = page.run(f"[...document.querySelectorAll('figure .chart')][{place}].textContent")
    values = [value for series in grid.series for value in series.values]
    assert drawn.count("<5") == values.count(None) > 0
    assert drawn.count("·") == values.count(0.0) > 0


def test_a_phone_shows_the_whole_caption_and_room_for_words(page: Page, paper: Path) -> None:
    page.open(paper, 390)
    assert page.run("document.documentElement.scrollWidth") <= 390
    beyond = page.run("[...document.querySelectorAll('caption span')].filter(e => e.offsetWidth > innerWidth).length")
    assert beyond == 0
    narrow = page.run("[...document.querySelectorAll('#t-items td.w')].filter(e => e.offsetWidth < 120).length")
    assert narrow == 0


def test_every_number_opens_to_the_posts_it_counts(page: Page, paper: Path) -> None:
    page.open(paper, 1280)
    script = """[...document.querySelectorAll('[data-q]')].map(button => {
        button.click();
        const dialog = document.getElementById('posts');
        const ids = [...dialog.querySelectorAll('li code')].map(code => code.textContent);
        const command = dialog.querySelector('.command'), name = command.hidden ? '' : command.textContent;
        return [button.textContent, name.split("'")[1] || '', ids];
    })"""
    opened = page.run(script)
    queries, posts = figures(demo_brief()), demo_backing().posts
    assert len(opened) > 200
    named = [(text, name, ids) for text, name, ids in opened if name]
    assert {name for _, name, _ in named} <= set(queries)
    for text, name, ids in named:
        assert ids == [post.id for post in picked(posts, queries[name])]
        if text.isdecimal() and not name.startswith("items."):
            assert len(ids) == int(text), name
    assert page.errors == []


def test_keys_alone_open_filter_and_close(page: Page, paper: Path) -> None:
    page.open(paper, 1280)
    page.run("document.querySelector('.figures [data-q]').focus()")
    page.press("Enter", 13, "\r")
    assert page.run("document.getElementById('posts').open") is True
    before = page.run("document.querySelectorAll('#posts li').length")
    assert page.run("document.activeElement.type") == "search"
    page.call("Input.insertText", text="协管")
    assert 0 < page.run("document.querySelectorAll('#posts li').length") < before
    page.press("Escape", 27)
    page.press("Escape", 27)
    assert page.run("document.getElementById('posts').open") is False
    assert page.run("document.activeElement.closest('.figures') !== null") is True


def test_tables_sort_by_number_and_filter_by_word(page: Page, paper: Path) -> None:
    page.open(paper, 1280)
    column = "[...document.querySelectorAll('#t-sources tbody td:nth-child(3)')].map(cell => Number(cell.dataset.v))"
    page.run("document.querySelectorAll('#t-sources .sort')[2].focus()")
    page.press("Enter", 13, "\r")
    assert page.run(column) == sorted(page.run(column), reverse=True)
    page.press("Enter", 13, "\r")
    assert page.run(column) == sorted(page.run(column))
    page.run(
        "document.querySelector('#t-items').closest('.wide').previousElementSibling.querySelector('input').focus()"
    )
    page.call("Input.insertText", text="portal")
    shown = page.run(
        "[...document.querySelectorAll('#t-items tbody tr')].filter(row => !row.hidden).map(r => r.textContent)"
    )
    assert shown
    assert all("portal" in text for text in shown)


def test_texts_of_others_run_nothing(page: Page, tmp_path: Path) -> None:
    posts = tuple(replace(post, title=EVIL, text=EVIL, url="javascript:alert(1)") for post in demo_backing().posts)
    brief = replace(demo_brief(), days=EVIL)
    write_web(brief, tmp_path / "evil.html", Backing(1, "r", posts))
    page.open(tmp_path / "evil.html", 1280)
    page.run("document.querySelector('[data-q]').click()")
    assert page.run("document.title") == brief.head.title
    assert page.run("document.querySelectorAll('#posts img, #posts script, #posts a').length") == 0
    assert EVIL in page.run("document.querySelector('#posts li').textContent")


def test_the_page_fetches_nothing_and_is_of_reasonable_size(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="(?!data:|#)', text.split("<script")[0]) == []
    assert "default-src 'none'" in text
    assert paper.stat().st_size < 2_500_000


def test_a_page_carries_negative_posts_first_and_tells_what_is_left_out(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.web.POSTS_SHOWN", 20)
    write_web(demo_brief(), tmp_path / "short.html", demo_backing())
    page.open(tmp_path / "short.html", 390)
    page.run("document.querySelector('.figures [data-q]').click()")
    assert "其余用命令查看" in page.run("document.querySelector('#posts h2').textContent")
    tones = page.run("JSON.parse(document.getElementById('data').textContent).posts.map(p => p.includes('负面'))")
    assert tones == [True] * 20


def test_the_chart_library_is_the_one_that_is_declared() -> None:
    told = tomllib.loads((TEMPLATES / "echarts.toml").read_text(encoding="utf-8"))
    raw = (TEMPLATES / told["file"]).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == told["sha256"]
    assert f'version="{told["version"]}"'.encode() in raw.replace(b" ", b"")
    assert b"Apache License" in (TEMPLATES / told["licence_file"]).read_bytes()
    assert json.dumps(told["licence"]) == '"Apache-2.0"'
    assert (TEMPLATES / told["notice_file"]).is_file()
