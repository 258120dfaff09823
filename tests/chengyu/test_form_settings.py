"""Settings of the paper: what is taken, and what is refused with a clear line."""

from pathlib import Path

import pytest

from tests.chengyu.conftest import Call


def told(office: Path, line: str) -> None:
    """Put one setting in the place of the one that `init` wrote."""
    path, name = office / "settings.toml", line.split(" = ", maxsplit=1)[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line if old.startswith(f"{name} = ") else old for old in lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('marking = "机密"', "标志只能写“内部资料”或“工作秘密”"),
        ('marking = ""', "国家秘密"),
        ('colour = "#c8102e"', "不做红头"),
        ('colour = "blue"', "#1f4e79"),
        ('accent = "#ffee00"', "颜色太浅"),
        ('template = "red"', "report.template"),
        ("copies = -1", "report.copies"),
        ("inspections = [{ kind = '创文', first = 2026-09-12, last = 2026-09-01 }]", "last 早于 first"),
        ("inspections = [{ kind = '', first = 2026-09-01, last = 2026-09-12 }]", "不能为空"),
        ("inspections = [{ kind = '创文', first = '9月1日', last = 2026-09-12 }]", "不是日期"),
        ("inspections = [{ kind = '创文', first = 2026-09-01 }]", "inspections.0.last"),
    ],
)
def test_what_a_paper_may_not_have_is_refused(line: str, words: str, call: Call, office: Path) -> None:
    told(office, line)
    called = call("reports", "list")
    assert called.code == 1
    assert words in called.err
    assert called.err.count("\n") == 1


def test_what_a_paper_may_have_is_taken(call: Call, office: Path) -> None:
    kept = 'inspections = [{ kind = "创文", first = 2026-09-01, last = 2026-09-12 }]'
    for line in (
        kept,
        'marking = "工作秘密"',
        'colour = "#0b5d3b"',
        'template = "modern"',
        'report_to = ["市委宣传部"]',
    ):
        told(office, line)
    assert call("reports", "list").code == 0
