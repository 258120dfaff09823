"""A chart as SVG or PNG, the same bytes for the same data. May import reports.parts, plots and glyphs."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from reports.glyphs import SANS, Printable, font_files
from reports.parts import Chart
from reports.plots import DRAWN, SMALL

MILLIMETRES = 25.4
# A fixed salt for the ids in the SVG, text kept as text so that it can be searched and copied.
_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "chengyu",
    "svg.fonttype": "none",
    "font.family": SANS,
    "font.size": SMALL,
    "axes.unicode_minus": True,
    "hatch.linewidth": 0.5,
    "text.parse_math": False,
}


def svg(chart: Chart) -> str:
    """The chart as an SVG document without a date; what has no glyph is replaced by a mark."""
    return _rendered(chart, "svg", {"Date": None, "Creator": None}).decode()


def png(chart: Chart) -> bytes:
    """The chart as a PNG of 200 dots an inch, for forms that cannot hold SVG."""
    return _rendered(chart, "png", {"Software": None})


def _rendered(chart: Chart, form: str, metadata: dict[str, None]) -> bytes:
    _add_fonts()
    chart = _printable(chart)
    out = BytesIO()
    with mpl.rc_context(_STYLE):
        size = (chart.width / MILLIMETRES, chart.height / MILLIMETRES)
        figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(w_pad=0.02, h_pad=0.02))
        axes = figure.add_subplot()
        DRAWN[chart.form](axes, chart)
        if len(axes.get_legend_handles_labels()[1]) > 1 or chart.inspected:
            figure.legend(loc="outside upper left", ncols=4, frameon=False, fontsize=SMALL + 0.4, handlelength=1.4)
        figure.savefig(out, format=form, metadata=metadata, dpi=200)
    return out.getvalue()


def _printable(chart: Chart) -> Chart:
    """The chart with marks for characters that have no glyph."""
    clean = Printable().clean
    return replace(
        chart,
        labels=tuple(map(clean, chart.labels)),
        series=tuple(replace(series, name=clean(series.name)) for series in chart.series),
    )


@cache
def _add_fonts() -> None:
    for path in font_files():
        font_manager.fontManager.addfont(str(path))
