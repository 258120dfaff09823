"""`chengyu refused`: the raw lines that were not stored, by file and line number. May import everything."""

from chengyu.config import load_settings
from chengyu.console import say
from chengyu.wiring import database
from pipeline.database import refused_lines
from pipeline.lines import REFUSED, LineOutcome, Refusal, RefusedLine
from pipeline.wording import refused_zh


def command() -> None:
    """Print every refused line."""
    with database(load_settings()) as opened:
        found = refused_lines(opened, [outcome.value for outcome in REFUSED])
    for raw_file, line, outcome, detail in found:
        say(refused_zh(RefusedLine(raw_file, line, Refusal(LineOutcome(outcome), detail))))
    if not found:
        say("没有被拒收的行。")
