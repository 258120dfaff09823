"""Simulations behind stage 4: alerts without and with a change, outreach effects, the demo city over 20 seeds.

`python -m bench.analyse` takes a few minutes on two free cores and writes its part of bench/RESULTS.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.stats import t as student

from demo import generate
from demo.composing import CompositionError
from demo.truth import truth
from pipeline.alert_levels import read_levels
from pipeline.alerts import adjusted, alert_rows
from pipeline.holidays import read_holidays
from pipeline.interrupted import step_effect
from pipeline.outreach import outreach_rows, placebo_share, read_outreach, verdict_of
from pipeline.periods import Period, PeriodKind, containing
from pipeline.rebound import rebound_rows
from pipeline.surveillance import forecast
from tests.pipeline.demo_posts import posts_of_items

ROOT = Path(__file__).parent.parent
TAXONOMY = ROOT / "data" / "taxonomy"
RESULTS = ROOT / "bench" / "RESULTS.md"
BEGIN, END = "<!-- analyse: begin -->", "<!-- analyse: end -->"
# The level at which one series, watched alone, is told.
SINGLE = 0.015
YEARS, PAST, WATCHED = 200, 52, 26
TRIED = 1000
SERIES = 40
SEEDS, SEEDS_TRIED = 20, 40
# Series a line for the intervals, those among them that are judged with placebo dates (15 more fits each), and those
# to which the interval that is compared is fitted by statsmodels.
LINE, JUDGED, COMPARED = 1000, 1000, 200
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """A table of RESULTS.md."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]

    def lines(self) -> list[str]:
        """The table in Markdown."""
        cells = [self.head, ["---"] * len(self.head), *([_cell(value) for value in row] for row in self.rows)]
        return [f"### {self.title}", "", *("| " + " | ".join(row) + " |" for row in cells), ""]


def draw(rng: np.random.Generator, mean: float, dispersion: float, number: int) -> Counts:
    """Counts of a mean and a variance of `dispersion` times the mean."""
    if dispersion == 1:
        return rng.poisson(mean, number).astype(np.int64)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion, number).astype(np.int64)


def p_value(past: Counts, observed: int) -> float:
    """The p-value of a count after its past, no season known."""
    found = forecast(past, np.zeros((len(past), 0)), np.zeros(0))
    if found is None:
        raise ValueError(len(past))
    return found.p_value(observed)


def quiet_years(setting: tuple[float, float]) -> list[Any]:
    """False alerts of a single series in 26 weeks after a year, over 200 such years."""
    mean, dispersion = setting
    rng = np.random.default_rng(1)
    told = []
    for _ in range(YEARS):
        counts = draw(rng, mean, dispersion, PAST + WATCHED)
        told.append(sum(p_value(counts[w : w + PAST], int(counts[w + PAST])) <= SINGLE for w in range(WATCHED)))
    return [mean, dispersion, float(np.mean(told)), float(np.mean(np.array(told) > 1))]


def bursts(setting: tuple[float, float, float]) -> list[Any]:
    """The share of bursts of one week that are found, alone and among 39 quiet series after correction."""
    mean, dispersion, factor = setting
    rng = np.random.default_rng(2)
    quiet = [p_value(draw(rng, 10, dispersion, PAST), int(draw(rng, 10, dispersion, 1)[0])) for _ in range(200)]
    burst = [
        p_value(draw(rng, mean, dispersion, PAST), int(draw(rng, factor * mean, dispersion, 1)[0]))
        for _ in range(TRIED)
    ]
    among = [adjusted([p, *rng.choice(quiet, SERIES - 1)])[0] <= LEVELS.false_discovery for p in burst]
    return [mean, dispersion, factor, float(np.mean(np.array(burst) <= SINGLE)), float(np.mean(among))]


def delays(dispersion: float) -> list[Any]:
    """Days from the first day of a doubled week, which begins on any weekday, to the end of the week that tells it."""
    rng = np.random.default_rng(3)
    found = []
    for _ in range(TRIED):
        begin = int(rng.integers(7))
        days = draw(rng, 20 / 7, dispersion, 7 * (PAST + 2))
        first = 7 * PAST + begin
        days[first : first + 7] += draw(rng, 20 / 7, dispersion, 7)
        weeks = days.reshape(-1, 7).sum(axis=1)
        told = [w for w in (PAST, PAST + 1) if p_value(weeks[w - PAST : w], int(weeks[w])) <= SINGLE]
        found.append(7 * (told[0] + 1) - first if told else None)
    seen = [days for days in found if days is not None]
    return [dispersion, len(seen) / len(found), float(np.median(seen)), float(np.quantile(seen, 0.9))]


def outreach_setting(setting: tuple[float, float, float, float]) -> list[Any]:
    """Coverage of both kinds of interval, and the verdicts of the first series, over series of 26 + 12 weeks."""
    rate, rho, spread, effect = setting
    rng = np.random.default_rng(4)
    true, covered, newey_west = np.log(1 - effect), [], []
    verdicts: Counter[str] = Counter()
    for number in range(LINE):
        counts = correlated(rng, rate, rho, spread, effect)
        used = np.ones(38, dtype=bool)
        found = step_effect(counts, 26, used)
        if found is None:
            verdicts["not_enough_data"] += number < JUDGED
            continue
        low, high = found.interval()
        covered.append(low <= true <= high)
        if number < COMPARED:
            low, high = newey_west_interval(counts)
            newey_west.append(low <= true <= high)
        if number < JUDGED:
            verdicts[verdict_of(found, None, placebo_share(counts, 26, used, found))] += 1
    shares = [verdicts[name] / JUDGED for name in ("helped", "no_sign", "harmed", "not_enough_data")]
    return [rate, rho, spread, f"{-effect:.0%}", float(np.mean(covered)), float(np.mean(newey_west)), *shares]


def correlated(rng: np.random.Generator, rate: float, rho: float, spread: float, effect: float) -> Counts:
    """Poisson counts whose log rate wanders by an AR(1) of standard deviation `spread`."""
    noise = np.zeros(38)
    noise[0] = rng.normal(0, spread)
    for week in range(1, 38):
        noise[week] = rho * noise[week - 1] + rng.normal(0, spread * np.sqrt(1 - rho**2))
    mean = rate * np.exp(noise - spread**2 / 2)
    mean[26:] *= 1 - effect
    return rng.poisson(mean).astype(np.int64)


def newey_west_interval(counts: Counts) -> tuple[float, float]:
    """The same model with Newey and West's errors (3 lags, small-sample correction), for comparison."""
    weeks = np.arange(38)
    terms = np.column_stack([np.ones(38), weeks >= 26, weeks / 38]).astype(float)
    model = sm.GLM(counts, terms, family=sm.families.Poisson())
    fit = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": True})
    half = float(student.ppf(0.975, 35) * fit.bse[1])
    return float(fit.params[1]) - half, float(fit.params[1]) + half


LEVELS = read_levels(TAXONOMY / "alert_levels.toml")
HOLIDAYS = read_holidays(TAXONOMY / "holidays.toml")
EVENTS = {"conflict": date(2026, 11, 16), "rumour": date(2026, 6, 8)}
# Watched from the first week after half a year of past.
FIRST_WATCHED, LAST_WATCHED = date(2026, 4, 6), date(2026, 11, 16)


def demo_seed(number: int) -> dict[str, Any] | None:
    """What stage 4 says of the demo city whose random part is drawn by another seed; None for a seed without texts."""
    generate.SEED = f"bench {number}"
    try:
        items = generate.build(generate.FOLDER)
    except CompositionError:
        return None
    posts = posts_of_items(items, frozenset(truth(items)["own"]))
    last = containing(PeriodKind.WEEK, LAST_WATCHED)
    records = read_outreach(generate.FOLDER / "outreach.toml")
    verdicts = {row["id"]: row["verdict"] for row in outreach_rows(posts, records, last)}
    campaigns = [row["verdict"] == "rebounded" for row in rebound_rows(posts, records, last)]
    alerts = {week.start: _counts(posts, week) for week in _weeks()}
    return {
        "quiet_nights": verdicts["quiet_nights"] == "helped",
        "dog_manners": verdicts["dog_manners"] == "helped",
        "rebounds": sum(campaigns),
        "events": sum(bool(alerts[monday]) for monday in EVENTS.values()),
        "false": sum(len(told) for monday, told in alerts.items() if monday not in EVENTS.values()),
        "series": Counter(key for monday, told in alerts.items() if monday not in EVENTS.values() for key in told),
    }


def _weeks() -> list[Period]:
    number = (LAST_WATCHED - FIRST_WATCHED).days // 7 + 1
    return [containing(PeriodKind.WEEK, FIRST_WATCHED + timedelta(weeks=week)) for week in range(number)]


def _counts(posts: pd.DataFrame, week: Period) -> list[str]:
    known = posts[posts["day"] < pd.Timestamp(week.end)]
    rows = alert_rows(known, week, LEVELS, HOLIDAYS, datetime.combine(week.end, time(8)), {})
    return [row["series"] for row in rows if row["rule"] == "count"]


def demo_table(seeds: Sequence[dict[str, Any]]) -> Table:
    """The demo city over its seeds."""
    quarters = len(_weeks()) / 13
    false = [seed["false"] for seed in seeds]
    series = sum((seed["series"] for seed in seeds), Counter[str]())
    rows = [
        ("静夜 found to have helped", np.mean([seed["quiet_nights"] for seed in seeds])),
        ("文明养犬 wrongly found to have helped", np.mean([seed["dog_manners"] for seed in seeds])),
        ("campaigns seen to come back (of 2)", np.mean([seed["rebounds"] for seed in seeds])),
        ("events with a count alert in their week (of 2)", np.mean([seed["events"] for seed in seeds])),
        ("other count alerts a quarter, mean", np.mean(false) / quarters),
        ("other count alerts a quarter, most", np.max(false) / quarters),
        ("their series", ", ".join(f"{key} {number}" for key, number in series.most_common(8)) or "none"),
    ]
    return Table(f"The demo city over {len(seeds)} seeds, {len(_weeks())} weeks each", ("what", "value"), rows)


QUIET = [(mean, phi) for mean in (5, 20) for phi in (1.0, 1.5, 2.0)]
BURSTS = [
    (mean, phi, f) for phi in (1.0, 1.5, 2.0) for mean, f in ((10, 2.0), (20, 1.5), (20, 2.0), (20, 3.0), (40, 2.0))
]
EFFECTS = [
    (rate, rho, spread, effect)
    for rate in (5.0, 10.0, 20.0)
    for rho, spread in ((0.0, 0.0), (0.3, 0.2))
    for effect in (0.0, 0.6)
]
OUTREACH_HEAD = (
    "rate", "rho", "spread", "effect", "covers", "covers (Newey-West)", "helped", "no sign", "harmed", "not enough",
)  # fmt: skip


def tables(run: Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]) -> Iterator[Table]:
    """The tables, each as soon as it is made."""
    yield Table(
        f"False alerts of one series in {WATCHED} weeks, {YEARS} years without change, p <= {SINGLE}",
        ("a week", "dispersion", "mean", "share of years with more than one"),
        run(quiet_years, QUIET),
    )
    yield Table(
        f"Bursts of one week found: one series (p <= {SINGLE}), and among {SERIES} series after correction "
        f"(false discovery rate {LEVELS.false_discovery})",
        ("a week", "dispersion", "times", "one series", f"among {SERIES}"),
        run(bursts, BURSTS),
    )
    yield Table(
        "Delay of a doubled week at 20 a week that begins on any weekday, read once a week",
        ("dispersion", "found", "median days", "90 % within days"),
        run(delays, [1.0, 1.5, 2.0]),
    )
    title = f"Outreach, 26 + 12 weeks, {LINE} series a line, verdicts of {JUDGED}, Newey-West of {COMPARED}"
    yield Table(title, OUTREACH_HEAD, run(outreach_setting, EFFECTS))
    # Not every seed finds a text for each of its remarks; the first ones that do are taken.
    composed = [seed for seed in run(demo_seed, list(range(SEEDS_TRIED))) if seed is not None]
    yield demo_table(composed[:SEEDS])


def write(found: Sequence[Table]) -> None:
    """Replace this part of RESULTS.md."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else f"# Results\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text:
        text += f"\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    lines = ["", "## Stage 4 (`python -m bench.analyse`)", "", *(line for table in found for line in table.lines())]
    RESULTS.write_text(before + BEGIN + "\n".join(lines) + END + after, encoding="utf-8")


def _cell(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Run everything on two processes and print where the tables lie."""
    with Pool(2) as pool:
        made: list[Table] = []
        for table in tables(lambda function, settings: pool.map(function, settings, chunksize=1)):
            made.append(table)
            write(made)
    print(RESULTS)


if __name__ == "__main__":
    main()
