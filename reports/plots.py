"""One drawing function for each form of chart, on a matplotlib axes. May import reports.parts and formats."""

from collections.abc import Callable, Sequence
from math import nan
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reports.formats import interval_text, number_text
from reports.parts import Chart, Form, Format, Series

# What a legend calls the ground of periods under inspection, and its colour: pale beside the lines, and in print.
INSPECTED, GROUND = "检查期", "#f6efdd"
INK, DARK, LIGHT, RED, GREY, PALE = "#1c2733", "#1f4e79", "#9fb8d0", "#a4243b", "#6b7480", "#e4e8ec"
SMALL = 7.2
# Part of an axis' height that a label takes.
LABEL_ROOM = 0.14
# Millimetres below which labels of 13 points with a decimal run into each other.
NARROW = 130
# Shape and filling tell series apart where colour is lost in print.
_FILLS: tuple[dict[str, Any], ...] = (
    {"color": DARK},
    {"facecolor": "#ffffff", "edgecolor": DARK, "hatch": "////", "linewidth": 0.6},
)
_MARKS: tuple[dict[str, Any], ...] = (
    {"marker": "o", "markerfacecolor": "#ffffff", "markeredgecolor": DARK},
    {"marker": "o", "markerfacecolor": DARK, "markeredgecolor": DARK},
    {"marker": "D", "markerfacecolor": RED, "markeredgecolor": RED},
)


def draw_trend(axes: Axes, chart: Chart) -> None:
    """Lines with bands over periods; a gap breaks both, a point alone has its interval as a bar."""
    places = range(len(chart.labels))
    for series in chart.series:
        values, lows, highs = (_broken(v) for v in (series.values, series.lows, series.highs))
        if lows:
            axes.fill_between(places, lows, highs, color=LIGHT, alpha=0.45, linewidth=0)
            for place in _alone(series.values):
                axes.plot([place, place], [lows[place], highs[place]], color=LIGHT, linewidth=5, alpha=0.6)
        axes.plot(places, values, color=DARK, marker="o", markersize=3, linewidth=1.3)
        _label_points(axes, chart, series)
    top = max((v for s in chart.series for v in (*s.highs, *s.values) if v is not None), default=1) or 1
    # A label below a point near zero wants room between the line of zero and the names of the periods.
    low = any(
        (s.values[p] or 0) < LABEL_ROOM * top for s in chart.series for p, (_, dy) in _shifts(s).items() if dy < 0
    )
    room = LABEL_ROOM * top if low else 0.0
    axes.set_ylim(-room, top * 1.12)
    axes.axhline(0, color=GREY, linewidth=0.8)
    for place in (n for n, reason in enumerate(chart.gaps) if reason):
        _gap(axes, place, 1.0, "缺数")
    _ground(axes, chart)
    _periods(axes, chart)
    axes.spines["bottom"].set_visible(False)


def draw_columns(axes: Axes, chart: Chart) -> None:
    """Upright bars side by side over periods; a bar that is missing is a hatched place."""
    width = 0.78 / len(chart.series)
    top = max((v for s in chart.series for v in s.values if v is not None), default=1) or 1
    for index, series in enumerate(chart.series):
        shift = (index - (len(chart.series) - 1) / 2) * width
        known = [(place + shift, v) for place, v in enumerate(series.values) if v is not None]
        axes.bar([p for p, _ in known], [v for _, v in known], width * 0.9, label=series.name, **_fill(index))
        for place, value in known:
            axes.annotate(number_text(value, chart.format), (place, value), (0, 1.5), **_above())
        for place in (p + shift for p, v in enumerate(series.values) if v is None):
            _gap(axes, place, width * 0.9, "缺")
    axes.set_ylim(0, top * 1.15)
    _ground(axes, chart)
    _periods(axes, chart)


def draw_bars(axes: Axes, chart: Chart) -> None:
    """Lying bars: one series to both sides of zero, or several one after the other."""
    starts = [0.0] * len(chart.labels)
    for index, series in enumerate(chart.series):
        values = [v or 0.0 for v in series.values]
        bars = axes.barh(range(len(values)), values, 0.66, left=starts, label=series.name, **_fill(index))
        for bar in (b for b, v in zip(bars, values, strict=True) if v < 0):
            bar.set(**_fill(1))
        starts = [a + b for a, b in zip(starts, values, strict=True)]
    widest = max((abs(v) for v in starts), default=1) or 1
    for place, total in enumerate(starts):
        parts = [number_text(s.values[place] or 0, chart.format) for s in chart.series if s.values[place]]
        text = " + ".join(parts) or "0"
        side = 1 if total >= 0 else -1
        axes.annotate(text, (total, place), (3 * side, 0), ha="left" if side > 0 else "right", **_beside())
    lowest = min(0.0, *starts)
    axes.set_xlim(lowest - 0.14 * widest * (lowest < 0), max(0.0, *starts) + 0.16 * widest)
    axes.axvline(0, color=INK, linewidth=0.8)
    _names(axes, chart)


def draw_ranges(axes: Axes, chart: Chart) -> None:
    """A point with its interval for each name, written out at the right."""
    series = chart.series[0]
    bounds = [b for b in (*series.lows, *series.highs, *series.values) if b is not None]
    low, high = min(0.0, *bounds), max(0.0, *bounds)
    room = (high - low) or 1.0
    for place, value in enumerate(series.values):
        if value is None:
            continue
        first, last = series.lows[place], series.highs[place]
        ends = [value if first is None else first, value if last is None else last]
        axes.plot(ends, [place, place], color=DARK, linewidth=1.6)
        axes.plot([value], [place], marker="o", markersize=4.5, color=DARK)
        text = f"{number_text(value, chart.format)}（{interval_text(first, last, chart.format)}）"
        axes.annotate(text, (high + 0.03 * room, place), (0, 0), ha="left", **_beside())
    axes.set_xlim(low - 0.04 * room, high + 0.36 * room)
    axes.axvline(0, color=INK, linewidth=0.8)
    _names(axes, chart)


def draw_pairs(axes: Axes, chart: Chart) -> None:
    """Two or three points on one line for each name; the outer ones carry their numbers."""
    for place in range(len(chart.labels)):
        known = sorted(v for v in (s.values[place] for s in chart.series) if v is not None)
        if not known:
            continue
        axes.plot([known[0], known[-1]], [place, place], color=GREY, linewidth=1.0, zorder=1)
        for rank, value in enumerate(known):
            _label_pair(axes, chart, place, value, (rank, len(known)))
    for index, series in enumerate(chart.series):
        axes.plot(
            _broken(series.values),
            range(len(chart.labels)),
            linestyle="",
            markersize=5,
            label=series.name,
            **_MARKS[index],
        )
    top = max((v for s in chart.series for v in s.values if v is not None), default=1) or 1
    axes.set_xlim(-0.06 * top, top * 1.08)
    _names(axes, chart)


def draw_grid(axes: Axes, chart: Chart) -> None:
    """Numbers in cells, the darker the more."""
    top = max((v for s in chart.series for v in s.values if v), default=1)
    for line, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            shade = 0.85 * (value or 0) / top
            axes.add_patch(Rectangle((place, line), 1, 1, facecolor=_tint(shade), edgecolor="#ffffff", linewidth=1.2))
            colour = "#ffffff" if shade > 0.45 else INK
            text = "<5" if value is None else number_text(value, chart.format) if value else "·"
            axes.text(place + 0.5, line + 0.52, text, ha="center", va="center", color=colour, fontsize=SMALL + 0.6)
    axes.set_xlim(0, len(chart.labels))
    axes.set_ylim(len(chart.series), 0)
    axes.set_xticks([n + 0.5 for n in range(len(chart.labels))], chart.labels)
    axes.set_yticks([n + 0.5 for n in range(len(chart.series))], [s.name for s in chart.series])
    axes.xaxis.tick_top()
    _bare(axes)


def draw_spans(axes: Axes, chart: Chart) -> None:
    """A line in time from the first to the last item of each name, with marks on the way and the count at its end."""
    first, last, medium, answer, items = chart.series
    end = max([t for t, _ in chart.ticks] + [1.0])
    starts = [max(v or 0.0, -0.04 * end) for v in first.values]
    for place, start in enumerate(starts):
        stop = min(last.values[place] or start, end)
        axes.plot([start, stop], [place, place], color=LIGHT, linewidth=5, solid_capstyle="butt", zorder=1)
        axes.annotate(f"{items.values[place]:.0f}条", (stop, place), (5, 0), ha="left", **_beside())
    marks = (
        (starts, first.name, "o", "#ffffff"),
        (medium.values, medium.name, "s", DARK),
        (answer.values, answer.name, "D", RED),
    )
    for values, name, marker, face in marks:
        inside = [v if v is not None and -0.05 * end <= v <= end else nan for v in values]
        axes.plot(inside, range(len(inside)), linestyle="", marker=marker, markersize=5, markerfacecolor=face,
                  markeredgecolor=RED if face == RED else DARK, label=name)  # fmt: skip
    axes.set_xlim(-0.05 * end, end * 1.06)
    _names(axes, chart)
    axes.set_xticks([t for t, _ in chart.ticks], [text for _, text in chart.ticks])
    axes.tick_params(axis="x", length=2)
    axes.grid(axis="x", color=PALE, linewidth=0.6)
    axes.set_axisbelow(True)


DRAWN: dict[Form, Callable[[Axes, Chart], None]] = {
    Form.TREND: draw_trend,
    Form.COLUMNS: draw_columns,
    Form.BARS: draw_bars,
    Form.RANGES: draw_ranges,
    Form.PAIRS: draw_pairs,
    Form.GRID: draw_grid,
    Form.SPANS: draw_spans,
}


def _broken(values: Sequence[float | None]) -> list[float]:
    return [nan if v is None else v for v in values]


def _fill(index: int) -> dict[str, Any]:
    return _FILLS[index % len(_FILLS)]


def _above() -> dict[str, Any]:
    return {"textcoords": "offset points", "ha": "center", "va": "bottom", "fontsize": SMALL, "color": INK}


def _beside() -> dict[str, Any]:
    return {"textcoords": "offset points", "va": "center_baseline", "fontsize": SMALL, "color": INK}


def _alone(values: Sequence[float | None]) -> list[int]:
    """Places of values with no neighbour, which a band cannot show."""
    around = [None, *values, None]
    return [n for n, v in enumerate(values) if v is not None and around[n] is None and around[n + 2] is None]


def _label_points(axes: Axes, chart: Chart, series: Series) -> None:
    """Each value beside its point, where the line does not pass."""
    lone = set(_alone(series.values))
    for place, shift in _shifts(series).items():
        value = series.values[place] or 0.0
        stands = (series.highs[place] or value) if series.highs and place in lone else value
        axes.annotate(_point_text(value, chart), (place, stands), shift, **_above())


def _shifts(series: Series) -> dict[int, tuple[float, float]]:
    """For each place with a value how far its label stands from it, in points: below it in a valley."""
    steep = 0.1 * max((v for v in series.values if v is not None), default=1)
    around, shifts = [None, *series.values, None], {}
    for place, value in enumerate(series.values):
        if value is not None:
            falls, climbs = (n is not None and n - value > steep for n in (around[place], around[place + 2]))
            shifts[place] = (0.0, -9.5) if falls and climbs else (6.0 * (falls - climbs), 3.5)
    return shifts


def _point_text(value: float, chart: Chart) -> str:
    """The value without its unit; a narrow chart has room for whole per cents only."""
    if chart.format is Format.SHARE:
        return f"{value * 100:.0f}" if chart.width < NARROW else f"{value * 100:.1f}"
    return number_text(value, chart.format)


def _label_pair(axes: Axes, chart: Chart, place: int, value: float, rank: tuple[int, int]) -> None:
    text = number_text(value, chart.format)
    if rank[0] == 0:
        axes.annotate(text, (value, place), (-5, 0), ha="right", **_beside())
    elif rank[0] == rank[1] - 1:
        axes.annotate(text, (value, place), (5, 0), ha="left", **_beside())
    else:
        axes.annotate(text, (value, place), (0, 4), **_above())


def _gap(axes: Axes, place: float, width: float, text: str) -> None:
    ends = (place - width / 2, place + width / 2)
    axes.axvspan(*ends, facecolor="#ffffff", edgecolor="#b8bec5", hatch="xxx", linewidth=0)
    box = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.8}
    axes.annotate(text, (place, 0), (0, 4), bbox=box, **_above())


def _ground(axes: Axes, chart: Chart) -> None:
    """A pale ground behind each period under inspection; only what has a name stands in the legend, once."""
    for number, place in enumerate(n for n, kinds in enumerate(chart.inspected) if kinds):
        name = "" if number else INSPECTED
        axes.axvspan(place - 0.5, place + 0.5, facecolor=GROUND, linewidth=0, zorder=0, label=name)


def _periods(axes: Axes, chart: Chart) -> None:
    axes.set_xlim(-0.6, len(chart.labels) - 0.4)
    axes.set_xticks(range(len(chart.labels)), chart.labels)
    axes.set_yticks([])
    _bare(axes, "bottom")


def _names(axes: Axes, chart: Chart) -> None:
    axes.set_ylim(len(chart.labels) - 0.45, -0.55)
    axes.set_yticks(range(len(chart.labels)), chart.labels)
    axes.set_xticks([])
    _bare(axes)


def _bare(axes: Axes, *kept: str) -> None:
    for side, spine in axes.spines.items():
        spine.set_visible(side in kept)
        spine.set_color(GREY)
    axes.tick_params(length=0, labelsize=SMALL + 0.4, colors=INK)


def _tint(shade: float) -> tuple[float, float, float]:
    deep = (0x1F / 255, 0x4E / 255, 0x79 / 255)
    red, green, blue = (0.965 + (part - 0.965) * shade for part in deep)
    return red, green, blue
