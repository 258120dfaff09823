"""Dates as Chinese pages write them, and which of a page's dates is the publication date."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.blocks import Surroundings
from crawlers.dates import find_date, read_moment
from crawlers.metadata import Metadata
from crawlers.post import DateConfidence

NONE = Metadata("")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-03 09:12:33", "2026-05-03T09:12:33+08:00"),
        ("2026年5月3日 09:12", "2026-05-03T09:12:00+08:00"),
        ("2026年05月03日09:12", "2026-05-03T09:12:00+08:00"),
        ("2026年5月3日 星期日 下午3:05", "2026-05-03T15:05:00+08:00"),
        ("2026/5/3 9:5", "2026-05-03T09:05:00+08:00"),
        ("2026 05/03 09:12:33 来源：甲报", "2026-05-03T09:12:33+08:00"),
        ("共 2026 10-15 人", None),
        ("2026.05.03", "2026-05-03T00:00:00+08:00"),
        ("2026-05-03T09:12:33+08:00", "2026-05-03T09:12:33+08:00"),
        ("2026-05-03T01:12:33.000Z", "2026-05-03T09:12:33+08:00"),
        ("2026-05-03T01:12:33+0000", "2026-05-03T09:12:33+08:00"),
        ("1777770753", "2026-05-03T09:12:33+08:00"),
        ("1777770753000", "2026-05-03T09:12:33+08:00"),
        ("20260503", "2026-05-03T00:00:00+08:00"),
        ("20260503091233", "2026-05-03T09:12:33+08:00"),
        ("发布时间：26-05-03 09:12", "2026-05-03T09:12:00+08:00"),
        ("五月 3rd, 2026", "2026-05-03T00:00:00+08:00"),
        ("May 3, 2026", "2026-05-03T00:00:00+08:00"),
        ("Sun, 3 May 2026 09:12:33", "2026-05-03T09:12:33+08:00"),
        ("2026-05-03 99:99", "2026-05-03T00:00:00+08:00"),
        ("二〇二六年五月三日", "2026-05-03T00:00:00+08:00"),
        ("二○二六年十二月二十一日", "2026-12-21T00:00:00+08:00"),
        ("二〇二六年十月十日", "2026-10-10T00:00:00+08:00"),
        ("二〇二六年十五月三日", None),
        ("2026 05 / 03 09:12:33", "2026-05-03T09:12:33+08:00"),
        ("2026-13-40 之后 2026-05-03", "2026-05-03T00:00:00+08:00"),
        ("2026-02-30", None),
        ("电话 0591-20260-503", None),
        ("去年今日", None),
        ("", None),
    ],
)
def test_read_moment(text: str, moment: str | None) -> None:
    found = read_moment(text)
    assert (found.isoformat() if found else None) == moment


@given(st.text(alphabet="0123456789年月日-/.: TZ+上下午晚星期二May,", max_size=60))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    found = read_moment(text)
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("above", "body", "below", "metadata", "url", "wanted"),
    [
        (["2026-05-03 09:12 来源：甲报"], [], [], NONE, "", ("2026-05-03T09:12:00+08:00", DateConfidence.PAGE)),
        (
            ["活动 2026-06-01 开始", "发布时间：2026-05-03"],
            [],
            [],
            NONE,
            "",
            ("2026-05-03T00:00:00+08:00", DateConfidence.PAGE),
        ),
        (
            ["今天是2026年11月23日 星期一"],
            [],
            [],
            NONE,
            "/2026/0503/a.html",
            ("2026-05-03T00:00:00+08:00", DateConfidence.GUESSED),
        ),
        (
            ["2026-05-03 09:12"],
            [],
            [],
            Metadata("", {"pubdate": "2026-05-03"}),
            "",
            ("2026-05-03T09:12:00+08:00", DateConfidence.EXACT),
        ),
        (
            ["2026-05-04"],
            [],
            [],
            Metadata("", {"pubdate": "2026-05-03 08:00"}),
            "",
            ("2026-05-03T08:00:00+08:00", DateConfidence.EXACT),
        ),
        (
            [],
            [],
            [],
            Metadata("", {}, {"datePublished": "2026-05-03T08:00:00+08:00"}),
            "",
            ("2026-05-03T08:00:00+08:00", DateConfidence.EXACT),
        ),
        ([], [], ["发布日期：", "2026-05-03"], NONE, "", ("2026-05-03T00:00:00+08:00", DateConfidence.PAGE)),
        ([], [], ["柳堤路早市搬迁 2026-04-28"], NONE, "", ("", DateConfidence.GUESSED)),
        ([], ["特此通告。", "2026年5月3日"], [], NONE, "", ("2026-05-03T00:00:00+08:00", DateConfidence.GUESSED)),
        (["03", "2026年05月"], [], [], NONE, "", ("2026-05-03T00:00:00+08:00", DateConfidence.PAGE)),
        (
            [],
            [],
            [],
            Metadata("", script='{"pubtime": "2026-05-03 09:12:00"}'),
            "",
            ("2026-05-03T09:12:00+08:00", DateConfidence.PAGE),
        ),
        (
            [],
            [],
            [],
            NONE,
            "http://a.example/art/t20260503_12.html",
            ("2026-05-03T00:00:00+08:00", DateConfidence.GUESSED),
        ),
        ([], [], [], NONE, "http://a.example/12345678.html", ("", DateConfidence.GUESSED)),
        (
            [],
            [],
            [],
            NONE,
            "http://a.example/2026-11/14/c_1.htm",
            ("2026-11-14T00:00:00+08:00", DateConfidence.GUESSED),
        ),
        ([], [], [], NONE, "http://a.example/2026/5/3/c_1.htm", ("2026-05-03T00:00:00+08:00", DateConfidence.GUESSED)),
        (
            [],
            [],
            [],
            Metadata("", address="https://a.example/20260503/a.html"),
            "",
            ("2026-05-03T00:00:00+08:00", DateConfidence.GUESSED),
        ),
        (
            ["更新时间：2026-05-05 10:00 发布时间：2026-05-03 09:12"],
            [],
            [],
            NONE,
            "",
            ("2026-05-03T09:12:00+08:00", DateConfidence.PAGE),
        ),
        (
            ["成文日期：", "2026-05-01", "2026-05-03"],
            [],
            [],
            NONE,
            "/20260503/",
            ("2026-05-03T00:00:00+08:00", DateConfidence.PAGE),
        ),
        (
            ["05-03 09:12"],
            [],
            [],
            NONE,
            "http://a.example/20260503/a.html",
            ("2026-05-03T09:12:00+08:00", DateConfidence.PAGE),
        ),
        (
            ["05-03 09:12"],
            [],
            [],
            Metadata("", script='{"day": "2026-05-03"}'),
            "",
            ("2026-05-03T09:12:00+08:00", DateConfidence.PAGE),
        ),
    ],
)
def test_find_date(
    above: Sequence[str],
    body: Sequence[str],
    below: Sequence[str],
    metadata: Metadata,
    url: str,
    wanted: tuple[str, DateConfidence],
) -> None:
    assert find_date(Surroundings(above, below), body, metadata, [], url) == wanted
