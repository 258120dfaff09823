"""Filled-in rows of labels for tests."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from pipeline import database
from pipeline.database import Database
from tests.pipeline.test_database import fill, post, score

MODEL = "linear@1"
NEGATIVE = {"相关": "是", "态度": "负面", "语气": "消极", "体裁": "投诉", "事项一": "占道经营"}


def filled(db: Database, count: int, **changes: Any) -> None:
    """A database with `count` scored posts, ever surer of negative."""
    fill(db, *(post(n) for n in range(1, count + 1)))
    shares = [(0.34 + 0.6 * n / count) for n in range(1, count + 1)]
    rows = [
        score(
            n, p_negative=share, p_neutral=1 - share, p_positive=0.0, sentiment="negative" if share > 0.5 else "neutral"
        )
        for n, share in enumerate(shares, 1)
    ]
    database.save_scores(db, [row | changes for row in rows])


def fill_in(path: Path, rows: Sequence[dict[str, str]], first: int = 2) -> None:
    """Type words into the empty cells of an exported workbook, row by row."""
    book = load_workbook(path)
    sheet = book.active
    names = {cell.value: cell.column for cell in sheet[1]}
    for line, words in enumerate(rows, first):
        for name, word in words.items():
            sheet.cell(line, names[name], word)
    book.save(path)


NOW = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
