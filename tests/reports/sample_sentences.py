"""Rows that the sentences and clauses are built from."""

from typing import Any

from reports.reading import Row, Words

WEEK = Words("本周", "上周", "下周", "周", "周")
NOW = "2026-11-23T08:00:00+08:00"


def volume(**fields: Any) -> Row:
    row = {
        "items": 40,
        "relevant": 40,
        "negative": 10,
        "share": 0.25,
        "low": 0.14,
        "high": 0.4,
        "difference": 0.1,
        "verdict": "no_change",
        "negative_ratio": 1.2,
        "negative_verdict": "no_change",
        "sources_left_out": [],
    }
    return Row("volume", row | fields)


def alarm(**fields: Any) -> Row:
    return Row("alerts", {"observed": 10, "expected": 3.1, "threshold": 8} | fields)


def issue(code: str, items: int, usual: float, verdict: str, low: float = 1.1) -> Row:
    return Row("complaint_issues", {"issue": code, "items": items, "usual": usual, "verdict": verdict, "low": low})


def summary(now: int = 4, before: int = 4, **fields: int) -> Row:
    told = {"complaints": now, "complaints_previous": before, "posts": 44, "relevant": 44, "failed_scores": 0}
    return Row("summary", told | fields)


def proposal(**fields: Any) -> Row:
    told = {"unit": "甲，乙", "deadline": "2026-11-27", "matter": "某事", "action": "整改"}
    return Row("guidance", told | fields)
