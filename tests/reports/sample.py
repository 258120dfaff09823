"""Result tables of one week of the fictional city, written by hand, as stage 4 hands them over."""

from typing import Any

from reports.brief import Head
from tests.reports.sample_counts import (
    FRAMES,
    ISSUES,
    SOURCES,
    Rows,
    by_source,
    by_tier,
    coded,
    complaint_issues,
    complaint_places,
    districts,
    handling,
    interval,
    trend,
    volume,
)
from tests.reports.sample_lasting import (
    changes,
    drift,
    matters,
    press_sides,
    repeat_share,
    repeats,
    views,
    work_modes,
    year_on_year,
)

HEAD = Head(
    title="望澜市城市管理舆情周报",
    number="2026年第47期",
    office="望澜市城市管理局宣传处",
    city="望澜市",
    period="2026-W47",
    made_at="2026-11-23T08:00:00+08:00",
    fictional=True,
    report_to="市政府分管领导",
    send_to="各区城管大队",
    copies=20,
    run_id="r-20261123-0800",
    data_digest="5f1d0c9ab27e4410",
)


def story(
    number: int, title: str, items: int, negative: int, times: tuple[str, str, str, str, str], grade: str
) -> dict[str, Any]:
    first, medium, peak, last, response = times
    quotes = {
        1: [("澜城论坛", "2026-11-17T22:00:00+08:00", "四十三秒的视频看了三遍，车是掀翻的，人是被推倒的，先把话说清楚再谈执法。"),
            ("望澜都市报", "2026-11-18T07:10:00+08:00", "市城管局相关负责人表示，涉事协管员已停职，情况正在调查。")],
        2: [("微言", "2026-11-19T21:35:00+08:00", "文庙街又摆满了，八月那次整治管了几天？一阵风罢了。"),
            ("澜城论坛", "2026-11-20T12:05:00+08:00", "晚上十点以后根本走不过去，推车都得绕。")],
        3: [("望澜日报", "2026-11-16T08:00:00+08:00", "五个区的工地公布了夜间值班电话，居民可以直接打到现场。"),
            ("微言", "2026-11-16T20:11:00+08:00", "这回打过去真有人接，半小时就停了，点个赞。")],
    }[number]  # fmt: skip
    return {
        "story_id": f"s{number:07d}", "title": title, "items": items, "voices": items - items // 5, "reprints": items // 5,
        "sources": 6 - number, "channels": ["social", "forum", "press"],
        "negative": negative, "share": negative / items, "first_at": first, "first_source": quotes[0][0], "first_medium_at": medium or None,
        "first_medium": "望澜都市报" if medium else None, "peak_day": peak, "last_at": last, "response_at": response or None,
        "half_life_hours": 31.0 if number == 1 else None, "grade": grade,
        "quotes": [{"post_id": f"{number}{k}00000000000000", "source": s, "published_at": t, "text": x} for k, (s, t, x) in enumerate(quotes)],
        "post_ids": [f"{number}{k}00000000000000" for k in range(items)],
    }  # fmt: skip


def stories() -> Rows:
    zone = ":00+08:00"
    return [
        story(1, "锦纺巷夜宵摊检查中发生推搡，摊主受伤", 58, 51,
              (f"2026-11-17T20:30{zone}", f"2026-11-18T07:10{zone}", "2026-11-18", f"2026-11-22T19:00{zone}", f"2026-11-18T10:30{zone}"), "重大"),
        story(2, "文庙街夜市摊点回潮", 14, 11,
              (f"2026-11-16T21:00{zone}", f"2026-11-19T09:00{zone}", "2026-11-19", f"2026-11-22T22:00{zone}", ""), "一般"),
        story(3, "工地夜间施工值班电话公布", 9, 0,
              (f"2026-11-16T08:00{zone}", f"2026-11-16T08:00{zone}", "2026-11-16", f"2026-11-18T18:00{zone}", ""), ""),
    ]  # fmt: skip


def alert(number: int, level: str, message: str, clock: str, deadline: str, story: str | None = None) -> dict[str, Any]:
    return {"id": f"a{number}", "rule": "burst", "series": "negative", "group": "social", "level": level, "observed": 21, "expected": 2.1,
            "threshold": 7, "p_value": 1e-9, "adjusted_p": 3e-8, "first_post_at": "2026-11-17T20:30:00+08:00",
            "detected_at": "2026-11-17T22:00:00+08:00", "story_id": story, "deadline_at": deadline, "clock": clock,
            "message": message, "post_ids": ["1000000000000000"], "denial_ids": [], "answer": "",
            "response_at": None}  # fmt: skip


def alerts() -> Rows:
    return [
        alert(1, "重大", "锦纺巷执法冲突：11月18日负面21条，平常每天2.1条", "on_time", "2026-11-18T22:00:00+08:00"),
        alert(2, "较大", "“暴力执法”说法集中出现：34条，上周没有", "due", "2026-11-23T18:00:00+08:00"),
        alert(3, "一般", "澜西区占道经营诉求9件，为平常的1.9倍", "overdue", "2026-11-21T18:00:00+08:00"),
        alert(4, "关注", "文庙街摊点回潮，连续7周多于整治后最低水平", "on_time", "2026-11-27T18:00:00+08:00"),
        alert(5, "关注", "望澜都市报两周无内容后恢复", "on_time", "2026-11-27T18:00:00+08:00"),
    ]


def rebound() -> Rows:
    return [
        {"campaign_id": f"k{n}", "name": name, "issue": "vending", "district": "澜东区", "start": start, "end": end, "base_rate": base,
         "lowest_rate": low, "fall": 1 - low / base, "fall_low": 0.48, "fall_high": 0.84, "weeks_to_half_back": back, "now_rate": now,
         "returns": 1, "verdict": "rebounded"}
        for n, name, start, end, base, low, back, now in (
            (1, "文庙街第一次集中整治", "2026-04-27", "2026-05-17", 10.4, 3.1, 4, 10.0),
            (2, "文庙街第二次集中整治", "2026-08-03", "2026-08-16", 10.8, 3.3, 5, 8.0),
        )
    ]  # fmt: skip


def outreach() -> Rows:
    row = {"district": "", "channel": "hotline", "needed": None}
    note = "以其他事项的同期变化作对照；假定没有其他同时发生的原因。"
    return [
        row | {"id": "quiet", "name": "「静夜」行动", "start": "2026-08-17", "issue": "construction_site", "before_rate": 11.2, "after_rate": 3.3,
               "effect": -0.69, "low": -0.78, "high": -0.56, "verdict": "helped", "placebo_share": 0.01, "assumptions": note},
        row | {"id": "dogs", "name": "「文明养犬」宣传", "start": "2026-07-13", "issue": "dogs", "before_rate": 5.8, "after_rate": 5.9,
               "effect": 0.03, "low": -0.17, "high": 0.27, "verdict": "no_sign", "placebo_share": 0.47, "assumptions": note},
    ]  # fmt: skip


def drivers() -> Rows:
    moved = [
        ("story", "s0000001", "锦纺巷夜宵摊检查中发生推搡，摊主受伤", 51), ("story", "s0000002", "文庙街夜市摊点回潮", 5), ("story", "", "不属于任何事件", -3),
        ("issue", "enforcement", "执法与队伍", 38), ("issue", "vending", "占道经营", 16), ("issue", "sanitation", "市容环卫", -2),
        ("issue", "noise_fume", "噪声油烟", 1), ("source", "micro", "微言", 33), ("source", "forum", "澜城论坛", 10),
        ("source", "metro", "望澜都市报", 5), ("source", "portal", "澜海在线", 5), ("district", "澜西区", "澜西区", 49), ("district", "澜东区", "澜东区", 4),
    ]  # fmt: skip
    return [{"dimension": d, "key": k, "label": name, "contribution": n, "post_ids": []} for d, k, name, n in moved]


def guidance() -> Rows:
    def row(number: int, action: str, matter: str, unit: str, deadline: str, basis: str, stop: str) -> dict[str, Any]:
        return {"id": f"g{number}", "rule": f"R{number}", "action": action, "matter": matter, "unit": unit, "deadline": deadline, "basis": basis,
                "evidence": [f"{n:016d}" for n in (1, 3, 4, 5)], "stop_condition": stop, "priority": number}  # fmt: skip

    return [
        row(1, "整改并公开", "锦纺巷执法冲突的处理结果与协管员培训", "澜西区城管大队", "2026-11-27",
            "负面51条，占该事件88%；“甩锅临时工”的说法在通报之后仍有17条", "连续三天负面不超过5条，处理结果全文公开"),
        row(2, "整改", "文庙街夜市摊点：改集中整治为定时定点管理", "澜东区城管大队", "2026-12-04",
            "两次整治后都在5周内回升过半", "诉求连续四周低于每周5件"),
        row(3, "解释", "“先谈生计再谈市容”的同情说法", "市局宣传处", "2026-11-30", "同情弱者15条，负面13条", "解释发布后一周内同类说法减半"),
        row(4, "持续关注", "「文明养犬」宣传未见效果，考虑换办法", "市局市容科", "", "净变化区间跨过0", "下一次评估"),
    ]  # fmt: skip


def coverage() -> Rows:
    usual = {
        "daily": 8.5,
        "metro": 7.8,
        "portal": 5.5,
        "media": 4.9,
        "micro": 18.0,
        "forum": 9.4,
        "hot": 2.9,
        "bureau": 6.1,
        "hotline": 38.0,
        "board": 10.1,
    }
    rows: Rows = [
        {"source": code, "title": title, "channel": channel, "verdict": "ok", "posts": items, "usual": usual[code], "gap": False,
         "newest_post": "2026-11-22T18:00:00+08:00", "message": ""}
        for code, title, channel, _, _, items, _, _ in SOURCES
    ]  # fmt: skip
    rows[3] |= {
        "verdict": "short",
        "message": "站点地图返回503，已重试；11月20日以后没有新内容",
        "newest_post": "2026-11-20T09:00:00+08:00",
    }
    return rows


def outcomes() -> Rows:
    return [{"stage": s, "outcome": o, "label": label, "items": n} for s, o, label, n in (
        ("collect", "stored", "已采集", 216), ("collect", "unchanged", "未变化", 480), ("collect", "http_5xx", "对方服务器错误", 3),
        ("store", "stored", "已入库", 201), ("store", "duplicate", "重复", 11), ("store", "spam", "广告", 4),
        ("score", "scored", "已判读", 200), ("score", "empty_text", "没有可判读的文字", 1),
    )]  # fmt: skip


def negative_items() -> Rows:
    texts = [
        (
            "metro",
            "2026-11-18T07:10",
            "锦纺巷一摊主检查中受伤 涉事协管员停职",
            "enforcement",
            ["officer_violence"],
            "澜西区",
        ),
        (
            "portal",
            "2026-11-18T14:20",
            "一条43秒的视频，问的是执法的分寸",
            "enforcement",
            ["officer_violence", "poor_response"],
            "澜西区",
        ),
        ("micro", "2026-11-19T21:35", "", "vending", ["rebound"], "澜东区"),
        ("forum", "2026-11-20T12:05", "文庙街晚上十点以后怎么走", "vending", ["rebound", "inaction"], "澜东区"),
        ("portal", "2026-11-21T09:00", "夜市回潮，整治之后还差哪一步", "vending", ["rebound"], "澜东区"),
        ("micro", "2026-11-21T16:48", "", "sanitation", ["poor_quality"], "北桥区"),
        ("micro", "2026-11-21T20:02", "", "enforcement", ["poor_response", "misconduct"], "澜西区"),
    ]
    named = {code: (title, channel, tier) for code, title, channel, tier, *_ in SOURCES}
    body = "文庙街又摆满了，八月那次整治管了几天？一阵风罢了。推着婴儿车只能走到机动车道上，喇叭一响心都提起来。"
    return [
        {"post_id": f"{n:016d}", "source": code, "title_of_source": named[code][0], "channel": named[code][1], "tier": named[code][2],
         "published_at": f"{at}:00+08:00", "title": title, "text": body, "url": f"https://{code}.example/{n}", "issue": issue, "frames": frames,
         "district": place, "story_id": None, "reprint": n == 5, "conduct": issue == "enforcement"}
        for n, (code, at, title, issue, frames, place) in enumerate(texts, 1)
    ]  # fmt: skip


def tables() -> dict[str, Rows]:
    """All measures of the week."""
    return {
        "summary": [{"period": "2026-W47", "kind": "week", "start": "2026-11-16", "end": "2026-11-22", "posts": 201, "relevant": 184,
                     "off_topic": 16, "failed_scores": 1, "guessed_dates": 2, "stories": 3, "complaints": 58, "complaints_previous": 49,
                     "model": "linear@1"}],
        "volume": [
            volume("press", (12, 14, 5), (13, 2), (0.233, 0.02, 0.43), "worse"),
            volume("social", (55, 24, 9), (31, 12), (0.238, 0.03, 0.42), "worse"),
            volume("all", (67, 38, 14), (44, 14), (0.245, 0.08, 0.40), "worse"),
            volume("own", (1, 4, 2), (6, 0), (0.14, -0.2, 0.5), "not_enough_data"),
        ],
        "trend": trend(), "by_tier": by_tier(), "by_source": by_source(), "complaint_issues": complaint_issues(),
        "complaint_places": complaint_places(), "districts": districts(), "handling": handling(),
        "negative_kinds": [
            {"kind": kind, "items": n, "previous": before, **interval(n, 67), "unit": unit}
            for kind, n, before, unit in (("conduct", 36, 1, "督察处"), ("inaction", 14, 7, "各区大队"), ("nuisance", 13, 5, "各区大队"),
                                            ("policy", 4, 1, "市容科"))
        ],
        "issues": coded(ISSUES), "frames": coded(FRAMES), "stories": stories(), "alerts": alerts(), "rebound": rebound(),
        "outreach": outreach(), "drivers": drivers(),
        "phrases": [{"phrase": p, "z": z, "items": n, "previous": b} for p, z, n, b in
                    (("锦纺巷", 9.8, 41, 0), ("协管员", 8.1, 33, 1), ("临时工", 6.6, 17, 0), ("又回来了", 3.1, 9, 4), ("一阵风", 2.8, 7, 3))],
        "guidance": guidance(),
        "look_ahead": [
            {"start": "2026-11-23", "end": "2026-11-29", "risk": "锦纺巷事件伤者出院与赔付的后续报道", "basis": "同类事件平均在处理结果后5天出现第二次讨论"},
            {"start": "2026-12-01", "end": "2026-12-01", "risk": "除雪与路面结冰的诉求", "basis": "去年同期第一场雪"},
        ],
        "coverage": coverage(), "outcomes": outcomes(),
        "model": [{"model": "linear@1", "judged": 200, "failed": 1, "texts": 6694, "sentiment_macro_f1": 0.71, "errors_origin": "own",
                   "errors_name": "labels.jsonl", "errors_texts": 6694, "errors_blind": 0, "weeks_on_model": 12}],
        "negative_items": negative_items(),
        "year_on_year": year_on_year(), "views": views(), "changes": changes(), "work_modes": work_modes(), "repeats": repeats(),
        "repeat_share": repeat_share(), "matters": matters(), "drift": drift(), "press_sides": press_sides(),
    }  # fmt: skip


def without_posts() -> dict[str, Rows]:
    """A week in which nothing came in."""
    empty = {"posts": 0, "relevant": 0, "off_topic": 0, "failed_scores": 0, "guessed_dates": 0, "stories": 0, "complaints": 0,
             "complaints_previous": 49}  # fmt: skip
    return {"summary": [tables()["summary"][0] | empty]}
