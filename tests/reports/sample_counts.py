"""The counted tables of the sample week: volumes, trends, sources, complaints, handling."""

from datetime import date, timedelta
from math import sqrt
from typing import Any

Rows = list[dict[str, Any]]


def interval(part: int, whole: int) -> dict[str, float | None]:
    """Share with Wilson's bounds, as a stage before would have computed them."""
    if whole == 0:
        return {"share": None, "low": None, "high": None}
    z, p = 1.96, part / whole
    middle, half = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return {"share": p, "low": (middle - half) / scale, "high": (middle + half) / scale}


def volume(
    group: str, counts: tuple[int, int, int], before: tuple[int, int], moved: tuple[float, ...], verdict: str
) -> dict[str, Any]:
    negative, neutral, positive = counts
    total = sum(counts)
    share = interval(negative, total)
    assert share["share"] is not None
    return {
        "group": group, "items": total, "relevant": total, "negative": negative, "neutral": neutral, "positive": positive,
        **share, "corrected_share": share["share"] - 0.01, "corrected_low": (share["low"] or 0) - 0.02,
        "corrected_high": (share["high"] or 0) + 0.01, "net": (positive - negative) / total,
        "previous_items": before[0], "previous_relevant": before[0], "previous_share": before[1] / before[0],
        "difference": moved[0], "difference_low": moved[1], "difference_high": moved[2], "verdict": verdict,
        "sources_left_out": ["metro"] if group in {"press", "all"} else [],
        "previous_negative": before[1], "negative_ratio": negative / before[1] if before[1] else None,
        "negative_ratio_low": None, "negative_ratio_high": None, "negative_verdict": verdict,
    }  # fmt: skip


PRESS = [
    (21, 3),
    (19, 4),
    (24, 3),
    (22, 5),
    (20, 2),
    (23, 4),
    (18, 3),
    (21, 3),
    (22, 4),
    (20, 3),
    (14, 2),
    (13, 2),
    (31, 12),
]
SOCIAL = [
    (26, 9),
    (31, 8),
    (24, 7),
    (28, 11),
    (25, 9),
    (30, 10),
    (33, 13),
    (27, 9),
    (29, 10),
    (26, 11),
    (28, 10),
    (31, 12),
    (88, 55),
]
COMPLAINTS = [46, 51, 44, 49, 53, 47, 50, 45, 52, 48, 43, 49, 58]
GAPS = {10, 11}


def trend() -> Rows:
    rows: Rows = []
    both = [(a + c, b + d) for (a, b), (c, d) in zip(PRESS, SOCIAL, strict=True)]
    for group, series in (
        ("press", PRESS),
        ("social", SOCIAL),
        ("all", both),
        ("complaint", [(n, n) for n in COMPLAINTS]),
    ):
        for index, (items, negative) in enumerate(series):
            start = date(2026, 8, 24) + timedelta(weeks=index)
            gap = index in GAPS and group in {"press", "all"}
            year, week, _ = start.isocalendar()
            rows.append({
                "period": f"{year}-W{week:02d}", "start": start.isoformat(), "end": (start + timedelta(days=6)).isoformat(),
                "group": group, "items": items, "relevant": items, "negative": negative, **interval(negative, items), "gap": gap,
                "missing": ["metro"] if gap else [], "known": True, "inspection": "",
            })  # fmt: skip
    return rows


SOURCES = [
    ("daily", "望澜日报", "press", "city", "independent", 9, 1, 6),
    ("metro", "望澜都市报", "press", "city", "independent", 8, 5, 7),
    ("portal", "澜海在线", "press", "provincial", "independent", 8, 4, 5),
    ("media", "北桥融媒", "press", "county", "independent", 6, 2, 4),
    ("micro", "微言", "social", "self_media", "independent", 63, 42, 48),
    ("forum", "澜城论坛", "forum", "self_media", "independent", 21, 12, 21),
    ("hot", "澜海热榜", "hot_list", "commercial", "independent", 4, 1, 4),
    ("bureau", "望澜市城市管理局网站", "press", "government", "own", 7, 0, 7),
    ("hotline", "12345热线导出表", "hotline", "government", "independent", 45, 44, 45),
    ("board", "领导留言板·望澜", "message_board", "government", "independent", 13, 12, 13),
]


def by_source() -> Rows:
    return [
        {"source": code, "title": title, "channel": channel, "tier": tier, "owner": owner, "items": items, "relevant": items,
         "negative": negative, **interval(negative, items), "originals": originals, "reprints": items - originals,
         "firsts": int(code == "forum"), "first_ids": ["2000000000000001"] if code == "forum" else []}
        for code, title, channel, tier, owner, items, negative, originals in SOURCES
    ]  # fmt: skip


def by_tier() -> Rows:
    counts = {
        "provincial": (8, 4, 5),
        "city": (17, 6, 13),
        "county": (6, 2, 4),
        "commercial": (4, 1, 4),
        "self_media": (84, 54, 69),
    }
    return [
        {
            "tier": tier,
            "items": n,
            "relevant": n,
            "negative": bad,
            **interval(bad, n),
            "originals": own,
            "reprints": n - own,
            "firsts": int(tier == "self_media"),
            "first_ids": ["2000000000000001"] if tier == "self_media" else [],
        }
        for tier, (n, bad, own) in counts.items()
    ]


def complaint_issues() -> Rows:
    counts = [
        ("vending", 19, 12, 11.4, "worse"), ("noise_fume", 11, 10, 9.8, "no_change"), ("sanitation", 9, 8, 8.6, "no_change"),
        ("construction_site", 3, 4, 3.4, "no_change"), ("dogs", 6, 5, 5.9, "no_change"), ("parking", 5, 6, 4.9, "no_change"),
        ("facilities", 3, 2, 2.5, "not_enough_data"), ("enforcement", 2, 0, 0.4, "not_enough_data"),
    ]  # fmt: skip
    return [
        {"issue": issue, "items": n, "per_10k": n / RESIDENTS * 1e4, "previous": before, "usual": usual, "ratio": n / usual, "low": n / usual * 0.65,
         "high": n / usual * 1.5, "verdict": verdict, "examples": [f"c{n:015d}"]}
        for issue, n, before, usual, verdict in counts
    ]  # fmt: skip


RESIDENTS = 2_390_000
DISTRICTS = [("澜东区", 624000, 18, "none"), ("澜西区", 581000, 21, "high"), ("砚湖区", 453000, 8, "none"), ("北桥区", 397000, 7, "none"),
             ("云埠区", 335000, 3, "not_enough_data")]  # fmt: skip


def districts() -> Rows:
    rows: Rows = []
    for name, residents, items, signal in DISTRICTS:
        rate = items / residents * 1e5
        half = 1.96 * sqrt(items) / residents * 1e5
        rows.append({"district": name, "residents": residents, "items": items, "rate": rate, "low": max(0.0, rate - half),
                     "high": rate + half, "shrunk_rate": 0.7 * rate + 0.3 * 2.4, "funnel_low": 2.4 - 0.5 * half,
                     "funnel_high": 2.4 + 0.5 * half, "signal": signal})  # fmt: skip
    return rows


def complaint_places() -> Rows:
    grid = {
        "澜东区": {"vending": 8, "noise_fume": 3, "sanitation": 3, "dogs": 2, "parking": 2},
        "澜西区": {
            "vending": 9,
            "noise_fume": 4,
            "sanitation": 2,
            "construction_site": 1,
            "dogs": 1,
            "parking": 2,
            "enforcement": 2,
        },
        "砚湖区": {"vending": 1, "noise_fume": 2, "sanitation": 2, "construction_site": 1, "dogs": 2},
        "北桥区": {"vending": 1, "noise_fume": 1, "sanitation": 1, "parking": 1, "facilities": 3},
        "云埠区": {"noise_fume": 1, "sanitation": 1, "construction_site": 1},
        "": {"dogs": 1},
    }
    residents = {name: people for name, people, _, _ in DISTRICTS}
    return [
        {"district": d, "issue": i, "items": n, "per_10k": n / residents[d] * 1e4 if d else None}
        for d, row in grid.items()
        for i, n in row.items()
    ]


def handling() -> Rows:
    rows: Rows = []
    for channel, received, answered, closed, due, on_time, satisfied, dissatisfied, reopened, returned, days, over in (
        ("hotline", 45, 41, 37, 37, 34, 19, 7, 4, 2, 4.2, 1), ("message_board", 13, 9, 8, 8, 7, 3, 3, 1, None, 6.8, 0),
    ):  # fmt: skip
        row: dict[str, Any] = {"channel": channel, "received": received, "answered": answered, "closed": closed, "on_time": on_time,
                               "satisfied": satisfied, "dissatisfied": dissatisfied, "reopened": reopened, "median_days": days,
                               "open_over_30_days": over, "untimed": 0, "due": due, "due_ids": [], "on_time_previous": 0.9,
                               "signed": None, "returned": returned}  # fmt: skip
        parts = {"closed": (closed, received), "on_time": (on_time, due), "satisfied": (satisfied, satisfied + dissatisfied),
                 "reopened": (reopened, closed), "signed": (0, 0), "returned": (returned or 0, received if returned else 0)}  # fmt: skip
        for name, (part, whole) in parts.items():
            bounds = interval(part, whole)
            row |= {
                f"{name}_share": bounds["share"],
                f"{name}_share_low": bounds["low"],
                f"{name}_share_high": bounds["high"],
            }
        rows.append(row)
    return rows


def coded(counts: list[tuple[str, int, int, int, str]]) -> Rows:
    return [{"code": code, "items": n, "negative": bad, **interval(bad, n), "previous": before, "verdict": verdict}
            for code, n, bad, before, verdict in counts]  # fmt: skip


FRAMES = [("officer_violence", 34, 32, 0, "worse"), ("poor_response", 17, 17, 1, "worse"), ("sympathy", 15, 13, 3, "worse"),
          ("rebound", 14, 14, 9, "no_change"), ("inaction", 9, 9, 8, "no_change"), ("service", 12, 0, 11, "no_change"),
          ("cooperation", 7, 0, 6, "no_change"), ("misconduct", 6, 6, 1, "not_enough_data")]  # fmt: skip
ISSUES = [("enforcement", 47, 41, 3, "worse"), ("vending", 41, 27, 16, "no_change"), ("sanitation", 13, 3, 12, "no_change"),
          ("noise_fume", 9, 4, 8, "no_change"), ("dogs", 5, 2, 4, "not_enough_data"), ("parking", 4, 1, 5, "not_enough_data")]  # fmt: skip
