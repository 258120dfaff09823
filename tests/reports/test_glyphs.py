"""No glyph goes missing unseen."""

import pytest

from reports.glyphs import Printable, font_files, known_glyphs


@pytest.mark.parametrize(
    ("text", "clean", "count"),
    [
        ("锦纺巷，㐂𠮷", "锦纺巷，㐂𠮷", 0),
        ("点赞👍", "点赞〔表情〕", 1),
        ("👍👍🎉", "〔表情×3〕", 3),
        ("שלום 你好", "〔缺字×4〕 你好", 4),
        ("א", "〔缺字U+05D0〕", 1),
        ("甲\u200b乙\ufe0f丙\u202e", "甲乙丙", 0),
        ("一\n二", "一 二", 0),
        ("", "", 0),
    ],
)
def test_what_has_no_glyph_becomes_a_counted_mark(text: str, clean: str, count: int) -> None:
    marks = Printable()
    assert marks.clean(text) == clean
    assert sum(marks.replaced.values()) == count


def test_only_the_free_fonts_are_used() -> None:
    assert [path.name for path in font_files()] == ["NotoSansCJKsc-Regular.otf", "NotoSerifCJKsc-Regular.otf"]
    assert len(known_glyphs()) > 40_000
