"""What one run saw of one source, as a record beside the raw lines. May import crawlers.outcomes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from crawlers.outcomes import Outcome


class Verdict(StrEnum):
    """The state in which a run left a source."""

    OK = "ok"
    SHORT = "short"
    EMPTY = "empty"
    LAYOUT_CHANGED = "layout_changed"
    LOGIN_REQUIRED = "login_required"
    DEAD = "dead"


VERDICT_ZH = {
    Verdict.OK: "正常",
    Verdict.SHORT: "偏少",
    Verdict.EMPTY: "无内容",
    Verdict.LAYOUT_CHANGED: "版式变化",
    Verdict.LOGIN_REQUIRED: "需要登录",
    Verdict.DEAD: "中断",
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """One run over one source; the outcomes add up to every address and row that was met.

    Times are ISO 8601 with offset; `fill_rates` are shares (0..1) of posts with that field filled.
    """

    source: str
    raw_file: str
    started_at: str
    finished_at: str
    requests: int
    pages: int
    posts: int
    outcomes: Mapping[Outcome, int]
    newest_post: str | None
    fill_rates: Mapping[str, float]
    verdict: Verdict
    message: str

    def write(self, path: Path) -> None:
        """Write as JSON to `path`, whole or not at all."""
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(path)


def read_coverage(path: Path) -> Coverage:
    """Read one coverage file; raises OSError, ValueError, KeyError or TypeError where it is broken."""
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["outcomes"] = {Outcome(name): int(n) for name, n in fields["outcomes"].items()}
    fields["verdict"] = Verdict(fields["verdict"])
    return Coverage(**fields)
