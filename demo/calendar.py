"""The demo city's sixty weeks: declared rates, seasons and what the events do to them. Imports nothing of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

START = date(2025, 9, 29)
WEEKS = tuple(START + timedelta(weeks=number) for number in range(60))
END = WEEKS[-1] + timedelta(days=6)
DEAD_METRO = (date(2026, 11, 2), date(2026, 11, 15))
QUIET_NIGHTS = date(2026, 8, 17)
DOG_MANNERS = date(2026, 7, 13)
CAMPAIGNS = ((date(2026, 4, 27), date(2026, 5, 17)), (date(2026, 8, 3), date(2026, 8, 16)))
# A campaign takes seven of ten complaints away; then they come back, week by week, to what they were.
EFFECT = 0.3
RETURN = (0.35, 0.48, 0.62, 0.78, 0.92)
CONFLICT_WEEK = date(2026, 11, 16)
RUMOUR_WEEK = date(2026, 6, 8)
_BURSTS = {"rumour_remark": RUMOUR_WEEK, "conflict_remark": CONFLICT_WEEK}

DISTRICTS = ("澜东区", "澜西区", "砚湖区", "北桥区", "云埠区")
RESIDENTS = (62.4, 58.1, 45.3, 39.7, 33.5)


COMPLAINTS = {"hotline": 0.78, "board": 0.22}


@dataclass(frozen=True, slots=True)
class Series:
    """Items of one family a week before events and seasons; `sources` and `districts` are shares."""

    family: str
    rate: float
    districts: tuple[float, ...] = RESIDENTS
    sources: Mapping[str, float] = field(default_factory=lambda: COMPLAINTS)
    days: tuple[str, str] = ("2025-09-29T00", "2026-11-22T23:50")
    # A newspaper fills its page every week: one of these counts, hand-written items among them, instead of a draw.
    steady: tuple[int, ...] = ()

    def runs(self, when: datetime) -> bool:
        """Whether it speaks at that moment."""
        first, last = (datetime.fromisoformat(day) for day in self.days)
        return first <= when.replace(tzinfo=None) <= last


SERIES = (
    Series("night_market", 9.2, (1, 0, 0, 0, 0)),
    Series("construction", 9.3, (12, 34, 24, 11, 19)),
    Series("dogs", 8.8),
    Series("vending", 0.8, (0, 40, 22, 26, 12)),
    Series("sanitation", 0.85),
    Series("noise_fume", 0.75),
    Series("parking", 0.7),
    Series("facilities", 0.8),
    Series("illegal_construction", 0.4),
    Series("greening", 0.35),
    Series("advertising", 0.3),
    Series("fireworks", 0.06),
    Series("other", 0.4),
    Series("off_topic", 0.25),
)
# What press, platforms and forum say besides the hand-written texts.
VOICES = (
    Series("bulletin", 0, sources={"daily": 1}, steady=(1, 2, 2)),
    Series("bulletin", 0, sources={"metro": 1}, steady=(2, 2, 3)),
    Series("bulletin", 0.8, sources={"bureau": 1}),
    Series("bulletin", 0.4, sources={"portal": 1}),
    Series("bulletin", 0.4, (0, 0, 0, 1, 0), {"media": 1}),
    Series("remark", 2.1, sources={"micro": 1}),
    Series("account", 0.3, sources={"micro": 1}),
    Series("spam", 0.35, sources={"micro": 1}),
    Series("aside", 0.3, sources={"micro": 1}),
    Series("thread", 0.3, sources={"forum": 1}),
    Series("rumour_remark", 12, (0, 0, 0, 1, 0), {"micro": 1}, ("2026-06-09T16", "2026-06-13T23")),
    Series("conflict_remark", 20, (0, 1, 0, 0, 0), {"micro": 1}, ("2026-11-17T21:30", "2026-11-22T23:50")),
)


def season(day: date) -> str:
    """spring, summer, autumn or winter by month."""
    return ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]


def weekly_rate(series: Series, monday: date) -> float:
    """The expected count of a series in the week that begins on `monday`."""
    return series.rate * _event(series.family, monday) * _seasonal(series.family, monday)


def night_market(monday: date) -> float:
    """The share of the usual night-market complaints left in a week by the two campaigns."""
    for begin, end in CAMPAIGNS:
        if begin <= monday <= end:
            return EFFECT
        after = (monday - end).days // 7
        if 0 <= after < len(RETURN) and monday > end:
            return RETURN[after]
    return 1.0


def _event(family: str, monday: date) -> float:
    if family == "night_market":
        return night_market(monday)
    if family in _BURSTS:
        return float(monday == _BURSTS[family])
    return EFFECT if family == "construction" and monday >= QUIET_NIGHTS else 1.0


def _seasonal(family: str, monday: date) -> float:
    """Few sites work over the Spring Festival, rain floods streets, heat opens windows and barbecues."""
    if family == "construction":
        return {date(2026, 2, 16): 0.45, date(2026, 2, 23): 0.75}.get(monday, 1.0)
    if family == "fireworks":
        return 45.0 if date(2026, 2, 2) <= monday <= date(2026, 3, 2) else 1.0
    summer = {"noise_fume": 1.5, "facilities": 1.5, "sanitation": 1.2}.get(family, 1.0)
    return summer if season(monday) == "summer" else 1.0
