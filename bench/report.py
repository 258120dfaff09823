"""How fast a paper is made and what memory it takes: `python -m bench.report BRIEF.json`, beside its charts alone.

Each is a process of its own, fonts and libraries cold; the median of five by the clock, and the peak of resident memory.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

RUNS = 5
PAPER = """
import sys
from pathlib import Path
from reports.brief import Brief
from reports.pdf import render_pdf
render_pdf(Brief.from_json(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
"""
# What a paper of the same charts costs at least by matplotlib's own means: a PNG of each, no text and no table.
CHARTS = """
import sys
from pathlib import Path
from reports.brief import Brief
from reports.charts import png
for chart in Brief.from_json(Path(sys.argv[1]).read_text(encoding="utf-8")).charts():
    png(chart)
"""


def main() -> int:
    """Print a line for each of the two, and their ratio."""
    brief = Path(sys.argv[1])
    paper = brief.with_name("bench-paper.pdf")
    codes = {"paper": PAPER, "charts alone": CHARTS}
    # In turn, so that a busy machine slows both alike.
    runs = [{name: measured(code, str(brief), str(paper)) for name, code in codes.items()} for _ in range(RUNS)]
    found = {name: [median(run[name][part] for run in runs) for part in (0, 1)] for name in codes}
    for name, (clock, processor) in found.items():
        print(f"{name}: {clock:.2f} s by the clock, {processor:.2f} s of processor time")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"ratio by processor time {found['paper'][1] / found['charts alone'][1]:.2f}; peak of any run {peak:.0f} MiB")
    paper.unlink()
    return 0


def measured(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds by the clock and of processor time of one run."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
