"""A model's evaluation as pictures: confusion matrix and calibration. May import reports.glyphs, models.labels."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from models.labels import SENTIMENT_ZH
from reports.glyphs import SANS, font_files

_STYLE: dict[Any, Any] = {"font.family": SANS, "font.size": 9, "text.parse_math": False}
_INCHES = (4.2, 3.8)
_PAD = 0.08
# From this share on the grey of a cell is too dark for black figures.
_DARK = 0.8


def write_pictures(evaluation: Mapping[str, Any], folder: Path) -> tuple[Path, ...]:
    """Write confusion.png and calibration.png of what `chengyu evaluate` finds; the same bytes for the same data."""
    for path in font_files():
        font_manager.fontManager.addfont(str(path))
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_write(draw, evaluation, folder / f"{name}.png") for name, draw in _PICTURES.items())


def _write(draw: Callable[[Axes, Mapping[str, Any]], None], evaluation: Mapping[str, Any], path: Path) -> Path:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=_INCHES, layout=ConstrainedLayoutEngine(w_pad=_PAD, h_pad=_PAD))
        axes = figure.add_subplot()
        draw(axes, evaluation)
        labels = evaluation["labels"]
        axes.set_title(f"{evaluation['model']}，{labels['name']} {labels['texts']} 条", fontsize=9)
        figure.savefig(path, dpi=160, metadata={"Software": None})
    return path


def _confusion(axes: Axes, evaluation: Mapping[str, Any]) -> None:
    table: list[list[int]] = evaluation["confusion"]
    words = list(SENTIMENT_ZH.values())
    shares = [[cell / max(sum(line), 1) for cell in line] for line in table]
    axes.imshow(shares, cmap="Greys", vmin=0, vmax=1.4)
    axes.set_xticks(range(len(words) + 1), [*words, "失败"])
    axes.set_yticks(range(len(words)), words)
    axes.set_xlabel("模型")
    axes.set_ylabel("人工")
    for line, cells in enumerate(table):
        for column, cell in enumerate(cells):
            share = shares[line][column]
            ink = "white" if share > _DARK else "black"
            axes.text(column, line, f"{cell}\n{share:.0%}", ha="center", va="center", color=ink)


def _calibration(axes: Axes, evaluation: Mapping[str, Any]) -> None:
    bins = evaluation["calibration"]
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=0.8, linestyle="--")
    axes.plot([row["chance"] for row in bins], [row["right"] for row in bins], color="black", marker="o", linewidth=1)
    for row in bins:
        axes.annotate(str(row["texts"]), (row["chance"], row["right"]), textcoords="offset points", xytext=(5, -10))
    axes.set_xlim(0.3, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("模型说的概率")
    axes.set_ylabel("实际说对的比例（旁边是条数）")


_PICTURES: Mapping[str, Callable[[Axes, Mapping[str, Any]], None]] = {
    "confusion": _confusion,
    "calibration": _calibration,
}
