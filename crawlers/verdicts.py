"""From a run's counts and earlier coverage files to a verdict and a message in Chinese. May import crawlers.coverage and outcomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

from crawlers.coverage import Coverage, Verdict, read_coverage
from crawlers.outcomes import OUTCOME_ZH, Outcome

_LOST_FIELDS = (Outcome.NO_TITLE, Outcome.NO_DATE, Outcome.NO_BODY)
_LAYOUT_MIN = 5  # pages; fewer say nothing of a layout
_SHORT_MIN_RATES = 3
_SHORT_SHARE = 0.3
_SHORT_GAP = timedelta(hours=6)  # a rerun sooner than this finds little by nature
_TRAILING = 8
_MET = (Outcome.STORED, Outcome.UNCHANGED, Outcome.DUPLICATE, Outcome.OFF_WINDOW, Outcome.TOO_SHORT)
_CLOSED = frozenset({Outcome.REFUSED, Outcome.LOGIN_REQUIRED})
_GOOD = (*_MET[:3], Outcome.LISTED)
_USE_FILE = "请改用对方或平台给的导出表：chengyu collect --file 路径 --as 布局名"


def judge(
    pages: int,
    outcomes: Mapping[Outcome, int],
    earlier: Sequence[Coverage],
    started: datetime,
    *,
    says_nothing: bool = False,
) -> tuple[Verdict, str]:
    """The verdict on a run that read `pages` pages, and one Chinese line that says why.

    `earlier` are the coverages of the same source, oldest first; `started` is when this run began; `says_nothing`
    means that the source itself answered in due form that there is nothing.
    """
    stored = outcomes.get(Outcome.STORED, 0)
    met = sum(outcomes.get(outcome, 0) for outcome in _MET)
    lost = sum(outcomes.get(outcome, 0) for outcome in _LOST_FIELDS)
    if outcomes.get(Outcome.LOGIN_REQUIRED) and not stored:
        return Verdict.LOGIN_REQUIRED, f"该来源要求登录，程序不登录采集。{_USE_FILE}"
    if pages == 0:
        return Verdict.DEAD, f"没有读到任何页面：{_failures(outcomes)}{_way_out(outcomes)}"
    if lost >= _LAYOUT_MIN and lost > stored + outcomes.get(Outcome.OFF_WINDOW, 0):
        return Verdict.LAYOUT_CHANGED, f"{lost}页取不出标题、日期或正文：{_failures(outcomes)}"
    if met == 0:
        return _nothing_met(outcomes, earlier, started, says_nothing=says_nothing)
    if usual := _fallen_from(stored, earlier, started):
        return Verdict.SHORT, f"本次{stored}条，按以往速度应有约{usual:.0f}条"
    return Verdict.OK, _failures(outcomes)


def earlier_coverages(folder: Path) -> list[Coverage]:
    """The coverage files of one source's raw folder, oldest first; a broken one is left out."""
    found = []
    for path in sorted(folder.glob("*.coverage.json")):
        try:
            found.append(read_coverage(path))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def _nothing_met(
    outcomes: Mapping[Outcome, int], earlier: Sequence[Coverage], started: datetime, *, says_nothing: bool
) -> tuple[Verdict, str]:
    if outcomes.get(Outcome.FAILED):
        return Verdict.DEAD, _failures(outcomes)
    had_posts = any(coverage.posts for coverage in earlier)
    if says_nothing and had_posts and started - datetime.fromisoformat(earlier[-1].started_at) < _SHORT_GAP:
        return Verdict.OK, "离上次采集不久，没有新内容"
    if had_posts and not says_nothing:
        return (
            Verdict.LAYOUT_CHANGED,
            f"以前有内容，这次一条也没有找到，多半是版式变了。{_failures(outcomes)}{_way_out(outcomes)}",
        )
    return Verdict.EMPTY, f"页面打开了，但没有找到内容。{_failures(outcomes)}{_way_out(outcomes)}"


def _way_out(outcomes: Mapping[Outcome, int]) -> str:
    """What to do where a site does not want to be read this way."""
    return f"。对方不让这样采，程序不绕过。{_USE_FILE}" if _CLOSED & {o for o, n in outcomes.items() if n} else ""


def _failures(outcomes: Mapping[Outcome, int]) -> str:
    """The outcomes other than a good end, most frequent first."""
    bad = [(n, outcome) for outcome, n in outcomes.items() if n and outcome not in _GOOD]
    return "，".join(f"{OUTCOME_ZH[outcome]}{n}" for n, outcome in sorted(bad, key=lambda pair: (-pair[0], pair[1])))


def _fallen_from(stored: int, earlier: Sequence[Coverage], started: datetime) -> float | None:
    """What the trailing median of posts a day would have given, where this run is well under it; None otherwise."""
    starts = [datetime.fromisoformat(coverage.started_at) for coverage in earlier[-_TRAILING:]]
    # The first run's posts belong to no known span, so that only runs after another have a rate.
    spans = [(b - a, c.posts) for (a, b), c in zip(pairwise(starts), earlier[-_TRAILING:][1:], strict=True)]
    rates = [posts / (span / timedelta(days=1)) for span, posts in spans if span >= _SHORT_GAP]
    if len(rates) < _SHORT_MIN_RATES or started - starts[-1] < _SHORT_GAP:
        return None
    usual = median(rates) * ((started - starts[-1]) / timedelta(days=1))
    return usual if stored < _SHORT_SHARE * usual else None
