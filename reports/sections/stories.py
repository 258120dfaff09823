"""The main stories: how they spread and what was said. May import reports.reading, formats and parts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from reports.formats import cut, day_text, headline, number_text, post_time
from reports.parts import Block, Chart, Form, Format, Paragraph, Quote, Series, Story
from reports.reading import Facts, Row
from reports.sections import appendix

STORIES_SHOWN = 5
# Two posts on one thing are no story that a leader should read of, unless an alert stands on it.
FEWEST = 3
PLACES_SHOWN = 6


def blocks(facts: Facts) -> list[Block]:
    """A chart of the spread and a block for each of the first stories; raises BriefError on a missing field."""
    told = facts.rows("stories")
    rows = main_stories(facts)
    if not rows:
        small = f"，另有{len(told)}件两条信息的小事，不单独列出" if told else ""
        return [Paragraph(f"本期没有形成{FEWEST}条以上信息的事件{small}。")]
    places: dict[str, list[int]] = {}
    for number, item in enumerate(appendix.listed(facts), 1):
        places.setdefault(item["story_id"], []).append(number)
    year = facts.summary["start"][:4]
    return [*_spread(facts, rows), *(_story(row, year, places.get(row["story_id"], [])) for row in rows)]


def main_stories(facts: Facts) -> list[Row]:
    """The first stories that are large enough to be told of, or have an alert of their own."""
    return [row for row in facts.rows("stories") if row["items"] >= FEWEST or row["grade"]][:STORIES_SHOWN]


def _spread(facts: Facts, rows: Sequence[Row]) -> list[Block]:
    shown = [row for row in rows if row["first_at"] and row["last_at"]]
    # One story is told by its block; a line in time shows how several lie to each other.
    if len(shown) < 2:
        return []
    start = datetime.fromisoformat(facts.summary["start"])
    spans = [(_days(start, row["first_at"]), _days(start, row["last_at"])) for row in shown]
    series = (
        Series("首发", tuple(first for first, _ in spans)),
        Series("最近", tuple(last for _, last in spans)),
        Series("首家媒体", tuple(_days(start, row["first_medium_at"]) for row in shown)),
        Series("回应", tuple(_days(start, row["response_at"]) for row in shown)),
        Series("条数", tuple(float(row["items"]) for row in shown)),
    )
    answered = sum(1 for row in shown if row["response_at"])
    title = (
        f"主要事件的传播过程：{len(shown)}件中有{answered}件见到官方回应"
        if answered
        else "主要事件的传播过程：均未见官方回应"
    )
    names = tuple(cut(headline(row["title"]), 16) for row in shown)
    height = 15 + 6.5 * len(shown)
    alt = f"时间线图：{title}。"
    return [
        Chart(
            "spread", Form.SPANS, title, alt, names, series, Format.COUNT, "stories", ticks=_ticks(facts), height=height
        )
    ]


def _ticks(facts: Facts) -> tuple[tuple[float, str], ...]:
    """At most eight days of the period, evenly apart, as places and labels of an axis; the last place is the end."""
    first, last = (date.fromisoformat(facts.summary[name]) for name in ("start", "end"))
    days = (last - first).days + 1
    step = max(1, -(-days // 8))
    moments = [(n, first + timedelta(days=n)) for n in range(0, days + 1, step)]
    marked = [(float(n), f"{day.month}.{day.day}") for n, day in moments]
    return (*marked, *([(float(days), "")] if days % step else []))


def _days(start: datetime, moment: str | None) -> float | None:
    """Days from the first midnight of the period, in city time."""
    if not moment:
        return None
    return (datetime.fromisoformat(moment).replace(tzinfo=None) - start).total_seconds() / 86400


def _story(row: Row, year: str, places: Sequence[int]) -> Story:
    quotes = tuple(
        Quote(cut(q["text"], 120), f"{q['source']}，{day_text(q['published_at'])}", q["post_id"]) for q in row["quotes"]
    )
    facts = _story_facts(row, year)
    if places:
        shown = "、".join(str(n) for n in places[:PLACES_SHOWN])
        facts = (*facts, ("附件", f"第{shown}条" + ("等" if len(places) > PLACES_SHOWN else "")))
    return Story(cut(row["title"], 60), row["grade"] or "", facts, quotes, row["story_id"])


def _story_facts(row: Row, year: str) -> tuple[tuple[str, str], ...]:
    share = "" if row["share"] is None else f"，占{number_text(row['share'], Format.SHARE)}"
    medium = (
        f"{post_time(row['first_medium_at'], year)}，{row['first_medium']}"
        if row["first_medium_at"]
        else "尚无媒体报道"
    )
    facts = [
        ("规模", f"{row['items']:,}条，{row['sources']}个来源"),
        ("其中", f"去重后{row['voices']:,}条，转载{row['reprints']:,}条"),
        ("负面", f"{row['negative']:,}条{share}" if row["negative"] else "没有"),
        ("首发", f"{post_time(row['first_at'], year)}，{row['first_source']}"),
        ("媒体", medium),
        ("回应", post_time(row["response_at"], year) if row["response_at"] else "尚未见官方回应"),
        ("峰值", day_text(row["peak_day"])),
        ("最近", post_time(row["last_at"], year)),
    ]
    if row["half_life_hours"] is not None:
        facts.append(("减半", f"约{row['half_life_hours']:.0f}小时"))
    return tuple(facts)
