"""The tables of the sample week that look further: a year back, lasting moves, what came again, whose matter, views."""

from typing import Any

from tests.reports.sample_counts import Rows, interval


def year_on_year() -> Rows:
    head = {
        "previous_start": "2025-11-17", "previous_end": "2025-11-23", "basis": "weekday", "note": "", "working_days": 5,
        "previous_working_days": 5, "sources": ["board", "daily", "forum", "hotline", "metro", "micro"],
    }  # fmt: skip

    def row(
        group: str, now: tuple[int, int], before: tuple[int, int], ratio: tuple[float, ...], verdict: str
    ) -> dict[str, Any]:
        return head | {
            "group": group, "items": now[0], "negative": now[1], "share": now[1] / now[0], "previous_items": before[0],
            "previous_negative": before[1], "previous_share": before[1] / before[0], "difference": 0.1,
            "difference_low": -0.1, "difference_high": 0.3, "verdict": verdict, "ratio": ratio[0], "ratio_low": ratio[1],
            "ratio_high": ratio[2], "ratio_verdict": verdict,
        }  # fmt: skip

    told = row("complaint", (58, 58), (47, 47), (58 / 47, 0.8, 1.9), "no_change")
    return [
        row("press", (17, 6), (14, 3), (2.0, 0.4, 12.0), "not_enough_data"),
        row("social", (84, 54), (36, 15), (3.6, 1.9, 7.2), "worse"),
        row("all", (101, 60), (50, 18), (60 / 18, 1.9, 5.8), "worse"),
        told | dict.fromkeys(("negative", "share", "previous_negative", "previous_share", "difference")),
    ]


def views() -> Rows:
    named = (
        ("问责只到临时工", ["临时工", "停职", "合同"], 22),
        ("同情摊主", ["摊主", "孩子"], 14),
        ("", ["通报", "视频", "公开"], 8),
    )
    return [
        {"story_id": "s0000001", "title": "锦纺巷夜宵摊检查中发生推搡，摊主受伤", "view": number, "name": name, "words": words,
         "items": n, "sample": 44, "voices": 51, **interval(n, 44), "examples": [], "post_ids": [f"{number}{k:015d}" for k in range(n)],
         "note": "从51名网民的发言（去掉转载和重复）中随机抽取44条归类；样本只代表在网上说话的人，不代表全体市民"}
        for number, (name, words, n) in enumerate(named, 1)
    ]  # fmt: skip


def changes() -> Rows:
    return [
        {"series": "complaint/construction_site", "label": "工地施工投诉", "group": "complaint", "start": "2026-08-17", "before": 11.2,
         "after": 3.3, "ratio": 3.3 / 11.2, "work": ["quiet"]},
        {"series": "social/negative", "label": "网络负面", "group": "social", "start": "2026-03-02", "before": 6.4, "after": 10.1,
         "ratio": 10.1 / 6.4, "work": []},
    ]  # fmt: skip


def work_modes() -> Rows:
    return [
        {"mode": "daily", "records": 3, "measured": 2, "helped": 1, "effect": -0.31, "low": -0.45, "high": -0.13, "rebounded": 0, "held": 0},
        {"mode": "campaign", "records": 2, "measured": 2, "helped": 0, "effect": -0.1, "low": -0.4, "high": 0.35, "rebounded": 2, "held": 0},
    ]  # fmt: skip


def repeats() -> Rows:
    return [
        {"district": district, "road": road, "issue": issue, "items": n, "in_60_days": near, "first_at": "2026-09-24T20:00:00",
         "last_at": "2026-11-21T21:30:00", "post_ids": [], "again_ids": []}
        for district, road, issue, n, near in (("澜东区", "文庙街", "vending", 6, 31), ("北桥区", "工农路", "noise_fume", 2, 5))
    ]  # fmt: skip


def repeat_share() -> Rows:
    return [{"items": 50, "repeats": 14, **interval(14, 50), "previous_items": 44, "previous_share": 0.25}]


def matters() -> Rows:
    def row(issue: str, part: str, whose: str, unit: str, items: int, complaints: int) -> dict[str, Any]:
        return {"issue": issue, "part": part, "standard": "公用设施", "responsibility": whose, "unit": unit, "items": items,
                "complaints": complaints, "negative": items - complaints}  # fmt: skip

    return [
        row("vending", "", "本局", "属地城管大队", 60, 19),
        row("facilities", "供水供气", "非本局", "供水、燃气公司", 3, 2),
        row("demolition", "", "非本局", "区征收办", 1, 1),
    ]


def drift() -> Rows:
    return [
        {"model": "linear@1", "test": test, "distance": 0.01, "p": 0.4, "moved": False} for test in ("texts", "scores")
    ]


def press_sides() -> Rows:
    return [
        {"tone": tone, "articles": n, "with_side": side, **interval(side, n), "kinds": kinds, "one_sided": alone, "side_ids": [],
         "one_sided_ids": []}
        for tone, n, side, kinds, alone in (("all", 22, 14, 1.9, 8), ("negative", 9, 4, 1.7, 4))
    ]  # fmt: skip
