"""The part on method says which model judged, on which model the trend stands, and when it has drifted."""

from typing import Any

import pytest

from reports.parts import Paragraph
from reports.reading import Facts
from reports.sections.method import build
from tests.reports.sample import HEAD, tables


def week(period: str, **changes: Any) -> dict[str, Any]:
    row = {
        "period": period, "model": "new@2", "texts": 100, "standing": True, "negative_share": 0.6,
        "model_before": "old@1", "share_before": 0.5, "difference": 0.1,
    }  # fmt: skip
    return row | changes


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        (
            [week("2026-W46"), week("2026-W47")],
            ("2期都以这一模型判读", "old@1判为负面的占50.0%", "占60.0%", "不是舆情变化"),
        ),
        ([week("2026-W46", standing=False, texts=0), week("2026-W47")], ("2026-W46还没有用这一模型判读完",)),
        ([week("2026-W47", model_before="", share_before=None, difference=None)], ("1期都以这一模型判读。",)),
    ],
)
def test_the_standing_of_each_week_is_told(weeks: list[dict[str, Any]], words: tuple[str, ...]) -> None:
    told = said({"model_weeks": weeks})
    assert all(any(word in text for text in told) for word in words)


def test_a_drift_warning_stands_beside_the_model() -> None:
    models = [*tables()["model"], {"model": "linear@1", "warning": "本期文字与训练数据的差别明显变大"}]
    assert "本期文字与训练数据的差别明显变大。" in said({"model": models})


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ({"origin": "blind", "name": "frozen.jsonl", "texts": 236, "blind": 236}, "取自本单位236条随机抽取的盲评"),
        (
            {"origin": "before", "name": "stacked", "texts": 6694, "blind": 83},
            "沿用stacked的，取自它的6694条标注（本单位的盲评有83条，不足以另算）",
        ),
        ({"origin": "own", "name": "a.jsonl", "texts": 900, "blind": 0}, "取自训练用的900条标注"),
        (
            {"origin": "own", "name": "a.jsonl", "texts": 900, "blind": 0, "domains": 16},
            "没见过的城市误判率可能不同，校正后的区间已按16个来源之间误判率的差别放宽",
        ),
        ({"origin": "unknown"}, "模型卡没有写明"),
        ({"origin": "none"}, "占比没有校正"),
    ],
)
def test_on_which_texts_the_errors_were_counted_is_told(errors: dict[str, Any], words: str) -> None:
    row = {"model": "mine@1", "judged": 200, "failed": 0, "texts": 300, "sentiment_macro_f1": 0.8312}
    (told,) = [text for text in said({"model": [row | {f"errors_{name}": value for name, value in errors.items()}]})
               if "判读模型mine@1" in text]  # fmt: skip
    assert words in told
    assert ("放宽" in told) is bool(errors.get("domains"))
    assert "在训练用的300条标注上（五折交叉验证），态度判读的宏平均F1为83.1%" in told


def said(changes: dict[str, Any]) -> list[str]:
    section = build(Facts({**tables(), **changes}), HEAD)
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]
